import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, isWithin, propertyName, unwrap, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { anySession } from '../../../catalog/session-state.js';
import type { SessionFacts } from '../../../catalog/acquire-types.js';
import type { AcquireFact } from '../../../catalog/types.js';
import { watchingFunctions, transactionEnds } from '../../../catalog/conventions/sessions.js';
import { namePattern } from '../../names/conventions.js';
import { functionsBetween } from '../../values/closures.js';
import { functionOf } from '../../names/functions.js';
import type { Use } from '../../names/uses.js';
import { inOrder, LENT, NOTHING, oneOf, PREPARED, TRANSACTION, UNKNOWN, type Change } from './bits.js';
import { changesOf, hasKnownStart, textsOf } from './sql.js';

const ENDS_TRANSACTION = namePattern(transactionEnds);
const LOOKS_ONLY = namePattern(watchingFunctions);

/** What an evaluation means for the session of an acquired connection. */
export interface SessionEvent {
  /** The call or tagged template. */
  readonly node: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression | TSESTree.NewExpression;
  /**
   * `release`: it goes back as it is; `discard`: nobody gets it again; `change`: a statement or a method; `lent`:
   * other code works with it; `call`: a function of this file does.
   */
  readonly kind: 'release' | 'discard' | 'change' | 'lent' | 'call';
  /** What may be open afterwards. */
  readonly possible: Change;
  /** What is certainly open afterwards. */
  readonly sure: Change;
  /** Of a `call`: the function, and the parameter that is the connection. */
  readonly fn: FunctionNode | null;
  readonly parameter: TSESTree.Node | null;
}

/** The events of one function, and those of functions in it. */
export interface SessionEvents {
  readonly own: readonly SessionEvent[];
  readonly nested: readonly SessionEvent[];
}

/** The facts about the sessions of what is acquired. */
export function sessionOf(fact: AcquireFact): SessionFacts {
  return fact.session ?? anySession;
}

/** Reads the uses of a connection in a function. */
export function sessionEvents(
  file: FileView,
  { fact, home, uses }: { readonly fact: AcquireFact; readonly home: TSESTree.Node; readonly uses: readonly Use[] },
): SessionEvents {
  const own: SessionEvent[] = [];
  const nested: SessionEvent[] = [];
  for (const use of uses) {
    if (use.node === home || !isWithin(use.node, home)) continue;
    const event = eventOf(file, fact, use);
    if (event) (functionsBetween(event.node, home).length > 0 ? nested : own).push(event);
  }
  return { own, nested };
}

function eventOf(file: FileView, fact: AcquireFact, { node, path }: Use): SessionEvent | null {
  const session = sessionOf(fact);
  const name = path.join('.');
  const value = wrapped(node);
  const { parent } = value;
  const call = callAround(node);
  if (parent?.type === 'TaggedTemplateExpression' && parent.tag === value)
    return session.statements.includes(name) ? statementEvent(file, parent, parent) : null;
  if (call && path.length > 0) {
    const released = releaseEvent(fact, call, name);
    if (released) return released;
    if (session.statements.includes(name)) return statementEvent(file, call, call.arguments[0]);
    const change = session.methods?.[name];
    return change ? event(call, 'change', inOrder([change])) : null;
  }
  if (call && name === '' && fact.release.some(({ method, on }) => method === '' && on === 'resource'))
    return event(call, 'release', NOTHING);
  return call ? null : argumentEvent(file, fact, node, path);
}

function releaseEvent(fact: AcquireFact, call: TSESTree.CallExpression, name: string): SessionEvent | null {
  if (!fact.release.some(({ method, on, outcome }) => on === 'resource' && method === name && !outcome)) return null;
  const { discard } = sessionOf(fact);
  const [argument] = call.arguments;
  const discards =
    discard?.method === name &&
    discard.on === 'resource' &&
    (discard.argument === undefined || (argument !== undefined && !isEmpty(argument)));
  return event(call, discards ? 'discard' : 'release', NOTHING);
}

/** `release(null)`, `release(false)`, `close({ drop: false })`. */
function isEmpty(argument: TSESTree.Node): boolean {
  if (argument.type === 'ObjectExpression')
    return argument.properties.every((each) => each.type === 'Property' && isEmpty(each.value));
  return (
    (argument.type === 'Literal' && !argument.value) ||
    (argument.type === 'Identifier' && argument.name === 'undefined')
  );
}

function event(
  node: SessionEvent['node'],
  kind: SessionEvent['kind'],
  possible: Change,
  sure: Change = possible,
): SessionEvent {
  return { node, kind, possible, sure, fn: null, parameter: null };
}

/** `client.query('BEGIN')`; a text that is not constant may leave anything. */
function statementEvent(
  file: FileView,
  node: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression,
  text: TSESTree.Node | undefined,
): SessionEvent | null {
  const { texts, constant } = textsOf(file, text);
  const changes = texts.map((each) => inOrder(changesOf(each)));
  const known = texts.every((each) => hasKnownStart(each));
  const possible = named(file, text, oneOf(changes, false));
  const sure = oneOf(changes, true);
  // What stands in a template of the connection's own tag is sent as parameters.
  if (
    constant ||
    (known && node.type === 'TaggedTemplateExpression') ||
    (known && changes.every(({ begins, ends }) => (begins | ends) !== 0))
  )
    return event(node, 'change', possible, sure);
  return event(
    node,
    'change',
    { ...possible, begins: possible.begins | UNKNOWN, transient: UNKNOWN },
    known ? sure : { ...sure, ends: sure.ends | TRANSACTION },
  );
}

/** A query with a `name` is prepared under it, by drivers that know which connection has it. */
function named(file: FileView, text: TSESTree.Node | undefined, change: Change): Change {
  const config = text && file.resolveConstant(text);
  const prepares =
    config?.type === 'ObjectExpression' &&
    config.properties.some((each) => each.type === 'Property' && propertyName(each) === 'name');
  return prepares ? { ...change, transient: change.transient | PREPARED } : change;
}

/** The connection, or a member that works with it, as an argument of a call. */
function argumentEvent(
  file: FileView,
  fact: AcquireFact,
  node: TSESTree.Node,
  path: readonly string[],
): SessionEvent | null {
  let value = wrapped(node);
  let contained = false;
  while (value.parent && CONTAINERS.has(value.parent.type)) {
    value = wrapped(value.parent);
    contained = true;
  }
  const { parent } = value;
  if ((parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') || parent.callee === value) return null;
  const callee = unwrap(parent.callee);
  if (LOOKS_ONLY.test(file.getText(callee))) return null;
  const method = callee.type === 'MemberExpression' ? propertyName(callee) : null;
  const owner = fact.release.some((release) => release.on === 'owner' && release.method === method);
  const { discard, guarded } = sessionOf(fact);
  if (owner && parent.type === 'CallExpression' && path.length === 0) {
    const discards = discard?.on === 'owner' && discard.method === method;
    return event(parent, discards ? 'discard' : 'release', NOTHING);
  }
  if (guarded === true || (path.length > 0 && fact.release.some(({ method: each }) => each === path.join('.'))))
    return null;
  const fn = contained || path.length > 0 ? null : functionOf(file, callee);
  const parameter = fn?.params[parent.arguments.indexOf(value as TSESTree.CallExpressionArgument)];
  if (fn && parameter && parent.type === 'CallExpression') return { ...event(parent, 'call', NOTHING), fn, parameter };
  const ends = ENDS_TRANSACTION.test(file.getText(callee)) || isCleaningUp(parent) ? TRANSACTION : 0;
  return event(parent, 'lent', { ...NOTHING, begins: LENT, transient: LENT }, { ...NOTHING, ends });
}

const CONTAINERS: ReadonlySet<string> = new Set(['Property', 'ObjectExpression', 'ArrayExpression', 'SpreadElement']);

/** Whether code runs to put things right: in a `catch` or a `finally`. */
export function isCleaningUp(node: TSESTree.Node): boolean {
  let inner = node;
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.type === 'CatchClause' || (outer.type === 'TryStatement' && outer.finalizer === inner)) return true;
    inner = outer;
  }
  return false;
}
