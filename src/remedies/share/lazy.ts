import { capitalized } from '../../ast/names.js';
import { isTopLevel } from '../../ast/variables.js';
import { declareAbove } from '../../fix/declare.js';
import type { Refusal } from '../../fix/edits.js';
import { typeOfClient } from './client-type.js';
import { complete } from './complete.js';
import { readsFixedEnvironment } from './environment.js';
import { endText, isHoistable, kindOf } from './hoist.js';
import { assigned, inField, inProvider, namesLocals, type Placed } from './in-field.js';
import { sharedText } from './keep-alive.js';
import { keyOf, type SharePass } from './pass.js';
import { isInSingleton, mayRunEarly, whyNotInModule } from './place.js';
import type { Remedy, Safety, ShareTitle } from './remedy.js';
import { isRefused, type Site } from './site.js';
import { stabilityOf, type Stability } from './stability.js';
import { explicitLimits, unsharable } from './uses.js';

/**
 * Constructs the client once, by the first call that needs it: for arguments which are the same in every call but not
 * known while the module is imported. Kept in a variable of the module, or in a field where the arguments come from
 * fields of the object, or a container keeps the object. There a client of constants is constructed with the object.
 */
export function lazily(pass: SharePass, site: Site): readonly Remedy[] {
  const provided = inProvider(pass, site);
  return provided.length > 0 ? provided : whenNeeded(pass, site);
}

function whenNeeded(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const refuse = (refused: string, waits = false): readonly Remedy[] => [
    { title: 'lazy', safety: 'migrate', data: {}, edits: { refused }, waits },
  ];
  if (client.origin === 'call' || (client.origin === 'constant' && isHoistable(site))) return [];
  if (client.construction.construct.sharedAs !== undefined)
    return refuse('a single connection cannot serve several calls at a time');
  if (client.construction.construct.async) return refuse('its creation is awaited, and a failed one would be kept');
  const contained = client.origin === 'instance' ? null : whyNotInModule(file);
  const isKept = contained !== null && isInSingleton(file, client.node);
  const reason = unsharable(file, client, true) ?? (isKept ? null : contained);
  if (reason !== null) return refuse(reason);
  const stability = stabilityOf(site);
  if (isRefused(stability)) return refuse(stability.refused);
  const type = typeOfClient(site);
  if (isRefused(type)) return refuse(type.refused);
  const kind = lazyKind(site, stability);
  const limit = explicitLimits(file, client).join(', ');
  const read = [...stability.calls, ...stability.open].map((text) => `\`${text}\``).join(' and ');
  const remedy = client.origin === 'instance' || isKept ? inField(site, type.text) : inModule(pass, site, type.text);
  if (isRefused(remedy)) return refuse(remedy.refused, remedy === LATER);
  const { name, edits, declares } = remedy;
  return [
    {
      ...kind,
      data: { name, limit, read, end: endText(file) },
      ...complete(pass, site, [edits, type.edits], [site.value]),
      ...(declares && { declares }),
    },
  ];
}

const LATER: Refusal = { refused: 'an equal client is created lazily first, and used here in the next run' };

function lazyKind(site: Site, { calls, open }: Stability): { readonly title: ShareTitle; readonly safety: Safety } {
  const { title, safety } = kindOf(site);
  if (title === 'hoistWithLimit') return { title: 'lazyWithLimit', safety: 'suggestion' };
  if (title === 'hoistWithUnseen') return { title: 'lazyWithUnseen', safety: 'suggestion' };
  if (title === 'hoistAndKeepOpen') return { title: 'lazyAndKeepOpen', safety: 'suggestion' };
  if (calls.length + open.length > 0) return { title: 'lazyOnce', safety: 'suggestion' };
  return { title: 'lazy', safety: safety === 'safe' && isSameEachTime(site) ? 'safe' : 'migrate' };
}

/** Whether the first call makes what every later one would: of constants, or of an environment that nothing writes. */
export function isSameEachTime({ file, client }: Site): boolean {
  const { construct, node } = client.construction;
  if (construct.constructedIn !== undefined) return false;
  return client.origin === 'constant' || (client.origin === 'module' && readsFixedEnvironment(file, node.arguments));
}

function inModule(pass: SharePass, site: Site, type: string): Placed | Refusal {
  const { file } = site;
  const text = sharedText(site);
  if (typeof text !== 'string') return text;
  const own = namesLocals(site) ? String(site.client.node.range[0]) : '';
  const key = `lazy ${keyOf(site.client.construction, text)}${own}`;
  const existing = existingLazyClient(site, key);
  if (existing !== null) return { name: existing, edits: [assigned(site, existing, text)] };
  if (pass.isHoisted(key)) return LATER;
  const early = mayRunEarly(site);
  if (early !== null) return { refused: early };
  const name = file.freeName(keptNames(site), [site.client.node], pass.names);
  if (name === null) return { refused: 'no name is free for it' };
  const declaration = `let ${name}${type === '' ? '' : `: ${type} | undefined`};`;
  return {
    name,
    edits: [declareAbove(file, site.top, declaration), assigned(site, name, text)],
    declares: { key, name },
  };
}

/** Names for what is kept: where that of the variable says more than the class (`queueRedis`), it is in front. */
export function keptNames({ binding, names }: Site): readonly string[] {
  const [own = '', general = ''] = binding ? names : [];
  const saysMore = own !== general && own.endsWith(capitalized(general)) && general !== '';
  return binding && saysMore ? [own, `shared${capitalized(own)}`, ...names.slice(1)] : names;
}

/** A variable of the module that an equal construction fills when it is first needed. */
function existingLazyClient(site: Site, key: string): string | null {
  const { clients } = site.file;
  if (namesLocals(site)) return null;
  for (const construction of clients.constructions.values()) {
    const { parent } = construction.node;
    if (
      construction === site.client.construction ||
      parent.type !== 'AssignmentExpression' ||
      parent.operator !== '??=' ||
      parent.left.type !== 'Identifier'
    )
      continue;
    if (`lazy ${keyOf(construction, site.file.getText(construction.node))}` !== key) continue;
    const variable = site.file.variableOf(parent.left);
    const visible =
      variable && isTopLevel(variable) && site.file.variableNamed(variable.name, site.client.node) === variable;
    if (visible && (variable.defs[0]?.name.range[0] ?? 0) < site.top.range[0]) return variable.name;
  }
  return null;
}
