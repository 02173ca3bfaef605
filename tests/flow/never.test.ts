import { describe, expect, it } from 'vitest';
import { neverReturnsIn } from '../../src/flow/never.js';
import { nodesIn, parse } from './fixture.js';

/** The verdict on the first call, or await, in the last function declaration of a text that is named `f`. */
function verdict(text: string): string | null {
  const sourceCode = parse(text);
  const inside = [...nodesIn(sourceCode.ast, sourceCode.visitorKeys)].filter(
    (node) => node.type === 'FunctionDeclaration' && node.id?.name === 'f',
  );
  const all = inside.flatMap((node) => [...nodesIn(node, sourceCode.visitorKeys)]);
  const call =
    all.find((node) => node.type === 'AwaitExpression') ?? all.find((node) => node.type === 'CallExpression');
  if (!call) throw new Error('no call');
  return neverReturnsIn(sourceCode)(call);
}

describe('process.exit and process.abort', () => {
  it.each([
    'function f() { process.exit(1); }',
    'function f() { process.abort(); }',
    "function f() { process['exit'](); }",
    'function f() { globalThis.process.exit(); }',
    'import process from "node:process"; function f() { process.exit(); }',
    'import * as process from "process"; function f() { process.exit(); }',
    'import { exit } from "node:process"; function f() { exit(); }',
    'import { abort as stop } from "node:process"; function f() { stop(); }',
    'const process = require("process"); function f() { process.exit(); }',
  ])('%s', (text) => {
    expect(verdict(text)).toBe('exits');
  });

  it.each([
    'function f(process) { process.exit(); }',
    'import process from "./process.js"; function f() { process.exit(); }',
    'function f() { process.on("exit", g); }',
    'function f() { exit(); }',
    'function f() { app.exit(); }',
  ])('not %s', (text) => {
    expect(verdict(text)).toBeNull();
  });
});

describe('functions of the file', () => {
  it.each([
    ['always throws', 'function fail() { log(); throw new Error(); } function f() { fail(); }', 'throws'],
    [
      'throws on both branches',
      'const fail = (x) => { if (x) throw 1; else throw 2; }; function f() { fail(); }',
      'throws',
    ],
    ['throws on one branch', 'function fail(x) { if (x) throw 1; } function f() { fail(); }', null],
    ['catches what it throws', 'function fail() { try { throw 1; } catch { log(); } } function f() { fail(); }', null],
    [
      'calls one that throws',
      'function fail() { fail2(); } function fail2() { throw 1; } function f() { fail(); }',
      'throws',
    ],
    [
      'ends the process',
      'const die = (message) => { console.error(message); process.exit(1); }; function f() { die(); }',
      'exits',
    ],
    ['ends the process in an expression', 'const die = () => process.exit(1); function f() { die(); }', 'exits'],
    ['runs for ever', 'function serve() { for (;;) step(); } function f() { serve(); }', 'unknown'],
    ['is declared never', 'declare function fail(): never; function f() { fail(); }', 'unknown'],
    [
      'is declared never and calls something unknown',
      'function fail(): never { other(); } function f() { fail(); }',
      'unknown',
    ],
    [
      'is overloaded',
      'function g(x: string): never; function g(x: number): void; function g(x) { if (x) throw 1; } function f() { g(); }',
      null,
    ],
    ['calls itself', 'function g() { g(); } function f() { g(); }', null],
    ['is assigned again', 'let g = () => { throw 1; }; g = other; function f() { g(); }', null],
    ['is a parameter', 'function g() { throw 1; } function f(g) { g(); }', null],
    ['is an asynchronous function that is not awaited', 'async function g() { throw 1; } function f() { g(); }', null],
    [
      'is an asynchronous function that is awaited',
      'async function g() { throw 1; } async function f() { await g(); }',
      'throws',
    ],
    [
      'is declared Promise<never>',
      'declare function g(): Promise<never>; async function f() { await g(); }',
      'unknown',
    ],
    ['is a synchronous function that is awaited', 'function g() { throw 1; } async function f() { await g(); }', null],
    ['is a generator', 'function* g() { throw 1; } function f() { g(); }', null],
    ['is a function expression called in place', 'function f() { (() => { throw 1; })(); }', 'throws'],
  ])('one that %s', (_, text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('methods', () => {
  it.each([
    ['#fail() { throw 1; }', 'this.#fail()', 'throws'],
    ['private fail() { throw 1; }', 'this.fail()', 'throws'],
    ['fail(): never { throw 1; }', 'this.fail()', 'throws'],
    ['abstract fail(): never;', 'this.fail()', null],
    // A subclass may do something else.
    ['fail() { throw new Error("not implemented"); }', 'this.fail()', null],
    ['private fail() { throw 1; }', 'other.fail()', null],
  ])('%s %s', (member, call, expected) => {
    const sourceCode = parse(`abstract class A { run() { return ${call}; } ${member} }`);
    const node = [...nodesIn(sourceCode.ast, sourceCode.visitorKeys)].find((each) => each.type === 'CallExpression');
    expect(node && neverReturnsIn(sourceCode)(node)).toBe(expected);
  });
});

it('a chain of functions longer than the stack does not matter', () => {
  const chain = Array.from(
    { length: 5_000 },
    (_, index) => `function g${String(index)}() { g${String(index + 1)}(); }`,
  ).join('\n');
  expect(verdict(`${chain}\nfunction f() { g0(); }`)).toBeNull();
});
