import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { calleeName, propertyName, stringOf, unwrap, wrapped } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { routerConstructors, routerNames } from '../../../catalog/conventions/routers.js';
import type { Registration } from '../../../catalog/framework-types.js';
import { namePattern } from '../../names/conventions.js';
type CallLike = TSESTree.CallExpression | TSESTree.NewExpression;

/** A call that a function is handed to. */
export interface Handover {
  readonly call: CallLike;
  /**
   * Members of an object argument that lead to the function, outermost first; empty when it is an argument itself or in
   * a list.
   */
  readonly members: readonly string[];
  readonly argument: number;
}

/**
 * The calls that get the value of an expression: as an argument, in a list, as a member of an object, also through
 * constants that hold the list or the object.
 */
export function* handoversOf(
  file: FileView,
  start: TSESTree.Node,
  members: readonly string[] = [],
  depth = 0,
): Generator<Handover> {
  const value = wrapped(start);
  const { parent } = value;
  if (!parent || depth > 8) return;
  switch (parent.type) {
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee !== value)
        yield { call: parent, members, argument: parent.arguments.findIndex((argument) => argument === value) };
      return;
    case 'ArrayExpression':
      yield* handoversOf(file, parent, members, depth + 1);
      return;
    case 'SpreadElement':
      yield* handoversOf(file, parent, members, depth + 1);
      return;
    case 'Property':
      if (parent.value === value)
        yield* handoversOf(file, parent.parent, [propertyName(parent) ?? '', ...members], depth + 1);
      return;
    case 'ConditionalExpression':
    case 'LogicalExpression':
      yield* handoversOf(file, parent, members, depth + 1);
      return;
    case 'VariableDeclarator': {
      const variable = parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
      for (const { identifier } of variable ? readsOf(variable) : [])
        yield* handoversOf(file, identifier, members, depth + 1);
      return;
    }
    default:
  }
}

/** The names by which a callee may stand in a registration, and whether it is a member of something. */
export interface CalleeNames {
  readonly names: readonly string[];
  readonly isMember: boolean;
}

/** The name of a callee in the file and, where it is imported, the name that the module gives it. */
export function namesOfCallee(
  file: FileView,
  node: TSESTree.Node,
  modules: (specifier: string) => boolean,
): CalleeNames {
  const callee = unwrap(node);
  if (callee.type === 'MemberExpression') return { names: [propertyName(callee) ?? ''], isMember: true };
  if (callee.type !== 'Identifier') return { names: [], isMember: false };
  const imported = importedName(file, callee, modules);
  return { names: imported === null ? [callee.name] : [callee.name, imported], isMember: false };
}

function importedName(
  file: FileView,
  identifier: TSESTree.Identifier,
  modules: (specifier: string) => boolean,
): string | null {
  const [definition] = file.variableOf(identifier)?.defs ?? [];
  if (definition?.type === 'ImportBinding') {
    const { node, parent } = definition;
    if (parent.type !== 'ImportDeclaration' || !modules(parent.source.value)) return null;
    if (node.type === 'ImportSpecifier')
      return node.imported.type === 'Identifier' ? node.imported.name : node.imported.value;
    return 'default';
  }
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  const call = init && unwrap(init);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require')
    return null;
  return modules(stringOf(call.arguments[0]) ?? '') ? 'default' : null;
}

/** Whether a function that reaches a call by some members is one that the registration speaks of. */
export function matches(file: FileView, registration: Registration, { call, members }: Handover): boolean {
  const first = stringOf(call.arguments[0]);
  if (registration.first && (first === null || !registration.first.includes(first))) return false;
  if (registration.members) return registration.members.some((pattern) => matchesMembers(pattern, members));
  if (members.length > 0) return false;
  return registration.route !== true || isRoute(file, call);
}

function matchesMembers(pattern: string, members: readonly string[]): boolean {
  if (pattern.endsWith('.*')) return members.length > 1 && members[0] === pattern.slice(0, -2);
  return members.at(-1) === pattern && members.length <= 2;
}

const ROUTER_NAME = namePattern(routerNames);

/** Whether a call such as `x.get(...)` adds a route: by its path, or by the name or origin of what it is called on. */
function isRoute(file: FileView, call: CallLike): boolean {
  const [path] = call.arguments;
  const text = path && stringOf(path);
  if (typeof text === 'string') return text === '' || /^[/*:]/.test(text) || isRouter(file, call);
  return (path?.type === 'Literal' && 'regex' in path) || isRouter(file, call);
}

function isRouter(file: FileView, call: CallLike): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return false;
  let object = unwrap(callee.object);
  // `router.route('/a').get(...)`, `app.get(...).post(...)`
  while (object.type === 'CallExpression') {
    const inner = unwrap(object.callee);
    if (inner.type !== 'MemberExpression') return inner.type === 'Identifier' && ROUTER_NAME.test(inner.name);
    object = unwrap(inner.object);
  }
  const name =
    object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? (propertyName(object) ?? '') : '';
  if (ROUTER_NAME.test(name)) return true;
  const origin = file.resolveConstant(object);
  if (origin.type !== 'NewExpression' && origin.type !== 'CallExpression') return false;
  return (
    ROUTER_NAME.test(calleeName(origin.callee) ?? '') || routerConstructors.includes(calleeName(origin.callee) ?? '')
  );
}

/** The call for messages: `app.get('/users')`. */
export function describeCall(call: CallLike): string {
  const first = stringOf(call.arguments[0]);
  const name = calleeName(call.callee) ?? 'a call';
  return `${call.type === 'NewExpression' ? 'new ' : ''}${name}(${first === null ? '' : `'${first}'`})`;
}
