import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  callAround,
  enclosingFunction,
  isFunction,
  isTransparent,
  isWithin,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { bindingsOf, readsOf, variableOf, type Variable } from '../../../ast/variables.js';
import type { AcquireFact } from '../../../catalog/types.js';
import { CONTINUATION_METHODS, functionsBetween, lifeOf } from '../../values/closures.js';
import { functionOf, variableOfFunction } from '../../names/functions.js';
import type { Use } from '../../names/uses.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * What an evaluation does with a resource. `release`: gives it back; `escape`: other code is responsible from here on;
 * `loan`: other
 * code uses it, and is responsible only where this function does not release it afterwards; `chain`: a promise chain
 * whose handlers
 * release it; `call`: a function of this file that does one of these.
 */
export type Effect =
  | { readonly kind: 'release' | 'escape' | 'loan' | 'chain' }
  | {
      readonly kind: 'call';
      readonly fn: FunctionNode;
      readonly parameter: TSESTree.Node | null;
      readonly path: readonly string[];
    };

/** What the code of one function does with a resource that it holds. */
export interface ResourceEffects {
  readonly at: ReadonlyMap<TSESTree.Node, Effect>;
  /** Expressions that denote the resource itself: for conditions. */
  readonly values: ReadonlySet<TSESTree.Node>;
  readonly variables: ReadonlySet<Variable>;
  /** All places that use it, or what is derived from it, also in nested functions. */
  readonly touches: ReadonlySet<TSESTree.Node>;
  /** Calls that release it, in this function or nested ones. */
  readonly releases: ReadonlySet<TSESTree.CallExpression>;
  /** Calls of methods that look like a release. */
  readonly wrong: ReadonlySet<TSESTree.CallExpression>;
  /** Callbacks of calls on the resource that release it later. */
  readonly takeovers: ReadonlySet<FunctionNode>;
  /** Statements or arrows that hand the resource itself to the caller. */
  readonly returns: ReadonlySet<TSESTree.Node>;
  /** Conditions about members that are true when it is released. */
  readonly finished: ReadonlySet<TSESTree.Node>;
}

const LISTENING = new Set(['on', 'once', 'addListener']);
/** Functions that look at their argument only. */
const LOOKING = /^(?:console\.\w+|Boolean|String|util\.inspect|inspect|typeof|expect|assert(?:\.\w+)?|logger?\.\w+)$/;
/** Expressions that hold a value together with others. */
const CONTAINERS = new Set([
  'Property',
  'ObjectExpression',
  'ArrayExpression',
  'SpreadElement',
  'ConditionalExpression',
  'LogicalExpression',
]);

/** The kinds of use, apart from where they are. */
interface Finding {
  readonly node: TSESTree.Node;
  readonly effect: Effect;
}

/** A resource, where it is held, and all that is done with it there and beyond. */
export interface HeldUses {
  readonly fact: AcquireFact;
  readonly home: TSESTree.Node;
  readonly uses: readonly Use[];
  /** Calls of the owner's releasing methods without an argument. */
  readonly ownerReleases: readonly TSESTree.CallExpression[];
}

/** Collects what a function does with a resource; `uses` may reach beyond it. */
export function resourceEffects(
  sourceCode: SourceCode,
  { fact, home, uses, ownerReleases }: HeldUses,
): ResourceEffects {
  const collector = new EffectCollector(sourceCode, fact, home);
  collector.collect(uses, ownerReleases);
  return collector;
}

class EffectCollector implements ResourceEffects {
  readonly at = new Map<TSESTree.Node, Effect>();
  readonly values = new Set<TSESTree.Node>();
  readonly variables = new Set<Variable>();
  readonly touches = new Set<TSESTree.Node>();
  readonly releases = new Set<TSESTree.CallExpression>();
  readonly wrong = new Set<TSESTree.CallExpression>();
  readonly takeovers = new Set<FunctionNode>();
  readonly returns = new Set<TSESTree.Node>();
  readonly finished = new Set<TSESTree.Node>();
  readonly #nested = new Map<FunctionNode, Finding[]>();

  constructor(
    readonly sourceCode: SourceCode,
    readonly fact: AcquireFact,
    readonly home: TSESTree.Node,
  ) {}

  collect(uses: Iterable<Use>, ownerReleases: readonly TSESTree.CallExpression[]): void {
    for (const call of ownerReleases) if (isWithin(call, this.home)) this.#release(call);
    for (const use of uses) if (use.node !== this.home && isWithin(use.node, this.home)) this.#use(use);
    for (const touch of [...this.touches]) {
      for (const fn of functionsBetween(touch, this.home)) for (const read of this.#readsOf(fn)) this.touches.add(read);
    }
    // Named functions first: their calls may stand in the other ones.
    const nested = [...this.#nested.keys()].sort(
      (left, right) => Number(this.#isNamed(right)) - Number(this.#isNamed(left)),
    );
    for (const fn of nested) this.#close(fn, this.#nested.get(fn) ?? []);
  }

  #isNamed(fn: FunctionNode): boolean {
    return variableOfFunction(this.sourceCode, fn) !== null;
  }

  #readsOf(fn: FunctionNode): readonly TSESTree.Node[] {
    const variable = variableOfFunction(this.sourceCode, fn);
    return variable
      ? readsOf(variable)
          .map(({ identifier }) => identifier)
          .filter((identifier) => !isWithin(identifier, fn))
      : [];
  }

  #use({ node, path }: Use): void {
    this.touches.add(node);
    const name = path.join('.');
    const call = callAround(node);
    if (path.length === 0) this.#value(node);
    if (this.fact.finished?.includes(name)) this.finished.add(call ?? node);
    if (this.fact.release.some(({ method, on }) => on === 'resource' && method === name)) {
      if (call) this.#release(call);
      else if (path.length > 0) this.#releaser(node);
    } else if (call && this.fact.wrong?.includes(name)) {
      this.wrong.add(call);
      this.#release(call);
    } else if (call && this.fact.transfers?.includes(name)) {
      this.#find(call, { kind: 'loan' });
    } else if (call && path.length === 1 && LISTENING.has(name) && stringOf(call.arguments[0]) !== 'error') {
      // What listens to it keeps it.
      this.#find(call, { kind: 'loan' });
    } else if (call) {
      this.#derived(call);
    }
  }

  #release(call: TSESTree.CallExpression): void {
    this.releases.add(call);
    this.#find(call, { kind: 'release' });
  }

  /** `client.release` as a value: a handler of a promise chain, or given away. */
  #releaser(node: TSESTree.Node): void {
    const value = wrapped(node);
    const { parent } = value;
    if (parent?.type === 'MemberExpression' && parent.object === value) {
      const bound = propertyName(parent) === 'bind' ? callAround(parent) : null;
      if (bound) this.#releaser(bound);
      return;
    }
    if (parent?.type !== 'CallExpression' || parent.callee === value) {
      if (parent && CONTAINERS.has(parent.type)) this.#find(node, { kind: 'escape' });
      return;
    }
    if (isContinuation(parent)) this.#find(topOfChain(parent), { kind: 'chain' });
    else this.#find(parent, { kind: 'escape' });
  }

  /**
   * What a call on the resource returns without being awaited works through it: a query builder, a repository, a
   * promise.
   */
  #derived(call: TSESTree.Node): void {
    let value = wrapped(call);
    while (
      value.parent &&
      ((value.parent.type === 'MemberExpression' && value.parent.object === value) ||
        (value.parent.type === 'CallExpression' && value.parent.callee === value))
    )
      value = wrapped(value.parent);
    if (value.parent?.type === 'VariableDeclarator' && value.parent.init === value) this.#touchReads(value.parent.id);
  }

  #touchReads(pattern: TSESTree.Node): void {
    for (const { identifier } of bindingsOf(pattern)) {
      const variable = variableOf(this.sourceCode, identifier);
      for (const read of variable ? readsOf(variable) : []) this.touches.add(read.identifier);
    }
  }

  #value(node: TSESTree.Node): void {
    this.values.add(node);
    const { parent } = node;
    if (!parent || isTransparent(parent)) return;
    switch (parent.type) {
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee === node) this.#derived(parent);
        else this.#argument(parent, parent.arguments.indexOf(node as TSESTree.CallExpressionArgument));
        return;
      case 'VariableDeclarator':
        if (parent.init === node) this.#declared(parent, node);
        return;
      case 'AssignmentExpression':
        if (parent.right === node) this.#assigned(parent);
        return;
      case 'Property':
      case 'ArrayExpression':
      case 'SpreadElement':
        this.#contained(node);
        return;
      case 'ReturnStatement':
        this.returns.add(parent);
        this.#find(node, { kind: 'escape' });
        return;
      case 'ArrowFunctionExpression':
        if (parent.body !== node) return;
        this.returns.add(parent);
        this.#find(node, { kind: 'escape' });
        return;
      case 'ThrowStatement':
        this.#find(node, { kind: 'escape' });
        return;
      case 'YieldExpression':
      case 'PropertyDefinition':
      case 'AssignmentPattern':
      case 'ExportDefaultDeclaration':
        this.#find(parent, { kind: 'escape' });
        return;
      case 'TaggedTemplateExpression':
        this.#derived(parent);
        return;
      default:
    }
  }

  #declared(declarator: TSESTree.VariableDeclarator, node: TSESTree.Node): void {
    for (const { identifier, path, rest } of bindingsOf(declarator.id)) {
      const variable = variableOf(this.sourceCode, identifier);
      if (rest) this.#find(node, { kind: 'escape' });
      if (variable && path.length === 0) this.variables.add(variable);
    }
    if (/using$/.test(declarator.parent.kind)) this.#find(node, { kind: 'release' });
  }

  #assigned(assignment: TSESTree.AssignmentExpression): void {
    const { left } = assignment;
    const variable = left.type === 'Identifier' ? variableOf(this.sourceCode, left) : null;
    if (variable && variable.scope.variableScope.block === this.home) this.variables.add(variable);
    else if (left.type !== 'ObjectPattern' && left.type !== 'ArrayPattern') this.#find(assignment, { kind: 'escape' });
  }

  #argument(call: TSESTree.CallExpression | TSESTree.NewExpression, index: number): void {
    const callee = unwrap(call.callee);
    if (LOOKING.test(this.sourceCode.getText(callee))) return;
    this.#derived(call);
    const method = callee.type === 'MemberExpression' ? propertyName(callee) : null;
    if (
      call.type === 'CallExpression' &&
      this.fact.release.some((release) => release.on === 'owner' && release.method === method)
    ) {
      this.#release(call);
      return;
    }
    if (method !== null && this.fact.lends?.includes(method)) return;
    const fn = call.type === 'CallExpression' ? functionOf(this.sourceCode, callee) : null;
    const parameter = fn?.params[index];
    if (fn && parameter) this.#find(call, { kind: 'call', fn, parameter, path: [] });
    else if (this.fact.resource !== 'owner') this.#find(call, { kind: 'loan' });
  }

  /** `{ transaction }` in an argument is lent, in a result it leaves, and in a variable it goes where that goes. */
  #contained(node: TSESTree.Node): void {
    let value = node;
    let lent = false;
    while (value.parent && CONTAINERS.has(value.parent.type)) {
      value = value.parent;
      if (value.type === 'Property') lent ||= this.fact.lends?.includes(propertyName(value) ?? '') === true;
    }
    const { parent } = value;
    if ((parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee !== value) {
      if (!lent) this.#find(parent, { kind: 'loan' });
    } else if (parent?.type === 'VariableDeclarator') {
      this.#touchReads(parent.id);
      if (!lent) this.#find(value, { kind: 'loan' });
    } else if (parent?.type !== 'ExpressionStatement') {
      this.#find(value, { kind: 'escape' });
    }
  }

  /** Notes an effect in this function, or for the outermost nested function that has it. */
  #find(node: TSESTree.Node, effect: Effect): void {
    const outermost = functionsBetween(node, this.home).at(-1);
    if (outermost) {
      const findings = this.#nested.get(outermost) ?? [];
      this.#nested.set(outermost, findings);
      findings.push({ node, effect });
    } else if (this.at.get(node)?.kind !== 'escape') {
      this.at.set(node, effect);
    }
  }

  /** What the uses in a nested function mean for this one. */
  #close(fn: FunctionNode, findings: readonly Finding[]): void {
    const value = wrapped(fn);
    const { parent } = value;
    if (this.#isNamed(fn)) {
      this.#closeNamed(fn);
    } else if (parent?.type === 'CallExpression' && parent.callee === value) {
      this.#find(parent, { kind: 'call', fn, parameter: null, path: [] });
    } else if (parent?.type === 'CallExpression' && isContinuation(parent)) {
      this.#find(topOfChain(parent), { kind: 'chain' });
    } else if (findings.every(({ effect }) => effect.kind === 'loan') && lifeOf(this.sourceCode, fn) === 'within') {
      this.#find(fn, { kind: 'loan' });
    } else if (
      parent?.type === 'CallExpression' &&
      findings.some(({ effect }) => effect.kind !== 'loan') &&
      this.#isOnResource(parent.callee)
    ) {
      this.takeovers.add(fn);
      this.#find(parent, { kind: 'escape' });
    } else {
      this.#find(fn, { kind: 'escape' });
    }
  }

  #isOnResource(callee: TSESTree.Node): boolean {
    return [...this.touches].some((node) => isWithin(node, callee));
  }

  #closeNamed(fn: FunctionNode): void {
    for (const identifier of this.#readsOf(fn)) {
      const call = callAround(identifier);
      const { parent } = identifier;
      if (call) this.#find(call, { kind: 'call', fn, parameter: null, path: [] });
      else if (parent?.type === 'CallExpression' && isContinuation(parent))
        this.#find(topOfChain(parent), { kind: 'chain' });
      else this.#find(identifier, { kind: 'escape' });
    }
  }
}

/** Whether a call is `promise.then()`, `.catch()` or `.finally()`. */
export function isContinuation(call: TSESTree.CallExpression): boolean {
  return call.callee.type === 'MemberExpression' && CONTINUATION_METHODS.has(propertyName(call.callee) ?? '');
}

/** The outermost call of a chain of `.then()`, `.catch()` and `.finally()`. */
function topOfChain(call: TSESTree.CallExpression): TSESTree.CallExpression {
  let top = call;
  for (;;) {
    const member = wrapped(top).parent;
    const next = member?.type === 'MemberExpression' ? callAround(member) : null;
    if (!next || !isContinuation(next)) return top;
    top = next;
  }
}

/** The error of a callback `(error, resource) => ...`, with which there is no resource. */
export function errorOf(sourceCode: SourceCode, received: TSESTree.Node): Variable | null {
  const fn = enclosingFunction(received);
  const error = fn && isFunction(fn) && fn.params[1] === received ? fn.params[0] : null;
  return error?.type === 'Identifier' ? variableOf(sourceCode, error) : null;
}
