import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { callAround, isFunction, isTransparent, isWithin, propertyName, stringOf, unwrap } from '../../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf, variableOf, type Variable } from '../../../ast/variables.js';
import { functionsBetween } from '../../values/closures.js';
import { functionOf } from '../../names/functions.js';
import type { Acquisition } from './acquisitions.js';
import { option, type TrackedBody } from './facts.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * `release`: the body is read or given up; `escape`: other code is responsible from here on; `none`: a use that decides
 * nothing.
 */
export type Effect = 'release' | 'escape';

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
  /** Calls on the body that neither read nor release it, but need it: a release has to stand behind them. */
  readonly needs: ReadonlySet<TSESTree.Node>;
  /** Calls of functions of this file that take the response. */
  readonly passed: ReadonlyMap<
    TSESTree.Node,
    { readonly fn: TSESTree.Node; readonly parameter: TSESTree.Node; readonly path: readonly string[] }
  >;
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
const READING_EVENTS = new Set(['data', 'readable']);
/** Functions that look at their argument only. */
const LOOKING = /^(?:console\.\w+|Boolean|String|util\.inspect|inspect|typeof|expect|assert(?:\.\w+)?|logger?\.\w+)$/;

/** Collects the effects of one acquisition in the function that holds it. */
export function effectsOf(sourceCode: SourceCode, acquisition: Acquisition): Effects {
  const collector = new EffectCollector(sourceCode, acquisition.body, acquisition.home);
  const { node, binding } = acquisition.received;
  if (binding) collector.bind(node, []);
  else collector.value(node, []);
  collector.abortion(acquisition);
  collector.failure(acquisition);
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
  readonly needs = new Set<TSESTree.Node>();
  readonly passed = new Map<TSESTree.Node, { fn: TSESTree.Node; parameter: TSESTree.Node; path: readonly string[] }>();
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

  value(node: TSESTree.Node, path: readonly string[]): void {
    const key = `${String(node.range[0])}:${String(node.range[1])}:${node.type}:${path.join('.')}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#isResponse(path)) this.responses.add(node);
    if (this.#isBody(path)) this.bodies.add(node);
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent) || parent.type === 'AwaitExpression') {
      this.value(parent, path);
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
        if (parent.test !== node) this.value(parent, path);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.value(parent, path);
        return;
      case 'ForOfStatement':
        if (parent.right === node && this.#isBody(path)) this.#effect(node, 'release');
        return;
      case 'ReturnStatement':
      case 'YieldExpression':
      case 'ThrowStatement':
      case 'Property':
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'PropertyDefinition':
      case 'ArrowFunctionExpression':
      case 'AssignmentPattern':
      case 'ExportDefaultDeclaration':
      case 'TaggedTemplateExpression':
        // The arrow's own expression body leaves it; other positions keep the value.
        this.#effect(
          parent.type === 'ArrowFunctionExpression'
            ? node
            : parent.type === 'Property' || parent.type === 'SpreadElement'
              ? node
              : parent.type === 'ReturnStatement' || parent.type === 'ThrowStatement'
                ? node
                : parent,
          'escape',
        );
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
    else if (this.body.fact.reads.includes(name)) this.#effect(call ?? member, call ? 'release' : 'escape');
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
      this.#effect(call, 'release');
    } else if (name === 'getReader') {
      this.readers.push(call);
      this.#effect(call, 'release');
    } else if (name === 'pipeThrough') {
      this.value(call, path);
    } else if (LISTENING.has(name)) {
      const event = stringOf(call.arguments[0]);
      if (event === null || READING_EVENTS.has(event)) this.#effect(call, 'release');
      this.value(call, path);
    } else if (CHAINING.has(name)) {
      this.value(call, path);
    } else if (name === 'cancel' || name === 'pipeTo' || fact.reads.includes(name) || fact.releases.includes(name)) {
      this.#effect(call, 'release');
    } else if (fact.traps?.includes(name)) {
      this.needs.add(call);
    } else {
      this.#effect(call, 'escape');
    }
  }

  #argument(call: TSESTree.CallExpression | TSESTree.NewExpression, index: number, path: readonly string[]): void {
    const callee = unwrap(call.callee);
    if (LOOKING.test(this.sourceCode.getText(callee))) return;
    if (!this.#isPrefix(path) && !this.#isStream(path)) return;
    const fn = call.type === 'CallExpression' && !this.#nested ? functionOf(this.sourceCode, callee) : null;
    const parameter = fn?.params[index];
    const isWrapping = callee.type === 'MemberExpression' && propertyName(callee) === 'fromWeb';
    if (isWrapping) this.value(call, path);
    else if (fn && parameter) this.passed.set(call, { fn, parameter, path });
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

  /** `controller.abort()` and `request.destroy()` release the body of the request they belong to. */
  abortion({ request, at }: Acquisition): void {
    const signal = option(this.sourceCode, request, 'signal');
    if (signal?.type === 'MemberExpression' && signal.object.type === 'Identifier')
      this.#endsWith(signal.object, ['abort']);
    if (signal?.type === 'Identifier') {
      const definition = variableOf(this.sourceCode, signal)?.defs[0]?.node;
      const source =
        definition?.type === 'VariableDeclarator' && definition.id.type === 'ObjectPattern' ? definition.init : null;
      if (source?.type === 'Identifier') this.#endsWith(source, ['abort']);
    }
    if (at !== null) return;
    const { parent } = request.node;
    const target =
      parent.type === 'VariableDeclarator' ? parent.id : parent.type === 'AssignmentExpression' ? parent.left : null;
    if (target?.type !== 'Identifier') return;
    this.#endsWith(target, ['destroy', 'abort', 'close']);
    const variable = variableOf(this.sourceCode, target);
    for (const { identifier } of variable ? readsOf(variable) : []) this.bodies.add(identifier);
  }

  /** `(error, response) => ...`: with an error there is no response. */
  failure({ home, received }: Acquisition): void {
    const error = isFunction(home) && received.binding && home.params[1] === received.node ? home.params[0] : null;
    const variable = error?.type === 'Identifier' ? variableOf(this.sourceCode, error) : null;
    if (variable) this.errors.add(variable);
  }

  #endsWith(identifier: TSESTree.Identifier, methods: readonly string[]): void {
    const variable = variableOf(this.sourceCode, identifier);
    for (const { identifier: use } of variable ? readsOf(variable) : []) {
      const { parent } = use;
      const call =
        parent.type === 'MemberExpression' && parent.object === use && methods.includes(propertyName(parent) ?? '')
          ? callAround(parent)
          : null;
      const [outermost] = functionsBetween(use, this.home).slice(-1);
      if (call && isWithin(use, this.home)) this.at.set(outermost ?? call, 'release');
    }
  }

  #effect(node: TSESTree.Node, effect: Effect): void {
    // What a nested function does, it does later or never: it counts as handing the response over.
    // A function declaration is no moment of the run: it may be called anywhere.
    if (this.#nested) this.at.set(this.#nested.type === 'FunctionDeclaration' ? this.home : this.#nested, 'escape');
    else if (this.at.get(node) !== 'escape') this.at.set(node, effect);
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

function isStatus(name: string | null | undefined): boolean {
  return name === 'status' || name === 'statusCode';
}
