import { Linter, type Rule } from 'eslint';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import parser from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import type { Edits } from '../../src/fix/edits.js';
import { toFix } from '../../src/fix/edits.js';
import { ensureNamedImport } from '../../src/fix/ensure-import.js';
import { insertAfter, insertAtEnd, insertBefore } from '../../src/fix/insert-statement.js';
import { addToFinally, wrapInTryFinally } from '../../src/fix/try-finally.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
type Make = (sourceCode: SourceCode, node: TSESTree.Node) => Edits;

/** Applies an edit to the first node that a selector finds; the result must parse. */
function apply(code: string, selector: string, make: Make): string {
  let seen = false;
  const rule = {
    meta: { fixable: 'code' as const, schema: [] },
    create: (context: { sourceCode: SourceCode; report(report: object): void }) => ({
      [selector](node: TSESTree.Node) {
        if (seen) return;
        seen = true;
        context.report({ node, message: 'x', fix: toFix(make(context.sourceCode, node)) });
      },
    }),
  };
  const config = { files: ['**/*.ts'], plugins: { x: { rules: { x: rule as { create(context: never): object } as Rule.RuleModule } } }, rules: { 'x/x': 'error' as const }, languageOptions: { parser } };
  const { output, messages } = new Linter().verifyAndFix(code, [config], { filename: 'a.ts' });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return output;
}

const before: Make = (sourceCode, node) => insertBefore(sourceCode, node, 'free();');
const after: Make = (sourceCode, node) => insertAfter(sourceCode, node, 'free();');

describe('insertBefore', () => {
  it.each([
    ['its own line', 'function f() {\n  throw e;\n}', 'function f() {\n  free();\n  throw e;\n}'],
    ['tabs', 'function f() {\n\tthrow e;\n}', 'function f() {\n\tfree();\n\tthrow e;\n}'],
    ['Windows lines', 'function f() {\r\n  throw e;\r\n}', 'function f() {\r\n  free();\r\n  throw e;\r\n}'],
    ['a shared line', 'function f() { a(); throw e; }', 'function f() { a(); free(); throw e; }'],
    ['an if without braces', 'if (a)\n  throw e;\n', 'if (a) {\n  free();\n  throw e;\n}\n'],
    ['an if and else without braces', 'if (a) throw e;\nelse b();\n', 'if (a) {\n  free();\n  throw e;\n} else b();\n'],
    ['an else without braces', 'if (a) b();\nelse throw e;\n', 'if (a) b();\nelse {\n  free();\n  throw e;\n}\n'],
    ['a loop without braces', 'for (;;) throw e;', 'for (;;) {\n  free();\n  throw e;\n}'],
    ['a case', 'switch (a) {\n  case 1:\n    throw e;\n}', 'switch (a) {\n  case 1:\n    free();\n    throw e;\n}'],
    ['a case on one line', 'switch (a) { case 1: throw e; }', 'switch (a) { case 1: free(); throw e; }'],
    ['no semicolons', 'import a from "a"\nfunction f() {\n  throw e\n}\n', 'import a from "a"\nfunction f() {\n  free()\n  throw e\n}\n'],
    ['a comment in front of it', 'function f() {\n  // why\n  throw e;\n}', 'function f() {\n  // why\n  free();\n  throw e;\n}'],
    ['a comment it would split', 'if (a) /* why */ throw e;', 'if (a) /* why */ throw e;'],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'ThrowStatement', before)).toBe(output);
  });
});

describe('insertAfter', () => {
  it.each([
    ['its own line', 'const a = 1;\nb();\n', 'const a = 1;\nfree();\nb();\n'],
    ['a comment at the end of the line', 'const a = 1; // one\nb();\n', 'const a = 1; // one\nfree();\nb();\n'],
    ['no semicolons before a bracket', 'const a = 1\n[1].map(b)\n', 'const a = 1\n[1].map(b)\nfree()\n'],
    ['no semicolons before an array', 'const a = 1\nfree2()\n;[1].map(b)\n', 'const a = 1\nfree()\nfree2()\n;[1].map(b)\n'],
    ['a shared line', 'const a = 1; b();', 'const a = 1; free(); b();'],
    ['the last line without a semicolon', 'const a = 1', 'const a = 1\nfree()'],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'VariableDeclaration', after)).toBe(output);
  });
});

describe('blocks', () => {
  it.each([
    ['function f() {\n  a();\n}', 'function f() {\n  a();\n  free();\n}'],
    ['function f() { a(); }', 'function f() { a(); free(); }'],
    ['function f() {}', 'function f() { free(); }'],
    ['function f() { /* nothing */ }', 'function f() { /* nothing */ }'],
  ])('gets a statement at its end: %s', (code, output) => {
    expect(apply(code, 'FunctionDeclaration > BlockStatement', (sourceCode, node) => insertAtEnd(sourceCode, node as TSESTree.BlockStatement, 'free();'))).toBe(output);
  });

  it.each([
    ['for (;;) {\n  a(`x\n y`);\n}\n', 'try {\n  for (;;) {\n    a(`x\n y`);\n  }\n} finally {\n  free();\n}\n'],
    ['function f() { for (;;) a(); }', 'function f() { try { for (;;) a(); } finally { free(); } }'],
    ['if (a) for (;;) b();', 'if (a) for (;;) b();'],
  ])('is wrapped in try and finally: %j', (code, output) => {
    expect(apply(code, 'ForStatement', (sourceCode, node) => wrapInTryFinally(sourceCode, node, 'free();'))).toBe(output);
  });

  it.each([
    ['try {\n  a();\n} finally {\n  b();\n}\n', 'try {\n  a();\n} finally {\n  free();\n  b();\n}\n'],
    ['try {\n  a();\n} catch {}\n', 'try {\n  a();\n} catch {} finally {\n  free();\n}\n'],
  ])('gets a statement in finally: %j', (code, output) => {
    expect(apply(code, 'TryStatement', (sourceCode, node) => addToFinally(sourceCode, node as TSESTree.TryStatement, 'free();'))).toBe(output);
  });
});

describe('ensureNamedImport', () => {
  it.each([
    ['there already', `import { pipeline } from 'm';\nx();`, `import { pipeline } from 'm';\nx();`],
    ['another name of the module', `import { a } from 'm';\nx();`, `import { a, pipeline } from 'm';\nx();`],
    ['a default import of the module', `import m from 'm';\nx();`, `import m from 'm';\nimport { pipeline } from 'm';\nx();`],
    ['a type-only import of the module', `import type { A } from 'm';\nx();`, `import type { A } from 'm';\nimport { pipeline } from 'm';\nx();`],
    ['double quotes', `import a from "a";\nx();`, `import a from "a";\nimport { pipeline } from "m";\nx();`],
    ['no semicolons', `import a from 'a'\nx()`, `import a from 'a'\nimport { pipeline } from 'm'\nx()`],
    ['an export only', `export const a = x();`, `import { pipeline } from 'm';\nexport const a = x();`],
    ['CommonJS with a directive', `'use strict';\nx();`, `'use strict';\nconst { pipeline } = require('m');\nx();`],
    ['a hashbang and a banner', `#!/usr/bin/env node\n// licence\nx();`, `#!/usr/bin/env node\n// licence\nconst { pipeline } = require('m');\nx();`],
    ['a taken name', `const pipeline = 1;\nx();`, `const pipeline = 1;\nx();`],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'Program', (sourceCode) => ensureNamedImport(sourceCode, 'm', 'pipeline'))).toBe(output);
  });
});
