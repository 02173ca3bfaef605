import type { PerCallClient } from '../../analysis/per-call.js';
import { mayRunEarly } from '../../analysis/initialisation.js';
import { freeName } from '../../ast/names.js';
import { declareAbove } from '../../fix/declare-above.js';
import { combine, isRefusal, type Edits, type Refusal } from '../../fix/edits.js';
import { removeCloses } from '../../fix/remove-close.js';
import { movableText, type MovedText } from './arguments.js';
import { existingClient } from './existing.js';
import { keyOf, type SharePass } from './pass.js';
import type { Remedy, Safety, ShareTitle } from './remedy.js';
import { placesOf, renames, replaceSite, takeComments, useName } from './replace-site.js';
import { isRefused, type Site } from './site.js';
import { explicitLimits, isSafelyShared, unsharable } from './uses.js';

/** Constructs the client once at module level, or uses an equal one that is there already. */
export function hoist(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const kind = kindOf(site);
  const refuse = (refused: string): readonly Remedy[] => [{ ...kind, data: {}, edits: { refused } }];
  if (client.origin !== 'constant') return refuse(ORIGINS[client.origin]);
  if (client.construction.construct.sharedAs !== undefined) return refuse('a single connection cannot serve several calls at a time');
  const reason = unsharable(file, client);
  if (reason) return refuse(reason);
  const moved = movableText(site);
  if (isRefused(moved)) return refuse(moved.refused);
  const key = keyOf(client.construction, moved.text);
  const closes = removeCloses(file.sourceCode, closesOf(client));
  const existing = existingClient(site, key);
  if (existing) {
    return [{ title: 'reuse', safety: kind.safety, data: { name: existing }, edits: combine([useName(site, existing), closes, moved.removals]) }];
  }
  if (pass.isHoisted(key)) return refuse('an equal client is hoisted first, and used here in the next run');
  const early = mayRunEarly(file.sourceCode, file.filename, site.top);
  if (early) return refuse(early);
  const name = freeName(file.sourceCode, site.names, placesOf(site), pass.names, site.binding?.variable ?? null);
  if (name === null) return refuse('no name is free for it');
  const data = { name, place: `line ${String(site.top.loc.start.line)}`, limit: explicitLimits(file, client).join(', '), construct: client.construction.construct.sharedAs ?? '' };
  return [{ ...kind, data, edits: combine([declared(site, name, moved), closes, moved.removals]), declares: { key, name } }];
}

const ORIGINS = {
  module: 'its arguments come from imports, the environment or variables of the module, which may be set later',
  instance: 'its arguments come from fields of the object',
  call: 'its arguments depend on the call',
} as const;

/** How far sharing a client of constant arguments may be trusted, and what has to be said about it. */
export function kindOf({ file, client }: Site): { readonly title: ShareTitle; readonly safety: Safety } {
  const { construct } = client.construction;
  if (construct.sharedAs !== undefined) return { title: 'hoistAsPool', safety: 'suggestion' };
  if (isSafelyShared(file, client)) return { title: 'hoist', safety: 'safe' };
  if (explicitLimits(file, client).length > 0) return { title: 'hoistWithLimit', safety: 'suggestion' };
  if (construct.holdsProcess && client.closing !== 'never') return { title: 'hoistAndKeepOpen', safety: 'suggestion' };
  return { title: 'hoist', safety: 'migrate' };
}

/** The calls that close the client. */
export function closesOf({ sinks }: PerCallClient): readonly Extract<PerCallClient['sinks'][number], { kind: 'closed' }>['node'][] {
  return sinks.flatMap((sink) => (sink.kind === 'closed' ? [sink.node] : []));
}

/** The declaration at module level, and the name where the construction was. */
function declared(site: Site, name: string, moved: MovedText): Edits {
  const { sourceCode } = site.file;
  const taken: { readonly comments: string; readonly removed: Edits } | Refusal = takeComments(site);
  if (isRefused(taken)) return taken;
  const replaced = isRefusal(taken.removed) || taken.removed.length > 0 ? taken.removed : replaceSite(site, name);
  return combine([[declareAbove(sourceCode, site.top, `${taken.comments}const ${name}${moved.annotation} = ${moved.text};`)], replaced, renames(site, name)]);
}
