/** What a path leads to; links are followed. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly mtimeMs: number;
}

/** The few things that are asked of a disk. Nothing here throws: what cannot be read is `null`. */
export interface Disk {
  stat(path: string): FileStat | null;
  /** The names of the entries of a folder. */
  list(folder: string): readonly string[] | null;
  /** Called only for regular files. */
  read(path: string): string | null;
  /** The path without links. */
  realpath(path: string): string | null;
}

/** No files at all: for browsers, and for judging each file alone. */
export const emptyDisk: Disk = { stat: () => null, list: () => null, read: () => null, realpath: () => null };

/**
 * A module of Node.js; `null` in a browser. Asked for at run time, because a static import would keep the plugin from
 * loading there.
 */
export function builtin<Name extends 'node:fs' | 'node:path' | 'node:module' | 'node:crypto'>(
  name: Name,
): ReturnType<typeof process.getBuiltinModule<Name>> | null {
  return typeof process === 'undefined' ? null : (process.getBuiltinModule?.(name) ?? null);
}

/** The disk of this process; empty where there is none. */
export function processDisk(): Disk {
  const fs = builtin('node:fs');
  if (!fs) return emptyDisk;
  return {
    stat: (path) =>
      attempt(() => {
        const stat = fs.statSync(path, { throwIfNoEntry: false });
        if (!stat) return null;
        const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
        return { kind, size: stat.size, mtimeMs: stat.mtimeMs };
      }),
    list: (folder) => attempt(() => fs.readdirSync(folder)),
    read: (path) => attempt(() => fs.readFileSync(path, 'utf8')),
    realpath: (path) => attempt(() => fs.realpathSync.native(path)),
  };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    // What cannot be read proves nothing; NUL in a path throws as well.
    return null;
  }
}
