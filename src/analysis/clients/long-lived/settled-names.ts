import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { memoized } from '../../../ast/memo.js';
import { isFunction, propertyName, wrapped } from '../../../ast/nodes.js';
import { isTopLevel, readsOf, type Variable } from '../../../ast/variables.js';
import type { Construct } from '../../../catalog/types.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { namingOf } from '../../names/named-uses.js';
import { splitUses, type Use } from '../../names/uses.js';
import type { ClientPlace } from '../places.js';

type Place = Pick<ClientPlace, 'construction' | 'node' | 'paths'>;

/**
 * Names of the file of whose clients is known what becomes of them: a field or variable may be given a client in a
 * thousand places, and whatever ends one of them, or may, ends all others of its kind as well.
 */
export class SettledNames {
  readonly #names = new Map<object, Map<string, Map<Construct, number>>>();

  constructor(readonly file: FileLifecycle) {}

  /** Whether another client of the same kind, which was given to the same name further up, is settled. */
  has(place: Place): boolean {
    const from = this.#kindsAt(place)?.get(place.construction.construct);
    return from !== undefined && from < place.node.range[0];
  }

  /** Says that all clients like this one, which the same name is given further down, need no verdict of their own. */
  add(place: Place): void {
    const kinds = this.#kindsAt(place);
    const { construct } = place.construction;
    if (kinds && !kinds.has(construct)) kinds.set(construct, place.node.range[0]);
  }

  #kindsAt({ construction, node, paths }: Place): Map<Construct, number> | null {
    const isWhole = paths.every((path) => path.length === 0);
    if (node !== construction.node || !isWhole || construction.construct.singleton) return null;
    const place = heldIn(this.file, node);
    if (!place) return null;
    const keys = this.#names.get(place.owner) ?? new Map<string, Map<Construct, number>>();
    this.#names.set(place.owner, keys);
    const kinds = keys.get(place.key) ?? new Map<Construct, number>();
    keys.set(place.key, kinds);
    return kinds;
  }
}

/**
 * The name of the whole program that a statement gives a client to, or the list that it adds it to; `null` where others
 * hold it as well, or where a client is made of another one that stands there.
 */
function heldIn(file: FileLifecycle, node: TSESTree.Node): { readonly owner: object; readonly key: string } | null {
  const list = listAround(file, node);
  if (list) return isWrapped(usesOfReads(list.owner), file) ? null : list;
  const name = namingOf(file, node)?.name;
  if (!name || isWrapped(splitUses(file, node).shared, file)) return null;
  if (name.kind === 'field') return { owner: name.owner, key: name.field };
  return isOfProgram(name.variable) ? { owner: name.variable, key: '' } : null;
}

/** `agents.push(new Agent());` */
function listAround(file: FileView, node: TSESTree.Node): { readonly owner: Variable; readonly key: string } | null {
  const call = wrapped(node).parent;
  if (call?.type !== 'CallExpression' || call.parent.type !== 'ExpressionStatement' || call.arguments.length !== 1)
    return null;
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return null;
  const method = propertyName(callee) ?? '';
  const variable = ADDING.has(method) ? file.variableOf(callee.object) : null;
  return variable && isOfProgram(variable) ? { owner: variable, key: method } : null;
}

/** Methods that add what they are given to a list or a set. */
const ADDING = new Set(['push', 'add']);

function isOfProgram(variable: Variable): boolean {
  return isTopLevel(variable) && variable.defs[0]?.type === 'Variable';
}

const usesOfReads = memoized((variable: Variable): readonly Use[] =>
  readsOf(variable).map(({ identifier }) => ({ node: identifier, path: [] })),
);

/** Whether a client of the file is given what a name holds; asked once for all clients of the name. */
const isWrapped = memoized((uses: readonly Use[], file: FileLifecycle): boolean =>
  uses.some(({ node }) => {
    for (let around: TSESTree.Node | undefined = node; around; around = around.parent) {
      if (around.type.endsWith('Statement') || isFunction(around)) return false;
      if (around !== node && file.clients.constructions.has(around)) return true;
    }
    return false;
  }),
);
