// The commands of examples/ci, as they are written there, in a small service.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project, pack, temporaryFolder } from './project.js';

const examples = fileURLToPath(new URL('../../examples/ci', import.meta.url));
const LEAK = `import { Agent, request } from 'undici';
export async function load(url) {
  const dispatcher = new Agent();
  const { body } = await request(url, { dispatcher });
  return body.json();
}
`;
const CONFIG = `import clientLifecycle from 'eslint-plugin-client-lifecycle';
export default [clientLifecycle.configs.recommended, { files: ['src/**/*.js'] }];
`;

/** The ESLint command of a workflow. */
function commandOf(workflow: string): string {
  return /npx (eslint .+)/.exec(readFileSync(join(examples, workflow), 'utf8'))?.[1] ?? '';
}

/** What this file uses of ajv 6, which knows the draft of JSON Schema that SARIF is written in. */
type Ajv = new (options: object) => {
  addMetaSchema: (schema: object) => void;
  errors?: unknown[] | null;
  validate: (schema: object, data: unknown) => boolean;
};

/** What the schema of SARIF 2.1.0 has against a log; both it and ajv come with a package of the project. */
function objections(folder: string, log: unknown): unknown[] {
  const load = createRequire(createRequire(join(folder, 'package.json')).resolve('@microsoft/jest-sarif/package.json'));
  const ajv = new (load('ajv') as Ajv)({ schemaId: 'auto', allErrors: true });
  ajv.addMetaSchema(load('ajv/lib/refs/json-schema-draft-04.json') as object);
  ajv.validate(load('./lib/schemas/sarif-2.1.0-rtm.5.json') as object, log);
  return ajv.errors ?? [];
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri: string }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly message: { readonly text: string };
      readonly locations: readonly { readonly physicalLocation: { readonly region: { readonly startLine: number } } }[];
    }[];
  }[];
}

describe('the workflows of examples/ci', () => {
  const work = temporaryFolder();
  let project: Project;
  const run = (command: string, env: NodeJS.ProcessEnv = {}): number | null =>
    spawnSync(join(project.folder, 'node_modules/.bin', command.split(' ')[0] ?? ''), command.split(' ').slice(1), {
      cwd: project.folder,
      env: { ...process.env, ...env },
    }).status;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=CI', '-c', 'user.email=ci@example.com', ...args], {
      cwd: project.folder,
      encoding: 'utf8',
    });

  beforeAll(async () => {
    const { tarball } = await pack(work.path);
    project = new Project(join(work.path, 'service'), {
      'eslint.config.js': CONFIG,
      'src/load.js': LEAK,
      '.gitignore': 'node_modules\n*.sarif\n',
    });
    await project.install(
      tarball,
      'eslint@10',
      '@microsoft/eslint-formatter-sarif@3',
      '@microsoft/jest-sarif@1.0.0-beta.0',
      'eslint-formatter-gitlab@7',
    );
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'A leak');
  });
  afterAll(() => {
    work.remove();
  });

  it('fail with a SARIF log that names rules, pages and lines', () => {
    expect(run(commandOf('github.yml'))).toBe(1);
    const { version, runs } = JSON.parse(project.read('eslint.sarif')) as Sarif;
    expect(version).toBe('2.1.0');
    const [{ tool, results } = { tool: { driver: { rules: [] } }, results: [] }] = runs;
    expect(results.map(({ ruleId }) => ruleId)).toContain('client-lifecycle/no-client-in-function');
    for (const { ruleId, ruleIndex, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex]).toMatchObject({
        id: ruleId,
        helpUri: expect.stringMatching(/^https:.+\.md$/) as string,
      });
      expect(message.text).not.toBe('');
      expect(locations[0]?.physicalLocation.region.startLine).toBe(3);
    }
  });

  it('write a SARIF log that the schema accepts', () => {
    run(commandOf('github.yml'));
    const log = JSON.parse(project.read('eslint.sarif')) as Sarif;
    expect(objections(project.folder, log)).toEqual([]);
    expect(objections(project.folder, { ...log, runs: [{ results: [] }] })).toMatchObject([
      { dataPath: '.runs[0]', params: { missingProperty: 'tool' } },
    ]);
  });

  it('fail with a report on code quality', () => {
    expect(run(commandOf('gitlab.yml'), { ESLINT_CODE_QUALITY_REPORT: 'quality.json' })).toBe(1);
    const issues = JSON.parse(project.read('quality.json')) as { check_name: string; location: { path: string } }[];
    expect(issues.map((issue) => [issue.check_name, issue.location.path])).toContainEqual([
      'client-lifecycle/no-client-in-function',
      'src/load.js',
    ]);
  });

  it('succeed with suppressions, also when some no longer occur, and fail with a new leak', () => {
    expect(run('eslint . --suppress-all')).toBe(0);
    expect(run(commandOf('github.yml'))).toBe(0);
    project.write({ 'src/load.js': `export const load = () => 1;\n` });
    expect(run('eslint .')).toBe(2);
    expect(run(commandOf('github.yml'))).toBe(0);
    project.write({ 'src/load.js': LEAK, 'src/new.js': LEAK });
    expect(run(commandOf('github.yml'))).toBe(1);
  });

  it('lint changed files only', () => {
    copyFileSync(join(examples, 'changed.sh'), join(project.folder, 'changed.sh'));
    const changed = (): number | null => spawnSync('bash', ['changed.sh', 'main'], { cwd: project.folder }).status;
    git('checkout', '--quiet', '-b', 'topic');
    expect(changed()).toBe(0);
    project.write({ 'src/new.js': LEAK });
    git('add', 'src/new.js');
    git('commit', '--quiet', '-m', 'Another leak');
    expect(changed()).not.toBe(0);
    project.write({ 'src/new.js': `export const load = () => 1;\n` });
    git('commit', '--quiet', '-am', 'No leak');
    expect(changed()).toBe(0);
  });
});
