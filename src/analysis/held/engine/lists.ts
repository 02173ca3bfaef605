import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, isFunction, propertyName, stringOf, unwrap, wrapped } from '../../../ast/nodes.js';
import { bindingsOf, readsOf } from '../../../ast/variables.js';

/** Where the values of a list are taken one by one: what receives each, and whether that is the value or its result. */
export interface ListItems {
  /** The pattern of a loop, with what is evaluated before each round, or the callback of a method. */
  readonly pattern: TSESTree.Node;
  readonly at: TSESTree.Node | null;
  /** Whether it is the result of `Promise.allSettled()`, whose member `value` is the value. */
  readonly settled: boolean;
}

/** Nobody takes a value out of it. */
export type ListUse = ListItems | 'dropped';

const EACH = /^(?:map|forEach|every|some|filter|find)$/;

/**
 * What happens with a list of values that combined promises deliver; `null` where other code gets it, or more than one
 * place takes values out of it.
 */
export function useOfList(file: FileView, list: TSESTree.Node, settled: boolean): ListUse | null {
  const value = wrapped(list);
  const { parent } = value;
  if (parent?.type === 'VariableDeclarator' && parent.init === value && parent.id.type === 'Identifier') {
    const variable = file.variableOf(parent.id);
    const uses = (variable ? readsOf(variable) : []).map(({ identifier }) => useOfList(file, identifier, settled));
    const [use, ...more] = uses.filter((each) => each !== 'dropped');
    return more.length > 0 ? null : use === undefined ? 'dropped' : use;
  }
  if (parent?.type === 'ForOfStatement' && parent.right === value && parent.left.type === 'VariableDeclaration') {
    const [item] = parent.left.declarations;
    return item ? { pattern: item.id, at: item, settled } : null;
  }
  if (parent?.type === 'ExpressionStatement') return 'dropped';
  if (parent?.type !== 'MemberExpression' || parent.object !== value) return null;
  const name = propertyName(parent) ?? '';
  if (name === 'length') return 'dropped';
  const call = callAround(parent);
  const [callback] = call?.arguments ?? [];
  if (!call || !callback || !EACH.test(name)) return null;
  if (!settled) return { pattern: callback, at: null, settled };
  const asks = isFunction(callback) ? asksForStatus(file, callback) : null;
  if (asks === 'rejected' || (asks && name !== 'filter' && name !== 'find')) return 'dropped';
  if (asks) return name === 'filter' ? useOfList(file, call, true) : null;
  if (name === 'map' && isFunction(callback) && givesValue(file, callback)) return useOfList(file, call, false);
  return { pattern: callback, at: null, settled };
}

/** The status that a callback asks of each result, and nothing else: `(result) => result.status === 'fulfilled'`. */
function asksForStatus(
  file: FileView,
  { body, params: [param] }: { body: TSESTree.Node; params: readonly TSESTree.Node[] },
): 'fulfilled' | 'rejected' | null {
  const test = unwrap(body);
  if (!param || test.type !== 'BinaryExpression' || !/^[=!]==?$/.test(test.operator)) return null;
  if (!isStatusOf(file, param, unwrap(test.left))) return null;
  const asked = stringOf(test.right);
  if (asked !== 'fulfilled' && asked !== 'rejected') return null;
  return test.operator.startsWith('=') === (asked === 'fulfilled') ? 'fulfilled' : 'rejected';
}

function isStatusOf(file: FileView, param: TSESTree.Node, node: TSESTree.Node): boolean {
  return settledMembers(file, param).statuses.has(node);
}

/** `(result) => result.value` */
function givesValue(
  file: FileView,
  { body, params: [param] }: { body: TSESTree.Node; params: readonly TSESTree.Node[] },
): boolean {
  return param !== undefined && settledMembers(file, param).values.some((node) => node === unwrap(body));
}

/** Expressions of a settled result that a pattern receives. */
export interface SettledMembers {
  /** Those that denote its value. */
  readonly values: readonly TSESTree.Node[];
  /** Those that tell whether there is one. */
  readonly statuses: ReadonlySet<TSESTree.Node>;
  /** The result itself, where code does anything else with it. */
  readonly others: readonly TSESTree.Node[];
}

/** What the code does with a result that a pattern receives. */
export function settledMembers(file: FileView, pattern: TSESTree.Node): SettledMembers {
  const values: TSESTree.Node[] = [];
  const statuses = new Set<TSESTree.Node>();
  const others: TSESTree.Node[] = [];
  const take = (node: TSESTree.Node, [name]: readonly string[]): void => {
    if (name === 'value') values.push(node);
    else if (name === 'status') statuses.add(node);
    else if (name === undefined) {
      const { parent } = wrapped(node);
      const isMember = parent?.type === 'MemberExpression' && unwrap(parent.object) === node;
      if (isMember) take(parent, [propertyName(parent) ?? '']);
      else others.push(node);
    }
  };
  for (const { identifier, path, rest } of bindingsOf(pattern)) {
    const variable = path.length > 1 || rest ? null : file.variableOf(identifier);
    for (const { identifier: read } of variable ? readsOf(variable) : []) take(read, path);
  }
  return { values, statuses, others };
}
