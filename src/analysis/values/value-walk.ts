import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  callAround,
  enclosingFunction,
  isFunction,
  isTransparent,
  propertyName,
  unwrap,
  type FunctionNode,
} from '../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, variableOf, type Variable } from '../../ast/variables.js';
import {
  containerConstructors,
  fillingMethods,
  mappingMethods,
  passingFunctions,
  takingMethods,
} from '../../catalog/conventions/pure-calls.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import { namePattern } from '../names/conventions.js';
import type { Clients, Construction } from '../names/clients.js';
import { isPackageClass, onlyBorrows } from './borrowers.js';
import {
  CONTINUATION_METHODS,
  functionsBetween,
  ITERATION_METHODS,
  lifeOf,
  longest,
  type ClosureLife,
} from './closures.js';
import { closeCallOn } from './close-calls.js';
import { functionOf } from '../names/functions.js';
import type { Keeper, Sink } from './ownership.js';
import { isLendingOption } from '../names/lending-options.js';
import { looksLikeRequestOptions } from './request-options.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Stands in a path for "held inside an owner": no member access leads to the client any more. */
export const HELD = '\0held';
/** Stands in a path for "held inside an instance of a class that may close it". */
const OWNED = '\0owned';
/** Stands in a path for any element of a container. */
export const ELEMENT = '*';

const PASSING_FUNCTIONS = new Set(passingFunctions);
const FILLING_METHODS = new Set(fillingMethods);
const CLOSING = namePattern(closingNames);

/**
 * Follows one value, or an object that holds it, through the file and collects what happens to it.
 * `path` leads from the followed value to the client: `[]` is the client itself, `['httpsAgent']` an options object
 * around it.
 */
export class ValueWalk<
  Followed extends Pick<Construction, 'construct'> & Partial<Pick<Construction, 'specifier'>> = Construction,
> {
  readonly sinks: Sink[] = [];
  /** Constructions that were given the client. */
  readonly owners: Construction[] = [];
  readonly #seen = new Map<TSESTree.Node | Variable, Set<string>>();

  constructor(
    readonly sourceCode: SourceCode,
    readonly clients: Clients,
    readonly construction: Followed,
  ) {}

  /** Follows the value of an expression into whatever is around it. */
  value(node: TSESTree.Node, path: readonly string[]): void {
    if (!this.enter(node, path)) return;
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent)) {
      this.value(parent, path);
      return;
    }
    switch (parent.type) {
      case 'AwaitExpression':
        this.value(parent, path);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.value(parent, path);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.value(parent, path);
        return;
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.value(parent, path);
        return;
      case 'MemberExpression':
        if (parent.object === node) this.member(parent, path);
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee === node) this.called(parent, path);
        else this.argument(parent, parent.arguments.indexOf(node as TSESTree.CallExpressionArgument), path);
        return;
      case 'SpreadElement':
        this.#spread(parent, path);
        return;
      case 'Property':
        if (parent.value === node) this.value(parent.parent, [propertyName(parent) ?? ELEMENT, ...path]);
        return;
      case 'ArrayExpression':
        this.value(parent, [String(parent.elements.indexOf(node as TSESTree.Expression)), ...path]);
        return;
      case 'VariableDeclarator':
        if (parent.init === node) this.bind(parent.id, path, node);
        return;
      case 'AssignmentPattern':
        if (parent.right === node) this.bind(parent.left, path, node);
        return;
      case 'AssignmentExpression':
        this.#assigned(parent, path);
        return;
      case 'PropertyDefinition':
        if (parent.value === node) this.kept(parent, 'field', path);
        return;
      case 'ReturnStatement': {
        const fn = enclosingFunction(parent);
        if (fn) this.returned(parent, fn, path);
        return;
      }
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.returned(node, parent, path);
        return;
      case 'ForOfStatement':
        if (parent.right === node) this.iterated(parent, path);
        return;
      case 'ExportDefaultDeclaration':
      case 'ExportSpecifier':
        this.kept(parent, 'module', path);
        return;
      case 'YieldExpression':
      case 'JSXExpressionContainer':
      case 'JSXSpreadAttribute':
      case 'TaggedTemplateExpression':
        this.sinks.push({ kind: 'escaped', node: parent });
        return;
      default:
      // Tests, comparisons, templates, thrown values and bare statements keep nothing.
    }
  }

  /** Follows a value that a pattern or a name receives. */
  bind(pattern: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void {
    for (const binding of bindingsOf(pattern)) {
      const shared = binding.path.every(
        (name, index) => index >= path.length || name === path[index] || path[index] === ELEMENT,
      );
      if (!shared) continue;
      const variable = variableOf(this.sourceCode, binding.identifier);
      if (binding.path.length > path.length) this.sinks.push({ kind: 'used', node: binding.identifier, method: null });
      else if (variable) this.variable(variable, path.slice(binding.path.length), origin);
    }
  }

  protected variable(variable: Variable, path: readonly string[], origin: TSESTree.Node): void {
    if (isTopLevel(variable)) {
      this.kept(origin, 'module', path);
      return;
    }
    if (!this.enter(variable, path)) return;
    const home = homeOf(variable);
    if (this.#lifeBetween(origin, home) !== 'within') {
      this.kept(origin, 'outer variable', path);
      return;
    }
    for (const { identifier } of readsOf(variable)) {
      const life = this.#lifeBetween(identifier, home);
      if (life === 'kept') this.kept(identifier, 'closure', path);
      else if (life === 'unknown' && !isLendingOption(path[0])) this.sinks.push({ kind: 'escaped', node: identifier });
      else this.value(identifier, path);
    }
  }

  /** How long the nested functions around a node live, seen from the function that declares a variable. */
  #lifeBetween(node: TSESTree.Node, home: TSESTree.Node | null): ClosureLife {
    return longest(functionsBetween(node, home).map((fn) => lifeOf(this.sourceCode, fn)));
  }

  protected member(node: TSESTree.MemberExpression, path: readonly string[]): void {
    const name = propertyName(node);
    const [next] = path;
    if (next === undefined || next === HELD || next === OWNED) {
      // An owner that is closed may close what it holds.
      if (next === OWNED && CLOSING.test(name ?? '')) this.sinks.push({ kind: 'escaped', node });
      this.clientMember(node, name, next !== undefined);
    } else if (name === null || name === next || next === ELEMENT) {
      if (name !== null && next === ELEMENT && this.elementMethod(node, name, path)) return;
      this.value(node, path.slice(1));
    } else {
      this.elementMethod(node, name, path);
    }
  }

  /** `clients.map((client) => ...)` and `map.get(key)` on a local container of clients. */
  protected elementMethod(node: TSESTree.MemberExpression, name: string, path: readonly string[]): boolean {
    const call = node.parent.type === 'CallExpression' && node.parent.callee === node ? node.parent : null;
    if (!call) return false;
    if (ITERATION_METHODS.has(name)) {
      const [callback] = call.arguments;
      if (isFunction(callback) && callback.params[0]) this.bind(callback.params[0], path.slice(1), node);
      return true;
    }
    if (takingMethods.includes(name)) {
      this.value(call, path.slice(1));
      return true;
    }
    return name === 'has' || name === 'delete' || FILLING_METHODS.has(name);
  }

  protected clientMember(node: TSESTree.MemberExpression, name: string | null, held: boolean): void {
    const call = callAround(node);
    const { construct } = this.construction;
    const closed = held ? null : closeCallOn(construct.close, node);
    if (closed) {
      this.sinks.push({ kind: 'closed', ...closed });
    } else if (call && name !== null && construct.returnsSelf?.includes(name)) {
      this.sinks.push({ kind: 'used', node, method: name });
      this.value(call, held ? [HELD] : []);
    } else if (call && name !== null && construct.views?.includes(name)) {
      this.sinks.push({ kind: 'used', node, method: name });
      this.value(call, [HELD]);
    } else if (call && CONTINUATION_METHODS.has(name ?? '') && !held) {
      // What `catch` is given gets the error; the client goes on to whoever waits for it.
      const [callback] = call.arguments;
      if (name === 'then' && isFunction(callback) && callback.params[0]) this.bind(callback.params[0], [], node);
      this.value(call, []);
    } else if (node.parent.type === 'AssignmentExpression' && node.parent.left === node) {
      this.sinks.push({ kind: 'used', node, method: null });
    } else {
      this.sinks.push({ kind: 'used', node, method: name });
      if (
        call &&
        isHandedOn(call) &&
        construct.owns !== 'agent' &&
        (held || !construct.views) &&
        !this.clients.requests.has(call)
      )
        this.sinks.push({ kind: 'escaped', node: call });
    }
  }

  protected called(call: TSESTree.CallExpression | TSESTree.NewExpression, path: readonly string[]): void {
    if (path.length === 0 || path[0] === HELD || path[0] === OWNED)
      this.sinks.push({ kind: 'used', node: call, method: '' });
  }

  #spread(node: TSESTree.SpreadElement, path: readonly string[]): void {
    if (node.parent.type === 'ObjectExpression') this.value(node.parent, path);
    else if (node.parent.type === 'ArrayExpression') this.value(node.parent, [ELEMENT, ...path.slice(1)]);
    else this.sinks.push({ kind: 'escaped', node });
  }

  protected iterated(loop: TSESTree.ForOfStatement, path: readonly string[]): void {
    const target = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
    if (target) this.bind(target, path.slice(1), loop.right);
  }

  #assigned(node: TSESTree.AssignmentExpression, path: readonly string[]): void {
    const { left } = node;
    if (left.type === 'MemberExpression') this.stored(left, path);
    else this.bind(left, path, node.right);
    if (node.parent.type !== 'ExpressionStatement') this.value(node, path);
  }

  /** `target.key = client`: kept by a field or an outer object, or carried by an object of this call. */
  protected stored(target: TSESTree.MemberExpression, path: readonly string[]): void {
    const held = [propertyName(target) ?? ELEMENT, ...path];
    const object = unwrap(target.object);
    if (object.type === 'MemberExpression') {
      this.stored(object, held);
      return;
    }
    if (object.type === 'ThisExpression') {
      this.kept(target, 'field', path);
      return;
    }
    const variable = object.type === 'Identifier' ? variableOf(this.sourceCode, object) : null;
    if (!variable || isTopLevel(variable)) {
      this.kept(target, 'container', path);
    } else if (isParameter(variable)) {
      this.#storedInParameter(target, variable, held);
    } else if (isLocalObject(this.sourceCode, variable)) {
      this.variable(variable, held, target);
    } else {
      this.kept(target, 'container', path);
    }
  }

  /** An object of the caller: kept by it, unless it is the options of one request on its way through. */
  #storedInParameter(target: TSESTree.MemberExpression, variable: Variable, path: readonly string[]): void {
    if (looksLikeRequestOptions(variable, path[0] ?? '')) {
      const before = this.sinks.length;
      this.variable(variable, path, target);
      const returned = this.sinks
        .splice(before)
        .map((sink): Sink => (sink.kind === 'returned' ? { kind: 'request-options', node: target } : sink));
      this.sinks.push(...returned, { kind: 'request-options', node: target });
    } else {
      this.kept(target, 'container', path);
    }
  }

  protected returned(node: TSESTree.Node, fn: FunctionNode, path: readonly string[]): void {
    // A function that runs as part of another one hands its result to that one.
    const call = fn.parent.type === 'CallExpression' ? fn.parent : null;
    if (call?.callee === fn) this.value(call, path);
    else if (call && call.callee.type === 'MemberExpression' && propertyName(call.callee) === 'then')
      this.value(call, path);
    else if (
      call &&
      call.callee.type === 'MemberExpression' &&
      mappingMethods.includes(propertyName(call.callee) ?? '')
    )
      this.value(call, [ELEMENT, ...path]);
    else if (this.#isRequestOptions(node, path)) this.sinks.push({ kind: 'request-options', node });
    else this.sinks.push({ kind: 'returned', node, fn, path });
  }

  #isRequestOptions(node: TSESTree.Node, path: readonly string[]): boolean {
    const value = node.type === 'ReturnStatement' ? node.argument : node;
    if (!value || path.length === 0 || path[0] === HELD) return false;
    const holder = unwrap(value);
    const variable = holder.type === 'Identifier' ? variableOf(this.sourceCode, holder) : null;
    return looksLikeRequestOptions(variable ?? holder, path[0] ?? '');
  }

  protected argument(
    call: TSESTree.CallExpression | TSESTree.NewExpression,
    index: number,
    path: readonly string[],
  ): void {
    const callee = unwrap(call.callee);
    const owner = this.clients.constructions.get(call);
    if (owner) {
      this.owners.push(owner);
      this.value(call, [HELD]);
    } else if (this.clients.setters.get(call) === index) {
      this.kept(call, 'global dispatcher', path);
    } else if (this.clients.passes.get(call) === index) {
      this.value(call, path);
    } else if (this.clients.requests.has(call)) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else if (callee.type === 'MemberExpression') {
      this.#methodArgument(call, callee, index, path);
    } else {
      this.functionArgument(call, callee, index, path);
    }
  }

  #methodArgument(
    call: TSESTree.CallExpression | TSESTree.NewExpression,
    callee: TSESTree.MemberExpression,
    index: number,
    path: readonly string[],
  ): void {
    const object = unwrap(callee.object);
    const name = propertyName(callee) ?? '';
    const global = object.type === 'Identifier' ? `${object.name}.${name}` : '';
    if (PASSING_FUNCTIONS.has(global)) {
      this.value(call, path);
    } else if (global === 'Object.assign') {
      this.value(call, path);
      const [target] = call.arguments;
      if (index > 0 && target && /^(?:Identifier|ThisExpression|MemberExpression)$/.test(target.type))
        this.filled(target, path);
    } else if (object.type === 'Identifier' && object.name === 'console') {
      this.sinks.push({ kind: 'used', node: call, method: null });
    } else if (FILLING_METHODS.has(name)) {
      this.filled(object, [ELEMENT, ...path]);
    } else {
      this.functionArgument(call, callee, index, path);
    }
  }

  /** Put into an object or container. */
  protected filled(container: TSESTree.Node, path: readonly string[]): void {
    const variable = container.type === 'Identifier' ? variableOf(this.sourceCode, container) : null;
    if (variable && !isTopLevel(variable) && isLocalObject(this.sourceCode, variable))
      this.variable(variable, path, container);
    else this.kept(container, 'container', path);
  }

  protected functionArgument(
    call: TSESTree.CallExpression | TSESTree.NewExpression,
    callee: TSESTree.Node,
    index: number,
    path: readonly string[],
  ): void {
    if (this.#lent(call, callee)) return;
    const fn = call.type === 'CallExpression' ? functionOf(this.sourceCode, callee) : null;
    const parameter = fn?.params[index];
    if (!fn || !parameter || call.arguments.slice(0, index).some((argument) => argument.type === 'SpreadElement')) {
      this.sinks.push({
        kind: 'escaped',
        node: call,
        inOptions: call.type === 'CallExpression' && isLendingOption(path[0]),
      });
      return;
    }
    const before = this.sinks.length;
    this.bind(parameter, path, parameter);
    const own = this.sinks.splice(before);
    this.sinks.push(...own.filter((sink) => sink.kind !== 'returned' || sink.fn !== fn));
    for (const sink of own) if (sink.kind === 'returned' && sink.fn === fn) this.value(call, sink.path);
  }

  /** Lent to code that keeps nothing, or held by an instance of a package's class that is followed itself. */
  #lent(call: TSESTree.CallExpression | TSESTree.NewExpression, callee: TSESTree.Node): boolean {
    if (onlyBorrows(this.sourceCode, callee, this.construction.specifier ?? '')) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else if (call.type !== 'NewExpression' || !isPackageClass(this.sourceCode, callee)) {
      return false;
    }
    if (call.type === 'NewExpression') this.value(call, [OWNED]);
    return true;
  }

  /** Something that outlives the call has it now; `path` leads from what is kept to the client. */
  protected kept(node: TSESTree.Node, by: Keeper, path: readonly string[]): void {
    this.sinks.push({ kind: 'kept', node, by, path });
  }

  protected enter(key: TSESTree.Node | Variable, path: readonly string[]): boolean {
    const paths = this.#seen.get(key) ?? new Set();
    this.#seen.set(key, paths);
    const name = path.join('.');
    if (paths.has(name) || path.length > 8) return false;
    paths.add(name);
    return true;
  }
}

/** `return client.db()`: what a client's method made may need the client later. */
function isHandedOn(call: TSESTree.CallExpression): boolean {
  const { parent } = call;
  return (
    (parent.type === 'ReturnStatement' ||
      (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')) &&
    parent.parent.type !== 'AwaitExpression'
  );
}

/** The function (or program) whose call creates a variable. */
function homeOf(variable: Variable): TSESTree.Node | null {
  const { block } = variable.scope.variableScope;
  return isFunction(block) ? block : null;
}

function isParameter(variable: Variable): boolean {
  return variable.defs.some((definition) => definition.type === 'Parameter');
}

/** Whether everything assigned to a variable is an object or container made on the spot. */
function isLocalObject(sourceCode: SourceCode, variable: Variable): boolean {
  const values = variable.references.flatMap((reference) =>
    reference.isWrite() && reference.writeExpr ? [unwrap(reference.writeExpr)] : [],
  );
  return (
    values.length > 0 &&
    values.every((value) => isFreshObject(sourceCode, value) || isCompleted(sourceCode, variable, value)) &&
    values.some((value) => isFreshObject(sourceCode, value))
  );
}

/** `options = complete(options)`: still the options of this call. */
function isCompleted(sourceCode: SourceCode, variable: Variable, value: TSESTree.Node): boolean {
  const call = value.type === 'AwaitExpression' ? unwrap(value.argument) : value;
  return (
    call.type === 'CallExpression' &&
    call.arguments.some((argument) => argument.type === 'Identifier' && variableOf(sourceCode, argument) === variable)
  );
}

function isFreshObject(sourceCode: SourceCode, value: TSESTree.Node): boolean {
  switch (value.type) {
    case 'ObjectExpression':
    case 'ArrayExpression':
      return true;
    case 'ConditionalExpression':
      return isFreshObject(sourceCode, unwrap(value.consequent)) && isFreshObject(sourceCode, unwrap(value.alternate));
    case 'NewExpression':
      return value.callee.type === 'Identifier' && containerConstructors.includes(value.callee.name);
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      if (callee.type === 'Identifier') return callee.name === 'structuredClone';
      return (
        callee.type === 'MemberExpression' &&
        callee.object.type === 'Identifier' &&
        callee.object.name === 'Object' &&
        propertyName(callee) === 'assign' &&
        value.arguments[0]?.type === 'ObjectExpression'
      );
    }
    default:
      return false;
  }
}
