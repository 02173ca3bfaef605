import type { TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import type { Leak } from '../../analysis/held/engine/holding.js';
import { sessionEvents, type SessionEvent } from '../../analysis/held/session/happenings.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isWithin, type FunctionNode } from '../../ast/nodes.js';
import { combine, type Edits } from '../../fix/edits.js';
import { insertAbove, insertFirst } from '../../fix/insert-in-branch.js';

/** A call on the connection, and the callback that gets its result. */
interface Step {
  readonly call: TSESTree.Node;
  readonly within: FunctionNode | null;
  readonly callback: FunctionNode;
}

/** What happens to a connection in callbacks, as far as all of it is understood. */
interface Steps {
  readonly steps: readonly Step[];
  readonly releases: readonly SessionEvent[];
}

/** Whether what is acquired arrives in a callback, so that no `try` statement can be put around its use. */
export function arrivesInCallback({ acquired, arrival }: Unreleased): boolean {
  return arrival.received.binding && acquired.node.arguments.at(-1) === arrival.home;
}

/**
 * Gives a connection back in the callbacks of its queries: before what leaves one that releases it on other ways or
 * sends another query, and first thing in one that never does. Refused where its session may hold something, or where
 * anything but such queries is done with it.
 */
export function releaseInCallbacks(file: FileView, found: Unreleased): Edits {
  const understood = stepsOf(file, found);
  if ('refused' in understood) return understood;
  const text = writtenRelease(file, found, understood.releases);
  if (text === null) return { refused: 'its releases differ, or none can be written here' };
  const { steps, releases } = understood;
  const edits =
    releases.length === 0
      ? lastCallbacks(steps).map((callback) => releaseFirst(file, callback, text))
      : found.leaks.map((leak) => releaseBefore(file, leak, understood, text));
  return edits.length > 0 ? combine(edits) : { refused: 'no callback gets the result of a query' };
}

/** The callbacks that send nothing more. */
function lastCallbacks(steps: readonly Step[]): readonly FunctionNode[] {
  return steps.flatMap(({ callback }) => (steps.some(({ within }) => within === callback) ? [] : [callback]));
}

function releaseFirst(file: FileView, { body }: FunctionNode, text: string): Edits {
  return body?.type === 'BlockStatement' ? insertFirst(file, body, text) : { refused: 'a callback is one expression' };
}

/** Releases it in front of what leaves a callback with it, or first thing in a callback that does nothing with it. */
function releaseBefore(file: FileView, { node }: Leak, { steps, releases }: Steps, text: string): Edits {
  const callback = enclosingFunction(node);
  if (!callback || !steps.some((step) => step.callback === callback))
    return { refused: 'it may not be there where it is lost' };
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement')
    return steps.some(({ call, within }) => within === callback && call.range[1] <= node.range[0])
      ? { refused: 'another query may still run where it is lost' }
      : insertAbove(file, node, [text]);
  const isUsed = releases.some((release) => isWithin(release.node, callback));
  return isUsed || !lastCallbacks(steps).includes(callback)
    ? { refused: 'no statement leaves the callback' }
    : releaseFirst(file, callback, text);
}

/** The queries and releases of a connection with which nothing else is done, and which leave nothing in its session. */
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
  for (const event of events) {
    const { node, kind, possible } = event;
    if (kind === 'release') {
      if (node.type === 'TaggedTemplateExpression' || node.arguments.length > 0)
        return { refused: 'its release says how it went' };
      releases.push(event);
      continue;
    }
    if (kind !== 'change') return { refused: 'other code works with it' };
    if ((possible.begins | possible.transient) !== 0)
      return { refused: 'its statements may leave something behind that the next user would get' };
    const callback = node.type === 'TaggedTemplateExpression' ? undefined : node.arguments.at(-1);
    if (!callback || !isFunction(callback) || !isWithin(node, arrival.home))
      return { refused: `nothing waits for line ${String(node.loc.start.line)}` };
    steps.push({ call: node, within: enclosingFunction(node), callback });
  }
  return { steps, releases };
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
