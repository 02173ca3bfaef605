import type { TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { isFunction, isWithin } from '../../ast/nodes.js';
import { combine, isRefusal, type Edit, type Edits, type Refusal } from '../../fix/edits.js';
import { insertBefore } from '../../fix/insert-statement.js';
import { indentOf, inFileStyle, lineEndOf, startsLine } from '../../fix/layout.js';
import { removeCloses } from '../../fix/remove-close.js';
import { attachedComments } from '../../fix/remove.js';
import { addToFinally } from '../../fix/try-finally.js';
import { clausesText, wrapStatements } from '../../fix/try-region.js';
import { hoistedNames, isShort, neededAfter } from '../region.js';
import { cleanUpOf, destroyedCleanUp, type CleanUp } from './clean-up.js';
import { awaitedReturns, endsUse, hasFloatingUse, receiverOf, releaseText, type Receiver } from './receiver.js';

/**
 * Puts the use of an acquired value into a `try` whose `finally` releases it, and removes the releases that stand
 * elsewhere: a second one would be an error. Refused where anything else may release the value or use it later.
 */
export function releaseInFinally(file: FileLifecycle, found: Unreleased): Edits {
  return endInFinally(file, found, (receiver, text, handler) => cleanUpOf(file, found, receiver, text, handler));
}

/**
 * The same for a connection whose statements leave something behind that the next user would get, and which the code
 * gives back like that: nobody gets it again. Refused for all others, and where the library cannot do it.
 */
export function destroyInFinally(file: FileLifecycle, found: Unreleased): Edits {
  return endInFinally(file, found, (receiver, text, handler) => destroyedCleanUp(found, receiver, text, handler));
}

/** How a value ends, and what has to be awaited before. */
interface Ending {
  readonly cleanUp: (handler: TSESTree.CatchClause | null) => CleanUp | Refusal;
  readonly awaits: readonly Edit[];
}

/** What gives a value back whose plain release is written as `text`; `handler`: the catch clause that stays. */
type CleanUpOfUse = (receiver: Receiver, text: string, handler: TSESTree.CatchClause | null) => CleanUp | Refusal;

function endInFinally(file: FileView, found: Unreleased, cleanUpOfUse: CleanUpOfUse): Edits {
  const { acquired, arrival, effects, elsewhere } = found;
  if (elsewhere || effects.takeovers.size > 0 || effects.wrong.size > 0)
    return { refused: 'other code releases it on some path' };
  const receiver = receiverOf(file, arrival.at);
  if (!receiver || !isFunction(arrival.home)) return { refused: 'no variable of a block holds it' };
  const releases = [...effects.releases];
  const text = releaseText(file, found, receiver.variable.name, receiver.kind === 'assigned');
  if (text === null) return { refused: 'its releases differ, or none can be written here' };
  const late = releases.find((release) => !endsUse(release, arrival.home));
  if (late) return { refused: `the code goes on after the release on line ${String(late.loc.start.line)}` };
  if (releases.length === 0 && hasFloatingUse(found, arrival.home))
    return { refused: 'something is still done with it when the statements have ended' };
  const awaits = awaitedReturns(found, arrival.home);
  if (isRefusal(awaits)) return awaits;
  if (acquired.fact.async && !arrival.home.async) return { refused: 'the function is not asynchronous' };
  const ending = {
    cleanUp: (handler: TSESTree.CatchClause | null) => cleanUpOfUse(receiver, text, handler),
    awaits,
  };
  return receiver.kind === 'declared'
    ? aroundUse(file, found, receiver, ending)
    : intoTry(file, found, receiver, ending);
}

function aroundUse(file: FileView, found: Unreleased, receiver: Receiver, ending: Ending): Edits {
  const { awaits } = ending;
  const { effects } = found;
  const { statement, block } = receiver;
  const releases = [...effects.releases];
  const places = placesIn(block);
  const start = (places.get(statement) ?? -1) + 1;
  const behind = block.body.slice(start);
  // Where a node stands behind the acquisition; `-1`: it does not.
  const indexOf = (node: TSESTree.Node | undefined): number => {
    for (let around = node; around; around = around.parent)
      if (around.parent === block) return (places.get(around) ?? -1) - start;
    return -1;
  };
  const isEnd = (each: TSESTree.Node): boolean => ends.has(each);
  const ends = new Set<TSESTree.Node>(
    releases.flatMap((release) => {
      const whole = wholeStatement(release);
      return whole?.parent === block && indexOf(whole) >= 0 ? [whole] : [];
    }),
  );
  const [first] = behind;
  const lastUse = Math.max(
    -1,
    ...[...effects.touches].map(indexOf).filter((index) => !isEnd(behind[index] ?? statement)),
  );
  // What stands in front of the last release stays in front of it.
  const lastEnd = Math.max(-1, ...[...ends].map(indexOf));
  const last = behind.slice(0, Math.max(lastUse + 1, lastEnd)).findLast((each) => !isEnd(each));
  if (!first || !last || isEnd(first)) return { refused: 'nothing is done with it before its release' };
  const region = behind.slice(0, (places.get(last) ?? -1) - start + 1);
  if (region.some(({ type }) => type === 'FunctionDeclaration' || type === 'ClassDeclaration'))
    return { refused: 'a function is declared within its use' };
  const removed = removeCloses(file, releases, [], true);
  if (isRefusal(removed)) return removed;
  if (first === last && last.type === 'TryStatement' && !last.finalizer) return intoFinally(file, last, found, ending);
  const cleanUp = ending.cleanUp(null);
  if ('refused' in cleanUp) return cleanUp;
  const rest = behind.slice(region.length).filter((each) => !isEnd(each));
  const needed = neededAfter(file, region, last.range[1]);
  if ('refused' in needed) return needed;
  if (needed.declarations.length > 0 && rest.every((each) => isShort(file, each))) {
    return outdented(
      file,
      wrapStatements(file, first, rest.at(-1) ?? last, cleanUp, [...removed, ...awaits], cleanUp.before),
      removed,
    );
  }
  const hoisted = hoistedNames(file, needed.declarations);
  if ('refused' in hoisted) return hoisted;
  const inside = [...removed, ...awaits].filter(({ range }) => range[0] < last.range[1]);
  const outside = removed.filter(({ range }) => range[0] >= last.range[1]);
  const before = [hoisted.declaration, cleanUp.before].filter((line) => line !== null).join('\n') || null;
  const wrapping = wrapStatements(file, first, last, cleanUp, [...inside, ...hoisted.edits], before);
  return combine([outdented(file, wrapping, removed), outside]);
}

/** Which statement of a block each one is; asked once for each block, however many values it acquires. */
const placesIn = memoized(
  (block: { readonly body: readonly TSESTree.Node[] }): ReadonlyMap<TSESTree.Node, number> =>
    new Map(block.body.map((statement, index) => [statement, index])),
);

/** The statement that is nothing but a release. */
export function wholeStatement(release: TSESTree.Node | undefined): TSESTree.Statement | undefined {
  let current = release;
  while (current?.parent && (current.parent.type === 'AwaitExpression' || current.parent.type === 'ChainExpression'))
    current = current.parent;
  return current?.parent?.type === 'ExpressionStatement' ? current.parent : undefined;
}

/** Lines of an unwrapped `try` stay where they are, because the new one takes its place. */
function outdented(file: FileView, edits: Edits, removed: readonly Edit[]): Edits {
  if (isRefusal(edits)) return edits;
  const shifts = new Set(
    removed.filter(
      ({ range: [start, end], text }) =>
        text === '' &&
        end > start &&
        file.sourceCode.getLocFromIndex(start).column === 0 &&
        /^[ \t]+$/.test(file.text.slice(start, end)),
    ),
  );
  return combine([edits.filter((edit) => !shifts.has(edit))]);
}

/**
 * A `try` statement gets the release in its `finally`; a `catch` that did nothing else becomes it, any other one says
 * first that the use has failed.
 */
function intoFinally(
  file: FileView,
  statement: TSESTree.TryStatement,
  found: Unreleased,
  { cleanUp: cleanUpWith, awaits }: Ending,
): Edits {
  const { handler } = statement;
  const releases = [...found.effects.releases];
  const all = removeCloses(file, releases, [], true);
  if (isRefusal(all)) return all;
  const handlerGoes = handler && all.some(({ range }) => range[0] <= handler.range[0] && range[1] >= handler.range[1]);
  const kept = handlerGoes ? null : handler;
  if (handlerGoes && file.sourceCode.getCommentsInside(handler).length > 0)
    return { refused: 'a comment stands in the clause that would go' };
  const cleanUp = cleanUpWith(kept);
  if ('refused' in cleanUp) return cleanUp;
  const before = declaredBefore(file, statement, cleanUp);
  if (kept) {
    const noted = cleanUp.failed === null ? [] : noteFailure(file, kept, releases, cleanUp.failed);
    return combine([all, awaits, before, noted, addToFinally(file, statement, cleanUp.finally)]);
  }
  const clauses = clausesText(file, cleanUp, indentOf(file, statement));
  if (!handlerGoes) {
    const end = statement.block.range[1];
    return combine([all, awaits, before, [{ range: [end, end], text: clauses }]]);
  }
  const others = removeCloses(
    file,
    releases.filter((release) => !isWithin(release, handler)),
    [],
    true,
  );
  return combine([others, awaits, before, [{ range: handler.range, text: clauses.trimStart() }]]);
}

/** The declaration that a clean-up needs, in front of a statement and the comments that belong to it. */
export function declaredBefore(file: FileView, statement: TSESTree.Node, { before }: CleanUp): Edits {
  if (before === null) return [];
  const [comment] = attachedComments(file, statement);
  const first = comment && comment.range[0] < statement.range[0] ? comment : statement;
  const gap = startsLine(file, statement) ? lineEndOf(file) + indentOf(file, statement) : ' ';
  return [{ range: [first.range[0], first.range[0]], text: inFileStyle(file, before, null) + gap }];
}

/** Says at the start of a catch clause that the use has failed. */
export function noteFailure(
  file: FileView,
  handler: TSESTree.CatchClause,
  releases: readonly TSESTree.Node[],
  text: string,
): Edits {
  const first = handler.body.body.find((each) => !releases.some((release) => wholeStatement(release) === each));
  if (!first) return { refused: 'the catch clause does nothing else' };
  return insertBefore(file, first, text);
}

/** `let client; try { client = await pool.connect(); ... }`: the `try` releases what it has got. */
function intoTry(file: FileView, found: Unreleased, receiver: Receiver, ending: Ending): Edits {
  const { variable, statement, block } = receiver;
  const outer = block.parent;
  const declarator = variable.defs[0]?.node;
  if (outer.type !== 'TryStatement' || outer.block !== block || declarator?.type !== 'VariableDeclarator')
    return { refused: 'it is not assigned in a try block' };
  const uses = variable.references.filter(({ identifier }) => identifier !== declarator.id);
  if (uses.some(({ identifier }) => !isWithin(identifier, outer)) || uses.filter((use) => use.isWrite()).length > 1)
    return { refused: 'its variable is used elsewhere' };
  const annotation = declarator.id.typeAnnotation?.typeAnnotation;
  const optional =
    annotation === undefined ||
    (annotation.type === 'TSUnionType' &&
      annotation.types.some(
        ({ type }) => type === 'TSUndefinedKeyword' || (type === 'TSNullKeyword' && declarator.init),
      ));
  if (
    !optional ||
    (declarator.init && file.getText(declarator.init) !== 'null' && file.getText(declarator.init) !== 'undefined')
  )
    return { refused: 'its variable may hold something else' };
  if (outer.finalizer) return { refused: 'the try statement has a finally block of its own' };
  if (statement.range[0] > (uses[0]?.identifier.range[0] ?? 0))
    return { refused: 'its variable is used before it is assigned' };
  return intoFinally(file, outer, found, ending);
}
