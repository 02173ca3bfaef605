import type { TSESTree } from '@typescript-eslint/utils';
import type { OutsideCalls } from '../../analysis/clients/outside-calls.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { mayCloseElsewhere } from '../../analysis/clients/long-lived/elsewhere.js';
import { ReachWalk } from '../../analysis/clients/long-lived/reach.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { Construction } from '../../analysis/names/clients.js';
import { isDisabledAt } from '../../analysis/names/directives.js';
import {
  callsOf,
  describeFunction,
  isExported,
  isExportedValue,
  referencesTo,
  variableOfFunction,
} from '../../analysis/names/functions.js';
import { originOf } from '../../analysis/values/argument-origin.js';
import { summarize, type Sink } from '../../analysis/values/ownership.js';
import { ValueWalk } from '../../analysis/values/value-walk.js';
import { ancestorsUntil, enclosingFunction, isLoop, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { declareAbove } from '../../fix/declare.js';
import { combine, type Refusal } from '../../fix/edits.js';
import { perArguments } from './by-value.js';
import { perParameter } from './by-parameter.js';
import { typeOfClient } from './client-type.js';
import { kindOf, kindOfShared } from './hoist.js';
import { assigned, inField, type Placed } from './in-field.js';
import { isSameEachTime, keptNames } from './lazy.js';
import type { SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule } from './place.js';
import { sharedText } from './keep-alive.js';
import { changesForGood } from '../../catalog/conventions/sharing.js';
import { textPattern, wholeName } from '../../analysis/names/conventions.js';
import { exportOf } from '../../analysis/names/exported.js';
import type { FileView } from '../../ast/file-view.js';
import type { Remedy, Safety } from './remedy.js';
import { isRefused, siteAt, type Site } from './site.js';
import { stabilityOf } from './stability.js';
import { explicitLimits, unsharable, unsharableUse } from './uses.js';

/**
 * Lets the function that constructs a client keep it, one for each key where its arguments depend on the call: one edit
 * for all of its callers. For a function of the file, or a private method, that is only ever called, by code that
 * neither closes nor changes what it gets.
 */
export function inFactory(
  pass: SharePass,
  client: PerCallClient,
  outside: OutsideCalls | null = null,
): readonly Remedy[] {
  const { file } = pass;
  const { construction } = client;
  const refuse = (refused: string, waits = false): readonly Remedy[] => [
    { title: 'inFactory', safety: 'migrate', data: {}, edits: { refused }, waits },
  ];
  const fn = enclosingFunction(construction.node);
  if ((client.node === construction.node && outside === null) || !fn) return [];
  const key = `factory ${String(construction.node.range[0])}`;
  if (pass.isHoisted(key)) return refuse('the function keeps its client from the next run on', true);
  const origin = originOf(file, construction.node.arguments);
  const inside = { ...client, node: construction.node, origin, closing: 'never' as const, sinks: [] };
  const site = siteAt(file, inside);
  if (isRefused(site)) return refuse(site.refused);
  const inClass = origin === 'instance';
  const stability = stabilityOf(site);
  const isKeyed = origin === 'call' || (origin === 'instance' && isRefused(stability));
  const reason =
    whyNotKept(pass, site, fn) ?? (inClass && !isKeyed ? null : (whyNotInModule(file) ?? mayRunEarly(site)));
  if (reason !== null) return refuse(reason);
  if (isKeyed) {
    const ways = [...perArguments(pass, site), ...(outside?.giveLasting ? perParameter(pass, site, fn) : [])];
    return ways.map((remedy) => ({
      ...remedy,
      // What other files do with it is told by their text only.
      safety: remedy.safety === 'safe' && isExported(file, fn) ? 'migrate' : remedy.safety,
      declares: { ...remedy.declares, key, name: remedy.declares?.name ?? key },
    }));
  }
  const kind = kindOfShared(site);
  if (kind.safety === 'suggestion' && !outside) return refuse('its limit would hold for all callers together');
  if (isRefused(stability)) return refuse(stability.refused);
  const type = typeOfClient(site);
  if (isRefused(type)) return refuse(type.refused);
  const placed = inClass ? inField(site, type.text) : inModule(pass, site, type.text);
  if (isRefused(placed)) return refuse(placed.refused);
  const { name, edits } = placed;
  const read = [...stability.calls, ...stability.open].map((text) => `\`${text}\``).join(' and ');
  const limited = kind.title === 'hoistWithLimit' ? 'inFactoryWithLimit' : 'inFactoryWithUnseen';
  const once = read === '' ? 'inFactory' : 'inFactoryOnce';
  return [
    {
      title: kind.safety === 'suggestion' ? limited : once,
      safety: kind.safety === 'suggestion' || read !== '' ? 'suggestion' : safetyOf(site, fn),
      data: { name, read, factory: describeFunction(file, fn), limit: explicitLimits(file, inside).join(', ') },
      edits: combine([edits, type.edits]),
      declares: { key, name },
    },
  ];
}

/** Whether nothing that callers do with a client speaks against keeping it, however its options come about. */
export function isSharable(pass: SharePass, client: PerCallClient, fn: FunctionNode): boolean {
  const { file } = pass;
  const site = siteAt(file, { ...client, closing: 'never', sinks: [] });
  return !isRefused(site) && (whyNotKept(pass, site, fn) ?? whyNotInModule(file) ?? mayRunEarly(site)) === null;
}

/** Why neither the callers of a function nor its client allow that it keeps it. */
function whyNotKept(pass: SharePass, site: Site, fn: FunctionNode): string | null {
  return whyNotShared(pass, site, fn) ?? unsharable(pass.file, site.client, true);
}

/** How far it may be trusted: all callers are known, and each call would make the same. */
function safetyOf(site: Site, fn: FunctionNode): Safety {
  const isSafe = kindOf(site).safety === 'safe' && isSameEachTime(site);
  return isSafe && !isExported(site.file, fn) ? 'safe' : 'migrate';
}

/** A variable of the module that the first call fills. */
function inModule(pass: SharePass, site: Site, type: string): Placed | Refusal {
  const candidates = site.binding ? keptNames(site).slice(1) : site.names;
  const text = sharedText(site);
  if (typeof text !== 'string') return text;
  const name = site.file.freeName(candidates, [site.client.construction.node], pass.names);
  if (name === null) return { refused: 'no name is free for it' };
  const declared = `let ${name}${type === '' ? '' : `: ${type} | undefined`};`;
  return { name, edits: [declareAbove(site.file, site.top, declared), assigned(site, name, text)] };
}

/** Why a function cannot keep what it constructs; `null` where all of its callers may share it. */
function whyNotShared(pass: SharePass, site: Site, fn: FunctionNode): string | null {
  const known = pass.kept.get(fn);
  if (known !== undefined) return known;
  const reason = reasonAgainst(pass, site, fn);
  pass.kept.set(fn, reason);
  return reason;
}

function reasonAgainst({ file, rule }: SharePass, site: Site, fn: FunctionNode): string | null {
  const { construction } = site.client;
  if (!isKnown(file, fn)) return 'a function that is known only in part constructs it';
  if (construction.construct.async) return 'its creation is awaited, and a failed one would be kept';
  if (isExported(file, fn)) {
    const elsewhere = whyNotElsewhere(file, construction);
    if (elsewhere !== null) return elsewhere;
  }
  if ([...ancestorsUntil(construction.node, fn)].some(isLoop)) return 'the function constructs several';
  const calls = callsOf(file, fn);
  const handedOn = referencesTo(file, fn).filter((node) => !isExportedValue(file, wrapped(node)));
  if (calls.length < handedOn.length) return 'the function is handed on';
  const own = sinksAt(site, construction.node);
  if (isRefused(own)) return own.refused;
  if (own.some((sink) => sink.kind === 'returned' && (sink.fn !== fn || sink.path.length > 0)))
    return 'the function returns it as a part of something else';
  const whole = unsharableUse(file, { ...site.client, sinks: own.filter(({ kind }) => kind !== 'returned') });
  if (whole !== null) return whole;
  for (const call of calls) {
    if (isDisabledAt(file, rule, call.loc.start)) return 'a comment turns the rule off for another caller';
    const sinks = sinksAt(site, call);
    if (isRefused(sinks)) return sinks.refused;
    const closed = sinks.find(({ kind }) => kind !== 'used' && kind !== 'borrowed');
    if (closed) return `line ${String(call.loc.start.line)} closes it, keeps it or hands it on`;
    const use = unsharableUse(file, { ...site.client, sinks });
    if (use !== null) return use;
  }
  return null;
}

/** Whether all calls of a function can be found: a function with a name of its own, or a private method. */
function isKnown(file: FileView, fn: FunctionNode): boolean {
  if (fn.async || fn.generator) return false;
  const { parent } = fn;
  if (parent.type === 'MethodDefinition')
    return parent.kind === 'method' && (parent.accessibility === 'private' || parent.key.type === 'PrivateIdentifier');
  const variable = variableOfFunction(file, fn);
  const own = exportOf(wrapped(fn));
  // `exports.makeClient = () => ...`: nothing else of the file calls it.
  if (!variable && own !== null)
    return !new RegExp(`\\.${wholeName(own)}(?!\\s*=)`).test(file.text) && !/\bthis\b/.test(file.getText(fn));
  const isAssigned = variable?.references.some((reference) => reference.isWrite() && reference.init !== true);
  return variable !== null && isAssigned !== true && variable.defs.length === 1;
}

const CHANGES = textPattern(changesForGood);

/** Why the client of an exported function may not be shared with the files that call it. */
function whyNotElsewhere(file: FileLifecycle, construction: Construction): string | null {
  const { catalog } = file;
  const refused = 'other files may close or change what the function gives them';
  const importers = catalog?.importersOf(catalog.file);
  if (!catalog || !importers) return refused;
  const reach = new ReachWalk(file, construction);
  reach.start(construction.node, []);
  if (mayCloseElsewhere(file, { construction, node: construction.node }, reach)) return refused;
  return importers.some(({ path }) => CHANGES.test(catalog.textOf(path) ?? '')) ? refused : null;
}

/** Where the value of a construction, or of a call that gives it, goes. */
function sinksAt(
  { file, client }: Site,
  node: TSESTree.CallExpression | TSESTree.NewExpression,
): readonly Sink[] | Refusal {
  const walk = new ValueWalk(file, client.construction);
  walk.value(node, []);
  const { kind, sinks } = summarize(walk.sinks);
  return kind === 'escaped' ? { refused: `what line ${String(node.loc.start.line)} does with it is not known` } : sinks;
}
