import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';
import { insertAfter, insertAtEnd, insertBefore } from '../../src/fix/insert-statement.js';
import { addToFinally, wrapInTryFinally } from '../../src/fix/try-finally.js';
import { apply, type Make } from './apply.js';

const before: Make = (file, node) => insertBefore(file, node, 'free();');
const after: Make = (file, node) => insertAfter(file, node, 'free();');

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
    [
      'no semicolons',
      'import a from "a"\nfunction f() {\n  throw e\n}\n',
      'import a from "a"\nfunction f() {\n  free()\n  throw e\n}\n',
    ],
    [
      'a comment in front of it',
      'function f() {\n  // why\n  throw e;\n}',
      'function f() {\n  free();\n  // why\n  throw e;\n}',
    ],
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
    [
      'no semicolons before an array',
      'const a = 1\nfree2()\n;[1].map(b)\n',
      'const a = 1\nfree()\nfree2()\n;[1].map(b)\n',
    ],
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
    expect(
      apply(code, 'FunctionDeclaration > BlockStatement', (file, node) =>
        insertAtEnd(file, node as TSESTree.BlockStatement, 'free();'),
      ),
    ).toBe(output);
  });

  it.each([
    ['for (;;) {\n  a(`x\n y`);\n}\n', 'try {\n  for (;;) {\n    a(`x\n y`);\n  }\n} finally {\n  free();\n}\n'],
    ['function f() { for (;;) a(); }', 'function f() { try { for (;;) a(); } finally { free(); } }'],
    ['if (a) for (;;) b();', 'if (a) for (;;) b();'],
  ])('is wrapped in try and finally: %j', (code, output) => {
    expect(apply(code, 'ForStatement', (file, node) => wrapInTryFinally(file, node, 'free();'))).toBe(output);
  });

  it.each([
    ['try {\n  a();\n} finally {\n  b();\n}\n', 'try {\n  a();\n} finally {\n  free();\n  b();\n}\n'],
    ['try {\n  a();\n} catch {}\n', 'try {\n  a();\n} catch {} finally {\n  free();\n}\n'],
  ])('gets a statement in finally: %j', (code, output) => {
    expect(
      apply(code, 'TryStatement', (file, node) => addToFinally(file, node as TSESTree.TryStatement, 'free();')),
    ).toBe(output);
  });
});
