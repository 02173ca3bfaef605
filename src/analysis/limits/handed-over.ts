import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import type { FileLifecycle } from '../lifecycle.js';
import { importedName } from '../names/import-source.js';
import { propertyName, unwrap } from '../../ast/nodes.js';
import { proxyFactories } from '../../catalog/conventions/factories.js';
import type { TimeoutPhase } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { namePattern } from '../names/conventions.js';

const PROXY = namePattern(proxyFactories);

/** What clients that are handed over say of limits. */
export interface Handed {
  /** Clients of this file that carry no limit; the report belongs to them. */
  readonly lent: readonly Construction[];
  /** `timeout` options of agents that bound no request. */
  readonly agentTimeouts: readonly TSESTree.Node[];
  readonly limited: ReadonlySet<TimeoutPhase>;
  /** Phases that code which is not seen may bound, `null` for all. */
  readonly hidden: readonly (readonly TimeoutPhase[] | null)[];
}

/** All of several lists; the only one that holds something as it is, so that what is kept of it is found again. */
export function joined<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const [first = [], ...others] = lists.filter(({ length }) => length > 0);
  return others.length === 0 ? first : [...first, ...others.flat()];
}

/** Members of an options literal, by name. */
export function propertiesOf(file: FileView, options: TSESTree.Node, names: readonly string[]): TSESTree.Property[] {
  const object = file.resolveConstant(options);
  if (object.type !== 'ObjectExpression') return [];
  return object.properties.filter(
    (property): property is TSESTree.Property =>
      property.type === 'Property' && names.includes(propertyName(property) ?? ''),
  );
}

/**
 * `getProxyDispatcher(url)`: a dispatcher that is there to reach the peer through a proxy carries no limits, unless the
 * file of the function speaks of them.
 */
export function isProxyHelper(file: FileLifecycle, node: TSESTree.Node): boolean {
  const value = unwrap(node);
  if (value.type !== 'CallExpression' || value.callee.type !== 'Identifier' || !PROXY.test(value.callee.name))
    return false;
  const imported = importedName(file, value.callee);
  const text = imported ? file.catalog?.textOfImport(imported.specifier) : file.text;
  return !LIMIT_OPTION.test(text ?? '');
}

/** Options of dispatchers that limit requests. */
const LIMIT_OPTION = /\b(?:headersTimeout|bodyTimeout)\b/;
