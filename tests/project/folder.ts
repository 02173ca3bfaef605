import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** Writes files into a new folder, which is removed after the tests of the file; objects are written as JSON. */
export function folderOf(files: Readonly<Record<string, string | object>>): string {
  // Without links on the way, as on macOS.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) put(folder, name, content);
  return folder;
}

/** Writes one file, with the folders it lies in. */
export function put(folder: string, name: string, content: string | object): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}
