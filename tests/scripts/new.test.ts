import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create } from '../../scripts/new.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-'));
  for (const part of ['src', 'tests/rule-tester.ts', 'tests/parsers.ts', 'tsconfig.json', 'package.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** What TypeScript says of files of the copy. */
function typeErrors(paths: readonly string[]): string[] {
  const read = ts.readConfigFile(join(copy, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const config: unknown = read.config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copy);
  const program = ts.createProgram(
    paths.map((path) => join(copy, path)),
    options,
  );
  return paths.flatMap((path) =>
    [program.getSourceFile(join(copy, path))].flatMap((file) =>
      [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, ' '),
      ),
    ),
  );
}

describe('npm run new', () => {
  it('writes a library, a framework and a rule that type-check and stand in their index', () => {
    create(copy, 'library', '@acme/db');
    create(copy, 'framework', 'acme-server');
    create(copy, 'rule', 'no-acme');
    const written = [
      'src/catalog/libraries/acme-db.ts',
      'tests/catalog/acme-db.test.ts',
      'src/catalog/frameworks/acme-server.ts',
      'tests/catalog/acme-server-framework.test.ts',
      'src/rules/no-acme.ts',
      'tests/rules/no-acme.test.ts',
      'src/catalog/index.ts',
      'src/catalog/frameworks/index.ts',
      'src/rules/index.ts',
    ];
    expect(typeErrors(written)).toEqual([]);
    const text = (path: string): string => readFileSync(join(copy, path), 'utf8');
    expect(text('src/catalog/index.ts')).toMatch(/^ {4}acmeDb,$/m);
    expect(text('src/catalog/frameworks/index.ts')).toMatch(/^ {2}acmeServer,$/m);
    expect(text('src/rules/index.ts')).toMatch(/^ {2}'no-acme': noAcme,$/m);
  }, 120_000);

  it('never overwrites', () => {
    const path = join(copy, 'docs/rules/no-acme.md');
    writeFileSync(path, 'mine');
    expect(() => create(copy, 'rule', 'no-acme')).toThrow('docs/rules/no-acme.md exists already: nothing was written.');
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.each([
    [undefined, undefined, 'usage: npm run new -- library|framework|rule NAME'],
    ['toString', 'x', 'usage: npm run new'],
    ['rule', 'No Acme', "'No Acme' is no name for a rule"],
  ])('refuses %s %s', (kind, name, message) => {
    expect(() => create(copy, kind, name)).toThrow(message);
  });
});
