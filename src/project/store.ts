import { processDisk, type Disk, type FileStat } from './disk.js';
import { isWithin, paths } from './paths.js';

/** Largest file that is read, in bytes: no source or manifest that people write is larger. */
const MAX_SIZE = 1_000_000;
/** A round goes on while one file follows another this soon, in milliseconds: an editor or a new run begins another. */
const PAUSE = 1_000;
/** What a run over many files has compared with the disk is compared again after so many milliseconds. */
const LONGEST_ROUND = 10_000;
/** Texts that were read last are kept, so many characters in all: several questions are asked of each, one by one. */
const MAX_TEXTS = 2_000_000;
/** An entry that was read this soon after it was written, in milliseconds, may have been written again since. */
const RACY = 50;

interface Entry {
  stat: FileStat | null;
  /** The round in which the entry was last compared with the disk. */
  checked: object;
  /** Whether the next comparison has to read it anew whatever size and time say. */
  racy: boolean;
  real?: string | null;
  /** The root in which it was found to lie. */
  inside?: string;
  names?: ReadonlySet<string>;
  text?: string | null;
  derived?: Map<unknown, unknown>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/**
 * What this process knows of the disk. An entry holds while size and time of modification do; it is compared with the
 * disk at most once in each round, and what is not there is remembered in the same way.
 */
export class ProjectStore {
  readonly #disk: Disk;
  readonly #entries = new Map<string, Entry>();
  readonly #remembered = new Map<object, Map<string, unknown>>();
  #round: object = {};
  #began = 0;
  #latest = 0;
  readonly #texts = new Map<Entry, string>();
  #length = 0;
  #linted = new Set<string>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /**
   * Begins a linted file: what was looked at for earlier ones is compared with the disk again when it is asked for. A
   * run over many files does so once in a while; a file that comes again is linted after a change, by an editor or a
   * fix.
   */
  begin(file: string | null = null): void {
    const now = Date.now();
    const goesOn = now - this.#latest < PAUSE;
    this.#latest = now;
    const isOfRun = file !== null && !this.#linted.has(file) && goesOn;
    if (isOfRun && now - this.#began < LONGEST_ROUND) {
      this.#linted.add(file);
      return;
    }
    this.#round = {};
    this.#began = now;
    this.#linted = new Set(file === null ? [] : [file]);
    // What a long run has concluded holds as long as nothing has changed of all that it has looked at.
    if (!isOfRun || this.#hasChanged()) this.#remembered.clear();
  }

  /** Another object whenever the disk is looked at anew: within one round nothing is seen to change. */
  get round(): object {
    return this.#round;
  }

  /** Compares all that has been looked at with the disk. */
  #hasChanged(): boolean {
    const before = [...this.#entries];
    return before.filter(([path, entry]) => this.#entry(path) !== entry).length > 0;
  }

  /** Something that is computed from what is on the disk, by a key for all that it depends on; kept for one round. */
  remembered<T>(about: object, key: string, make: () => T): T {
    const known = this.#remembered.get(about) ?? new Map<string, unknown>();
    this.#remembered.set(about, known);
    if (known.has(key)) return known.get(key) as T;
    const value = make();
    known.set(key, value);
    return value;
  }

  /** Whether a path leads to a regular file that may be read. */
  isFile(path: string): boolean {
    const { stat } = this.#entry(path);
    return stat?.kind === 'file' && stat.size <= MAX_SIZE;
  }

  /** Whether there is anything at a path. */
  exists(path: string): boolean {
    return this.#entry(path).stat !== null;
  }

  /** The names of the entries of a folder; none when it cannot be read. */
  names(folder: string): ReadonlySet<string> {
    const entry = this.#entry(folder);
    if (entry.stat?.kind !== 'folder') return NO_NAMES;
    return (entry.names ??= new Set(this.#disk.list(folder) ?? []));
  }

  /** The text of a regular file; `null` when it cannot be read. */
  text(path: string): string | null {
    if (!this.isFile(path)) return null;
    const entry = this.#entry(path);
    return (entry.text ??= this.#disk.read(path));
  }

  /** The text of a regular file, which is kept for a while only. */
  read(path: string): string | null {
    return this.isFile(path) ? this.#textOf(path) : null;
  }

  /**
   * Something that is computed from a file's text, kept as long as the file stays as it is; the text itself is not
   * kept. `make` must depend on nothing else, and is its own key.
   */
  derive<T>(path: string, make: (text: string) => T): T | null {
    if (!this.isFile(path)) return null;
    const entry = this.#entry(path);
    const derived = (entry.derived ??= new Map<unknown, unknown>());
    if (derived.has(make)) return derived.get(make) as T | null;
    const text = this.#textOf(path);
    const value = text === null ? null : make(text);
    derived.set(make, value);
    return value;
  }

  /** Read once for what is asked of it in a row. */
  #textOf(path: string): string | null {
    const entry = this.#entry(path);
    const kept = entry.text ?? this.#texts.get(entry);
    if (kept !== undefined) return kept;
    const text = this.#disk.read(path);
    if (text === null) return null;
    this.#texts.set(entry, text);
    this.#length += text.length;
    for (const [oldest, { length }] of this.#texts) {
      if (this.#length <= MAX_TEXTS) break;
      this.#texts.delete(oldest);
      this.#length -= length;
    }
    return text;
  }

  /** What changes with a file: the same string as long as it stays as it is. */
  stamp(path: string): string {
    const { stat } = this.#entry(path);
    return stat ? `${String(stat.size)} ${String(stat.mtimeMs)}` : '';
  }

  /** Whether a path, links followed, lies in a folder. */
  leadsInto(path: string, root: string): boolean {
    const entry = this.#entry(path);
    if (entry.inside === root) return true;
    const real = this.#realOf(path);
    const folder = this.#realOf(root);
    const leads = real !== null && folder !== null && isWithin(real, folder);
    if (leads) entry.inside = root;
    return leads;
  }

  #realOf(path: string): string | null {
    const entry = this.#entry(path);
    if (entry.real === undefined) entry.real = entry.stat ? this.#disk.realpath(path) : null;
    return entry.real;
  }

  #entry(path: string): Entry {
    const known = this.#entries.get(path);
    if (known?.checked === this.#round) return known;
    const stat = this.#disk.stat(path);
    if (known && !known.racy && isSame(known.stat, stat)) {
      known.checked = this.#round;
      return known;
    }
    const racy = stat !== null && Date.now() - stat.mtimeMs < RACY;
    const entry: Entry = { stat, checked: this.#round, racy };
    this.#entries.set(path, entry);
    return entry;
  }
}

function isSame(a: FileStat | null, b: FileStat | null): boolean {
  return a === b || (a?.size === b?.size && a?.mtimeMs === b?.mtimeMs && a?.kind === b?.kind);
}

let current: ProjectStore | null = null;

/** The store of this process. */
export function processStore(): ProjectStore {
  return (current ??= new ProjectStore(processDisk()));
}

/** Puts another store in the place of the process's one: an empty one, or one of a test; returns the former one. */
export function useStore(store: ProjectStore): ProjectStore {
  const former = processStore();
  current = store;
  return former;
}

/** A path that may not be what it seems: relative, or with segments that lead elsewhere. */
const UNRESOLVED = /^[^/]|\/(?:\.{0,2}(?:\/|$))/;

/** The files below one folder, and nothing else: neither above it nor through a link that leaves it. */
export class ProjectFiles {
  constructor(
    /** Absolute path of the folder. */
    readonly root: string,
    readonly store: ProjectStore = processStore(),
  ) {}

  isFile(path: string): boolean {
    return this.#isInside(path) && this.store.isFile(path);
  }

  /** The names of the entries of a folder; none when it cannot be read. */
  names(folder: string): ReadonlySet<string> {
    return this.#isInside(folder) ? this.store.names(folder) : NO_NAMES;
  }

  /** The text of a file; empty when it cannot be read. */
  text(path: string): string {
    return this.#isInside(path) ? (this.store.text(path) ?? '') : '';
  }

  /** The text of a file, which is not kept; `null` when it cannot be read. */
  read(path: string): string | null {
    return this.#isInside(path) ? this.store.read(path) : null;
  }

  /** Something computed from a file's text; see {@link ProjectStore.derive}. */
  derive<T>(path: string, make: (text: string) => T): T | null {
    return this.#isInside(path) ? this.store.derive(path, make) : null;
  }

  #isInside(path: string): boolean {
    const absolute = UNRESOLVED.test(path) ? paths.resolve(path) : path;
    return isWithin(absolute, this.root) && this.store.leadsInto(absolute, this.root);
  }
}
