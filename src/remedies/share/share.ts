import { headOf } from '../../ast/nodes.js';
import { isDisabledAt } from '../../analysis/names/directives.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { closeInFinally } from '../close-in-finally.js';
import type { Refusal } from '../../fix/edits.js';
import { byValue, perArguments } from './by-value.js';
import { hoist } from './hoist.js';
import { inFactory } from './in-factory.js';
import { importShared } from './import-shared.js';
import { injectIntoClass } from './inject-class.js';
import { injectIntoFunction } from './inject-function.js';
import { hasHelper } from './keyed-helper.js';
import { lazily } from './lazy.js';
import type { SharePass } from './pass.js';
import { asPool } from './pooled.js';
import { isMadeInProject, whyNotKept } from './project-made.js';
import { decide, type Decision, type Remedy } from './remedy.js';
import { isRefused, siteOf, type Site } from './site.js';
import { isStable } from './stability.js';

/** Ways to share a client, best first: what is safe and local stands before what changes signatures. */
const WAYS: readonly ((pass: SharePass, site: Site) => readonly Remedy[])[] = [
  importShared,
  hoist,
  asPool,
  lazily,
  injectIntoClass,
  injectIntoFunction,
  perArguments,
];

/**
 * What the report of a client offers: a fix, suggestions, or the reason why it has neither. To be asked once for each
 * reported client, in the order of the reports, because a run hoists only the first of several equal clients.
 */
export function shareClient(pass: SharePass, client: PerCallClient): Decision {
  const { settings } = pass.file;
  if (isDisabledAt(pass.file, pass.rule, headOf(client.node).start))
    return { fix: null, suggestions: [], reason: 'a comment turns the rule off here' };
  const closed = closedInFinally(pass, client);
  if (closed?.safety === 'safe') return decide([closed], settings.fixes);
  const site = siteOf(pass.file, client);
  const isMade = isMadeInProject(pass.file, client);
  const shared = isRefused(site) ? refusedSite(site) : isMade ? madeElsewhere(pass, site) : waysFor(pass, site);
  const { chosen, ...decision } = decide(
    [...(closed ? [closed] : []), ...shared, ...(isMade ? [] : inFactory(pass, client))],
    settings.fixes,
  );
  if (chosen) pass.note(chosen);
  return decision;
}

/** What the report of a client offers that a function makes for calls in other files: to keep it in the function. */
export function shareInMaker(pass: SharePass, { node }: PerCallClient, remedies: readonly Remedy[]): Decision {
  if (isDisabledAt(pass.file, pass.rule, headOf(node).start))
    return { fix: null, suggestions: [], reason: 'a comment turns the rule off here' };
  const { chosen, ...decision } = decide(remedies, pass.file.settings.fixes);
  if (chosen) pass.note(chosen);
  return decision;
}

/** The other ways than hoisting read the arguments of the construction itself. */
function waysFor(pass: SharePass, site: Site): readonly Remedy[] {
  const ways = site.client.node === site.client.construction.node ? WAYS : [hoist];
  return ways.flatMap((way) => way(pass, site));
}

/** What a function or class of the project makes is kept where it is called. */
function madeElsewhere(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const reason = whyNotKept(file, client);
  if (reason !== null) return refusedSite({ refused: reason });
  const origin = client.origin === 'constant' ? 'module' : client.origin;
  const late = { ...site, client: { ...client, origin } as const };
  const lazy = lazily(pass, late);
  // What is the same in every call needs nothing that tells arguments apart.
  if (isStable(late)) return lazy;
  return [...lazy, ...(hasHelper(file, late.typed) ? byValue(pass, late) : perArguments(pass, late))];
}

function refusedSite(edits: Refusal): readonly Remedy[] {
  return [{ title: 'hoist', safety: 'migrate', data: {}, edits }];
}

/**
 * What one job opens and success alone closes is closed in a `finally`; never an HTTP client, whose close may wait for
 * the caller.
 */
function closedInFinally({ file }: SharePass, client: PerCallClient): Remedy | null {
  const { construct } = client.construction;
  const perJob = construct.owns === 'socket' || construct.perJob === true;
  if (client.closing !== 'success' || construct.owns === 'agent' || !(perJob || client.origin === 'call')) return null;
  const taken = construct.owns === 'pool' ? takenFrom(client) : null;
  if (taken !== null)
    return {
      title: 'closeInFinally',
      data: {},
      safety: 'migrate',
      edits: { refused: `the close would wait for what line ${String(taken)} takes, which an error may not give back` },
    };
  return {
    title: 'closeInFinally',
    data: {},
    safety: perJob ? 'safe' : 'migrate',
    edits: closeInFinally(file, client),
  };
}

/** The line that takes a connection out of a pool, or may, which the end of the pool waits for. */
function takenFrom({ construction, sinks }: PerCallClient): number | null {
  const methods = new Set(construction.construct.acquires?.map(({ method }) => method));
  const taken = sinks.find(
    (sink) => sink.kind === 'escaped' || (sink.kind === 'used' && sink.method !== null && methods.has(sink.method)),
  );
  return taken?.node.loc.start.line ?? null;
}
