import { describe, expect, it } from 'vitest';
import { waysOut } from './fixture.js';

describe('using', () => {
  it('disposes at the end of the block, in reverse order', () => {
    expect(waysOut('function f() { { using x = a(); using y = b(); c(); } d(); }', [], true)).toEqual({
      normal: ['a, b, c, dispose y, dispose x, d'],
    });
  });

  it('disposes on return, throw, break and continue', () => {
    const text = 'function f() { for (;;) { using x = a(); if (p) return b(); if (q) throw c(); if (r) break; d(); } }';
    const out = waysOut(text, [], true);
    for (const way of [...(out.normal ?? []), ...(out.throw ?? [])]) expect(way).toContain('dispose x');
    expect(out.throw).toContain('a, c, dispose x, end-iteration');
    expect(out.normal).toContain('a, b, dispose x, end-iteration');
  });

  it('disposes only what has been initialised', () => {
    expect(waysOut('async function f() { await using x = a(); await using y = b(); c(); }', ['call'], true)).toEqual({
      normal: ['a, b, c, dispose y, dispose x'],
      throw: ['', 'a, b, dispose y, dispose x', 'a, dispose x'],
    });
  });

  it('disposes the rest when one disposal throws', () => {
    const out = waysOut('function f() { using x = a(); using y = b(); c(); }', ['dispose'], true);
    // What throws has no mark: both disposals, only the first (of y), only the second (of x).
    expect(out.throw).toEqual(['a, b, c', 'a, b, c, dispose x', 'a, b, c, dispose y']);
  });

  it('disposes in the head of a loop: once for `for`, for each item for `for-of`', () => {
    expect(waysOut('function f() { for (using x = a(); b(); ) c(); d(); }', [], true).normal).toEqual([
      'a, b, c, end-iteration, dispose x, d',
      'a, b, dispose x, d',
    ]);
    expect(waysOut('function f() { for (using x of a()) b(); c(); }', [], true).normal).toEqual([
      'a, b, dispose x, end-iteration, c',
      'a, c',
    ]);
  });

  it('disposes at the end of a static block and of a program', () => {
    expect(waysOut('class A { static { using x = a(); b(); } }', [], true)).toEqual({ normal: ['a, b, dispose x'] });
    expect(waysOut('using x = a(); b();', [], true)).toEqual({ normal: ['a, b, dispose x'] });
  });
});

describe('iterators', () => {
  it('are released when a loop is left early, not when it ends', () => {
    expect(
      waysOut('async function f() { for await (const x of a()) { if (b()) break; } c(); }', [], true).normal,
    ).toEqual(['a, b, end-iteration, c', 'a, b, end-iteration, close-iterator, c', 'a, c']);
  });

  it('are released by return, throw and by jumps out of an outer loop', () => {
    expect(waysOut('function f() { for (const x of a()) { return b(); } }', [], true).normal).toEqual([
      'a',
      'a, b, end-iteration, close-iterator',
    ]);
    expect(waysOut('function f() { for (const x of a()) { throw b(); } }', [], true).throw).toEqual([
      'a, b, end-iteration, close-iterator',
    ]);
    expect(
      waysOut('function f() { o: while (p) { for (const x of a()) { break o; } } b(); }', [], true).normal,
    ).toContain('a, end-iteration, close-iterator, b');
  });

  it('are not released when they fail themselves', () => {
    expect(waysOut('async function f() { for await (const x of a()) b(); }', ['await'], true).throw).toEqual([
      'a',
      'a, b, end-iteration',
    ]);
  });

  it('for-in has none', () => {
    expect(waysOut('function f() { for (const x in a()) return; }', [], true).normal).toEqual([
      'a',
      'a, end-iteration',
    ]);
  });
});

describe('generators', () => {
  it('can be abandoned at a yield: only finalizers run', () => {
    expect(waysOut('function* f() { try { a(); yield b(); c(); } finally { d(); } e(); }')).toEqual({
      normal: ['a, b, c, d, e'],
      abandoned: ['a, b, d'],
    });
  });

  it('are abandoned where a resource is open', () => {
    expect(waysOut('function* f() { open(); yield 1; close(); }')).toEqual({
      normal: ['open, close'],
      abandoned: ['open'],
    });
  });

  it('can be thrown into, and then catch', () => {
    expect(waysOut('function* f() { try { yield a(); } catch { b(); } }', ['yield'])).toEqual({
      normal: ['a', 'a, b'],
      abandoned: ['a'],
    });
  });

  it('release what they iterate over when they are abandoned', () => {
    expect(waysOut('async function* f() { for await (const x of a()) yield x; }', [], true)).toEqual({
      normal: ['a', 'a, end-iteration'],
      abandoned: ['a, end-iteration, close-iterator'],
    });
  });

  it('a return in finally replaces being abandoned', () => {
    expect(waysOut('function* f() { try { yield a(); } finally { return b(); } }')).toEqual({ normal: ['a, b'] });
  });
});

describe('calls that never return', () => {
  it('end the way', () => {
    expect(waysOut('function f() { if (x) { a(); process.exit(1); } b(); }')).toEqual({ normal: ['b'] });
  });

  it('count as a throw when they always throw', () => {
    expect(
      waysOut('function f() { try { if (x) fail(); a(); } finally { b(); } } function fail() { throw new Error(); }'),
    ).toEqual({
      normal: ['a, b'],
      throw: ['fail, b'],
    });
  });
});
