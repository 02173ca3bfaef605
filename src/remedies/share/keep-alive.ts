import { unwrap } from '../../ast/nodes.js';
import { mergeIntoObject, mergeOptions } from '../../fix/merge-options.js';
import type { Edits, Refusal } from '../../fix/edits.js';
import { lookUpOption, optionsOf } from '../../analysis/values/options.js';
import { withEdits } from './with-edits.js';
import { isRefused, type Site } from './site.js';

/**
 * The edits of a construction that make it worth sharing: an agent without keep-alive opens a connection for each
 * request whoever shares it. Refused where the code decides against keep-alive, or the option cannot be written.
 */
export function keepAliveEdits({ file, client }: Site): Edits {
  const { construction } = client;
  const { keepAlive, options: index = 0 } = construction.construct;
  if (client.keepsConnections !== false || typeof keepAlive !== 'object') return [];
  if (client.node !== construction.node)
    return { refused: `the function that constructs it leaves out ${keepAlive.option}` };
  if (lookUpOption(file, optionsOf(construction), keepAlive.option).kind !== 'absent')
    return { refused: `its options say that ${keepAlive.option} is off` };
  if (!file.versions.holds(construction.specifier, keepAlive.versions))
    return { refused: 'its version may not keep connections' };
  const option = { path: [keepAlive.option], text: 'true' };
  const argument = construction.node.arguments[index];
  const value = argument && unwrap(argument);
  // Beside what is written out in the same literal, it is added as it stands.
  if (value?.type === 'ObjectExpression') return mergeIntoObject(file, value, [option], false);
  return argument
    ? { refused: 'its options are not written in the construction' }
    : mergeOptions(file, construction.node, index, [option]);
}

/** The text of a construction for where it is shared, in its own place. */
export function sharedText(site: Site): string | Refusal {
  const edits = keepAliveEdits(site);
  return isRefused(edits) ? edits : withEdits(site.file, site.value, edits);
}
