import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What an ESLint run said about one file: `rule:line`, or the text of an error. */
export type Reports = Record<string, string[]>;

/** A folder for projects, removed by `remove`. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'client-lifecycle-e2e-'));
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Packs the plugin as `npm publish` would; returns the tarball and the paths in it. The build must be there. */
export async function pack(folder: string): Promise<{ readonly tarball: string; readonly files: readonly string[] }> {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (!packed) throw new Error(`npm pack printed ${stdout}`);
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** A project of a user: its files, and what it installs beside the packed plugin. */
export class Project {
  constructor(
    readonly folder: string,
    files: Readonly<Record<string, string>>,
  ) {
    this.write({ 'package.json': JSON.stringify({ name: 'user', private: true, type: 'module' }), ...files });
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Installs without any flag that would hide a conflict of peers. @throws Error with npm's output on a conflict. */
  async install(...packages: readonly string[]): Promise<void> {
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
      cwd: this.folder,
    });
  }

  /** Runs a tool of the project; its output, whether or not it succeeds. */
  async tool(
    path: string,
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
    try {
      const { stdout, stderr } = await run(process.execPath, [join('node_modules', path), ...args], {
        cwd: this.folder,
      });
      return { code: 0, output: stdout, errors: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout, errors: stderr };
    }
  }

  /** Lints the whole folder with its own configuration. @throws Error when ESLint itself fails. */
  async lint(...args: readonly string[]): Promise<Reports> {
    const { code, output, errors } = await this.tool('eslint/bin/eslint.js', '--format', 'json', ...args, '.');
    if (code > 1) throw new Error(errors);
    const results = JSON.parse(output) as {
      filePath: string;
      messages: { ruleId: string | null; line: number; message: string }[];
    }[];
    return Object.fromEntries(
      results.map(({ filePath, messages }) => [
        filePath.slice(this.folder.length + 1),
        messages.map(({ ruleId, line, message }) => (ruleId ? `${ruleId}:${String(line)}` : message)),
      ]),
    );
  }
}
