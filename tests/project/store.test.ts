import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FileView } from '../../src/ast/file-view.js';
import { inferRole } from '../../src/analysis/runs/role.js';
import { emptyDisk, processDisk, type Disk } from '../../src/project/disk.js';
import { projectOf } from '../../src/project/package.js';
import { ProjectFiles, processStore, ProjectStore, useStore } from '../../src/project/store.js';
import { parse } from '../flow/fixture.js';
import { folderOf, put } from './folder.js';

/** A disk that counts what is read and looked at. */
function counting(): { readonly disk: Disk; readonly reads: string[]; readonly stats: string[] } {
  const disk = processDisk();
  const reads: string[] = [];
  const stats: string[] = [];
  return {
    reads,
    stats,
    disk: {
      ...disk,
      stat: (path) => {
        stats.push(path);
        return disk.stat(path);
      },
      read: (path) => {
        reads.push(path);
        return disk.read(path);
      },
    },
  };
}

/** Sets the time of modification far enough back for an entry to be trusted. */
function age(path: string, seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(path, time, time);
}

describe('the store', () => {
  it('reads a file once while its size and time stay the same, and again when one changes', () => {
    const folder = folderOf({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    age(path, 100);
    const { disk, reads } = counting();
    const store = new ProjectStore(disk);
    expect(store.text(path)).toBe('one');
    store.begin();
    expect(store.text(path)).toBe('one');
    expect(reads).toHaveLength(1);
    put(folder, 'a.txt', 'two');
    age(path, 50);
    expect(store.text(path)).toBe('one');
    store.begin();
    expect(store.text(path)).toBe('two');
  });

  it('sees files that come and go, at the next linted file', () => {
    const folder = folderOf({ 'b.txt': '' });
    const files = new ProjectFiles(folder, new ProjectStore(processDisk()));
    const path = join(folder, 'wrangler.toml');
    expect([files.isFile(path), files.names(folder).has('wrangler.toml')]).toEqual([false, false]);
    put(folder, 'wrangler.toml', '');
    expect(files.isFile(path)).toBe(false);
    files.store.begin();
    expect([files.isFile(path), files.names(folder).has('wrangler.toml')]).toEqual([true, true]);
  });

  it('compares a file with the disk at once when a linted file comes again, and not for each of many', () => {
    const folder = folderOf({ 'b.txt': '' });
    const store = new ProjectStore(processDisk());
    const path = join(folder, 'wrangler.toml');
    store.begin('a.js');
    expect(store.isFile(path)).toBe(false);
    put(folder, 'wrangler.toml', '');
    store.begin('a.js');
    expect(store.isFile(path)).toBe(true);
    // The clock stands still: many files within one moment.
    vi.useFakeTimers({ toFake: ['Date'] });
    const { disk, stats } = counting();
    const counted = new ProjectStore(disk);
    for (const file of ['a.js', 'b.js', 'c.js']) {
      counted.begin(file);
      counted.isFile(path);
    }
    vi.useRealTimers();
    expect(stats).toEqual([path]);
  });

  it('compares with the disk again in a long run, and after a pause', () => {
    const folder = folderOf({ 'a.txt': '' });
    const { disk, stats } = counting();
    const store = new ProjectStore(disk);
    vi.useFakeTimers({ toFake: ['Date'] });
    const after = (milliseconds: number, file: string): number => {
      vi.setSystemTime(Date.now() + milliseconds);
      store.begin(file);
      store.exists(join(folder, 'a.txt'));
      return stats.length;
    };
    const seen = [after(0, 'a.js'), ...Array.from({ length: 19 }, (_, index) => after(500, `${String(index)}.js`))];
    expect([seen.at(-1), after(500, 'b.js'), after(1_500, 'c.js')]).toEqual([1, 2, 3]);
    vi.useRealTimers();
  });

  it('keeps what a long run has concluded while nothing changes, and nothing after a pause', () => {
    const path = join(folderOf({ 'a.txt': 'a' }), 'a.txt');
    const store = new ProjectStore(processDisk());
    let made = 0;
    vi.useFakeTimers({ toFake: ['Date'] });
    // Later than the file, so that it was not written a moment ago.
    vi.setSystemTime(Date.now() + 60_000);
    const after = (milliseconds: number, file: string): number => {
      vi.setSystemTime(Date.now() + milliseconds);
      store.begin(file);
      return store.remembered(store, 'key', () => [store.exists(path), (made += 1)].length && made);
    };
    const run = (from: number): number[] =>
      Array.from({ length: 25 }, (_, index) => after(500, `${String(from + index)}.js`));
    expect(run(0).at(-1)).toBe(1);
    writeFileSync(path, 'longer');
    expect(run(100).at(-1)).toBe(2);
    expect(run(200).at(-1)).toBe(2);
    expect(after(1_500, 'b.js')).toBe(3);
    expect(after(10, 'b.js')).toBe(4);
    vi.useRealTimers();
  });

  it('reads a text once for several questions in a row, and forgets it when the file changes', () => {
    const folder = folderOf({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    age(path, 100);
    const { disk, reads } = counting();
    const store = new ProjectStore(disk);
    expect([store.read(path), store.derive(path, ({ length }) => length), store.read(path)]).toEqual(['one', 3, 'one']);
    expect(reads).toHaveLength(1);
    put(folder, 'a.txt', 'other');
    store.begin();
    expect([store.read(path), reads.length]).toEqual(['other', 2]);
  });

  it('keeps the texts of a few files only', () => {
    const names = Array.from({ length: 4 }, (_, index) => `${String(index)}.txt`);
    const folder = folderOf(Object.fromEntries(names.map((name) => [name, name.repeat(150_000)])));
    const { disk, reads } = counting();
    const store = new ProjectStore(disk);
    for (const name of [...names, '3.txt', '0.txt']) store.read(join(folder, name));
    expect(reads.map((path) => path.slice(-5))).toEqual([...names, '0.txt']);
  });

  it('trusts no entry that was written a moment ago', () => {
    const folder = folderOf({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    const store = new ProjectStore(processDisk());
    const now = new Date();
    utimesSync(path, now, now);
    expect(store.text(path)).toBe('one');
    put(folder, 'a.txt', 'two');
    utimesSync(path, now, now);
    store.begin();
    expect(store.text(path)).toBe('two');
  });

  it('derives once for each state of a file', () => {
    const folder = folderOf({ 'a.txt': 'one' });
    const path = join(folder, 'a.txt');
    age(path, 100);
    const store = new ProjectStore(processDisk());
    let calls = 0;
    const length = (text: string): number => {
      calls++;
      return text.length;
    };
    expect([store.derive(path, length), store.derive(path, length), calls]).toEqual([3, 3, 1]);
    put(folder, 'a.txt', 'three');
    store.begin();
    expect([store.derive(path, length), calls]).toEqual([5, 2]);
  });

  it('reads regular files of at most 1 MB only', () => {
    const folder = folderOf({ 'large.js': '', 'small.js': 'x', 'folder/x': '' });
    truncateSync(join(folder, 'large.js'), 300_000_000);
    execFileSync('mkfifo', [join(folder, 'pipe.js')]);
    const { disk, reads } = counting();
    const files = new ProjectFiles(folder, new ProjectStore(disk));
    expect(
      ['large.js', 'pipe.js', 'folder', 'none.js', 'small.js'].map((name) => files.text(join(folder, name))),
    ).toEqual(['', '', '', '', 'x']);
    expect(reads).toEqual([join(folder, 'small.js')]);
  });

  it('reads nothing outside of the project, also through links', () => {
    const outside = folderOf({ 'secret.js': 'secret', 'sub/secret.js': 'secret' });
    const folder = folderOf({ 'inside.js': 'inside' });
    symlinkSync(join(outside, 'secret.js'), join(folder, 'link.js'));
    symlinkSync(join(outside, 'sub'), join(folder, 'linked'));
    symlinkSync(join(folder, 'inside.js'), join(folder, 'own.js'));
    const files = new ProjectFiles(folder, new ProjectStore(processDisk()));
    const paths = [join(folder, 'link.js'), join(folder, 'linked/secret.js'), join(outside, 'secret.js')];
    expect(paths.map((path) => [files.text(path), files.isFile(path)])).toEqual(paths.map(() => ['', false]));
    expect(files.text(join(folder, '..', folder.split('/').at(-1) ?? '', 'inside.js'))).toBe('inside');
    expect([...files.names(join(folder, 'linked')), ...files.names(outside)]).toEqual([]);
    expect(files.text(join(folder, 'own.js'))).toBe('inside');
  });

  it('answers paths that no disk has', () => {
    const files = new ProjectFiles('/', new ProjectStore(processDisk()));
    expect([files.text('/nowhere\0.js'), files.isFile('/nowhere\0.js')]).toEqual(['', false]);
  });
});

describe('the root of a project', () => {
  const rootOf = (folder: string, cwd: string, file: string): string | undefined =>
    projectOf(join(folder, file), join(folder, cwd))?.files.root.slice(folder.length + 1);

  it.each<[string, Record<string, string | object>, string, string]>([
    ['the folder of the run', { 'package.json': {}, 'app/a.js': '' }, 'app', 'app'],
    ['the checkout', { '.git/HEAD': '', 'package.json': {}, 'app/a.js': '' }, 'app', ''],
    [
      'the workspace of npm',
      { 'package.json': { workspaces: ['packages/*'] }, 'packages/app/a.js': '' },
      'packages/app',
      '',
    ],
    [
      'the workspace of Yarn',
      { 'package.json': { workspaces: { packages: ['**'] } }, 'packages/app/a.js': '' },
      'packages/app',
      '',
    ],
    [
      'the workspace of pnpm',
      { 'pnpm-workspace.yaml': `packages:\n  - 'packages/**'\n`, 'packages/x/app/a.js': '' },
      'packages/x/app',
      '',
    ],
    [
      'no workspace that does not name it',
      { 'package.json': { workspaces: ['libs/*'] }, 'packages/app/a.js': '' },
      'packages/app',
      'packages/app',
    ],
    [
      'no workspace that excludes it',
      { 'pnpm-workspace.yaml': `packages:\n  - '**'\n  - '!packages/**'\n`, 'packages/app/a.js': '' },
      'packages/app',
      'packages/app',
    ],
  ])('is %s', (_name, content, cwd, root) => {
    const folder = folderOf(content);
    expect(rootOf(folder, cwd, Object.keys(content).find((name) => name.endsWith('a.js')) ?? '')).toBe(root);
  });

  it('a package.json above the run says nothing', () => {
    const folder = folderOf({ 'package.json': { bin: 'app/a.js' }, 'serverless.yml': 'functions:', 'app/a.js': '' });
    const role = inferRole(new FileView(parse(`export const x = 1;`)), join(folder, 'app/a.js'), join(folder, 'app'));
    expect(role).toBe('service');
  });
});

describe('without a disk', () => {
  const former = processStore();
  afterEach(() => {
    useStore(former);
  });

  it('every file stands alone', () => {
    const folder = folderOf({ 'package.json': { bin: 'a.js' }, 'a.js': '' });
    useStore(new ProjectStore(emptyDisk));
    expect(projectOf(join(folder, 'a.js'), folder)).toBeNull();
    expect(inferRole(new FileView(parse(`export const x = 1;`)), join(folder, 'a.js'), folder)).toBe('service');
  });

  it('a FIFO beside a file does not stop the lint run', () => {
    const folder = folderOf({ 'package.json': {}, 'a.js': '' });
    execFileSync('mkfifo', [join(folder, 'handler.js'), join(folder, 'serverless.yml')]);
    expect(inferRole(new FileView(parse(`export const x = 1;`)), join(folder, 'a.js'), folder)).toBe('service');
  });
});
