import type { Library } from '../../catalog/types.js';
import { escapeRegExp } from './conventions.js';

/** Matches the text of a file that has one of some names; `null` where it may use them by any name. */
export type TextOfNames = RegExp | null;

/**
 * Matches the text of a file that may use anything of a library which the catalog knows; `null` where it may do so by
 * any name, as with a default export. A file of entities imports an ORM and a file of addresses the SDK of a chain, and
 * neither names a client.
 */
export function namesOf(library: Library): TextOfNames {
  const { constructs, requests = [], acquires = [], globalSetters = [], passes = [], borrows = [] } = library;
  const { classFactories = [], classKeys = [], defaults, setsDefaults } = library;
  const exported = [constructs, requests, globalSetters, passes, borrows, classFactories, classKeys]
    .flatMap((facts): readonly { readonly export: string }[] => facts)
    .map((fact) => fact.export);
  const acquired = [...constructs.flatMap((construct) => construct.acquires ?? []), ...acquires];
  const types = [...constructs.map(({ injectAs }) => injectAs?.type), ...acquired.map(({ type }) => type)];
  const others = [defaults, setsDefaults, ...acquires.map(({ method }) => method), ...types];
  return textOfNames([...exported, ...others.filter((name) => name !== undefined)]);
}

/** The same for what a library constructs that owns connections; matches nothing where there is no such thing. */
export function ownersOf({ constructs }: Library): TextOfNames {
  return textOfNames(constructs.filter(({ owns }) => owns !== 'none').map((construct) => construct.export));
}

/** Exports of a library that give something to whoever calls or constructs them, by the names that a file imports. */
export interface Giving {
  /** Matches the whole of a name that leads to one of them. */
  readonly taken: RegExp;
  /** The option without which it gives nothing. */
  readonly option: string | null;
}

/** What constructs something that owns connections, or makes functions and classes that do. */
export function constructing({ constructs, classFactories = [], classKeys = [] }: Library): Giving {
  const owners = constructs.filter(({ owns }) => owns !== 'none');
  return giving([...owners, ...classFactories, ...classKeys], null);
}

/**
 * What a function may return that its caller has to read, release or close, besides what constructs: responses of
 * requests, and what is taken from a client without connections of its own, or made by it.
 */
export function answering({ constructs, requests = [] }: Library): readonly Giving[] {
  const direct = requests.flatMap(({ export: name, body }) =>
    body ? [{ name, option: body.when?.option ?? null }] : [],
  );
  const through = constructs.flatMap((construct) => {
    const { owns, export: name, acquires = [], derives = [] } = construct;
    if (owns !== 'none') return [];
    const sent = [construct, ...derives].flatMap((client) => client.requests ?? []);
    const options = sent.flatMap(({ body }) => (body ? [body.when?.option ?? null] : []));
    const gives = acquires.length > 0 || derives.some((client) => client.owns !== 'none' || client.acquires);
    return [...options, ...(gives ? [null] : [])].map((option) => ({ name, option }));
  });
  const all = [...direct, ...through];
  return [...new Set(all.map(({ option }) => option))].map((option) => {
    const exports = all.filter((each) => each.option === option).map(({ name }) => ({ export: name }));
    return giving(exports, option);
  });
}

function giving(exports: readonly { readonly export: string }[], option: string | null): Giving {
  const first = exports.flatMap(({ export: path }) => {
    const [name = '', ...rest] = path.split('.');
    return name === 'default' ? [name, ...rest.slice(0, 1)] : [name];
  });
  // What a module is itself is its default as well.
  const names = new Set(first.map((name) => (name === '' ? 'default' : name)));
  return { taken: names.size === 0 ? /(?!)/ : new RegExp(`^(?:${[...names].map(globOfNames).join('|')})$`), option };
}

function globOfNames(name: string): string {
  return name.split('*').map(escapeRegExp).join('[\\w$]*');
}

/** The last names of some paths of exports, each a word of its own. */
function textOfNames(exports: readonly string[]): TextOfNames {
  const names = [...new Set(exports.map((path) => path.split('.').at(-1) ?? ''))];
  if (names.some((name) => name === 'default' || name === '')) return null;
  if (names.length === 0) return /(?!)/;
  return new RegExp(`(?<![\\w$])(?:${names.map(globOfNames).join('|')})(?![\\w$])`);
}
