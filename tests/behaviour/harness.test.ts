import { describe, expect, it } from 'vitest';
import { examine, newTypeErrors, prepare } from './harness.js';
import type { Program } from './program.js';

const AGENT_PER_CALL = `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const agent = new Agent();
  try {
    const { body } = await request(url + '/ok', { dispatcher: agent });
    return await body.json();
  } finally {
    await agent.close();
  }
}
`;
const SHARED = `import { Agent, request } from 'undici';
const agent = new Agent();
export async function call(url: string): Promise<unknown> {
  const { body } = await request(url + '/ok', { dispatcher: agent });
  return await body.json();
}
`;
const program = (name: string, rest: Partial<Program> = {}): Program => ({
  name: `harness ${name}`,
  service: AGENT_PER_CALL,
  fix: 'must',
  connections: { before: 20, after: 10 },
  ...rest,
});

describe.concurrent('the harness', { timeout: 240_000 }, () => {
  it('is content with a right fix', async () => {
    expect(await examine(prepare(program('right'), () => SHARED))).toEqual([]);
  });

  it('counts full handshakes', async () => {
    expect(await examine(prepare(program('tls', { upstream: 'https', handshakes: 5 }), () => SHARED))).toEqual([]);
    expect(
      await examine(
        prepare(program('tls per call', { upstream: 'https', handshakes: 5, connections: {} }), (text) =>
          text
            .replace('Promise<unknown>', 'Promise<object>')
            .replace('return await body.json()', 'return (await body.json()) as object'),
        ),
      ),
    ).toEqual(['after the fix it makes 20 full handshakes']);
  });

  it.each<readonly [name: string, after: string, problem: RegExp]>([
    [
      'a close that was left over',
      SHARED.replace('return await', 'await agent.close();\n  return await'),
      /never return|call \d+ gave .*and gives .*Error/,
    ],
    [
      'another result',
      SHARED.replace('await body.json()', '(await body.text()).length'),
      /^call 0 gave \{"ok":true\} and gives 11$/,
    ],
    [
      'a client per call',
      AGENT_PER_CALL.replace('agent.close()', 'agent.destroy()'),
      /^after the fix it opens 20 connections, more than 10$/,
    ],
    [
      'a call that hangs',
      SHARED.replace('  const', '  await new Promise(() => undefined);\n  const'),
      /^after the fix: 20 calls never return/,
    ],
    ['a process that stays', `${SHARED}setInterval(() => {}, 1000);\n`, /^after the fix: it does not end by itself$/],
    [
      'a rejection that nobody handles',
      SHARED.replace('return await', `void Promise.reject(new Error('lost'));\n  return await`),
      /^after the fix: .*lost/s,
    ],
    ['a fix that changes its own output', '', /^a second --fix changes service\.ts$/],
  ])('finds %s', async (name, after, problem) => {
    let rounds = 0;
    const problems = await examine(prepare(program(name), () => after || `${SHARED}// ${String(rounds++)}\n`));
    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  it('finds a fix that is missing, and one that is forbidden', () => {
    expect(prepare(program('missing'), (text) => text).problems).toEqual(['--fix changes nothing']);
    expect(prepare(program('forbidden', { fix: 'never' }), () => SHARED).problems).toEqual([
      expect.stringMatching(/^--fix changes it/),
    ]);
  });

  it('finds errors of types that were not there before', () => {
    const unused = prepare(program('unused'), () => SHARED.replace('Agent,', 'Agent, Pool,'));
    expect(newTypeErrors([unused, prepare(program('typed'), () => SHARED)])).toEqual([
      `harness unused: 'Pool' is declared but its value is never read.`,
    ]);
  });
});
