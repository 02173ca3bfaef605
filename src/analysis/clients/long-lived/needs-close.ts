import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { unwrap } from '../../../ast/nodes.js';
import type { Construction } from '../../names/clients.js';
import { keepsConnections } from '../costs.js';
import { isGivenClient, lookUpOption, optionsOf, ownsNothing } from '../../values/options.js';

/**
 * Whether a construction owns something that only a close gives back. Stateless wrappers, wrappers around a given
 * client, clients without a close method, agents without keep-alive, conversations and test doubles need none; nor do
 * agents whose options cannot be known.
 */
export function needsClose(file: FileView, construction: Construction): boolean {
  const { construct } = construction;
  if (construct.owns === 'none' || construct.close.length === 0 || construct.testDouble || construct.conversation)
    return false;
  if (isGivenClient(file, construction) || ownsNothing(file, construction)) return false;
  if (usesGivenAgent(file, construction)) return false;
  return keepsConnections(file, construction) ?? isDeclaredKeepAlive(file, construction);
}

/** Whether all connections are those of an agent that it is given and does not close. */
function usesGivenAgent(file: FileView, construction: Construction): boolean {
  const { owns, takes = [] } = construction.construct;
  return (
    owns === 'agent' &&
    takes.some(
      ({ option, closes }) =>
        option !== undefined &&
        closes !== true &&
        lookUpOption(file, optionsOf(construction), option).kind === 'present',
    )
  );
}

/**
 * `let options = { keepAlive: true }`, which configuration may replace later: what the code declares is what it wants.
 */
function isDeclaredKeepAlive(file: FileView, construction: Construction): boolean {
  const { keepAlive } = construction.construct;
  const options = optionsOf(construction);
  if (typeof keepAlive !== 'object' || options?.type !== 'Identifier') return false;
  const declared = file.variableOf(options)?.references.find((reference) => reference.init === true)?.writeExpr;
  const found = declared ? lookUpOption(file, unwrap(declared), keepAlive.option) : null;
  return found?.kind === 'present' && isTrue(found.value);
}

function isTrue(node: TSESTree.Node): boolean {
  return node.type === 'Literal' && node.value === true;
}
