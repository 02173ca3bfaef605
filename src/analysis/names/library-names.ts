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

/** The last names of some paths of exports, each a word of its own. */
function textOfNames(exports: readonly string[]): TextOfNames {
  const names = [...new Set(exports.map((path) => path.split('.').at(-1) ?? ''))];
  if (names.some((name) => name === 'default' || name === '')) return null;
  if (names.length === 0) return /(?!)/;
  const alternatives = names.map((name) => name.split('*').map(escapeRegExp).join('[\\w$]*'));
  return new RegExp(`(?<![\\w$])(?:${alternatives.join('|')})(?![\\w$])`);
}
