import type { TSESTree } from '@typescript-eslint/utils';
import { combine, isRefusal, type Edits } from '../../fix/edits.js';
import { removeCloses } from '../../fix/remove-close.js';
import { closesOf, whyCloseMatters } from './closed.js';
import { withoutLostImports } from './lost-imports.js';
import type { SharePass } from './pass.js';
import type { Remedy } from './remedy.js';
import { readsEmpty } from './replace-site.js';
import type { Site } from './site.js';

/**
 * The edits that share a client, completed by those that remove what only served the client of one call: its closes and
 * imports. `kept`: nodes whose text the edits write elsewhere.
 */
export function complete(
  pass: SharePass,
  site: Site,
  edits: readonly Edits[],
  kept: readonly TSESTree.Node[],
): Pick<Remedy, 'edits' | 'lost' | 'waits'> {
  const needed = whyCloseMatters(pass, site);
  if (needed !== null) return { edits: { refused: needed } };
  const own = combine(edits);
  if (isRefusal(own)) return { edits: own };
  const all = removeCloses(site.file, closesOf(site.client), own);
  if (isRefusal(all)) return { edits: all };
  const reason = readsEmpty(site, all);
  return reason === null ? withoutLostImports(pass, site, all, kept) : { edits: { refused: reason } };
}
