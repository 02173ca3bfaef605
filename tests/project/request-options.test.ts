import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile } from './lint.js';

const helper = `import https from 'node:https';
import { base } from './base.js';
export function options(path) {
  const config = { method: 'get', url: base + path };
  config.httpsAgent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  return config;
}
export const list = () => base.get(options('/'));
`;

/** The fixed helper of a project in which another file uses it. */
function fixed(user: string, others: Readonly<Record<string, string>> = {}): string {
  const folder = folderOf({
    'package.json': { name: 'x', type: 'module' },
    'src/options.js': helper,
    'src/user.js': user,
    ...others,
  });
  return fixFile(folder, 'src/options.js', 'no-client-in-function');
}

describe('an agent that other files get in the options of a request', () => {
  it('is shared where they only send it', () => {
    const user = `import { options } from './options.js';\nexport const load = (path) => fetchWith(options(path));\n`;
    expect(fixed(user)).toContain('config.httpsAgent = agent;');
  });

  it.each([
    ['closes', 'config.httpsAgent.destroy();'],
    ['changes', 'config.httpsAgent.maxSockets = 1;'],
    ['takes', 'const { httpsAgent } = config;'],
  ])('stays where one of them %s it', (_name, code) => {
    const user = `import { options } from './options.js';\nexport async function load(path) {\n  const config = options(path);\n  await send(config);\n  ${code}\n}\n`;
    expect(fixed(user)).toBe(helper);
  });

  const monitor = `import { send } from './user.js';\nexport async function watch(config) {\n  config.httpsAgent.maxSockets = 1;\n  return send(config.path);\n}\n`;

  it.each([
    ['an argument', `fetchWith(options(path))`],
    ['a spread', `fetchWith({ ...options(path), timeout: 5_000 })`],
  ])('is shared where a file further away has agents of its own, and the caller uses it as %s', (_name, use) => {
    const user = `import { options } from './options.js';\nexport const send = (path) => ${use};\n`;
    expect(fixed(user, { 'src/monitor.js': monitor })).toContain('config.httpsAgent = agent;');
  });

  it('stays where a caller hands it on to one that takes it out', () => {
    const user = `import { options } from './options.js';\nexport const send = (path) => {\n  const config = options(path);\n  return config;\n};\n`;
    expect(fixed(user, { 'src/monitor.js': monitor })).toBe(helper);
  });

  it('stays where a caller stores it', () => {
    const user = `import { options } from './options.js';\nexport const held = {};\nexport function send(path) {\n  held.config = options(path);\n}\n`;
    expect(fixed(user, { 'src/monitor.js': monitor })).toBe(helper);
  });
});
