import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isLoop } from '../../ast/nodes.js';
import { declareAbove } from '../../fix/declare.js';
import { insertBefore } from '../../fix/insert-statement.js';
import { movableText } from './arguments.js';
import { complete } from './complete.js';
import { existingClient } from './existing.js';
import { keyOf, type SharePass } from './pass.js';
import type { Remedy, Safety, ShareTitle } from './remedy.js';
import { endOf, mayRunEarly, staysOpen, whyNotInModule, whyOnlyWhenNeeded } from './place.js';
import { placesOf, takeOut, useName } from './replace-site.js';
import { isRefused, type Site } from './site.js';
import { explicitLimits, isSafelyShared, mayHaveLimits, unsharable } from './uses.js';

/** Constructs the client once at module level, or uses an equal one that is there already. */
export function hoist(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const kind = kindOf(site);
  const refuse = (refused: string): readonly Remedy[] => [{ ...kind, data: {}, edits: { refused } }];
  if (client.origin !== 'constant') return refuse(ORIGINS[client.origin]);
  if (client.construction.construct.sharedAs !== undefined)
    return refuse('a single connection cannot serve several calls at a time');
  const reason = unsharable(file, client);
  if (reason) return refuse(reason);
  const moved = movableText(site);
  if (isRefused(moved)) return refuse(moved.refused);
  const key = keyOf(client.construction, moved.text);
  const existing = existingClient(site, key);
  if (existing)
    return [
      {
        title: 'reuse',
        safety: kind.safety,
        data: { name: existing },
        ...complete(pass, site, [useName(site, existing), moved.removals], []),
      },
    ];
  if (pass.isHoisted(key))
    return [
      {
        ...kind,
        data: {},
        edits: { refused: 'an equal client is moved first, and this one is replaced by it in the next run' },
        waits: true,
      },
    ];
  const early = whyNotAbove(site);
  const loop = early === null && site.top === site.own ? null : outermostLoop(site);
  if (early !== null && !loop) return refuse(early);
  const name = file.freeName(site.names, placesOf(site), pass.names, site.binding?.variable ?? null);
  if (name === null) return refuse('no name is free for it');
  const taken = takeOut(site, name);
  if (isRefused(taken)) return refuse(taken.refused);
  const text = `const ${name}${moved.annotation} = ${moved.text};`;
  const declared = loop
    ? insertBefore(file, loop, text)
    : [declareAbove(file, site.top, `${taken.above}${text}`, taken.behind)];
  if (loop && taken.above + taken.behind !== '') return refuse(COMMENTED);
  const place = `line ${String((loop ?? site.top).loc.start.line)}`;
  const data = { name, place, limit: explicitLimits(file, client).join(', '), end: endText(file) };
  const declares = loop ? {} : { declares: { key, name } };
  return [{ ...kind, data, ...complete(pass, site, [declared, taken.edits, moved.removals], moved.kept), ...declares }];
}

/** Why the client may not be constructed above the statement that the site is in. */
function whyNotAbove(site: Site): string | null {
  return whyNotInModule(site.file) ?? whyOnlyWhenNeeded(site.file) ?? mayRunEarly(site);
}

/** Whether the module, or a place in front of a loop, takes the client of constant arguments. */
export function isHoistable(site: Site): boolean {
  return unsharable(site.file, site.client) === null && (whyNotAbove(site) === null || outermostLoop(site) !== null);
}

/** What is to be done about the end of a client that keeps the process running. */
export function endText(file: Site['file']): string {
  const end = endOf(file);
  if (end === 'platform') return 'The platform ends it together with the process.';
  return end === 'nothing'
    ? ''
    : `Close it on line ${String(end.line)} as well: while it is open, the process does not end.`;
}

/**
 * The outermost loop around the site in its function: in front of it the client can be constructed where the module
 * comes too late.
 */
function outermostLoop({ client, fn }: Site): TSESTree.Node | null {
  return (
    [...ancestorsUntil(client.node, fn)]
      .filter((node) => isLoop(node) && node.parent?.type === 'BlockStatement')
      .at(-1) ?? null
  );
}

const COMMENTED = 'a comment stands beside the declaration';
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
  if (mayHaveLimits(file, client)) return { title: 'hoistWithUnseen', safety: 'suggestion' };
  if (staysOpen(file, client)) return { title: 'hoistAndKeepOpen', safety: 'suggestion' };
  return { title: 'hoist', safety: 'migrate' };
}

/**
 * How far one for all calls may be trusted. Of a pool that no call closes each call leaves one behind: whatever its
 * limit is, one of it is better than ever more.
 */
export function kindOfShared(site: Site): ReturnType<typeof kindOf> {
  const kind = kindOf(site);
  const isLeft = site.client.construction.construct.owns === 'pool' && site.client.closing === 'never';
  return isLeft && kind.title === 'hoistWithUnseen' ? { title: 'hoist', safety: 'migrate' } : kind;
}
