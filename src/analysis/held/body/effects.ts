import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  callAround,
  calleeName,
  isFunction,
  isTransparent,
  propertyName,
  stringOf,
  unwrap,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { readingFunctions } from '../../../catalog/conventions/looking.js';
import { bindingsOf, isTopLevel, readsOf, variableOf, type Variable } from '../../../ast/variables.js';
import { functionsBetween } from '../../values/closures.js';
import { variableOfFunction } from '../../names/functions.js';
import type { Acquisition } from './acquisitions.js';
import { endingsOf, errorsOf, isLateListener } from './endings.js';
import type { TrackedBody } from './facts.js';
import { calledBy } from './callees.js';
import { onlyLooks } from './looking.js';
import { promiseResolvedBy } from './promises.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * `release`: the body is read or given up; `escape`: other code is responsible from here on; `none`: a use that decides
 * nothing.
 */
export type Effect = 'release' | 'escape';

/** A function of the file that gets a response, or its body, as a parameter. */
export interface PassedOn {
  readonly fn: FunctionNode;
  readonly parameter: TSESTree.Parameter;
  readonly path: readonly string[];
}

/** What the code does with a response, by the node whose evaluation does it. */
export interface Effects {
  readonly at: ReadonlyMap<TSESTree.Node, Effect>;
  /** Expressions that denote the response, and those that denote its body: for conditions. */
  readonly responses: ReadonlySet<TSESTree.Node>;
  readonly bodies: ReadonlySet<TSESTree.Node>;
  /** Variables that hold the response itself, and those that hold its body. */
  readonly variables: ReadonlySet<Variable>;
  readonly bodyVariables: ReadonlySet<Variable>;
  /** Variables that hold the response's status. */
  readonly statuses: ReadonlySet<Variable>;
  /** Variables that are set when there is no response: the error of a callback. */
  readonly errors: ReadonlySet<Variable>;
  /** Names of the members of the response that the code uses. */
  readonly members: ReadonlySet<string>;
  /** `pipe()` calls on the body, and `getReader()` calls. */
  readonly pipes: readonly TSESTree.CallExpression[];
  readonly readers: readonly TSESTree.CallExpression[];
  /** `clone()` calls: each makes a second body, and both have to be read. */
  readonly clones: readonly TSESTree.CallExpression[];
  /** Whether the function reads the body on some way: then it owns it. */
  readonly readsBody: boolean;
  /** Calls on the body that neither read nor release it, but need it: a release has to stand behind them. */
  readonly needs: ReadonlySet<TSESTree.Node>;
  /** Statements and arrows that hand the response itself to the caller. */
  readonly returns: ReadonlySet<TSESTree.Node>;
  /** Promises that are resolved with the response. */
  readonly resolves: ReadonlySet<TSESTree.NewExpression>;
  /** Calls of functions of this file that take the response, with each function that may be called. */
  readonly passed: ReadonlyMap<TSESTree.Node, readonly PassedOn[]>;
}

/** Methods of Node.js streams which return the stream and neither read nor release it. */
const CHAINING = new Set([
  'setEncoding',
  'pause',
  'setMaxListeners',
  'once',
  'on',
  'addListener',
  'off',
  'removeListener',
  'removeAllListeners',
  'setTimeout',
  'unpipe',
]);
const LISTENING = new Set(['on', 'once', 'addListener']);
/** Functions that read a response, or the stream that they get first, to its end or give it up. */
const READERS = new Set(readingFunctions);
const READING_EVENTS = new Set(['data', 'readable']);
/** Collects the effects of one acquisition in the function that holds it. */
export function effectsOf(sourceCode: SourceCode, acquisition: Acquisition): Effects {
  const collector = new EffectCollector(sourceCode, acquisition.body, acquisition.home);
  const { node, binding } = acquisition.received;
  if (binding) collector.bind(node, acquisition.path ?? []);
  else collector.value(node, acquisition.path ?? []);
  const endings = endingsOf(sourceCode, acquisition);
  for (const node of endings.releases) collector.at.set(node, 'release');
  for (const node of endings.bodies) collector.bodies.add(node);
  for (const variable of endings.errors) collector.errors.add(variable);
  return collector;
}

/** Collects the effects on a parameter that receives a response or its body. */
export function effectsOfParameter(
  sourceCode: SourceCode,
  body: TrackedBody,
  fn: TSESTree.Node,
  parameter: TSESTree.Node,
  path: readonly string[],
): Effects {
  const collector = new EffectCollector(sourceCode, body, fn);
  collector.bind(parameter, path);
  for (const variable of errorsOf(sourceCode, fn, parameter)) collector.errors.add(variable);
  return collector;
}

class EffectCollector implements Effects {
  readonly at = new Map<TSESTree.Node, Effect>();
  readonly responses = new Set<TSESTree.Node>();
  readonly bodies = new Set<TSESTree.Node>();
  readonly variables = new Set<Variable>();
  readonly bodyVariables = new Set<Variable>();
  readonly statuses = new Set<Variable>();
  readonly errors = new Set<Variable>();
  readonly members = new Set<string>();
  readonly pipes: TSESTree.CallExpression[] = [];
  readonly readers: TSESTree.CallExpression[] = [];
  readonly clones: TSESTree.CallExpression[] = [];
  readsBody = false;
  readonly needs = new Set<TSESTree.Node>();
  readonly returns = new Set<TSESTree.Node>();
  readonly resolves = new Set<TSESTree.NewExpression>();
  readonly passed = new Map<TSESTree.Node, readonly PassedOn[]>();
  readonly #seen = new Set<string>();
  /** The nested function that is being looked at, whose uses count where it is created. */
  #nested: TSESTree.Node | null = null;

  constructor(
    readonly sourceCode: SourceCode,
    readonly body: TrackedBody,
    readonly home: TSESTree.Node,
  ) {}

  bind(pattern: TSESTree.Node, path: readonly string[]): void {
    if (pattern.type === 'TSParameterProperty') {
      this.#effect(this.home, 'escape');
      return;
    }
    for (const { identifier, path: members, rest } of bindingsOf(pattern)) {
      const full = [...path, ...members];
      const variable = variableOf(this.sourceCode, identifier);
      if (!variable) continue;
      if (path.length === 0 && members.length === 1) this.members.add(members[0] ?? '');
      if (isStatus(members.at(-1))) this.statuses.add(variable);
      if (rest) this.#effect(pattern, 'escape');
      else if (this.#isResponse(full) || this.#isBody(full)) this.#variable(variable, full);
      else if (this.body.onResponse && full.length === 1 && this.body.fact.reads.includes(full[0] ?? ''))
        this.#effect(pattern, 'escape');
    }
  }

  #variable(variable: Variable, path: readonly string[]): void {
    if (isTopLevel(variable) && this.home.type !== 'Program') return;
    if (this.#isResponse(path)) this.variables.add(variable);
    if (this.#isStream(path)) this.bodyVariables.add(variable);
    for (const { identifier } of readsOf(variable)) {
      const [outermost] = functionsBetween(identifier, this.home).slice(-1);
      const before = this.#nested;
      this.#nested = outermost ?? before;
      this.value(identifier, path);
      this.#nested = before;
    }
  }

  /** `source`: what denotes the value inside the expression, where that is only one of several. */
  value(node: TSESTree.Node, path: readonly string[], source: TSESTree.Node = node): void {
    const key = `${String(node.range[0])}:${String(node.range[1])}:${node.type}:${path.join('.')}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#isResponse(path)) this.responses.add(node);
    if (this.#isBody(path)) this.bodies.add(node);
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent) || parent.type === 'AwaitExpression') {
      this.value(parent, path, source === node ? parent : source);
      return;
    }
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object === node) this.#member(parent, path);
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee !== node)
          this.#argument(parent, parent.arguments.indexOf(node as TSESTree.CallExpressionArgument), path);
        return;
      case 'VariableDeclarator':
        if (parent.init !== node) return;
        this.bind(parent.id, path);
        if (this.#isBody(path) && /using$/.test(parent.parent.kind)) this.#effect(node, 'release');
        return;
      case 'AssignmentExpression':
        if (parent.right === node) this.#assigned(parent, path);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.value(parent, path, source);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.value(parent, path, source);
        return;
      case 'ForOfStatement':
        if (parent.right === node && this.#isBody(path)) this.#read(node);
        return;
      case 'ReturnStatement':
        if (path.length === 0 && !this.#nested) this.returns.add(parent);
        this.#effect(source, 'escape');
        return;
      case 'ArrowFunctionExpression':
        if (path.length === 0 && !this.#nested) this.returns.add(parent);
        this.#effect(source, 'escape');
        return;
      case 'ThrowStatement':
      case 'Property':
      case 'SpreadElement':
        this.#effect(source, 'escape');
        return;
      case 'YieldExpression':
      case 'ArrayExpression':
      case 'PropertyDefinition':
      case 'AssignmentPattern':
      case 'ExportDefaultDeclaration':
      case 'TaggedTemplateExpression':
        this.#effect(parent, 'escape');
        return;
      default:
    }
  }

  #member(member: TSESTree.MemberExpression, path: readonly string[]): void {
    const name = propertyName(member);
    const call = callAround(member);
    if (path.length === 0 && name !== null) this.members.add(name);
    if (isStatus(name) && member.parent.type === 'VariableDeclarator' && member.parent.id.type === 'Identifier') {
      const variable = variableOf(this.sourceCode, member.parent.id);
      if (variable) this.statuses.add(variable);
    }
    if (name === null) {
      this.#effect(member, 'escape');
    } else if (this.#isStream(path)) {
      this.#streamMember(member, name, call, path);
    } else if (this.body.onResponse && path.length === 0) {
      this.#responseMember(member, name, call);
    } else if (this.#isPrefix([...path, name])) {
      this.value(member, [...path, name]);
    }
  }

  #responseMember(member: TSESTree.MemberExpression, name: string, call: TSESTree.CallExpression | null): void {
    if (name === 'body') this.value(member, ['body']);
    else if (this.body.fact.reads.includes(name)) this.#read(call ?? member, call ? 'release' : 'escape');
    else if (call && name === 'clone') this.clones.push(call);
    else if (call) this.#effect(call, 'escape');
  }

  #streamMember(
    member: TSESTree.MemberExpression,
    name: string,
    call: TSESTree.CallExpression | null,
    path: readonly string[],
  ): void {
    const { fact } = this.body;
    if (!call) {
      if (fact.reads.includes(name) || fact.releases.includes(name)) this.#effect(member, 'escape');
      else if (name === 'body') this.value(member, path);
      return;
    }
    if (name === 'pipe') {
      this.pipes.push(call);
      this.#read(call);
    } else if (name === 'getReader') {
      this.readers.push(call);
      this.#read(call);
    } else if (name === 'pipeThrough') {
      this.value(call, path);
    } else if (LISTENING.has(name)) {
      const event = stringOf(call.arguments[0]);
      if (event === null || READING_EVENTS.has(event)) this.#read(call);
      this.value(call, path);
    } else if (CHAINING.has(name)) {
      this.value(call, path);
    } else if (name === 'pipeTo' || (fact.reads.includes(name) && !fact.releases.includes(name))) {
      this.#read(call);
    } else if (name === 'cancel' || fact.releases.includes(name)) {
      this.#effect(call, 'release');
    } else if (fact.traps?.includes(name)) {
      this.needs.add(call);
    } else {
      this.#effect(call, 'escape');
    }
  }

  #argument(call: TSESTree.CallExpression | TSESTree.NewExpression, index: number, path: readonly string[]): void {
    const callee = unwrap(call.callee);
    if (onlyLooks(this.sourceCode, callee)) return;
    if (!this.#isPrefix(path) && !this.#isStream(path)) return;
    if (callee.type === 'MemberExpression' && propertyName(callee) === 'fromWeb') {
      this.value(call, path);
      return;
    }
    if (index === 0 && READERS.has(calleeName(callee) ?? '')) {
      this.#read(call);
      return;
    }
    const promise = path.length === 0 && index === 0 ? promiseResolvedBy(this.sourceCode, callee) : null;
    if (promise) this.resolves.add(promise);
    const targets = call.type === 'CallExpression' && !this.#nested ? calledBy(this.sourceCode, callee) : [];
    const passed = targets.flatMap((fn) => {
      const parameter = fn.params[index];
      return parameter && parameter.type !== 'RestElement' ? [{ fn, parameter, path }] : [];
    });
    if (passed.length > 0 && passed.length === targets.length) this.passed.set(call, passed);
    else this.#effect(call, 'escape');
  }

  #assigned(assignment: TSESTree.AssignmentExpression, path: readonly string[]): void {
    const { left } = assignment;
    const variable = left.type === 'Identifier' ? variableOf(this.sourceCode, left) : null;
    const outer = left.type === 'Identifier' && (!variable || !this.#declares(variable));
    if (left.type === 'MemberExpression' || outer) this.#effect(assignment, 'escape');
    else this.bind(left, path);
    this.value(assignment, path);
  }

  /** Whether the function that holds the response also declares a variable. */
  #declares(variable: Variable): boolean {
    const { block } = variable.scope.variableScope;
    return block === this.home || (this.home.type === 'Program' && isTopLevel(variable));
  }

  /** The body is read. */
  #read(node: TSESTree.Node, effect: Effect = 'release'): void {
    if (!this.#nested) this.readsBody = true;
    this.#effect(node, effect);
  }

  #effect(node: TSESTree.Node, effect: Effect): void {
    if (!this.#nested) {
      if (this.at.get(node) !== 'escape') this.at.set(node, effect);
      return;
    }
    // What a nested function does, it does later or never: where it is called, or else handed out, it takes over.
    if (isLateListener(this.#nested)) return;
    for (const moment of momentsOf(this.sourceCode, this.#nested, this.home)) this.at.set(moment, 'escape');
  }

  #isResponse(path: readonly string[]): boolean {
    return path.length === 0;
  }

  #isBody(path: readonly string[]): boolean {
    return this.#isStream(path) || (this.body.onResponse && path.length === 0);
  }

  /** Whether a path leads to the stream that carries the body. */
  #isStream(path: readonly string[]): boolean {
    if (this.body.onResponse) return path.length === 1 && path[0] === 'body';
    return path.length === this.body.path.length && path.every((name, index) => name === this.body.path[index]);
  }

  #isPrefix(path: readonly string[]): boolean {
    if (this.body.onResponse) return path.length === 0 || (path.length === 1 && path[0] === 'body');
    return path.length <= this.body.path.length && path.every((name, index) => name === this.body.path[index]);
  }
}

/** When a nested function runs: at its calls if there are no other uses of it, otherwise from its creation on. */
function momentsOf(sourceCode: SourceCode, fn: TSESTree.Node, home: TSESTree.Node): readonly TSESTree.Node[] {
  const variable = isFunction(fn) ? variableOfFunction(sourceCode, fn) : null;
  const calls = variable ? readsOf(variable).map(({ identifier }) => callAround(identifier)) : [];
  const known = calls.flatMap((call) => (call && functionsBetween(call, home).length === 0 ? [call] : []));
  if (calls.length > 0 && known.length === calls.length) return known;
  // A function declaration is no moment of the run: it may be called anywhere.
  return [fn.type === 'FunctionDeclaration' ? home : fn];
}

function isStatus(name: string | null | undefined): boolean {
  return name === 'status' || name === 'statusCode';
}
