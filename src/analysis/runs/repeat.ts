import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  isLoop,
  propertyName,
  stringOf,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { restartingTimers } from '../../catalog/conventions/callbacks.js';
import { configurationParameters, setUpRoutes } from '../../catalog/conventions/per-call.js';
import { requestHooks } from '../../catalog/conventions/request-options.js';
import { applicationParameters, providerFactories, setUpNames } from '../../catalog/conventions/set-up.js';
import { namePattern, wholeName } from '../names/conventions.js';
import { describeFunction, isExported, nameOfFunction, referencesTo } from '../names/functions.js';
import { callbackContext, isHandler, type CallbackContext } from '../values/callbacks.js';
import type { FrameworkAnalysis } from './frameworks/frameworks.js';
import { repeats, triesAgain } from './loops.js';
import { callersOfMember } from './object-members.js';

/** Why a place in the code runs more than once in the life of the process. */
export interface Repetition {
  /** Completes "this code runs ...": "in a loop", "on every call to load()". */
  readonly why: string;
  readonly loop: boolean;
  /** Whether a framework, a timer, a loop or a listener runs it; otherwise only callers that nobody knows. */
  readonly proven: boolean;
  /** Whether it runs with every request, message or job of a queue, rather than with every run of a timer. */
  readonly hot: boolean;
}

/** Begins the reason of functions whose callers are unknown. */
const UNPROVEN = 'on every call to';
/** Begins the reason of functions that answer somebody. */
const HOT = /^for every (?:request|query|message|call|job)\b/;
const SET_UP = namePattern(setUpNames);
const APPLICATION_PARAMETER = namePattern(applicationParameters);
const CONFIGURATION = namePattern(configurationParameters);
const SET_UP_ROUTE = namePattern(setUpRoutes);
const PROVIDER_FACTORY = namePattern(providerFactories);

/** Judges whether code runs more than once; `null` where it does not or where that is unknown. */
export class RepeatAnalysis {
  readonly #file: FileView;
  readonly #frameworks: FrameworkAnalysis;
  readonly #contexts = new Map<FunctionNode, CallbackContext>();
  /** Functions whose callers are being judged, to notice those that start themselves again. */
  readonly #active = new Set<FunctionNode>();

  constructor(
    file: FileView,
    frameworks: FrameworkAnalysis,
    /** Whether other files only call an exported function where their code runs once. */
    readonly isSetUpElsewhere: (fn: FunctionNode) => boolean = () => false,
  ) {
    this.#file = file;
    this.#frameworks = frameworks;
  }

  /** Why the code at a node repeats. */
  of(node: TSESTree.Node): Repetition | null {
    let child = node;
    for (let current = node.parent; current; child = current, current = current.parent) {
      if (isLoop(current) && repeats(current, child) && !triesAgain(this.#file, current, child))
        return { why: `in the loop of line ${String(current.loc.start.line)}`, loop: true, proven: true, hot: false };
      if (current.type === 'PropertyDefinition' || current.type === 'StaticBlock') return null;
      if (isFunction(current)) return this.#ofFunction(current);
    }
    return null;
  }

  /** Whether it is certain that the code at a node runs once: at top level, or in set-up code. */
  isOnce(node: TSESTree.Node): boolean {
    let child = node;
    for (let current = node.parent; current; child = current, current = current.parent) {
      if (isLoop(current) && repeats(current, child)) return false;
      if (current.type === 'PropertyDefinition' || current.type === 'StaticBlock') return false;
      if (!isFunction(current)) continue;
      const { kind } = this.#contextOf(current);
      if (kind !== 'same') return kind === 'once';
    }
    return true;
  }

  /**
   * Why code in a function that is called like set-up repeats after all: a parameter that is no configuration decides
   * what it constructs, as in `init(tenant)`. `null` where its name is not what makes it run once.
   */
  byArguments(node: TSESTree.Node): Repetition | null {
    const fn = enclosingFunction(node);
    if (!fn || this.#frameworks.ofFunction(fn)) return null;
    const name = nameOfFunction(this.#file, fn) ?? '';
    const isPublic = fn.parent.type === 'MethodDefinition' || isExported(this.#file, fn);
    if (!isPublic || !SET_UP.test(name) || name === 'constructor' || takesApplication(fn)) return null;
    const [first] = fn.params;
    if (first?.type !== 'Identifier' || CONFIGURATION.test(first.name)) return null;
    if (!new RegExp(wholeName(first.name)).test(this.#file.getText(node))) return null;
    return {
      why: `on every call to ${describeFunction(this.#file, fn)}`,
      loop: false,
      proven: false,
      hot: false,
    };
  }

  #ofFunction(fn: FunctionNode): Repetition | null {
    const context = this.#contextOf(fn);
    if (context.kind === 'many') return repetition(context.why);
    if (context.kind === 'once') return null;
    // What the callee does with its function is unknown, but it is called whenever the code around the call runs.
    return this.of(fn);
  }

  #contextOf(fn: FunctionNode): CallbackContext {
    const known = this.#contexts.get(fn);
    if (known) return known;
    // A recursive function repeats only if something else calls it repeatedly.
    this.#contexts.set(fn, { kind: 'once' });
    this.#active.add(fn);
    const context = this.#judge(fn);
    this.#active.delete(fn);
    this.#contexts.set(fn, context);
    return context;
  }

  #judge(fn: FunctionNode): CallbackContext {
    const value = wrapped(fn);
    const { parent } = value;
    if (!parent) return { kind: 'unknown' };
    if (parent.type === 'CallExpression' && isSetUpRoute(parent)) return { kind: 'once' };
    // What the data of a framework say goes before what names suggest.
    const run = parent.type === 'CallExpression' && parent.callee === value ? null : this.#frameworks.ofFunction(fn);
    if (run) return run.runs === 'many' ? { kind: 'many', why: run.why } : { kind: 'once' };
    if (isServerAction(fn))
      return { kind: 'many', why: `for every call to the server action ${describeFunction(this.#file, fn)}` };
    if (isHandler(fn) && isReturned(value)) {
      const described = describeFunction(this.#file, fn) + this.#returnedBy(fn);
      return { kind: 'many', why: `for every request, in ${described}` };
    }
    if (fn.parent.type === 'MethodDefinition') return this.#judgeMethod(fn, fn.parent);
    if (parent.type === 'PropertyDefinition') return this.#judgeMethod(fn, parent);
    if (parent.type === 'CallExpression' && parent.callee === value) return { kind: 'same' };
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return callbackContext(parent, fn);
    const hook = hookOf(value);
    if (hook) return { kind: 'many', why: `for every request, as ${hook} hook` };
    if (isExported(this.#file, fn)) return this.#judgePublic(fn);
    if (parent.type === 'Property') return this.#judgeProperty(fn, parent);
    if (parent.type === 'ArrayExpression') return this.#judgeMember(fn);
    return this.#judgeReferences(fn);
  }

  #judgeMethod(fn: FunctionNode, definition: TSESTree.MethodDefinition | TSESTree.PropertyDefinition): CallbackContext {
    const name = propertyName(definition) ?? '';
    if (definition.type === 'MethodDefinition' && definition.kind === 'constructor') return { kind: 'once' };
    const isPrivate = name.startsWith('#') || definition.accessibility === 'private';
    if (isPrivate) return this.#judgeReferences(fn);
    if (SET_UP.test(name) && !isHandler(fn)) return { kind: 'once' };
    return { kind: 'many', why: `on every call to ${describeFunction(this.#file, fn)}` };
  }

  #judgePublic(fn: FunctionNode): CallbackContext {
    const name = nameOfFunction(this.#file, fn) ?? '';
    if (isHandler(fn) || name === 'handler')
      return { kind: 'many', why: `for every request, in ${describeFunction(this.#file, fn)}` };
    if (SET_UP.test(name) || takesApplication(fn) || this.isSetUpElsewhere(fn)) return { kind: 'once' };
    const described = describeFunction(this.#file, fn);
    const shown = described.startsWith('the ') ? 'function' : described;
    return { kind: 'many', why: `on every call to the exported ${shown}` };
  }

  #judgeProperty(fn: FunctionNode, property: TSESTree.Property): CallbackContext {
    const name = propertyName(property) ?? '';
    if (SET_UP.test(name) || PROVIDER_FACTORY.test(name)) return { kind: 'once' };
    if (isHandler(fn) || (name === 'handler' && isRouteObject(property.parent)))
      return { kind: 'many', why: `for every request, in ${describeFunction(this.#file, fn)}` };
    return this.#judgeMember(fn);
  }

  /** A function in an object or a list that something else holds. */
  #judgeMember(fn: FunctionNode): CallbackContext {
    const callers = callersOfMember(this.#file, fn);
    if (callers.by === 'others') return { kind: 'many', why: `on every call to ${describeFunction(this.#file, fn)}` };
    if (callers.by === 'unknown') return { kind: 'unknown' };
    const [repetition] = callers.calls.flatMap((call) => this.of(call) ?? []);
    return repetition ? { kind: 'many', why: repetition.why } : { kind: 'once' };
  }

  /** An internal function runs as often as the places that call it or hand it on. */
  #judgeReferences(fn: FunctionNode): CallbackContext {
    let once = false;
    for (const reference of referencesTo(this.#file, fn)) {
      const repetition = this.#ofReference(fn, reference);
      if (repetition && repetition !== 'once') return { kind: 'many', why: repetition };
      if (repetition === 'once') once = true;
    }
    return once ? { kind: 'once' } : { kind: 'unknown' };
  }

  #ofReference(fn: FunctionNode, reference: TSESTree.Node): string | null {
    const value = wrapped(reference);
    const { parent } = value;
    if (parent?.type === 'CallExpression' && parent.callee === value) {
      const repetition = this.of(parent);
      if (!repetition) return 'once';
      const called = `, which calls ${describeFunction(this.#file, fn)}`;
      return repetition.why.includes(', which calls ') ? repetition.why : repetition.why + called;
    }
    if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') {
      const context = callbackContext(parent, fn);
      if (context.kind === 'many') return context.why;
      if (isTimer(parent) && this.#isWithinActive(parent))
        return `at every run of ${describeFunction(this.#file, fn)}, which a timer starts again`;
      return context.kind === 'same' ? (this.of(parent)?.why ?? 'once') : null;
    }
    if (parent?.type === 'Property' && parent.value === value && isHandler(fn))
      return `for every request, in ${describeFunction(this.#file, fn)}`;
    return null;
  }

  /** Names the function that returns a handler. */
  #returnedBy(fn: FunctionNode): string {
    const factory = enclosingFunction(fn);
    return factory ? `, which ${describeFunction(this.#file, factory)} returns` : '';
  }

  #isWithinActive(node: TSESTree.Node): boolean {
    for (let current = node.parent; current; current = current.parent)
      if (isFunction(current) && this.#active.has(current)) return true;
    return false;
  }
}

/** What the reason for which a function is called says of how often that is. */
export function repetition(why: string): Repetition {
  return {
    why,
    loop: / element, in /.test(why),
    proven: !why.startsWith(UNPROVEN),
    hot: HOT.test(why),
  };
}

/** `app.post('/setup/database', ...)`: called once in the life of an installation. */
function isSetUpRoute({ arguments: [path] }: TSESTree.CallExpression): boolean {
  const text = stringOf(path);
  return text !== null && text.startsWith('/') && text.split('/').some((part) => SET_UP_ROUTE.test(part));
}

/** `{ hooks: { beforeRequest: [fn] } }`: the name of the hook that a function of an HTTP client's options is. */
function hookOf(value: TSESTree.Node): string | null {
  const list = value.parent;
  if (list?.type !== 'ArrayExpression' || list.parent.type !== 'Property') return null;
  const name = propertyName(list.parent) ?? '';
  return requestHooks.includes(name) ? name : null;
}

/** `async function save() { 'use server'; ... }` inside a component. */
function isServerAction({ body }: FunctionNode): boolean {
  return (
    body.type === 'BlockStatement' &&
    body.body.some((statement) => statement.type === 'ExpressionStatement' && statement.directive === 'use server')
  );
}

/** Whether a function is what the function around it returns, as middleware factories do. */
function isReturned(value: TSESTree.Node): boolean {
  const { parent } = value;
  return parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === value);
}

/** `{ method: 'GET', url: '/users', handler }`, in lists of routes. */
function isRouteObject(object: TSESTree.Node): boolean {
  const names =
    object.type === 'ObjectExpression'
      ? object.properties.flatMap((property) => (property.type === 'Property' ? [propertyName(property)] : []))
      : [];
  return names.includes('method') && (names.includes('url') || names.includes('path') || names.includes('route'));
}

function isTimer(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return restartingTimers.includes(calleeName(call.callee) ?? '');
}

function takesApplication(fn: FunctionNode): boolean {
  const [first] = fn.params;
  return first?.type === 'Identifier' && APPLICATION_PARAMETER.test(first.name);
}
