import { describe, expect, it } from 'vitest';
import { waysOut, type Throws, type WaysOut } from './fixture.js';

interface Case {
  readonly name: string;
  readonly body: string;
  /** Causes that count besides `throw` statements. */
  readonly throws?: Throws;
  readonly out: WaysOut;
}

function check(cases: readonly Case[], head = 'async function f()'): void {
  it.each(cases)('$name', ({ body, throws, out }) => {
    expect(waysOut(`${head} { ${body} }`, throws)).toEqual(out);
  });
}

describe('jumps', () => {
  check([
    { name: 'early return', body: 'a(); if (x) { b(); return; } c();', out: { normal: ['a, b', 'a, c'] } },
    { name: 'early throw', body: 'a(); if (x) throw b(); c();', out: { normal: ['a, c'], throw: ['a, b'] } },
    { name: 'code after a return is not reached', body: 'return a(); b();', out: { normal: ['a'] } },
    {
      name: 'break leaves the labelled block',
      body: 'l: { a(); if (x) break l; b(); } c();',
      out: { normal: ['a, b, c', 'a, c'] },
    },
    {
      name: 'break in a labelled switch in a loop',
      body: 'l: for (;;) { switch (x) { case 1: a(); break; default: b(); break l; } c(); }',
      out: { normal: ['a, c, b', 'b'] },
    },
    {
      name: 'continue skips the rest of the body',
      body: 'while (x) { a(); if (y) continue; b(); }',
      out: { normal: ['', 'a', 'a, b'] },
    },
    {
      name: 'continue in do-while still tests',
      body: 'do { a(); if (y) continue; b(); } while (c());',
      out: { normal: ['a, b, c', 'a, c', 'a, c, b'] },
    },
    {
      name: 'continue in for still updates',
      body: 'for (; x; u()) { if (y) continue; a(); }',
      out: { normal: ['', 'a, u', 'u', 'u, a'] },
    },
    {
      name: 'continue of an outer loop',
      body: 'o: for (const x of y) { a(); for (const z of x) { b(); continue o; } c(); }',
      out: { normal: ['', 'a, b', 'a, b, c', 'a, c', 'a, c, b'] },
    },
    {
      name: 'an endless loop has no way out but its break',
      body: 'for (;;) { a(); if (x) break; b(); } c();',
      out: { normal: ['a, b, c', 'a, c'] },
    },
    { name: 'an endless loop without break never ends', body: 'while (true) { a(); } c();', out: {} },
    {
      name: 'for-in',
      body: 'for (const k in x) { a(); if (k) break; b(); } c();',
      out: { normal: ['a, b, c', 'a, c', 'c'] },
    },
  ]);
});

describe('switch', () => {
  check([
    {
      name: 'falls through',
      body: 'switch (x) { case 1: a(); case 2: b(); break; case 3: c(); } d();',
      out: { normal: ['a, b, d', 'b, d', 'c, d', 'd'] },
    },
    {
      name: 'default in the middle',
      body: 'switch (x) { case 1: a(); break; default: b(); case 2: c(); }',
      out: { normal: ['a', 'b, c', 'c'] },
    },
    {
      name: 'tests run in order until one is equal',
      body: 'switch (x) { case a(): break; case b(): c(); }',
      out: { normal: ['a', 'a, b', 'a, b, c'] },
    },
    {
      name: 'every case returns',
      body: 'switch (x) { case 1: return a(); default: return b(); } c();',
      out: { normal: ['a', 'b'] },
    },
    {
      name: 'conditions under switch (true)',
      body: 'switch (true) { case x && a(): b(); }',
      out: { normal: ['', 'a', 'a, b'] },
    },
  ]);
});

describe('try, catch and finally', () => {
  check([
    {
      name: 'finally runs once for each completion and does not mix them',
      body: 'try { a(); if (x) return b(); if (y) throw c(); d(); } finally { e(); } g();',
      out: { normal: ['a, b, e', 'a, d, e, g'], throw: ['a, c, e'] },
    },
    {
      name: 'a return in finally replaces a throw',
      body: 'try { throw a(); } finally { return b(); }',
      out: { normal: ['a, b'] },
    },
    {
      name: 'a throw in finally replaces a return',
      body: 'try { return a(); } finally { throw b(); }',
      out: { throw: ['a, b'] },
    },
    {
      name: 'a break in finally replaces a throw',
      body: 'for (;;) { try { throw a(); } finally { break; } } b();',
      out: { normal: ['a, b'] },
    },
    {
      name: 'break through finally',
      body: 'for (;;) { try { a(); break; } finally { b(); } } c();',
      out: { normal: ['a, b, c'] },
    },
    {
      name: 'continue and break through finally',
      body: 'for (const x of y) { try { if (a()) continue; if (b()) break; c(); } finally { d(); } e(); } g();',
      out: { normal: ['a, b, c, d, e, g', 'a, b, d, g', 'a, d, b, c, e, g', 'a, d, b, g', 'a, d, g', 'g'] },
    },
    {
      name: 'labelled break through two finalizers',
      body: 'l: { try { try { if (x) break l; a(); } finally { b(); } c(); } finally { d(); } e(); } g();',
      out: { normal: ['a, b, c, d, e, g', 'b, d, g'] },
    },
    {
      name: 'a throw in catch runs the finalizer',
      body: 'try { throw a(); } catch { throw b(); } finally { c(); } d();',
      out: { throw: ['a, b, c'] },
    },
    {
      name: 'catch ends the exception',
      body: 'try { if (x) throw a(); b(); } catch { c(); } d();',
      out: { normal: ['a, c, d', 'b, d'] },
    },
    {
      name: 'an inner finalizer before the outer catch',
      body: 'try { try { throw a(); } finally { b(); } c(); } catch { d(); }',
      out: { normal: ['a, b, d'] },
    },
    {
      name: 'finally in finally',
      body: 'try { if (x) return a(); b(); } finally { try { if (y) throw c(); d(); } finally { e(); } } g();',
      out: { normal: ['a, d, e', 'b, d, e, g'], throw: ['a, c, e', 'b, c, e'] },
    },
    { name: 'nothing in the try block throws', body: 'try { a(); } catch { b(); } c();', out: { normal: ['a, c'] } },
  ]);
});

describe('exceptions of calls and awaits', () => {
  check([
    { name: 'none count unless asked for', body: 'a(); b();', out: { normal: ['a, b'] } },
    {
      name: 'each call can throw, without its own effect',
      body: 'a(); b();',
      throws: ['call'],
      out: { normal: ['a, b'], throw: ['', 'a'] },
    },
    {
      name: 'an await can throw after its call',
      body: 'await a(); b();',
      throws: ['await'],
      out: { normal: ['a, b'], throw: ['a'] },
    },
    { name: 'a constructor can throw', body: 'new X(a());', throws: ['new'], out: { normal: ['a'], throw: ['a'] } },
    {
      name: 'a property of something nullish',
      body: 'a(); x.y.z; b();',
      throws: ['member'],
      out: { normal: ['a, b'], throw: ['a'] },
    },
    {
      name: 'a property of this does not throw',
      body: 'a(); this.x; b();',
      throws: ['member'],
      out: { normal: ['a, b'] },
    },
    {
      name: 'destructuring something nullish',
      body: 'const { x } = a(); b();',
      throws: ['member'],
      out: { normal: ['a, b'], throw: ['a'] },
    },
    {
      name: 'spreading what is not iterable',
      body: 'a(); [...x]; b();',
      throws: ['iterate'],
      out: { normal: ['a, b'], throw: ['a'] },
    },
    {
      name: 'a spread in an object takes anything',
      body: 'a(); ({ ...x }); b();',
      throws: ['iterate'],
      out: { normal: ['a, b'] },
    },
    {
      // The case that ESLint's code paths cannot see: what was opened in the try block is still open in the catch
      // clause.
      name: 'a resource can be open when catch begins',
      body: 'try { a(); const r = await open(); use(r); close(); } catch { log(); }',
      throws: ['call'],
      out: {
        normal: ['a, log', 'a, open, log', 'a, open, use, close', 'a, open, use, log', 'log'],
        throw: ['', 'a', 'a, open', 'a, open, use'],
      },
    },
    {
      name: 'closed in finally on every way once it was opened',
      body: 'const r = open(); try { use(r); } finally { close(); }',
      throws: ['call'],
      out: { normal: ['open, use, close'], throw: ['', 'open', 'open, close', 'open, use'] },
    },
    {
      name: 'closed in catch and thrown again',
      body: 'const r = open(); try { await r; } catch (e) { close(); throw e; } use(r);',
      throws: ['await'],
      out: { normal: ['open, use'], throw: ['open, close'] },
    },
    {
      // With one state for all completions, the resource of the catch clause would seem to be open at the normal exit.
      name: 'opened in catch, thrown before it is closed, with a finalizer',
      body: 'try { await a(); } catch { open(); await 0; close(); } finally { log(); }',
      throws: ['await'],
      out: { normal: ['a, log', 'a, open, close, log'], throw: ['a, open, log'] },
    },
    {
      name: 'opened before the try statement, with an early return',
      body: 'open(); try { if (x) return; await a(); } finally { close(); } b();',
      throws: ['await'],
      out: { normal: ['open, a, close, b', 'open, close'], throw: ['open, a, close'] },
    },
    {
      name: 'an outer catch behind an inner finalizer',
      body: 'try { open(); try { await a(); } finally { log(); } close(); } catch { b(); }',
      throws: ['await'],
      out: { normal: ['open, a, log, b', 'open, a, log, close'] },
    },
  ]);
});

describe('short circuits', () => {
  check([
    { name: '&&', body: 'a() && b(); c();', out: { normal: ['a, b, c', 'a, c'] } },
    { name: '|| in a condition', body: 'if (a() || b()) c();', out: { normal: ['a, b', 'a, b, c', 'a, c'] } },
    { name: '! && ||', body: 'if (!(a() && !b())) return c(); d();', out: { normal: ['a, b, c', 'a, b, d', 'a, c'] } },
    { name: '??', body: 'a() ?? b(); c();', out: { normal: ['a, b, c', 'a, c'] } },
    { name: '?? in a condition', body: 'if (a() ?? b()) c();', out: { normal: ['a', 'a, b', 'a, b, c', 'a, c'] } },
    { name: 'conditional expression', body: 'a() ? b() : c(); d();', out: { normal: ['a, b, d', 'a, c, d'] } },
    {
      name: 'conditional expression as a condition',
      body: 'if (x ? a() : !b()) c();',
      out: { normal: ['a', 'a, c', 'b', 'b, c'] },
    },
    { name: 'sequence as a condition', body: 'if (a(), b()) c();', out: { normal: ['a, b', 'a, b, c'] } },
    {
      name: 'logical assignment',
      body: 'x ??= a(); y ||= b(); z &&= c();',
      out: { normal: ['', 'a', 'a, b', 'a, b, c', 'a, c', 'b', 'b, c', 'c'] },
    },
    {
      name: 'an optional chain skips all that follows',
      body: 'x?.[a()].y(b()); c();',
      out: { normal: ['a, b, c', 'c'] },
    },
    { name: 'an optional call', body: '(x.y)?.(a()); b();', out: { normal: ['a, b', 'b'] } },
    { name: 'parentheses end an optional chain', body: '(x?.y).z(a()); b();', out: { normal: ['a, b'] } },
    {
      name: 'an optional chain in the arguments of another',
      body: 'x?.y(z?.[a()], b()); c();',
      out: { normal: ['a, b, c', 'b, c', 'c'] },
    },
    {
      name: 'an optional chain as a condition',
      body: 'if (x?.y(a())) b(); else c();',
      out: { normal: ['a, b', 'a, c', 'c'] },
    },
    {
      name: 'default values in patterns',
      body: 'const { x = a(), y: [z = b()] } = c();',
      out: { normal: ['c', 'c, a', 'c, a, b', 'c, b'] },
    },
    {
      name: 'computed keys in patterns',
      body: 'const { [a()]: x = b() } = c();',
      out: { normal: ['c, a', 'c, a, b'] },
    },
    { name: 'members as targets', body: '({ x: y[a()] } = b());', out: { normal: ['b, a'] } },
    { name: 'the target of an assignment before its value', body: 'x[a()] = b();', out: { normal: ['a, b'] } },
  ]);
  it('default values of parameters', () => {
    expect(waysOut('function f(x = a(), { y = b() } = {}) { c(); }')).toEqual({
      normal: ['a, b, c', 'a, c', 'b, c', 'c'],
    });
  });
});

describe('functions and classes inside', () => {
  check(
    [
      {
        name: 'functions are not entered',
        body: 'a(); const g = () => { b(); return; }; function h() { throw c(); } d();',
        out: { normal: ['a, d'] },
      },
      {
        name: 'a class runs its heritage and computed keys',
        body: 'class A extends a() { [b()]() { c(); } static x = d(); static { e(); } } g();',
        out: { normal: ['a, b, g'] },
      },
      { name: 'decorators', body: '@a() class A { @b() x() {} } c();', out: { normal: ['a, b, c'] } },
      {
        name: 'enums and namespaces run in place',
        body: 'enum E { x = a() } namespace N { b(); } declare namespace M { const z: 1; } c();',
        out: { normal: ['a, b, c'] },
      },
    ],
    'function f()',
  );
  it('a static block', () => {
    expect(waysOut('class A { static { a(); if (x) throw b(); c(); } }')).toEqual({
      normal: ['a, c'],
      throw: ['a, b'],
    });
  });
  it('a class field', () => {
    expect(waysOut('class A { x = a() && b(); }')).toEqual({ normal: ['a', 'a, b'] });
  });
  it('a program', () => {
    expect(waysOut('export const x = a(); export default b(); if (x) throw c();')).toEqual({
      normal: ['a, b'],
      throw: ['a, b, c'],
    });
  });
});
