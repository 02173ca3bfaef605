import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import ts from 'typescript';
import { runProgram, scratch } from '../../bench/measure/process.mjs';
import { writeRunnable } from '../../bench/measure/runnable.mjs';
import { startServer, type Counts } from '../../bench/measure/server.mjs';
import plugin from '../../src/index.js';
import { startPostgres } from '../../bench/measure/postgres.mjs';
import type { Program } from './program.js';
import { upstream } from './upstream.js';

/** Puts one file of a program right; tests of the harness use other ones than the plugin. */
export type Fixer = (text: string, file: string) => string;

/** A program on disk, twice. */
export interface Prepared {
  readonly program: Program;
  readonly before: string;
  readonly after: string;
  readonly changed: boolean;
  /** What is wrong with the fixed text itself. */
  readonly problems: readonly string[];
}

interface Observed extends Counts {
  readonly results: readonly string[];
  readonly ended: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

const folder = join(scratch, 'programs');
const MAIN = fileURLToPath(new URL('main.mjs', import.meta.url));
/** Milliseconds that no right program needs, however busy the machine is. */
const DEADLINE = 20_000;
/** Calls at a time, unless a program says otherwise. */
const CONCURRENCY = 5;
/** The exit code by which main.mjs says that something holds the process. */
const STAYS = 75;
/** Milliseconds without progress after which a program that is to hang hangs. */
const PATIENCE = 700;
const MANIFEST = JSON.stringify({
  name: 'service',
  private: true,
  type: 'module',
  dependencies: { undici: '^7.0.0', axios: '^1.0.0', got: '^14.0.0', 'node-fetch': '^3.0.0', pg: '^8.0.0' },
  engines: { node: '>=20' },
});

/** `eslint --fix` with the plugin. */
export function pluginFixer(
  { config = 'recommended', settings = {} }: Pick<Program, 'config' | 'settings'>,
  cwd: string,
): Fixer {
  const preset = plugin.configs[config];
  const shared = preset.settings?.['client-lifecycle'] as object | undefined;
  const configs: Linter.Config[] = [
    {
      ...preset,
      plugins: { 'client-lifecycle': plugin },
      settings: { 'client-lifecycle': { ...shared, ...settings } },
    },
    { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
    { files: ['**/*.ts'], languageOptions: { parser } },
  ];
  const linter = new Linter({ cwd });
  return (text, filename) => {
    const { output, messages } = linter.verifyAndFix(text, configs, { filename });
    const fatal = messages.find((message) => message.fatal);
    if (fatal) throw new Error(`${filename}: ${fatal.message}`);
    return output;
  };
}

/** Writes a program as it is and as the fixer leaves it. */
export function prepare(program: Program, fixer?: Fixer): Prepared {
  const home = join(folder, program.name.replace(/\W+/g, '-').toLowerCase());
  const before = join(home, 'before');
  const after = join(home, 'after');
  const fix = fixer ?? pluginFixer(program, before);
  const sources = { ...program.files, [serviceOf(program)]: program.service };
  writeRunnable(before, { 'package.json': MANIFEST, ...sources });
  const problems: string[] = [];
  const fixed = Object.fromEntries(
    Object.entries(sources).map(([name, text]) => {
      const file = join(before, name);
      const once = fix(text, file);
      if (fix(once, file) !== once) problems.push(`a second --fix changes ${name}`);
      return [name, once];
    }),
  );
  writeRunnable(after, { 'package.json': MANIFEST, ...fixed });
  const changed = Object.entries(sources).some(([name, text]) => fixed[name] !== text);
  if (program.fix === 'must' && !changed) problems.push('--fix changes nothing');
  if (program.fix === 'never' && changed) problems.push(`--fix changes it:\n${fixed[serviceOf(program)] ?? ''}`);
  const missing = (program.contains ?? []).filter((text) => !fixed[serviceOf(program)]?.includes(text));
  problems.push(...missing.map((text) => `the fixed text lacks ${text}:\n${fixed[serviceOf(program)] ?? ''}`));
  return { program, before, after, changed, problems };
}

function serviceOf({ language = 'ts' }: Program): string {
  return `service.${language}`;
}

/** Runs a program before and after the fix; everything that is not as its description says. */
export async function examine({ program, before, after, changed, problems }: Prepared): Promise<readonly string[]> {
  const { before: kind = 'works', connections = {}, handshakes = Infinity } = program;
  const first = await observe(program, before, kind === 'hangs');
  const found = [...problems];
  const expected = expectedBefore(kind, first);
  if (expected) found.push(`before the fix: ${expected}`);
  if (first.connections < (connections.before ?? 0))
    found.push(`before the fix it opens only ${first.connections} connections`);
  if (!changed) return found;
  const second = await observe(program, after, false);
  const wrong = wrongAfter(second);
  if (wrong) found.push(`after the fix: ${wrong}`);
  const same =
    kind === 'works'
      ? first.results
      : second.results.map((result, index) =>
          first.results[index] === 'never returned' ? result : (first.results[index] ?? ''),
        );
  const different = same.findIndex((result, index) => result !== second.results[index]);
  if (kind !== 'fails' && different >= 0)
    found.push(`call ${different} gave ${same[different] ?? ''} and gives ${second.results[different] ?? ''}`);
  // How many a client without a limit opens for calls at a time depends on the moment: up to two for each with undici.
  const most =
    connections.after ??
    (kind === 'works' ? Math.max(first.connections, 2 * (program.concurrency ?? CONCURRENCY)) : Infinity);
  if (second.connections > most)
    found.push(`after the fix it opens ${second.connections} connections, more than ${most}`);
  if (second.fullHandshakes > handshakes) found.push(`after the fix it makes ${second.fullHandshakes} full handshakes`);
  return found;
}

function expectedBefore(kind: NonNullable<Program['before']>, observed: Observed): string | null {
  const hung = observed.results.includes('never returned');
  if (kind === 'works') return wrongAfter(observed);
  if (kind === 'hangs') return hung ? null : 'all calls return';
  return observed.results.some((result) => /error/i.test(result)) ? null : 'no call fails';
}

function wrongAfter({ results, ended, code, stderr }: Observed): string | null {
  const hung = results.filter((result) => result === 'never returned').length;
  if (hung > 0) return `${hung} calls never return${stderr && ` (${stderr.slice(0, 600)})`}`;
  if (!ended || code === STAYS) return 'it does not end by itself';
  return code === 0 ? null : `it ends with code ${String(code)}: ${stderr.slice(0, 600)}`;
}

/** Two at a time: what a program does must not depend on how busy the machine is with the others. */
const waiting: (() => void)[] = [];
let running = 0;

async function observe(program: Program, home: string, hangs: boolean): Promise<Observed> {
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await observeNow(program, home, hangs);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function observeNow(
  { upstream: kind = 'http', calls = 20, concurrency = CONCURRENCY, ...program }: Program,
  home: string,
  hangs: boolean,
): Promise<Observed> {
  const server = kind === 'postgres' ? await startPostgres() : await startServer(upstream(), { tls: kind === 'https' });
  const file = join(home, serviceOf(program)).replace(/\.ts$/, '.js');
  try {
    const args = [file, server.url, String(calls), String(concurrency), ...(hangs ? [String(PATIENCE)] : [])];
    const { stdout, stderr, code, ended } = await runProgram(MAIN, { args, deadline: DEADLINE });
    const results = Array.from({ length: calls }, () => 'never returned');
    for (const line of stdout.split('\n').filter(Boolean)) {
      const [index, result] = JSON.parse(line) as [number, string];
      // Ports differ from run to run.
      results[index] = result.replaceAll(new URL(server.url).port, 'PORT');
    }
    return { ...server.counts(), results, stderr, code, ended };
  } finally {
    await server.close();
  }
}

/** Errors of the compiler, strict, that the fixed programs have and the programs as they were have not. */
export function newTypeErrors(prepared: readonly Prepared[]): readonly string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUnusedLocals: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const files = (home: string, { files: others = {}, ...program }: Program): string[] =>
    [serviceOf(program), ...Object.keys(others)].filter((name) => name.endsWith('.ts')).map((name) => join(home, name));
  const compiled = ts.createProgram(
    prepared.flatMap(({ program, before, after }) => [...files(before, program), ...files(after, program)]),
    options,
  );
  const messages = (home: string, { program }: Prepared): string[] =>
    files(home, program).flatMap((name) => {
      const source = compiled.getSourceFile(name);
      const found = source
        ? [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)]
        : [];
      return found.map(({ messageText }) => `${program.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    });
  return prepared.flatMap((one) => {
    const known = messages(one.before, one);
    return messages(one.after, one).filter((message) => !known.includes(message));
  });
}
