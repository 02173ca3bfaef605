// Programs on disk, where Node.js can run them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Writes a program anew; beside each file in TypeScript goes one that has lost its types.
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} sources Texts by path below the folder; a `package.json` is written unless
 * one is given.
 */
export function writeRunnable(folder, sources) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify({ type: 'module' }), ...sources })) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (name.endsWith('.ts')) {
      const compilerOptions = {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      };
      writeFileSync(file.replace(/ts$/, 'js'), ts.transpileModule(text, { compilerOptions }).outputText);
    }
  }
}
