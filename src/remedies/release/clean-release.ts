import type { TSESTree } from '@typescript-eslint/utils';
import type { GivenBackDirty } from '../../analysis/held/resources/findings.js';
import type { FileView } from '../../ast/file-view.js';
import { ancestorsUntil, isFunction, isWithin } from '../../ast/nodes.js';
import { combine, type Edit, type Edits } from '../../fix/edits.js';
import { insertBefore } from '../../fix/insert-statement.js';
import { indentOf } from '../../fix/layout.js';
import { clausesText } from '../../fix/try-region.js';
import { cleanUpFor, goesOn, type CleanUp } from './clean-up.js';
import { declaredBefore, noteFailure, wholeStatement } from './in-finally.js';
import { receiverOf, type Receiver } from './receiver.js';

/**
 * Makes a connection go back clean that goes back inside an open transaction when something fails: the `try` whose
 * `finally` gives it back rolls back first, or gives it back destroyed. Refused where it goes back like that without a
 * failure too, because whether that is to be committed only the author knows.
 */
export function cleanRelease(file: FileView, found: GivenBackDirty): Edits {
  const { arrival, releases, effects, elsewhere } = found;
  if (elsewhere || effects.takeovers.size > 0) return { refused: 'other code releases it on some path' };
  const ordinary = releases.find((release) => release.ordinary);
  if (ordinary)
    return {
      refused: `line ${String(ordinary.call.loc.start.line)} gives it back inside a transaction that nothing has ended`,
    };
  const receiver = receiverOf(file, arrival.at);
  if (!receiver || !isFunction(arrival.home)) return { refused: 'no variable of a block holds it' };
  const inFinally = releases.find(({ call }) => finalizedBy(call, arrival.home) !== null);
  if (inFinally && releases.length > 1) return { refused: 'it is given back uncleaned in several places' };
  return inFinally
    ? aroundFinally(file, found, receiver, inFinally.call)
    : combine(releases.map(({ call }) => inCatch(file, found, receiver, call)));
}

/** The `try` whose `finally` holds a node, without another one in between. */
function finalizedBy(node: TSESTree.Node, home: TSESTree.Node): TSESTree.TryStatement | null {
  let inner = node;
  for (const ancestor of ancestorsUntil(node, home)) {
    if (ancestor.type === 'CatchClause') return null;
    if (ancestor.type === 'TryStatement') return ancestor.finalizer === inner ? ancestor : null;
    inner = ancestor;
  }
  return null;
}

function aroundFinally(file: FileView, found: GivenBackDirty, receiver: Receiver, call: TSESTree.Node): Edits {
  const statement = finalizedBy(call, found.arrival.home);
  const { begin } = found;
  const released = wholeStatement(call);
  if (!statement?.finalizer || !released) return { refused: 'its release is not a statement of its own' };
  const { handler } = statement;
  const { failing, refused } = found.session.atExits(handler);
  if (refused !== null) return { refused };
  // What stands in front of the `try` fails without it.
  if (!isWithin(begin, statement.block) && !immediatelyBefore(begin, statement))
    return { refused: 'the transaction begins long before the try statement' };
  const name = receiver.variable.name;
  const optional = receiver.kind === 'assigned';
  const form = { name, optional, release: file.getText(released), handled: goesOn(handler) };
  const cleanUp = cleanUpFor(file, found, form, failing);
  if ('refused' in cleanUp || cleanUp.failed === null)
    return 'refused' in cleanUp ? cleanUp : { refused: 'nothing fails in it' };
  const before = declaredBefore(file, statement, cleanUp);
  const text = restyled(file, released, cleanUp);
  const edits: Edit[] = text === file.getText(released) ? [] : [{ range: released.range, text }];
  if (handler) return combine([before, noteFailure(file, handler, [], cleanUp.failed), edits]);
  const end = statement.block.range[1];
  const clause = clausesText(file, { failed: cleanUp.failed, finally: null }, indentOf(file, statement));
  return combine([before, [{ range: [end, end], text: clause }], edits]);
}

function restyled(file: FileView, released: TSESTree.Node, cleanUp: CleanUp): string {
  return cleanUp.finally.split('\n').join(`\n${indentOf(file, released)}`);
}

/** Whether nothing stands between a statement that begins a transaction and the `try`. */
function immediatelyBefore(begin: TSESTree.Node, statement: TSESTree.TryStatement): boolean {
  const { parent } = statement;
  const list = parent.type === 'BlockStatement' ? parent.body : [];
  const index = list.indexOf(statement);
  const previous = list[index - 1];
  return previous !== undefined && isWithin(begin, previous);
}

/** A release in a `catch` clause: always after a failure. */
function inCatch(file: FileView, found: GivenBackDirty, receiver: Receiver, call: TSESTree.Node): Edits {
  const released = wholeStatement(call);
  if (!released || !clauseAround(call, found.arrival.home)) return { refused: 'its release is not in a catch clause' };
  const name = receiver.variable.name;
  const optional = receiver.kind === 'assigned';
  const { failing } = found.session.atExits(null);
  const form = { name, optional, release: file.getText(released), handled: false };
  const cleanUp = cleanUpFor(file, found, form, failing);
  if ('refused' in cleanUp) return cleanUp;
  if (cleanUp.before !== null) {
    const text = cleanUp.finally.includes('\n')
      ? (/^if \(\w+\) (.*)\n/.exec(cleanUp.finally)?.[1] ?? '')
      : cleanUp.finally.replace(/\(\w+\)(?=;?$)/, '(true)');
    return text === '' ? { refused: 'nothing can be written in its place' } : [{ range: released.range, text }];
  }
  return cleanUp.failed === null ? [] : insertBefore(file, released, cleanUp.failed);
}

function clauseAround(node: TSESTree.Node, home: TSESTree.Node): TSESTree.CatchClause | null {
  for (const ancestor of ancestorsUntil(node, home)) if (ancestor.type === 'CatchClause') return ancestor;
  return null;
}
