// The packed plugin in VS Code's ESLint server, asked as an editor asks. The server is installed with the project of a
// user here, because no other test needs it and it brings more than a hundred megabytes.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor, type Action, type Diagnostic } from './language-server.js';
import { pack, Project, temporaryFolder } from './project.js';

const LOAD = `import { Agent, request } from 'undici';

export async function load(url) {
  const dispatcher = new Agent();
  const { body } = await request(url, { dispatcher });
  return body.json();
}
`;
const DB = `import { Pool } from 'pg';

export const pool = new Pool({ connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
`;
const SERVER = `import { createServer } from 'node:http';
import { pool } from './db.js';

const server = createServer(async (request, response) => {
  response.end(JSON.stringify((await pool.query('SELECT 1')).rows));
});
server.listen(3000);
process.once('SIGTERM', () => server.close(() => pool.end()));
`;

describe('an editor', () => {
  const folder = temporaryFolder();
  let project: Project;
  let editor: Editor;

  beforeAll(async () => {
    const { tarball } = await pack(folder.path);
    project = new Project(join(folder.path, 'user'), {
      'eslint.config.js': `import clientLifecycle from 'eslint-plugin-client-lifecycle';\nexport default [clientLifecycle.configs.recommended];\n`,
      'src/load.js': LOAD,
      'src/db.js': DB,
      'src/server.js': SERVER,
    });
    await project.install(tarball, 'eslint@10', 'vscode-langservers-extracted@4');
    editor = await Editor.start(project.folder);
  });
  afterAll(() => {
    editor?.stop();
    folder.remove();
  });

  async function find(file: string, rule: string): Promise<Diagnostic> {
    const found = (await editor.diagnostics(file)).find(({ code }) => code === `client-lifecycle/${rule}`);
    if (!found) throw new Error(`${rule} reports nothing in ${file}.`);
    return found;
  }

  async function offered(file: string, rule: string, title: RegExp): Promise<Action> {
    const actions = await editor.actions(file, await find(file, rule));
    const action = actions.find((one) => title.test(one.title));
    if (!action) throw new Error(`Offered are only: ${actions.map((one) => one.title).join('; ')}`);
    return action;
  }

  it('underlines the constructor alone, and links to a page', async () => {
    await editor.show('src/load.js', LOAD);
    const { range, codeDescription } = await find('src/load.js', 'no-client-in-function');
    expect(range).toEqual({ start: { line: 3, character: 21 }, end: { line: 3, character: 30 } });
    expect(codeDescription?.href).toMatch(/docs\/rules\/no-client-in-function\.md$/);
  });

  it('fixes what it underlines, and underlines it no more', async () => {
    await editor.show('src/load.js', LOAD);
    const fix = await offered('src/load.js', 'no-client-in-function', /^Fix this/);
    expect(fix.isPreferred).toBe(true);
    await editor.choose(fix);
    const fixed = editor.text('src/load.js');
    expect(fixed).toContain('\nconst dispatcher = new Agent();\n\nexport async function load(url) {\n  const { body }');
    await editor.show('src/load.js', fixed);
    const codes = (await editor.diagnostics('src/load.js')).map(({ code }) => code);
    expect(codes).not.toContain('client-lifecycle/no-client-in-function');
  });

  it('does what the title of a suggestion says', async () => {
    await editor.show('src/load.js', LOAD);
    const title = /^Set limits: connect 5 s, headers 30 s, body 30 s\./;
    await editor.choose(await offered('src/load.js', 'require-timeouts', title));
    const text = editor.text('src/load.js');
    expect(text).toContain('{ connect: 5_000, headers: 30_000, body: 30_000 }');
    expect(text).toMatch(
      /connect: \{ timeout: .*\.connect \},\s+headersTimeout: .*\.headers,\s+bodyTimeout: .*\.body,/,
    );
    await editor.show('src/load.js', text);
    const codes = (await editor.diagnostics('src/load.js')).map(({ code }) => code);
    expect(codes).not.toContain('client-lifecycle/require-timeouts');
  });

  it('sees the edit of another file when the file is linted again', async () => {
    await editor.show('src/db.js', DB);
    expect(await editor.diagnostics('src/db.js')).toEqual([]);
    project.write({ 'src/server.js': SERVER.replace('() => pool.end()', '') });
    await editor.show('src/db.js', `${DB}// typed\n`);
    expect((await find('src/db.js', 'require-client-close')).range.start.line).toBe(2);
    project.write({ 'src/server.js': SERVER });
    await editor.show('src/db.js', DB);
    expect(await editor.diagnostics('src/db.js')).toEqual([]);
  });
});
