import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../src/index.js';

/** What `eslint --fix` makes of a file under all rules of a config. */
function fixed(config: 'recommended' | 'migrate', code: string): string {
  const configs = [plugin.configs[config], { files: ['**/*.ts'], languageOptions: { parser } }];
  return new Linter().verifyAndFix(code, configs, { filename: 'src/file.ts' }).output;
}

describe('fixes of several rules in one run', () => {
  it('leave equal clients equal until they are one, then limit and close that one', () => {
    const load = (
      name: string,
      agent: string,
    ): string => `export async function ${name}(url: string): Promise<unknown> {
  const ${agent} = new Agent();
  const { body } = await request(url, { dispatcher: ${agent} });
  return body.json();
}
`;
    const output = fixed(
      'migrate',
      `import { Agent, request } from 'undici';\n\n${load('first', 'agent')}\n${load('second', 'dispatcher')}`,
    );
    expect(output.match(/new Agent\(/g)).toHaveLength(1);
    expect(output.match(/headersTimeout/g)).toHaveLength(1);
    expect(output.match(/\.close\(\)/g)).toHaveLength(1);
    expect(output).toContain('dispatcher: agent');
  });

  it('give a database a limit for connecting, because a statement may take its time', () => {
    const output = fixed('migrate', `import { Pool } from 'pg';\n\nexport const pool = new Pool({ max: 4 });\n`);
    expect(output).toContain('new Pool({ max: 4, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })');
    expect(output).toContain('const CONNECT_TIMEOUT_MS = 5_000;');
  });
});
