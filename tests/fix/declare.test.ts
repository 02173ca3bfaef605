import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';
import { declareAbove, declareAtHead, declareBehind, topLevelStatement } from '../../src/fix/declare.js';
import { apply, type Make } from './apply.js';

const top = (node: TSESTree.Node): TSESTree.ProgramStatement => {
  const statement = topLevelStatement(node);
  if (!statement) throw new Error('not in a statement');
  return statement;
};
const above: Make = (file, node) => [declareAbove(file, top(node), 'const agent = new Agent();')];
const head: Make = (file, node) => [declareAtHead(file, 'const LIMIT_MS = 5;', node)];
const behind: Make = (file, node) => [declareBehind(file, top(node), 'export function close() {}')];

const AGENT = 'const agent = new Agent();';
const IMPORT = `import { a } from 'a';`;

describe('a declaration above the statement that needs it', () => {
  const F = 'export async function f() {\n  mark;\n}\n';
  it.each<[string, string, string]>([
    ['the first statement', F, `${AGENT}\n\n${F}`],
    ['an import directly above', `${IMPORT}\n${F}`, `${IMPORT}\n\n${AGENT}\n\n${F}`],
    ['an import and a blank line', `${IMPORT}\n\n${F}`, `${IMPORT}\n\n${AGENT}\n\n${F}`],
    ['a comment behind the import', `${IMPORT} // ours\n${F}`, `${IMPORT} // ours\n\n${AGENT}\n\n${F}`],
    ['JSDoc', `${IMPORT}\n\n/** Sends it. */\n${F}`, `${IMPORT}\n\n${AGENT}\n\n/** Sends it. */\n${F}`],
    ['JSDoc of the first statement', `/** Sends it. */\n${F}`, `${AGENT}\n\n/** Sends it. */\n${F}`],
    [
      'a section banner, apart from its section',
      `${IMPORT}\n\n// -----\n// Mail\n// -----\n\n/** Sends it. */\n${F}`,
      `${IMPORT}\n\n${AGENT}\n\n// -----\n// Mail\n// -----\n\n/** Sends it. */\n${F}`,
    ],
    [
      'a section banner behind the description of the file',
      `/**\n * Sends mail.\n */\n\n// ------\n// Relay\n// ------\n\n${F}`,
      `/**\n * Sends mail.\n */\n\n${AGENT}\n\n// ------\n// Relay\n// ------\n\n${F}`,
    ],
    [
      'the description of a file whose first statement requires modules too',
      `/*\n * Sends mail.\n */\nvar a = require('a'),\n  f = () => mark;\n`,
      `/*\n * Sends mail.\n */\n\n${AGENT}\n\nvar a = require('a'),\n  f = () => mark;\n`,
    ],
    [
      'a comment for a tool in front of it',
      `// eslint-disable-next-line one-var\nvar a = require('a'),\n  f = () => mark;\n`,
      `${AGENT}\n\n// eslint-disable-next-line one-var\nvar a = require('a'),\n  f = () => mark;\n`,
    ],
    ['a banner in front of everything', `/* === Mail === */\n${F}`, `${AGENT}\n\n/* === Mail === */\n${F}`],
    [
      'a region: it starts below, the other one ends above',
      `a();\n// #endregion\n\n// #region Mail\n${F}`,
      `a();\n// #endregion\n\n${AGENT}\n\n// #region Mail\n${F}`,
    ],
    [
      'a comment for a tool',
      `${IMPORT}\n\n// eslint-disable-next-line complexity -- a table\n${F}`,
      `${IMPORT}\n\n${AGENT}\n\n// eslint-disable-next-line complexity -- a table\n${F}`,
    ],
    [
      'coverage',
      `${IMPORT}\n/* istanbul ignore next */\n${F}`,
      `${IMPORT}\n\n${AGENT}\n\n/* istanbul ignore next */\n${F}`,
    ],
    [
      'a licence, a description of the file and JSDoc',
      `/* Copyright 2024 ACME */\n/**\n * @file Mail.\n */\n/** Sends it. */\n${F}`,
      `/* Copyright 2024 ACME */\n/**\n * @file Mail.\n */\n\n${AGENT}\n\n/** Sends it. */\n${F}`,
    ],
    [
      'a licence of several lines, and a text about the file',
      `// Copyright 2024 ACME\n// All of it.\n\n// Sends mail through the relay.\n\n${F}`,
      `// Copyright 2024 ACME\n// All of it.\n\n// Sends mail through the relay.\n\n${AGENT}\n\n${F}`,
    ],
    [
      'what tools read at the head of a file',
      `// @ts-check\n/* eslint-disable no-console */\n// Sends it.\n${F}`,
      `// @ts-check\n/* eslint-disable no-console */\n\n${AGENT}\n\n// Sends it.\n${F}`,
    ],
    ['a hashbang', `#!/usr/bin/env node\n// Sends it.\n${F}`, `#!/usr/bin/env node\n\n${AGENT}\n\n// Sends it.\n${F}`],
    ['a directive', `'use strict';\n\n/** Sends it. */\n${F}`, `'use strict';\n\n${AGENT}\n\n/** Sends it. */\n${F}`],
    ['a directive on the same line', `'use strict'; ${F}`, `'use strict';\n\n${AGENT}\n\n${F}`],
    [
      'a comment of the statement above',
      `a();\n// b() follows later.\n\n${F}`,
      `a();\n// b() follows later.\n\n${AGENT}\n\n${F}`,
    ],
    ['a constant like it', `${IMPORT}\n\nconst A = 1;\n\n${F}`, `${IMPORT}\n\nconst A = 1;\n${AGENT}\n\n${F}`],
    ['constants without a blank line', `const A = 1; // ms\n${F}`, `const A = 1; // ms\n${AGENT}\n\n${F}`],
    [
      'constants which have JSDoc each',
      `/** Tries. */\nconst A = 1;\n\n${F}`,
      `/** Tries. */\nconst A = 1;\n\n${AGENT}\n\n${F}`,
    ],
    ['a constant function', `const a = () => 1;\n${F}`, `const a = () => 1;\n\n${AGENT}\n\n${F}`],
    ['a require', `const a = require('a');\n${F}`, `const a = require('a');\n\n${AGENT}\n\n${F}`],
    [
      'no semicolons',
      `const a = require('a')\n\n${F.replace(';', '')}`,
      `const a = require('a')\n\n${AGENT.replace(';', '')}\n\n${F.replace(';', '')}`,
    ],
    [
      'no semicolons, and a statement that its own guards',
      `const a = f()\n\n;[1].map(() => mark)\n`,
      `const a = f()\n${AGENT.replace(';', '')}\n\n;[1].map(() => mark)\n`,
    ],
    [
      'Windows lines',
      `${IMPORT}\r\n\r\n/** Sends it. */\r\n${F.replaceAll('\n', '\r\n')}`,
      `${IMPORT}\r\n\r\n${AGENT}\r\n\r\n/** Sends it. */\r\n${F.replaceAll('\n', '\r\n')}`,
    ],
    [
      'overloads with comments',
      `${IMPORT}\n\n/** One. */\nexport function f(a: string): void;\n/** Two. */\nexport function f(a: number): void;\nexport function f(a: unknown) {\n  mark;\n}\n`,
      `${IMPORT}\n\n${AGENT}\n\n/** One. */\nexport function f(a: string): void;\n/** Two. */\nexport function f(a: number): void;\nexport function f(a: unknown) {\n  mark;\n}\n`,
    ],
    [
      'decorators in front of export, with JSDoc',
      `${IMPORT}\n\n/** Rates. */\n@Tracked()\n// twice\n@Other\nexport class A {\n  f() {\n    mark;\n  }\n}\n`,
      `${IMPORT}\n\n${AGENT}\n\n/** Rates. */\n@Tracked()\n// twice\n@Other\nexport class A {\n  f() {\n    mark;\n  }\n}\n`,
    ],
    [
      'decorators behind export',
      `/** Rates. */\nexport @Tracked() class A {\n  f() {\n    mark;\n  }\n}\n`,
      `${AGENT}\n\n/** Rates. */\nexport @Tracked() class A {\n  f() {\n    mark;\n  }\n}\n`,
    ],
    [
      'an exported default function',
      `${IMPORT}\n/** Sends it. */\nexport default async function () {\n  mark;\n}\n`,
      `${IMPORT}\n\n${AGENT}\n\n/** Sends it. */\nexport default async function () {\n  mark;\n}\n`,
    ],
    [
      'a label',
      `// All of them.\nouter: for (;;) {\n  mark;\n}\n`,
      `${AGENT}\n\n// All of them.\nouter: for (;;) {\n  mark;\n}\n`,
    ],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'Identifier[name="mark"]', above)).toBe(output);
  });

  it('keeps a byte order mark', () => {
    expect(apply(`\uFEFF/** Sends it. */\n${F}`, 'Identifier[name="mark"]', above)).toBe(
      `\uFEFF${AGENT}\n\n/** Sends it. */\n${F}`,
    );
  });
});

describe('a constant of the whole module', () => {
  it.each<[string, string, string]>([
    [
      'the first statement and its JSDoc',
      `/** Sends it. */\nf();\n`,
      `const LIMIT_MS = 5;\n\n/** Sends it. */\nf();\n`,
    ],
    [
      'a module that others need to have run',
      `require('dotenv').config();\n\n// Starts.\nf();\n`,
      `require('dotenv').config();\n\nconst LIMIT_MS = 5;\n\n// Starts.\nf();\n`,
    ],
    ['imports', `${IMPORT}\nf();\n`, `${IMPORT}\n\nconst LIMIT_MS = 5;\n\nf();\n`],
    [
      're-exports',
      `${IMPORT}\nexport * from 'b';\n\nf();\n`,
      `${IMPORT}\nexport * from 'b';\n\nconst LIMIT_MS = 5;\n\nf();\n`,
    ],
    [
      'constants of plain values, in front of what runs',
      `${IMPORT}\n\nconst A = 'a';\nconst B = -1;\nconst d = new D(A);\n`,
      `${IMPORT}\n\nconst A = 'a';\nconst B = -1;\nconst LIMIT_MS = 5;\n\nconst d = new D(A);\n`,
    ],
    [
      'the middle of a list of constants, which stays one',
      `const API = 'https://x';\nconst REPO = process.env.REPO || 'a/b';\nconst TOKEN = process.env.TOKEN;\n\nf();\n`,
      `const API = 'https://x';\nconst LIMIT_MS = 5;\nconst REPO = process.env.REPO || 'a/b';\nconst TOKEN = process.env.TOKEN;\n\nf();\n`,
    ],
    [
      'a constant that calls something',
      `${IMPORT}\n\nconst A = a();\n\nf();\n`,
      `${IMPORT}\n\nconst LIMIT_MS = 5;\n\nconst A = a();\n\nf();\n`,
    ],
    [
      'a banner',
      `${IMPORT}\n\n// ===== Mail =====\n\nexport class A {}\n`,
      `${IMPORT}\n\nconst LIMIT_MS = 5;\n\n// ===== Mail =====\n\nexport class A {}\n`,
    ],
    ['only imports', `${IMPORT}\n`, `${IMPORT}\n\nconst LIMIT_MS = 5;\n`],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'Program', head)).toBe(output);
  });
});

describe('a constant of a module whose imports are not one block', () => {
  const use = `const f = () => a(mark);`;
  it.each<[string, string, string]>([
    [
      'with a value made of an import between them',
      `const { a } = require('a');\nconst run = promisify(a);\nconst b = require('b');\n\n${use}\n`,
      `const { a } = require('a');\nconst run = promisify(a);\nconst b = require('b');\n\nconst LIMIT_MS = 5;\n\n${use}\n`,
    ],
    [
      'with a constant between them',
      `const a = require('a');\nconst A = 1;\nconst b = require('b');\n${use}\n`,
      `const a = require('a');\nconst A = 1;\nconst b = require('b');\n\nconst LIMIT_MS = 5;\n\n${use}\n`,
    ],
    [
      'with settings of an import between them',
      `const a = require('a');\nif (a.max < 300) {\n  a.max = 300;\n}\nrequire('c')();\n\nconst b = require('b');\n\n${use}\n`,
      `const a = require('a');\nif (a.max < 300) {\n  a.max = 300;\n}\nrequire('c')();\n\nconst b = require('b');\n\nconst LIMIT_MS = 5;\n\n${use}\n`,
    ],
    [
      'with its first use between them',
      `const a = require('a');\n\nconst client = a(mark);\nconst b = require('b');\n`,
      `const a = require('a');\n\nconst LIMIT_MS = 5;\n\nconst client = a(mark);\nconst b = require('b');\n`,
    ],
    [
      'with code of its own that runs between them',
      `const a = require('a');\n\nconst client = make();\nconst b = require('b');\n\nfunction make() { return a(mark); }\n`,
      `const a = require('a');\n\nconst LIMIT_MS = 5;\n\nconst client = make();\nconst b = require('b');\n\nfunction make() { return a(mark); }\n`,
    ],
    [
      'with an export between them, by which others may call it',
      `const a = require('a');\n\nexports.f = f;\nconst b = require('b');\n\nfunction f() { return a(mark); }\n`,
      `const a = require('a');\n\nconst LIMIT_MS = 5;\n\nexports.f = f;\nconst b = require('b');\n\nfunction f() { return a(mark); }\n`,
    ],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'Identifier[name="mark"]', head)).toBe(output);
  });
});

describe('a declaration behind the statement that it is about', () => {
  it.each<[string, string, string]>([
    ['the last one', `const mark = 1;\n`, `const mark = 1;\n\nexport function close() {}\n`],
    ['no line end', `const mark = 1`, `const mark = 1\n\nexport function close() {}`],
    [
      'a comment at its end',
      `const mark = 1; // one\nb();\n`,
      `const mark = 1; // one\n\nexport function close() {}\n\nb();\n`,
    ],
    [
      'JSDoc of the next one',
      `const mark = 1;\n\n/** B. */\nb();\n`,
      `const mark = 1;\n\nexport function close() {}\n\n/** B. */\nb();\n`,
    ],
    ['a shared line', `const mark = 1; b();\n`, `const mark = 1;\n\nexport function close() {}\n\nb();\n`],
  ])('%s', (_name, code, output) => {
    expect(apply(code, 'Identifier[name="mark"]', behind)).toBe(output);
  });
});
