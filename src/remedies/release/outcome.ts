import type { TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, isWithin, unwrap, isAwaited } from '../../ast/nodes.js';
import { combine, type Edits } from '../../fix/edits.js';
import { wrapStatements } from '../../fix/try-region.js';
import { hoistedNames, neededAfter } from '../region.js';
import { wholeStatement } from './in-finally.js';
import { hasFloatingUse, receiverOf } from './receiver.js';

/** The statement that begins a transaction, and the expression that denotes it. */
interface Begun {
  readonly name: string;
  readonly statement: TSESTree.Node;
  readonly block: TSESTree.BlockStatement;
}

/**
 * Rolls a transaction back where its statements fail: they go into a `try` in front of the one commit. The commit stays
 * behind it, because a transaction whose commit has failed is over and must not be rolled back.
 */
export function rollBackOnFailure(file: FileView, found: Unreleased): Edits {
  const { acquired, arrival, effects, elsewhere, leaks } = found;
  const failure = acquired.fact.release.find(({ outcome }) => outcome === 'failure');
  if (!failure || failure.on !== 'resource') return { refused: 'it has no end of its own for a failure' };
  if (elsewhere || effects.takeovers.size > 0) return { refused: 'other code ends it on some path' };
  if (leaks.some(({ kind }) => kind !== 'implicit' && kind !== 'throw'))
    return { refused: 'it is left open also where nothing fails' };
  const [commit, ...others] = [...effects.releases];
  const begun = begunBy(file, found);
  if (!begun || !isFunction(arrival.home) || !arrival.home.async) return { refused: 'no variable of a block holds it' };
  const end = wholeStatement(commit);
  const { block } = begun;
  if (!commit || others.length > 0 || !end || end.parent !== block || !isAwaited(commit))
    return { refused: 'it is not committed in one place after its statements' };
  if (hasFloatingUse(found, arrival.home))
    return { refused: 'something is still done with it when the statements have ended' };
  const region = block.body.slice(
    block.body.indexOf(begun.statement as TSESTree.Statement) + 1,
    block.body.indexOf(end),
  );
  const [first] = region;
  const last = region.at(-1);
  if (!first || !last) return { refused: 'nothing is done in it' };
  if (region.some(({ type }) => type === 'FunctionDeclaration' || type === 'ClassDeclaration'))
    return { refused: 'a function is declared within it' };
  if ([...effects.touches].some((touch) => touch.range[0] > end.range[1]))
    return { refused: 'it is used after its commit' };
  const needed = neededAfter(file, region, last.range[1]);
  if ('refused' in needed) return needed;
  const hoisted = hoistedNames(file, needed.declarations);
  if ('refused' in hoisted) return hoisted;
  const failed = `await ${begun.name}.${failure.method}();`;
  return combine([wrapStatements(file, first, last, { failed, finally: null }, hoisted.edits, hoisted.declaration)]);
}

function begunBy(file: FileView, { acquired, arrival }: Unreleased): Begun | null {
  if (acquired.fact.resource !== 'owner') {
    const receiver = receiverOf(file, arrival.at);
    return receiver?.kind === 'declared' ? { ...receiver, name: receiver.variable.name } : null;
  }
  const callee = unwrap(acquired.node.callee);
  const statement = arrival.at?.parent;
  if (callee.type !== 'MemberExpression' || statement?.type !== 'ExpressionStatement') return null;
  const { parent } = statement;
  const owner = unwrap(callee.object);
  return parent.type === 'BlockStatement' && owner.type === 'Identifier' && isWithin(acquired.node, statement)
    ? { name: owner.name, statement, block: parent }
    : null;
}
