import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../analysis/lifecycle.js';
import type { Unreleased } from '../analysis/held/resources/findings.js';
import {
  ancestorsUntil,
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  unwrap,
  wrapped,
} from '../ast/nodes.js';
import { variableOf, type Variable } from '../ast/variables.js';
import { combine, isRefusal, type Edit, type Edits } from '../fix/edits.js';
import { removeCloses } from '../fix/remove-close.js';
import { addToFinally, finallyClause } from '../fix/try-finally.js';
import { wrapStatements } from '../fix/try-region.js';
import { hoistedNames, isShort, neededAfter } from './region.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Puts the use of an acquired value into a `try` whose `finally` releases it, and removes the releases that stand
 * elsewhere: a second one
 * would be an error. Refused where anything else may release the value or use it later.
 */
export function releaseInFinally({ sourceCode }: FileLifecycle, found: Unreleased): Edits {
  const { acquired, arrival, effects, elsewhere } = found;
  if (elsewhere || effects.takeovers.size > 0 || effects.wrong.size > 0)
    return { refused: 'other code releases it on some way' };
  const receiver = receiverOf(sourceCode, arrival.at);
  if (!receiver || !isFunction(arrival.home)) return { refused: 'no variable of a block holds it' };
  const releases = [...effects.releases];
  const text = releaseText(sourceCode, found, receiver.variable.name, receiver.kind === 'assigned');
  if (text === null) return { refused: 'its releases differ, or none can be written here' };
  const late = releases.find((release) => !endsUse(release, arrival.home));
  if (late) return { refused: `the code goes on after the release in line ${String(late.loc.start.line)}` };
  if (releases.length === 0 && hasFloatingUse(found, arrival.home))
    return { refused: 'something is still done with it when the statements have ended' };
  const awaits = awaitedReturns(found, arrival.home);
  if (isRefusal(awaits)) return awaits;
  if (acquired.fact.async && !arrival.home.async) return { refused: 'the function is not asynchronous' };
  return receiver.kind === 'declared'
    ? aroundUse(sourceCode, found, receiver, text, awaits)
    : intoTry(sourceCode, found, receiver, text, awaits);
}

/** The variable that gets the value, by declaration or by assignment. */
interface Receiver {
  readonly kind: 'declared' | 'assigned';
  readonly variable: Variable;
  readonly statement: TSESTree.Node;
  readonly block: TSESTree.BlockStatement;
}

function receiverOf(sourceCode: SourceCode, at: TSESTree.Node | null): Receiver | null {
  const target = at && wrapped(at).parent;
  if (target?.type === 'VariableDeclarator' && target.id.type === 'Identifier') {
    const { parent: statement } = target;
    const variable = variableOf(sourceCode, target.id);
    const plain =
      (statement.kind === 'const' || statement.kind === 'let') &&
      statement.declarations.length === 1 &&
      statement.parent.type === 'BlockStatement';
    if (!variable || !plain || variable.references.some((reference) => reference.isWrite() && reference.init !== true))
      return null;
    return { kind: 'declared', variable, statement, block: statement.parent as TSESTree.BlockStatement };
  }
  if (
    target?.type === 'AssignmentExpression' &&
    target.left.type === 'Identifier' &&
    target.parent.type === 'ExpressionStatement' &&
    target.parent.parent.type === 'BlockStatement'
  ) {
    const variable = variableOf(sourceCode, target.left);
    return variable && { kind: 'assigned', variable, statement: target.parent, block: target.parent.parent };
  }
  return null;
}

/** The statement that releases the value: as the code has it, or by the catalog's first method. */
function releaseText(
  sourceCode: SourceCode,
  { acquired, arrival, effects }: Unreleased,
  name: string,
  optional: boolean,
): string | null {
  const fact = acquired.fact.release.find(({ outcome }) => outcome === undefined);
  if (!fact || fact.method === '1' || acquired.fact.resource === 'owner') return null;
  const callee = unwrap(acquired.node.callee);
  const owner = callee.type === 'MemberExpression' ? sourceCode.getText(callee.object) : null;
  if (fact.on === 'owner' && owner === null) return null;
  const chain = optional ? '?.' : '.';
  const call =
    fact.on === 'owner'
      ? `${owner ?? ''}.${fact.method}(${name})`
      : fact.method === ''
        ? `${name}${optional ? '?.' : ''}()`
        : `${name}${chain}${fact.method}()`;
  const plain = call.replace('?.', '.').replace('.()', '()');
  const releases = [...effects.releases];
  if (releases.some((release) => sourceCode.getText(release).replace('?.', '.').replace('.()', '()') !== plain))
    return null;
  const isAsync = isFunction(arrival.home) && arrival.home.async;
  if (fact.async && !isAsync) return null;
  const waits =
    fact.async === true &&
    (releases.length === 0 || releases.some((release) => wrapped(release).parent?.type === 'AwaitExpression'));
  const statement = `${waits ? 'await ' : ''}${call};`;
  return optional && fact.on === 'owner' ? `if (${name}) ${statement}` : statement;
}

/**
 * Whether nothing that takes time follows a release on its way out of the function: only then may it happen a little
 * later.
 */
function endsUse(release: TSESTree.CallExpression, home: TSESTree.Node): boolean {
  let statement: TSESTree.Node = release;
  for (const ancestor of ancestorsUntil(release, home)) {
    const list = ancestor.type === 'BlockStatement' ? ancestor.body : null;
    if (list) {
      const next = list[list.indexOf(statement as TSESTree.Statement) + 1];
      if (next)
        return (
          next.type === 'ThrowStatement' ||
          (next.type === 'ReturnStatement' && next.argument?.type !== 'AwaitExpression') ||
          isLast(statement, ancestor, home)
        );
    }
    statement = ancestor;
  }
  return true;
}

/** Whether a statement stands in the outermost block, where the end of the use is chosen with care. */
function isLast(statement: TSESTree.Node, block: TSESTree.Node, home: TSESTree.Node): boolean {
  return statement.type === 'ExpressionStatement' && (block.parent === home || block.parent?.type === 'TryStatement');
}

/** `return client.query(...)` has to wait for its result before the release. */
function awaitedReturns({ effects }: Unreleased, home: TSESTree.Node): Edits {
  const edits: Edit[] = [];
  const seen = new Set<TSESTree.Node>();
  for (const touch of effects.touches) {
    let awaited = false;
    for (const ancestor of ancestorsUntil(touch, home)) {
      if (ancestor.type === 'AwaitExpression' || isFunction(ancestor)) awaited = true;
      if (awaited || (ancestor.type !== 'ReturnStatement' && ancestor.type !== 'YieldExpression') || seen.has(ancestor))
        continue;
      seen.add(ancestor);
      const value = ancestor.type === 'ReturnStatement' && ancestor.argument ? unwrap(ancestor.argument) : null;
      if (value?.type !== 'CallExpression' || !isFunction(home) || !home.async || enclosingFunction(ancestor) !== home)
        return { refused: `line ${String(ancestor.loc.start.line)} hands on what works with it` };
      edits.push({ range: [value.range[0], value.range[0]], text: 'await ' });
    }
  }
  return edits;
}

/** A call on the value that nobody waits for, such as one with a callback. */
function hasFloatingUse({ acquired, effects }: Unreleased, home: TSESTree.Node): boolean {
  return [...effects.touches].some((touch) => {
    for (const ancestor of ancestorsUntil(touch, home)) {
      if (ancestor.type === 'AwaitExpression' || isFunction(ancestor)) return false;
      if (ancestor.type !== 'ExpressionStatement') continue;
      const call = unwrap(ancestor.expression);
      const method =
        call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? propertyName(call.callee) : null;
      return call.type === 'CallExpression' && !acquired.fact.setUp?.includes(method ?? '');
    }
    return false;
  });
}

function aroundUse(
  sourceCode: SourceCode,
  { effects }: Unreleased,
  { statement, block }: Receiver,
  text: string,
  awaits: readonly Edit[],
): Edits {
  const releases = [...effects.releases];
  const behind = block.body.slice(block.body.indexOf(statement as TSESTree.Statement) + 1);
  const ends = behind.filter((each) => releases.some((release) => wholeStatement(release) === each));
  const uses = [...effects.touches].filter((touch) => !ends.some((end) => isWithin(touch, end)));
  const [first] = behind;
  const lastUse = Math.max(-1, ...behind.map((each, index) => (uses.some((use) => isWithin(use, each)) ? index : -1)));
  // What stands in front of the last release stays in front of it.
  const lastEnd = behind.findLastIndex((each) => ends.includes(each));
  const last = behind.slice(0, Math.max(lastUse + 1, lastEnd)).findLast((each) => !ends.includes(each));
  if (!first || !last || ends.includes(first)) return { refused: 'nothing is done with it before its release' };
  const region = behind.slice(0, behind.indexOf(last) + 1);
  if (region.some(({ type }) => type === 'FunctionDeclaration' || type === 'ClassDeclaration'))
    return { refused: 'a function is declared within its use' };
  const removed = removeCloses(sourceCode, releases, [], true);
  if (isRefusal(removed)) return removed;
  if (first === last && last.type === 'TryStatement' && !last.finalizer)
    return intoFinally(sourceCode, last, releases, text, awaits);
  const rest = behind.slice(region.length).filter((each) => !ends.includes(each));
  const needed = neededAfter(sourceCode, region, last.range[1]);
  if ('refused' in needed) return needed;
  if (needed.declarations.length > 0 && rest.every((each) => isShort(sourceCode, each))) {
    return outdented(
      sourceCode,
      wrapStatements(sourceCode, first, rest.at(-1) ?? last, text, [...removed, ...awaits]),
      removed,
    );
  }
  const hoisted = hoistedNames(sourceCode, needed.declarations);
  if ('refused' in hoisted) return hoisted;
  const inside = [...removed, ...awaits].filter(({ range }) => range[0] < last.range[1]);
  const outside = removed.filter(({ range }) => range[0] >= last.range[1]);
  const wrapping = wrapStatements(sourceCode, first, last, text, [...inside, ...hoisted.edits], hoisted.declaration);
  return combine([outdented(sourceCode, wrapping, removed), outside]);
}

/** The statement that is nothing but a release. */
function wholeStatement(release: TSESTree.Node | undefined): TSESTree.Statement | undefined {
  let current = release;
  while (current?.parent && (current.parent.type === 'AwaitExpression' || current.parent.type === 'ChainExpression'))
    current = current.parent;
  return current?.parent?.type === 'ExpressionStatement' ? current.parent : undefined;
}

/** Lines of an unwrapped `try` stay where they are, because the new one takes its place. */
function outdented(sourceCode: SourceCode, edits: Edits, removed: readonly Edit[]): Edits {
  if (isRefusal(edits)) return edits;
  const shifts = new Set(
    removed.filter(
      ({ range: [start, end], text }) =>
        text === '' &&
        end > start &&
        sourceCode.getLocFromIndex(start).column === 0 &&
        /^[ \t]+$/.test(sourceCode.text.slice(start, end)),
    ),
  );
  return combine([edits.filter((edit) => !shifts.has(edit))]);
}

/** A `try` statement gets the release in its `finally`; a `catch` that did nothing else becomes it. */
function intoFinally(
  sourceCode: SourceCode,
  statement: TSESTree.TryStatement,
  releases: readonly TSESTree.CallExpression[],
  text: string,
  awaits: readonly Edit[],
): Edits {
  const { handler } = statement;
  const all = removeCloses(sourceCode, releases, [], true);
  if (isRefusal(all)) return all;
  const handlerGoes = handler && all.some(({ range }) => range[0] <= handler.range[0] && range[1] >= handler.range[1]);
  if (!handlerGoes) return combine([all, awaits, addToFinally(sourceCode, statement, text)]);
  if (sourceCode.getCommentsInside(handler).length > 0)
    return { refused: 'a comment stands in the clause that would go' };
  const kept = releases.filter((release) => !isWithin(release, handler));
  const others = kept.length > 0 ? removeCloses(sourceCode, kept, [], true) : [];
  return combine([others, awaits, [{ range: handler.range, text: finallyClause(sourceCode, statement, text) }]]);
}

/** `let client; try { client = await pool.connect(); ... }`: the `try` releases what it has got. */
function intoTry(
  sourceCode: SourceCode,
  { effects }: Unreleased,
  { variable, statement, block }: Receiver,
  text: string,
  awaits: readonly Edit[],
): Edits {
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
    (declarator.init &&
      sourceCode.getText(declarator.init) !== 'null' &&
      sourceCode.getText(declarator.init) !== 'undefined')
  )
    return { refused: 'its variable may hold something else' };
  if (outer.finalizer) return { refused: 'the try statement has a finally block of its own' };
  if (statement.range[0] > (uses[0]?.identifier.range[0] ?? 0))
    return { refused: 'its variable is used before it is assigned' };
  return intoFinally(sourceCode, outer, [...effects.releases], text, awaits);
}
