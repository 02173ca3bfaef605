// The packed plugin in oxlint: the same reports and fixes as ESLint gives when it judges each file alone, and its
// language server, asked as an editor asks. oxlint is installed with the project of a user here.
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OxlintEditor } from './oxlint-server.js';
import { pack, Project, temporaryFolder } from './project.js';

const services = fileURLToPath(new URL('../../bench/proof/services', import.meta.url));
const LOAD = `import { Agent, request } from 'undici';

export async function load(url) {
  const dispatcher = new Agent();
  const { body } = await request(url, { dispatcher });
  return body.json();
}
`;
const RULES = [
  'no-client-in-function',
  'require-client-close',
  'require-timeouts',
  'require-body-cleanup',
  'require-release',
];
const SETTINGS = { role: 'service', timeouts: { connect: 1_000 } };

describe('oxlint', () => {
  const work = temporaryFolder();
  let project: Project;

  beforeAll(async () => {
    const { tarball } = await pack(work.path);
    const settings = { 'client-lifecycle': SETTINGS };
    project = new Project(join(work.path, 'user'), {
      '.gitignore': 'node_modules\n',
      '.oxlintrc.json': JSON.stringify({
        categories: { correctness: 'off' },
        jsPlugins: ['eslint-plugin-client-lifecycle'],
        rules: Object.fromEntries(RULES.map((name) => [`client-lifecycle/${name}`, 'error'])),
        settings,
      }),
      'eslint.config.js': `import clientLifecycle from 'eslint-plugin-client-lifecycle';
export default [clientLifecycle.configs.recommended, { settings: { 'client-lifecycle': ${JSON.stringify({ ...SETTINGS, project: false })} } }];
`,
      'src/load.js': LOAD,
    });
    cpSync(services, join(project.folder, 'src'), { recursive: true });
    await project.install(tarball, 'eslint@10', 'oxlint@1');
  });
  afterAll(() => {
    work.remove();
  });

  const oxlint = (...args: readonly string[]) => project.tool('oxlint/bin/oxlint', ...args, 'src');
  const texts = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(join(project.folder, 'src'))
        .sort()
        .map((name) => [name, readFileSync(join(project.folder, 'src', name), 'utf8')]),
    );

  it('reports what ESLint reports', async () => {
    const { diagnostics } = JSON.parse((await oxlint('--format', 'json')).output) as {
      diagnostics: { filename: string; code: string; labels: { span: { line: number } }[] }[];
    };
    const found = diagnostics.map(
      ({ filename, code, labels }) =>
        `${filename} ${code.replace(/\((.*)\)/, '/$1')}:${String(labels[0]?.span.line ?? 0)}`,
    );
    const wanted = Object.entries(await project.lint())
      .filter(([file]) => file.startsWith('src/'))
      .flatMap(([file, reports]) => reports.map((report) => `${file} ${report}`));
    expect(wanted.length).toBeGreaterThan(10);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it('writes what ESLint writes, in as many runs as there are passes', async () => {
    const before = texts();
    let last = '';
    while (last !== JSON.stringify(texts())) {
      last = JSON.stringify(texts());
      await oxlint('--fix');
    }
    const fixed = texts();
    expect(fixed).not.toEqual(before);
    project.write(Object.fromEntries(Object.entries(before).map(([name, text]) => [`src/${name}`, text])));
    await project.lint('--fix');
    expect(fixed).toEqual(texts());
  });

  it('underlines, fixes and judges again in an editor', async () => {
    const editor = await OxlintEditor.start(project.folder);
    try {
      const diagnostics = await editor.show('src/load.js', LOAD);
      const found = diagnostics.find(({ code }) => code.includes('no-client-in-function'));
      const range = { start: { line: 3, character: 21 }, end: { line: 3, character: 30 } };
      expect(found).toMatchObject({ range, message: expect.stringMatching(/^`new Agent\(\)` of undici/) as string });
      const actions = await editor.actions('src/load.js', range);
      const fix = actions.find(({ title }) => /^Fix .*no-client-in-function/.test(title));
      const fixed = fix ? editor.after('src/load.js', LOAD, fix) : '';
      expect(fixed).toContain(
        '\nconst dispatcher = new Agent();\n\nexport async function load(url) {\n  const { body }',
      );
      const codes = (await editor.show('src/load.js', fixed)).map(({ code }) => code);
      expect(codes.some((code) => code.includes('no-client-in-function'))).toBe(false);
      expect(codes.some((code) => code.includes('require-client-close'))).toBe(true);
    } finally {
      await editor.stop();
    }
  });
});
