import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, propertyName, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import { fillingMethods, mappingMethods, passingFunctions } from '../../catalog/conventions/pure-calls.js';
import type { AnalysedFile, Construction } from '../names/clients.js';
import { functionOf } from '../names/functions.js';
import { classNamed } from '../names/members.js';
import { isLendingOption } from '../names/lending-options.js';
import { isPackageClass, onlyBorrows } from './borrowers.js';
import { isHeldByInstance } from './holding-classes.js';
import { injectionOf } from './injection.js';
import { ELEMENT, HELD, OWNED } from './client-paths.js';
import { isLocalObject } from './local-objects.js';
import { MemberWalk } from './member-walk.js';
import { summarize, type Ownership, type Sink } from './ownership.js';
import { isSentWith, looksLikeRequestOptions } from './request-options.js';
import type { FollowedConstruction } from './value-flow.js';

const PASSING_FUNCTIONS = new Set(passingFunctions);
const FILLING_METHODS = new Set(fillingMethods);
/** Methods of functions (ECMAScript) whose first argument is what the function is called on. */
const RECEIVING_METHODS = new Set(['bind', 'call', 'apply']);

/**
 * Follows one value, or an object that holds it, through the file and collects what happens to it.
 * `path` leads from the followed value to the client: `[]` is the client itself, `['httpsAgent']` an options object
 * around it.
 */
export class ValueWalk<Followed extends FollowedConstruction = Construction> extends MemberWalk<Followed> {
  /** `target.key = client`: kept by a field or an outer object, or carried by an object of this call. */
  protected override stored(target: TSESTree.MemberExpression, path: readonly string[]): void {
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
    const variable = object.type === 'Identifier' ? this.file.variableOf(object) : null;
    if (!variable || isTopLevel(variable)) {
      this.kept(target, 'container', path);
    } else if (isParameter(variable)) {
      this.#storedInParameter(target, variable, held);
    } else if (isLocalObject(this.file, variable)) {
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

  protected override returned(node: TSESTree.Node, fn: FunctionNode, path: readonly string[]): void {
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
    const variable = holder.type === 'Identifier' ? this.file.variableOf(holder) : null;
    return looksLikeRequestOptions(variable ?? holder, path[0] ?? '');
  }

  protected override argument(
    call: TSESTree.CallExpression | TSESTree.NewExpression,
    index: number,
    path: readonly string[],
  ): void {
    const callee = unwrap(call.callee);
    const owner = this.file.clients.constructions.get(call);
    if (owner) {
      this.owners.push(owner);
      this.givenAway ||= injectionOf(owner, index, path) === null;
      this.value(call, [HELD]);
    } else if (this.file.clients.setters.get(call) === index) {
      this.kept(call, 'global dispatcher', path);
    } else if (this.file.clients.requests.has(call)) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else if (this.file.clients.passedBy(call) === index) {
      this.value(call, path);
    } else if (path.length === 0 && this.#borrows(call, index)) {
      return;
    } else if (callee.type === 'MemberExpression') {
      this.#methodArgument(call, callee, index, path);
    } else {
      this.functionArgument(call, callee, index, path);
    }
  }

  /** Whether a call has done with the client when it ends. */
  #borrows(call: TSESTree.CallExpression | TSESTree.NewExpression, index: number): boolean {
    const fact = this.file.clients.borrowOf(call, index);
    if (fact?.holds === true) this.value(call, [OWNED]);
    else if (fact) this.borrowed(call, fact.closes === true);
    return fact !== undefined;
  }

  /** A function of another file that keeps nothing of the client, and may close it. */
  protected borrowed(call: TSESTree.CallExpression | TSESTree.NewExpression, closes: boolean): void {
    if (closes && call.type === 'CallExpression')
      this.sinks.push({ kind: 'closed', node: call, method: calleeName(call.callee) ?? 'close' });
    else this.sinks.push({ kind: 'borrowed', node: call });
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
    } else if (index === 0 && path.length === 0 && RECEIVING_METHODS.has(name)) {
      // `promisify(client.info).bind(client)`: what is called then is a method of the client.
      this.sinks.push({ kind: 'used', node: call, method: null });
      if (name === 'bind') this.value(call, [HELD]);
    } else {
      this.functionArgument(call, callee, index, path);
    }
  }

  /** Put into an object or container. */
  protected filled(container: TSESTree.Node, path: readonly string[]): void {
    const variable = container.type === 'Identifier' ? this.file.variableOf(container) : null;
    if (variable && !isTopLevel(variable) && isLocalObject(this.file, variable))
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
    if (call.type === 'CallExpression' && isSentWith(this.file, call, index, path)) {
      this.sinks.push({ kind: 'borrowed', node: call });
      return;
    }
    if (path.length === 0 && this.#isHeld(call, callee, index)) {
      this.value(call, [OWNED]);
      return;
    }
    const fn = call.type === 'CallExpression' ? functionOf(this.file, callee) : null;
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

  /** Whether it goes to the constructor of a class of the file whose instances hold it, and nobody else does. */
  #isHeld(call: TSESTree.CallExpression | TSESTree.NewExpression, callee: TSESTree.Node, index: number): boolean {
    const owner =
      call.type === 'NewExpression' && callee.type === 'Identifier' ? classNamed(this.file, callee.name) : null;
    const follow = (start: (walk: ValueWalk<FollowedConstruction>) => void): readonly Sink[] => {
      const walk = new ValueWalk<FollowedConstruction>(this.file, this.construction);
      start(walk);
      return walk.sinks;
    };
    return owner !== null && isHeldByInstance(this.file, owner, index, follow);
  }

  /** Lent to code that keeps nothing, or held by an instance of a package's class that is followed itself. */
  #lent(call: TSESTree.CallExpression | TSESTree.NewExpression, callee: TSESTree.Node): boolean {
    if (onlyBorrows(this.file, callee, vendorOf(this.construction))) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else if (call.type !== 'NewExpression' || !isPackageClass(this.file, callee)) {
      return false;
    }
    if (call.type === 'NewExpression') this.value(call, [OWNED]);
    return true;
  }
}

/** The package that made a client, also where a function of the project was called for it. */
function vendorOf({ construct, library, specifier = '' }: FollowedConstruction): string {
  return construct.constructedIn ? (library?.name ?? '') : specifier;
}

function isParameter(variable: Variable): boolean {
  return variable.defs.some((definition) => definition.type === 'Parameter');
}

/** Where a client goes that its file constructs, summed up. */
export function ownershipOf(file: AnalysedFile, construction: Construction): Ownership {
  const walk = new ValueWalk(file, construction);
  walk.value(construction.node, construction.construct.at ?? []);
  return summarize(walk.sinks);
}
