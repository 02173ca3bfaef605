import { describe, expect, it } from 'vitest';
import { folderOf } from '../project/folder.js';
import { fixAll } from './fix-all.js';

const find = (used: string, made = `'redis://cache'`): string =>
  `import Redis from 'ioredis';\n\nexport async function find(id: string) {\n  const redis = new Redis(${made});\n  ${used}\n}\n`;
const READ = 'return redis.get(id);';

describe('a connection that each call leaves behind is shared without migrate', () => {
  it.each<[string, string]>([
    ['of constant arguments', find(READ)],
    ['of options that are all shown', find(READ, `{ host: 'cache', db: 2 }`)],
  ])('%s', (_name, code) => {
    const { output } = fixAll(code, { role: 'service' });
    expect(output).toContain('const redis = (sharedRedis ??= new Redis(');
  });

  it.each<[string, string]>([
    ['each call closes', find(`try {\n    ${READ}\n  } finally {\n    await redis.quit();\n  }`)],
    ['one caller has for itself', find(`await redis.select(1);\n  ${READ}`)],
    ['may end for good', find(READ, `'redis://cache', { retryStrategy: () => null }`)],
    ['has arguments of the call', find(READ, 'id')],
    [
      'is a pool, on which calls would wait',
      find(READ).replace('Redis from', '{ Pool as Redis } from').replace('ioredis', 'pg'),
    ],
  ])('but not one that %s', (_name, code) => {
    expect(fixAll(code, { role: 'service' }).output).toBe(code);
  });

  it('but not where a test gives each call one of its own', () => {
    const cwd = folderOf({
      'package.json': { name: 'a', type: 'module' },
      'find.ts': find(READ),
      'find.test.ts': `import { find } from './find.js';\nvi.mock('ioredis');\n`,
    });
    const { output } = fixAll(find(READ), { role: 'service' }, { filename: `${cwd}/find.ts`, cwd });
    expect(output).toBe(find(READ));
  });
});
