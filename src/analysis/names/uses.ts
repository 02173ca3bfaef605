import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { isFunction, isTransparent, propertyName, wrapped } from '../../ast/nodes.js';
import { bindingsOf, readsOf, type Variable } from '../../ast/variables.js';
import { fieldUsesOf } from './fields.js';
import { namingOf, usesOfName } from './named-uses.js';
import type { Use } from './use.js';
import { readsOfWrite } from './written-reads.js';

export type { Use } from './use.js';

/** Functions which TypeScript and Babel put around `require()`; they return the module or a view of it. */
const INTEROP_HELPERS = new Set([
  '__importDefault',
  '__importStar',
  '__toESM',
  '_interopRequireDefault',
  '_interopRequireWildcard',
  '_interopNamespace',
  '_interopDefault',
  '_interopDefaultLegacy',
  '_interopDefaultCompat',
  '_interopNamespaceDefault',
]);

/**
 * Every expression of the file that denotes a value or one of its members: the expression itself, its member
 * expressions, constants, destructured names and fields that hold it. Forward from one expression; variables that
 * are assigned other values too are followed all the same where the order of statements does not tell them apart,
 * because the other values are of the same library in practice.
 */
export function* usesOf(file: FileView, start: TSESTree.Node, path: readonly string[] = []): Generator<Use> {
  const naming = path.length === 0 ? namingOf(file, start) : null;
  if (!naming) {
    yield* walk(file, [{ node: start, path }], new Set());
    return;
  }
  const { before, assignment, name } = naming;
  for (const node of before) yield { node, path };
  const target = assignment?.left;
  for (const use of usesOfName(file, name, (reads, seen) => walk(file, reads, seen)))
    if (use.node !== target && use.node !== start) yield use;
  if (assignment) yield { node: assignment, path };
}

/** The uses of a value, so that what is asked of those that other values have as well is asked once. */
export interface SplitUses {
  /** Uses of this value alone. */
  readonly own: readonly Use[];
  /**
   * Uses of the name that holds it, one list for all values that the name is given; also the place that gives this
   * value, if that is a member.
   */
  readonly shared: readonly Use[];
}

const NO_USES: readonly Use[] = [];

/** The same uses as `usesOf` finds for a value, in two parts. */
export function splitUses(file: FileView, start: TSESTree.Node): SplitUses {
  const naming = namingOf(file, start);
  const shared = naming ? usesOfName(file, naming.name, (reads, seen) => walk(file, reads, seen)) : NO_USES;
  if (!naming || nodesOf(shared).has(start)) return { own: [...usesOf(file, start)], shared: NO_USES };
  const around = naming.assignment ? [...naming.before, naming.assignment] : naming.before;
  return { own: around.map((node) => ({ node, path: [] })), shared };
}

const nodesOf = memoized((uses: readonly Use[]): ReadonlySet<TSESTree.Node> => new Set(uses.map(({ node }) => node)));

/** Whether a use only gives the value a name, as `const load = require('./load')` does; the uses of the name follow. */
export function isOnlyNamed(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  return parent?.type === 'VariableDeclarator' && parent.init === value && parent.parent.kind === 'const';
}

function* walk(file: FileView, pending: Use[], seen: Set<TSESTree.Node | Variable>): Generator<Use> {
  for (let use = pending.pop(); use; use = pending.pop()) {
    if (seen.has(use.node)) continue;
    seen.add(use.node);
    yield use;
    pending.push(...followUse(file, use, seen));
  }
}

/** The uses of every reference to a variable. */
export function* usesOfVariable(file: FileView, variable: Variable, path: readonly string[] = []): Generator<Use> {
  for (const reference of readsOf(variable)) yield* usesOf(file, reference.identifier, path);
}

/** The uses of what a pattern receives; `path` leads from the received value on. */
export function* bindingUses(file: FileView, pattern: TSESTree.Node, path: readonly string[] = []): Generator<Use> {
  for (const { node, path: members } of bound(file, pattern, path, new Set())) yield* usesOf(file, node, members);
}

function* followUse(file: FileView, { node, path }: Use, seen: Set<TSESTree.Node | Variable>): Generator<Use> {
  const { parent } = node;
  if (!parent) return;
  if (isTransparent(parent)) {
    yield { node: parent, path };
    return;
  }
  switch (parent.type) {
    case 'MemberExpression': {
      if (parent.object !== node) return;
      const name = propertyName(parent);
      if (name !== null) yield { node: parent, path: [...path, name] };
      if (name === 'then') yield* fulfilled(file, parent, path, seen);
      return;
    }
    case 'AwaitExpression':
    case 'LogicalExpression':
      yield { node: parent, path };
      return;
    case 'ConditionalExpression':
      if (parent.test !== node) yield { node: parent, path };
      return;
    case 'SequenceExpression':
      if (parent.expressions.at(-1) === node) yield { node: parent, path };
      return;
    case 'CallExpression': {
      // TypeScript's and Babel's helpers hand the module through.
      const { callee } = parent;
      const helper =
        callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? propertyName(callee) : null;
      if (parent.arguments[0] === node && helper !== null && INTEROP_HELPERS.has(helper)) yield { node: parent, path };
      // `fetch.bind(globalThis)`: the same function.
      if (callee === node && path.at(-1) === 'bind' && parent.arguments.length === 1)
        yield { node: parent, path: path.slice(0, -1) };
      return;
    }
    case 'VariableDeclarator':
      if (parent.init === node) yield* bound(file, parent.id, path, seen);
      return;
    case 'AssignmentExpression':
      if (parent.right !== node) return;
      yield { node: parent, path };
      if (parent.left.type === 'MemberExpression') yield* fieldUsesOf(file, parent.left, path);
      else yield* assigned(file, parent, path, seen);
      return;
    case 'AssignmentPattern':
      if (parent.right === node) yield* bound(file, parent.left, path, seen);
      return;
    case 'PropertyDefinition':
      if (parent.value === node) yield* fieldUsesOf(file, parent, path);
      return;
    case 'TSQualifiedName':
      if (parent.left === node && parent.parent.type === 'TSImportEqualsDeclaration') {
        const alias = file.variableOf(parent.parent.id);
        for (const reference of alias ? readsOf(alias) : [])
          yield { node: reference.identifier, path: [...path, parent.right.name] };
      }
      return;
    default:
  }
}

/** `promise.then((value) => ...)`: the parameter is the value. */
function* fulfilled(
  file: FileView,
  callee: TSESTree.MemberExpression,
  path: readonly string[],
  seen: Set<TSESTree.Node | Variable>,
): Generator<Use> {
  const call = callee.parent;
  if (call.type !== 'CallExpression' || call.callee !== callee) return;
  const [callback] = call.arguments;
  if (isFunction(callback) && callback.params[0]) yield* bound(file, callback.params[0], path, seen);
}

/** `name = value`: what reads the name before it is given another value. */
function* assigned(
  file: FileView,
  assignment: TSESTree.AssignmentExpression,
  path: readonly string[],
  seen: Set<TSESTree.Node | Variable>,
): Generator<Use> {
  const variable = assignment.left.type === 'Identifier' ? file.variableOf(assignment.left) : null;
  const reads = variable && !seen.has(variable) ? readsOfWrite(variable, assignment) : null;
  if (reads) for (const node of reads) yield { node, path };
  else yield* bound(file, assignment.left, path, seen);
}

function* bound(
  file: FileView,
  pattern: TSESTree.Node,
  path: readonly string[],
  seen: Set<TSESTree.Node | Variable>,
): Generator<Use> {
  for (const binding of bindingsOf(pattern)) {
    const variable = file.variableOf(binding.identifier);
    if (!variable || binding.rest || seen.has(variable)) continue;
    seen.add(variable);
    for (const reference of readsOf(variable)) yield { node: reference.identifier, path: [...path, ...binding.path] };
  }
}
