import type { TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import type { Leak } from '../../analysis/held/engine/holding.js';
import { sessionEvents, sessionOf, type SessionEvent } from '../../analysis/held/session/happenings.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isWithin, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { combine, type Edits, type Refusal } from '../../fix/edits.js';
import { insertAbove, insertFirst } from '../../fix/insert-in-branch.js';
import { errorAt, stateIn, type Step } from './callback-state.js';

/** What happens to a connection in callbacks, as far as all of it is understood. */
interface Steps {
  readonly steps: readonly Step[];
  readonly releases: readonly SessionEvent[];
  /** Calls that take it out of its pool. */
  readonly discards: readonly SessionEvent[];
}

/** What gives a connection back at a place of a callback (`null`: its start). */
type Written = (callback: FunctionNode, at: TSESTree.Node | null) => string | Refusal;

/** Where a connection is to be given back, and how where its session holds nothing. */
interface Place {
  readonly steps: readonly Step[];
  readonly plain: string;
  readonly callback: FunctionNode;
  /** What it is written in front of; `null`: it comes first in the callback. */
  readonly at: TSESTree.Node | null;
}

/** Whether what is acquired arrives in a callback, so that no `try` statement can be put around its use. */
export function arrivesInCallback({ acquired, arrival }: Unreleased): boolean {
  return arrival.received.binding && acquired.node.arguments.at(-1) === arrival.home;
}

/**
 * Gives a connection back in the callbacks of its queries: before what leaves one that releases it on other ways or
 * sends another query, and first thing in one that never does. Where its session may hold something, it is taken out of
 * the pool. Refused where anything but such queries is done with it.
 */
export function releaseInCallbacks(file: FileView, found: Unreleased): Edits {
  const understood = stepsOf(file, found);
  if ('refused' in understood) return understood;
  const plain = writtenRelease(file, found, understood.releases);
  if (plain === null) return { refused: 'its releases differ, or none can be written here' };
  const { steps, releases, discards } = understood;
  const written: Written = (callback, at) => releaseFor(file, found, { steps, plain, callback, at });
  const edits =
    releases.length + discards.length === 0
      ? lastCallbacks(steps).map((callback) => releaseFirst(file, callback, written(callback, null)))
      : found.leaks.map((leak) => releaseBefore(file, leak, understood, written));
  return edits.length > 0 ? combine(distinct(edits)) : { refused: 'no callback gets the result of a query' };
}

/** The callbacks that send nothing more. */
function lastCallbacks(steps: readonly Step[]): readonly FunctionNode[] {
  return steps.flatMap(({ callback }) => (steps.some(({ within }) => within === callback) ? [] : [callback]));
}

function releaseFirst(file: FileView, { body }: FunctionNode, text: string | Refusal): Edits {
  if (typeof text !== 'string') return text;
  return body?.type === 'BlockStatement' ? insertFirst(file, body, text) : { refused: 'a callback is one expression' };
}

/**
 * Releases it in front of what leaves a callback with it, or first thing in a callback that does nothing with it, which
 * may be that of the query whose result nobody waits for there (`connection.rollback(() => done()); return;`).
 */
function releaseBefore(file: FileView, { node }: Leak, { steps, releases, discards }: Steps, written: Written): Edits {
  const callback = enclosingFunction(node);
  if (!callback || !steps.some((step) => step.callback === callback))
    return { refused: 'it may not be there where it is lost' };
  const running = steps.filter(({ call, within }) => within === callback && call.range[0] < node.range[1]);
  const isExit = node.type === 'ReturnStatement' || node.type === 'ThrowStatement';
  if (running.length === 0 && isExit) {
    const text = written(callback, node);
    return typeof text === 'string' ? insertAbove(file, node, [text]) : text;
  }
  const last = running.length === 0 ? callback : running.find(({ call }) => leadsTo(call, node))?.callback;
  if (!last) return { refused: 'another query may still run where it is lost' };
  const isUsed = [...releases, ...discards].some((release) => isWithin(release.node, last));
  return isUsed || !lastCallbacks(steps).includes(last)
    ? { refused: 'no statement leaves the callback' }
    : releaseFirst(file, last, written(last, null));
}

/** Whether nothing happens between a call and the way out: it is returned, or the statement in front of it. */
function leadsTo(call: TSESTree.Node, exit: TSESTree.Node): boolean {
  if (isWithin(call, exit)) return exit.type === 'ReturnStatement';
  const { parent } = exit;
  const list = parent?.type === 'BlockStatement' ? parent.body : [];
  const previous = list[list.findIndex((each) => each === exit) - 1];
  return previous?.type === 'ExpressionStatement' && unwrap(previous.expression) === call;
}

/** The queries and releases of a connection with which nothing else is done. */
function stepsOf(file: FileView, { session, arrival }: Unreleased): Steps | { readonly refused: string } {
  const { held } = session;
  const { own, nested } = sessionEvents(file, held);
  const events = [...own, ...nested];
  const other = held.uses.find(
    ({ node: use }) => use.type === 'Identifier' && !events.some(({ node }) => isWithin(use, calleeOf(node))),
  );
  if (other) return { refused: `line ${String(other.node.loc.start.line)} does something else with it` };
  const steps: Step[] = [];
  const releases: SessionEvent[] = [];
  const discards: SessionEvent[] = [];
  for (const event of events) {
    const { node, kind, possible: change } = event;
    if (kind === 'discard') {
      discards.push(event);
      continue;
    }
    if (kind === 'release') {
      if (node.type === 'TaggedTemplateExpression' || node.arguments.length > 0)
        return { refused: 'its release says how it went' };
      releases.push(event);
      continue;
    }
    if (kind !== 'change') return { refused: 'other code works with it' };
    const callback = node.type === 'TaggedTemplateExpression' ? undefined : node.arguments.at(-1);
    if (!callback || !isFunction(callback) || !isWithin(node, arrival.home))
      return { refused: `nothing waits for line ${String(node.loc.start.line)}` };
    steps.push({ call: node, within: enclosingFunction(node), callback, change });
  }
  return { steps, releases, discards };
}

function calleeOf(node: SessionEvent['node']): TSESTree.Node {
  return node.type === 'TaggedTemplateExpression' ? node.tag : node.callee;
}

/** The release as the code writes it, or by the catalog's method; `null` where there are several. */
function writtenRelease(
  file: FileView,
  { acquired: { fact }, arrival: { received } }: Unreleased,
  releases: readonly SessionEvent[],
): string | null {
  const texts = new Set(releases.map(({ node }) => file.getText(node)));
  const [text] = texts;
  if (texts.size > 1) return null;
  if (text !== undefined) return `${text};`;
  const plain = fact.release.find(
    ({ outcome, on, method }) => outcome === undefined && on === 'resource' && method !== '',
  );
  return plain && received.node.type === 'Identifier' ? `${received.node.name}.${plain.method}();` : null;
}

/** What gives a connection back at a place: plainly where its session is clean, else out of the pool. */
function releaseFor(file: FileView, found: Unreleased, { steps, plain, callback, at }: Place): string | Refusal {
  const { fact } = found.acquired;
  const state = stateIn(file, fact, steps, callback);
  const error = errorAt(at, callback);
  if (state === 'clean' || (state === 'doubtful' && error?.is === 'none')) return plain;
  const { discard } = sessionOf(fact);
  if (!discard || discard.on !== 'resource') return { refused: 'its statements may leave something to the next user' };
  const hasFailed = error?.is === 'some' || error?.is === 'maybe';
  if (state === 'open' && !hasFailed) return { refused: 'it is lost inside a transaction without a failure' };
  const takesError = discard.argument === 'true' && error !== null && error.is !== 'maybe';
  if (!hasFailed && !takesError) return { refused: 'whether its statements went well is not asked' };
  const argument = takesError ? error.name : (discard.argument ?? '');
  const { node } = found.arrival.received;
  const [release] = fact.release;
  if (release?.method === discard.method) return plain.replace('();', `(${argument});`);
  return node.type === 'Identifier' ? `${node.name}.${discard.method}(${argument});` : { refused: 'no name holds it' };
}

/** Without those that would write the same at the same place, as two ways out may lead to one callback. */
function distinct(all: readonly Edits[]): readonly Edits[] {
  const seen = new Set<string>();
  return all.filter((edits) => {
    const key = JSON.stringify(edits);
    return seen.size < seen.add(key).size;
  });
}
