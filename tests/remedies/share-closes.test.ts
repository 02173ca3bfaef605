import { describe, expect, it } from 'vitest';
import { fixAll } from './fix-all.js';

function load(lines: readonly string[], declaration = ''): string {
  return `import { Agent, request } from 'undici';\n${declaration}\nexport async function load(url) {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

const USE = 'const { body } = await request(url, { dispatcher: agent });';
const READ = 'const text = await body.text();';
const SHARED = '\nconst agent = new Agent();\n';

describe('what closed the client of one call goes with it', () => {
  it.each<[string, string[], string[]]>([
    [
      'awaited',
      ['const agent = new Agent();', USE, READ, 'await agent.close();', 'return text;'],
      [USE, READ, 'return text;'],
    ],
    [
      'void',
      ['const agent = new Agent();', USE, READ, 'void agent.destroy();', 'return text;'],
      [USE, READ, 'return text;'],
    ],
    [
      'with its errors ignored',
      ['const agent = new Agent();', USE, READ, 'await agent.close().catch(() => {});', 'return text;'],
      [USE, READ, 'return text;'],
    ],
    [
      'in a try of its own',
      ['const agent = new Agent();', USE, READ, 'try {', '  await agent.close();', '} catch {}', 'return text;'],
      [USE, READ, 'return text;'],
    ],
    [
      'if it is still open',
      ['const agent = new Agent();', USE, READ, 'if (!agent.closed) {', '  await agent.close();', '}', 'return text;'],
      [USE, READ, 'return text;'],
    ],
    [
      'alone in Promise.all',
      ['const agent = new Agent();', USE, READ, 'await Promise.all([agent.close()]);', 'return text;'],
      [USE, READ, 'return text;'],
    ],
    [
      'beside others in Promise.all',
      ['const agent = new Agent();', USE, READ, 'await Promise.all([agent.close(), flush(), end()]);', 'return text;'],
      [USE, READ, 'await Promise.all([flush(), end()]);', 'return text;'],
    ],
    [
      'in finally',
      [
        'const agent = new Agent();',
        'try {',
        `  ${USE}`,
        '  return await body.text();',
        '} finally {',
        '  await agent.close();',
        '}',
      ],
      [USE, 'return await body.text();'],
    ],
    [
      'in finally, with a catch clause that stays',
      [
        'const agent = new Agent();',
        'try {',
        `  ${USE}`,
        '  return await body.text();',
        '} catch (error) {',
        '  throw wrap(error);',
        '} finally {',
        '  await agent.close();',
        '}',
      ],
      ['try {', `  ${USE}`, '  return await body.text();', '} catch (error) {', '  throw wrap(error);', '}'],
    ],
    [
      'in finally, beside other work',
      [
        'const agent = new Agent();',
        'try {',
        `  ${USE}`,
        '  return await body.text();',
        '} finally {',
        '  span.end();',
        '  await agent.close();',
        '}',
      ],
      ['try {', `  ${USE}`, '  return await body.text();', '} finally {', '  span.end();', '}'],
    ],
    [
      'on success and in a clause that rethrows',
      [
        'const agent = new Agent();',
        'try {',
        `  ${USE}`,
        `  ${READ}`,
        '  await agent.close();',
        '  return text;',
        '} catch (error) {',
        '  await agent.destroy();',
        '  throw error;',
        '}',
      ],
      [USE, READ, 'return text;'],
    ],
    [
      'in .finally()',
      [
        'const agent = new Agent();',
        'return request(url, { dispatcher: agent }).then((r) => r.body.text()).finally(() => agent.close());',
      ],
      ['return request(url, { dispatcher: agent }).then((r) => r.body.text());'],
    ],
    [
      'in a using wrapper',
      [
        'const agent = new Agent();',
        'await using _ = { [Symbol.asyncDispose]: () => agent.close() };',
        USE,
        'return body.text();',
      ],
      [USE, 'return body.text();'],
    ],
    [
      'in a using wrapper with a method',
      [
        'const agent = new Agent();',
        'await using _ = {',
        '  async [Symbol.asyncDispose]() {',
        '    await agent.close();',
        '  },',
        '};',
        USE,
        'return body.text();',
      ],
      [USE, 'return body.text();'],
    ],
    [
      'of a variable that is assigned in the try',
      [
        'let agent;',
        'try {',
        '  agent = new Agent();',
        `  ${USE}`,
        '  return await body.text();',
        '} finally {',
        '  if (agent) await agent.close();',
        '}',
      ],
      [USE, 'return await body.text();'],
    ],
    [
      'of one that starts as null',
      [
        'let agent = null;',
        'try {',
        '  agent = new Agent();',
        `  ${USE}`,
        '  return await body.text();',
        '} finally {',
        '  await agent?.close();',
        '}',
      ],
      [USE, 'return await body.text();'],
    ],
    [
      'in an inner try',
      [
        'try {',
        '  const agent = new Agent();',
        '  try {',
        `    ${USE}`,
        '    return await body.text();',
        '  } finally {',
        '    await agent.close();',
        '  }',
        '} catch {',
        '  return null;',
        '}',
      ],
      ['try {', `  ${USE}`, '  return await body.text();', '} catch {', '  return null;', '}'],
    ],
  ])('%s', (_name, before, after) => {
    expect(fixAll(load(before)).output).toBe(load(after, SHARED));
  });

  it('keeps the insides of templates where a try is unwrapped', () => {
    const text = 'const query = `\n      a\n  b`;';
    const before = [
      'const agent = new Agent();',
      'try {',
      `  ${text}`,
      `  ${USE}`,
      '  return [query, await body.text()];',
      '} finally {',
      '  await agent.close();',
      '}',
    ];
    expect(fixAll(load(before)).output).toBe(load([text, USE, 'return [query, await body.text()];'], SHARED));
  });

  it('renames the client inside of an unwrapped try', () => {
    const before = [
      'const agent = new Agent({ bodyTimeout: 5 });',
      'try {',
      `  ${USE}`,
      '  return await body.text();',
      '} finally {',
      '  await agent.close();',
      '}',
    ];
    const head = 'const agent = 1;';
    const after = ['const { body } = await request(url, { dispatcher: sharedAgent });', 'return await body.text();'];
    expect(fixAll(load(before, head)).output).toBe(
      load(after, `${head}\nconst sharedAgent = new Agent({ bodyTimeout: 5 });\n`),
    );
  });
});

describe('a close that does more than free the client stays', () => {
  it.each<[string, string[], string]>([
    [
      'a callback',
      ['const agent = new Agent();', USE, READ, 'agent.close(() => log());', 'return text;'],
      'part of something else',
    ],
    [
      'its result is used',
      ['const agent = new Agent();', USE, READ, 'const closed = await agent.close();', 'return [text, closed];'],
      'part of something else',
    ],
    [
      'it is returned',
      ['const agent = new Agent();', USE, 'await body.dump();', 'return agent.close();'],
      'part of something else',
    ],
    [
      'a helper closes',
      [
        'const agent = new Agent();',
        'const cleanup = () => agent.close();',
        USE,
        READ,
        'await cleanup();',
        'return text;',
      ],
      'part of something else',
    ],
    [
      'a timer cancels',
      [
        'const agent = new Agent();',
        'const timer = setTimeout(() => agent.destroy(), 1000);',
        USE,
        'clearTimeout(timer);',
        'return body.text();',
      ],
      'part of something else',
    ],
    [
      'a race is lost',
      [
        'const agent = new Agent();',
        'try {',
        '  return await Promise.race([request(url, { dispatcher: agent }).then((r) => r.body.text()), late()]);',
        '} finally {',
        '  agent.destroy();',
        '}',
      ],
      'may cancel a request',
    ],
    [
      'a body stays unread',
      [
        'const agent = new Agent();',
        'const { statusCode } = await request(url, { dispatcher: agent });',
        'await agent.destroy();',
        'return statusCode;',
      ],
      'stays unread',
    ],
    [
      'a comment would be lost',
      [
        'const agent = new Agent();',
        'try {',
        `  ${USE}`,
        '  return await body.text();',
        '} finally {',
        '  // sockets first',
        '  await agent.close();',
        '}',
      ],
      'a comment',
    ],
    [
      'a name would clash',
      [
        'const agent = new Agent();',
        'const text = 1;',
        'try {',
        `  ${USE}`,
        `  ${READ}`,
        '  return text;',
        '} finally {',
        '  await agent.close();',
        '}',
      ],
      'a name that the try block declares',
    ],
    [
      'read outside of the block',
      ['let agent;', 'if (url) {', '  agent = new Agent();', '}', 'return request(url, { dispatcher: agent });'],
      'may read it before',
    ],
  ])('%s', (_name, lines, reason) => {
    const code = load(lines);
    const { output, reasons } = fixAll(code);
    expect(output).toBe(code);
    expect(reasons).toEqual([expect.stringContaining(reason)]);
  });

  it('a generator may be left early', () => {
    const code = `import { Agent, request } from 'undici';
export async function* lines(url) {
  const agent = new Agent();
  try {
    const { body } = await request(url, { dispatcher: agent });
    for await (const chunk of body) yield chunk;
  } finally {
    agent.destroy();
  }
}
`;
    expect(fixAll(code)).toMatchObject({
      output: code,
      reasons: [expect.stringContaining('generator')],
      suggestions: [],
    });
  });
});
