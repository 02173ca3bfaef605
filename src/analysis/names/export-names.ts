import { glob } from './conventions.js';

/** Entries by export path, with `*` families. */
export class Names<Entry extends { readonly export: string; readonly exclude?: readonly string[] }> {
  readonly #exact = new Map<string, Entry[]>();
  readonly #families: { readonly pattern: RegExp; readonly excluded: readonly RegExp[]; readonly entry: Entry }[] = [];

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      const name = exportName(entry.export.split('.'));
      if (name.includes('*')) {
        const excluded = (entry.exclude ?? []).map((glob) => globToRegExp(glob, '.'));
        this.#families.push({ pattern: globToRegExp(name, '.'), excluded, entry });
      } else (this.#exact.get(name) ?? this.#exact.set(name, []).get(name))?.push(entry);
    }
  }

  find(path: readonly string[]): readonly Entry[] {
    const name = exportName(path);
    return (
      this.#exact.get(name) ??
      this.#families
        .filter(({ pattern, excluded }) => pattern.test(name) && !excluded.some((glob) => glob.test(name)))
        .map(({ entry }) => entry)
    );
  }
}

/** A path of exports as one name, with or without `default`. */
export function exportName(path: readonly string[]): string {
  return path.filter((name, index) => !(name === 'default' && index < 2)).join('.');
}

/** A glob of specifiers or paths of exports, as a pattern. */
export function globToRegExp(text: string, separator: string): RegExp {
  return new RegExp(
    `^${text
      .split('**')
      .map((part) => glob(part, `[^${separator}]+`))
      .join('.*')}$`,
  );
}
