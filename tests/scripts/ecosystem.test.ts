import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Linter } from 'eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baselineOf, missingIn, nameOf, placesOf, shareOf } from '../../scripts/ecosystem/baseline.mjs';
import { lintText } from '../../scripts/ecosystem/lint.mjs';
import { sourceFiles } from '../../scripts/ecosystem/packages.mjs';
import { format } from '../../scripts/ecosystem/print.mjs';
import plugin from '../../src/index.js';

const { recommended } = plugin.configs;

describe('sourceFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'client-lifecycle-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };

  it('takes sources and tests, without declarations, maps, bundles and installed packages', () => {
    const sources = ['a.js', 'b.cjs', 'c.mts', 'd.tsx', 'test/e.test.js'];
    const others = ['a.d.ts', 'b.d.mts', 'a.min.js', 'a.js.map', 'a.json', 'node_modules/x/a.js'];
    write(Object.fromEntries([...sources, ...others].map((name) => [name, `// ${name}`])));
    write({ 'large.js': `'${'x'.repeat(300_000)}'` });
    expect(sourceFiles(folder, new Set())).toEqual(sources.map((name) => join(...name.split('/'))));
  });

  it('takes each text once, over all folders with one memory', () => {
    write({ 'cjs/a.js': '1', 'esm/a.js': '1', 'esm/b.js': '2' });
    const seen = new Set<string>();
    expect(sourceFiles(folder, seen)).toEqual([join('cjs', 'a.js'), join('esm', 'b.js')]);
    expect(sourceFiles(folder, seen)).toEqual([]);
  });
});

describe('lintText', () => {
  const call = `(url) => http.get(url, { agent: new http.Agent({ keepAlive: true }) })`;

  it.each([
    ['a.ts', `import http from 'node:http';\nexport const f = <T>${call.replace('(url)', '(url: string)')};`],
    ['a.js', `const http = require('http');\nexports.f = ${call};`],
    ['a.js', `const http = require('http');\nif (!http) return;exports.f = ${call};`],
    ['a.jsx', `import http from 'node:http';\nexport const f = ${call}, e = <a/>;`],
    ['a.mjs', `/* eslint-disable */ import http from 'node:http';\nexport const f = ${call};`],
  ])('reads %s', (path, text) => {
    expect(lintText(text, path, recommended)).toMatchObject([{ rule: 'no-client-in-function', line: 2 }]);
  });

  it('tells what does not parse', () => {
    expect(lintText('const = 1', 'a.js', recommended)).toBeNull();
  });

  it('passes on the crash of a rule', () => {
    const crash = {
      create: () => ({
        Program: () => {
          throw new Error('boom');
        },
      }),
    };
    const config: Linter.Config = {
      plugins: { 'client-lifecycle': { rules: { crash } } },
      rules: { 'client-lifecycle/crash': 'error' },
    };
    expect(() => lintText('1', 'a.js', config)).toThrow('boom');
  });
});

describe('format', () => {
  const report = (id: string, path: string, line: number, rule: string) => ({
    id,
    path,
    line,
    rule,
    message: `about ${rule}`,
  });

  it('prints reports by rule and package, then crashes, then counts', () => {
    const outcome = {
      reports: [
        report('b@1.0.0', 'x.js', 10, 'r1'),
        report('a@1.0.0', 'y.js', 9, 'r2'),
        report('b@1.0.0', 'x.js', 9, 'r1'),
        report('a@1.0.0', 'y.js', 1, 'r1'),
      ],
      crashes: [{ file: 'a@1.0.0/z.js', error: 'TypeError: boom' }],
      failures: ['c@1.0.0: not found'],
      packages: 2,
      files: 7,
      unparsable: 1,
    };
    expect(format(outcome).split('\n')).toEqual([
      'r1',
      '  a@1.0.0/y.js:1  about r1',
      '  b@1.0.0/x.js:9  about r1',
      '  b@1.0.0/x.js:10  about r1',
      '',
      'r2',
      '  a@1.0.0/y.js:9  about r2',
      '',
      'CRASH a@1.0.0/z.js',
      'TypeError: boom',
      '',
      'NOT LINTED c@1.0.0: not found',
      '2 packages, 7 files (1 not parsable), 1 crashes: 3 r1 in 2 packages, 1 r2 in 1 packages',
    ]);
  });

  it('says when there is nothing', () => {
    expect(format({ reports: [], crashes: [], failures: [], packages: 1, files: 2, unparsable: 0 })).toBe(
      '1 packages, 2 files (0 not parsable), 0 crashes: no reports',
    );
  });
});

describe('the kept reports', () => {
  const place = (path: string, line: number, rule: string, id = 'a@1.0.0') => ({ id, path, line, rule });
  const reports = [
    place('y.js', 9, 'r2'),
    place('y.js', 3, 'r1'),
    place('y.js', 9, 'r2'),
    place('x.js', 1, 'r1', 'b@1'),
  ];

  it('are lines by package, file and rule, in one order', () => {
    const baseline = baselineOf(reports);
    expect(JSON.stringify(baseline)).toBe('{"a@1.0.0":{"y.js":{"r1":[3],"r2":[9,9]}},"b@1":{"x.js":{"r1":[1]}}}');
    expect(JSON.stringify(baselineOf(reports.toReversed()))).toBe(JSON.stringify(baseline));
    expect(baselineOf(placesOf(baseline))).toEqual(baseline);
    expect(baselineOf([], ['b@2', 'a@1'])).toEqual({ 'a@1': {}, 'b@2': {} });
  });

  it('differ by what one has more often than the other', () => {
    const fewer = reports.slice(1);
    expect(missingIn(reports, fewer).map(nameOf)).toEqual(['a@1.0.0/y.js:9 r2']);
    expect(missingIn(fewer, reports)).toEqual([]);
    expect(missingIn([place('y.js', 3, 'r2')], reports)).toHaveLength(1);
  });

  it('say which share of what was read is right and welcome, of what is still reported', () => {
    const verdict = (name: string, said: 'right' | 'unwelcome' | 'wrong') =>
      [name, { verdict: said, why: 'a' }] as const;
    const verdicts = Object.fromEntries([
      verdict('a@1.0.0/y.js:9 r2', 'right'),
      verdict('a@1.0.0/y.js:3 r1', 'wrong'),
      verdict('b@1/x.js:1 r1', 'right'),
      verdict('b@1/gone.js:1 r1', 'unwelcome'),
    ]);
    expect(shareOf(reports, verdicts).split('\n')).toEqual([
      'Read: 2 of 3 right and welcome (66.7 %), 0 unwelcome, 1 wrong',
      '  r1: 1 of 2 right and welcome (50 %), 0 unwelcome, 1 wrong',
      '  r2: 1 of 1 right and welcome (100 %), 0 unwelcome, 0 wrong',
    ]);
    expect(shareOf([], {})).toBe('Read: 0 of 0 right and welcome (0 %), 0 unwelcome, 0 wrong');
  });
});
