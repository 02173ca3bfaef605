import type { TSESTree } from '@typescript-eslint/utils';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { isDisabledAt } from '../../analysis/names/directives.js';
import {
  callsOf,
  describeFunction,
  isExported,
  referencesTo,
  variableOfFunction,
} from '../../analysis/names/functions.js';
import { originOf } from '../../analysis/values/argument-origin.js';
import { summarize, type Sink } from '../../analysis/values/ownership.js';
import { ValueWalk } from '../../analysis/values/value-walk.js';
import { freeName } from '../../ast/names.js';
import { ancestorsUntil, enclosingFunction, isLoop, type FunctionNode } from '../../ast/nodes.js';
import { declareAbove } from '../../fix/declare.js';
import { combine, type Refusal } from '../../fix/edits.js';
import { typeOfClient } from './client-type.js';
import { kindOf } from './hoist.js';
import { assigned } from './lazy.js';
import type { SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule } from './place.js';
import type { Remedy } from './remedy.js';
import { sharedText } from './keep-alive.js';
import { isRefused, siteAt, type Site } from './site.js';
import { stabilityOf } from './stability.js';
import { unsharable, unsharableUse } from './uses.js';

/**
 * Lets the function that constructs a client keep it: one edit for all of its callers. For a function of the file that
 * is only ever called, by code that neither closes nor changes what it gets; the arguments must not depend on the call.
 */
export function inFactory(pass: SharePass, client: PerCallClient): readonly Remedy[] {
  const { file } = pass;
  const { sourceCode } = file;
  const { construction } = client;
  const refuse = (refused: string, waits = false): readonly Remedy[] => [
    { title: 'inFactory', safety: 'migrate', data: {}, edits: { refused }, waits },
  ];
  const fn = enclosingFunction(construction.node);
  if (client.node === construction.node || !fn) return [];
  const key = `factory ${String(construction.node.range[0])}`;
  if (pass.isHoisted(key)) return refuse('the function keeps its client from the next run on', true);
  const origin = originOf(sourceCode, construction.node.arguments);
  if (origin !== 'constant' && origin !== 'module') return refuse('its arguments depend on the call');
  const inside = { ...client, node: construction.node, origin, closing: 'never' as const, sinks: [] };
  const site = siteAt(file, inside);
  if (isRefused(site)) return refuse(site.refused);
  const reason =
    whyNotKept(pass, site, fn) ?? unsharable(file, inside, true) ?? whyNotInModule(file) ?? mayRunEarly(site);
  if (reason !== null) return refuse(reason);
  if (kindOf(site).safety === 'suggestion') return refuse('its limit would hold for all callers together');
  const stability = stabilityOf(site);
  if (isRefused(stability)) return refuse(stability.refused);
  const type = typeOfClient(site);
  if (isRefused(type)) return refuse(type.refused);
  const text = sharedText(site);
  if (typeof text !== 'string') return refuse(text.refused);
  const name = freeName(sourceCode, site.binding ? site.names.slice(1) : site.names, [construction.node], pass.names);
  if (name === null) return refuse('no name is free for it');
  const read = [...stability.calls, ...stability.open].map((text) => `\`${text}\``).join(' and ');
  const declared = `let ${name}${type.text === '' ? '' : `: ${type.text} | undefined`};`;
  return [
    {
      title: read === '' ? 'inFactory' : 'inFactoryOnce',
      safety: read === '' ? 'migrate' : 'suggestion',
      data: { name, read, factory: describeFunction(sourceCode, fn) },
      edits: combine([[declareAbove(sourceCode, site.top, declared), assigned(site, name, text)], type.edits]),
      declares: { key, name },
    },
  ];
}

/** Why a function cannot keep what it constructs; `null` where all of its callers may share it. */
function whyNotKept({ file, rule }: SharePass, site: Site, fn: FunctionNode): string | null {
  const { sourceCode } = file;
  const { construction } = site.client;
  const variable = variableOfFunction(sourceCode, fn);
  const isAssigned = variable?.references.some((reference) => reference.isWrite() && reference.init !== true);
  if (!variable || isAssigned || variable.defs.length > 1 || fn.async || fn.generator)
    return 'a function that is known only in part constructs it';
  if (construction.construct.async) return 'its creation is awaited, and a failed one would be kept';
  if (isExported(sourceCode, fn)) return 'other files may close or change what the function gives them';
  if ([...ancestorsUntil(construction.node, fn)].some(isLoop)) return 'the function constructs several';
  const calls = callsOf(sourceCode, fn);
  if (calls.length < referencesTo(sourceCode, fn).length) return 'the function is handed on';
  const own = sinksAt(site, construction.node);
  if (isRefused(own)) return own.refused;
  if (own.some((sink) => sink.kind === 'returned' && (sink.fn !== fn || sink.path.length > 0)))
    return 'the function returns it as a part of something else';
  const whole = unsharableUse(file, { ...site.client, sinks: own.filter(({ kind }) => kind !== 'returned') });
  if (whole !== null) return whole;
  for (const call of calls) {
    if (isDisabledAt(sourceCode, rule, call.loc.start)) return 'a comment turns the rule off for another caller';
    const sinks = sinksAt(site, call);
    if (isRefused(sinks)) return sinks.refused;
    const closed = sinks.find(({ kind }) => kind !== 'used' && kind !== 'borrowed');
    if (closed) return `line ${String(call.loc.start.line)} closes it, keeps it or hands it on`;
    const use = unsharableUse(file, { ...site.client, sinks });
    if (use !== null) return use;
  }
  return null;
}

/** Where the value of a construction, or of a call that gives it, goes. */
function sinksAt(
  { file, client }: Site,
  node: TSESTree.CallExpression | TSESTree.NewExpression,
): readonly Sink[] | Refusal {
  const walk = new ValueWalk(file.sourceCode, file.clients, client.construction);
  walk.value(node, []);
  const { kind, sinks } = summarize(walk.sinks);
  return kind === 'escaped' ? { refused: `what line ${String(node.loc.start.line)} does with it is not known` } : sinks;
}
