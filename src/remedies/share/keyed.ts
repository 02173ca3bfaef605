import type { TSESTree } from '@typescript-eslint/utils';
import { capitalized } from '../../ast/names.js';
import { enclosingFunction } from '../../ast/nodes.js';
import { declareAbove } from '../../fix/declare.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { ensureImport, inFileQuotes } from '../../fix/ensure-import.js';
import { inFileStyle, lineEndOf, unitOf } from '../../fix/layout.js';
import { nodeModule } from '../node-module.js';
import { dedented } from './arguments.js';
import { keepAliveEdits } from './keep-alive.js';
import { withEdits } from './with-edits.js';
import { typeOfClient } from './client-type.js';
import { complete } from './complete.js';
import { keyedText, type KeyedText, type KeyPart } from './key-parts.js';
import { keyOf, type SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule } from './place.js';
import type { Remedy, Safety } from './remedy.js';
import { RETRYING } from './retried.js';
import { isRefused, type Site } from './site.js';
import { stabilityOf } from './stability.js';
import { fewConnections, isSafelyShared, unsharable } from './uses.js';

/** How many clients are kept at a time: the sockets of those that are dropped end when nobody uses them. */
const MOST = 100;

/** Keeps one client for each distinct value of what its arguments depend on, in a Map of the module. */
export function perKey(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const safety = safetyOf(site);
  const refuse = (refused: string): readonly Remedy[] => [{ title: 'keyed', safety, data: {}, edits: { refused } }];
  if (client.origin !== 'call' && (client.origin !== 'instance' || !isRefused(stabilityOf(site)))) return [];
  if (client.construction.construct.sharedAs !== undefined)
    return refuse('a single connection cannot serve several calls at a time');
  if (client.construction.construct.async && client.node.parent.type !== 'AwaitExpression')
    return refuse('its creation is not awaited on the spot');
  const reason = unsharable(file, client, true) ?? whyNotInModule(file) ?? mayRunEarly(site);
  if (reason !== null) return refuse(reason);
  if (hasTextOfLines(site)) return refuse('its arguments hold a text of several lines');
  const keyed = keyedText(site);
  if (isRefused(keyed)) return refuse(keyed.refused);
  const { parts } = keyed;
  const trust = trustIn(site, keyed, safety);
  const type = typeOfClient(site);
  if (isRefused(type)) return refuse(type.refused);
  const key = `keyed ${keyOf(client.construction, keyed.text)}`;
  const data = {
    key: parts.map((part) => part.name).join(' and '),
    bound: isKept(site) ? `at most ${String(MOST)} at a time` : 'from which none is removed',
  };
  const callOf = (getter: string): Edit => ({
    range: site.value.range,
    text: `${getter}(${parts.map((part) => part.text).join(', ')})`,
  });
  const known = existingGetter(site, keyed);
  if (known !== null) {
    const edits = [[callOf(known.getter)], keyed.removals];
    return [{ title: 'keyed', safety: trust, data: { ...data, name: known.map }, ...complete(pass, site, edits, []) }];
  }
  if (pass.isHoisted(key))
    return refuse('an equal one is kept by its arguments first, and used here in the next run').map((one) => ({
      ...one,
      waits: true,
    }));
  const names = namesFor(pass, site, parts);
  if (names === null) return refuse('no name is free for it');
  const hash = keyed.hasSecret ? hashIn(site) : { text: null, edits: [] };
  if (isRefused(hash)) return refuse(hash.refused);
  const named = { ...names, type: type.text, hash: hash.text };
  const returned = returnAround(site);
  const text = returned ? mapText(site, keyed, named) : helperText(site, keyed, named);
  const call: Edit = returned
    ? { range: returned.range, text: lookUpIn(site, returned, keyed, named) }
    : callOf(names.getter);
  return [
    {
      title: 'keyed',
      safety: trust,
      data: { ...data, name: names.map },
      ...complete(
        pass,
        site,
        [[declareAbove(file, site.top, text), call], type.edits, hash.edits, keyed.removals],
        [site.value],
      ),
      declares: { key, name: names.map, also: returned ? [] : [names.getter] },
    },
  ];
}

/**
 * Keeps clients by one part where they are constructed: in place of the statement that returns one, or declares the
 * variable that does.
 */
export function keyedInPlace(
  pass: SharePass,
  site: Site,
  part: KeyPart,
  type: string,
): { readonly map: string; readonly edits: readonly Edit[] } | Refusal {
  const { file } = site;
  const statement = returnAround(site) ?? (site.binding?.assignment === null ? site.binding.declaration : null);
  if (statement?.parent.type !== 'BlockStatement') return { refused: 'no statement of its own constructs it' };
  if (hasTextOfLines(site)) return { refused: 'its arguments hold a text of several lines' };
  const names = namesFor(pass, site, [part]);
  if (names === null) return { refused: 'no name is free for it' };
  const local = site.binding?.id.name ?? names.local;
  const keyed = {
    parts: [part],
    text: file.getText(site.value),
    removals: [],
    hasSecret: false,
    options: new Set<string>(),
  };
  const kept = keepAliveEdits(site);
  if (isRefused(kept)) return kept;
  const construction = dedented(file, site.value, withEdits(file, site.value, kept));
  const lines = lookUp(site, keyed, { ...names, type, local, hash: null }, construction, false);
  const text = (site.binding ? lines.slice(0, -1) : lines).join(
    lineEndOf(file) + ' '.repeat(statement.loc.start.column),
  );
  const declared = declareAbove(file, site.top, mapText(site, keyed, { ...names, type, hash: null }));
  return { map: names.map, edits: [declared, { range: statement.range, text }] };
}

function safetyOf(site: Site): Safety {
  const { client, file } = site;
  if (!isKept(site) || fewConnections(client) !== null) return 'suggestion';
  return isSafelyShared(file, client) ? 'safe' : 'migrate';
}

/** The options in objects that make the key may hold a limit for one call, or be those of retries; a secret is told. */
function trustIn({ client }: Site, { options, hasSecret }: KeyedText, safety: Safety): Safety {
  const { limits = [], retries } = client.construction.construct;
  const lastPart = (path: string): string => path.split('.').at(-1) ?? path;
  if (limits.some(({ option }) => options.has(lastPart(option)))) return 'suggestion';
  const names = [...options];
  const triesLess = retries !== undefined && names.some((name) => name === retries.option || RETRYING.test(name));
  return safety === 'safe' && (hasSecret || triesLess) ? 'migrate' : safety;
}

/** The start of the call that makes a hash of a key, and the import that it needs. */
function hashIn({ file, top }: Site): { readonly text: string; readonly edits: readonly Edit[] } | Refusal {
  const imported = ensureImport(file, { module: nodeModule(file, 'crypto'), name: 'createHash' }, [top]);
  if (isRefused(imported)) return imported;
  return { text: inFileQuotes(file, `${imported.expression}('sha256')`), edits: imported.edits };
}

function hasTextOfLines({ file, value }: Site): boolean {
  return file.sourceCode
    .getTokens(value)
    .some(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line);
}

/** A function of the module that keeps equal clients by equal parts, as an earlier fix has written it. */
function existingGetter(
  { file, client }: Site,
  { parts, text }: KeyedText,
): { readonly getter: string; readonly map: string } | null {
  for (const construction of file.clients.constructions.values()) {
    const fn = enclosingFunction(construction.node);
    if (fn?.type !== 'FunctionDeclaration' || fn.parent.type !== 'Program' || fn === enclosingFunction(client.node))
      continue;
    const names = fn.params.map((param) => (param.type === 'Identifier' ? param.name : ''));
    const isSame = names.join() === parts.map(({ name }) => name).join();
    const isAssigned = construction.node.parent.type === 'AssignmentExpression';
    if (!isSame || !isAssigned || !fn.id || file.variableNamed(fn.id.name, client.node)?.defs[0]?.node !== fn) continue;
    if (keyOf(construction, file.getText(construction.node)) !== keyOf(client.construction, text)) continue;
    const [, map] = /\b([\w$]+)\.set\(/.exec(file.getText(fn)) ?? [];
    if (map !== undefined) return { getter: fn.id.name, map };
  }
  return null;
}

/**
 * Whether a bounded number of clients may be kept without more: what is dropped holds idle sockets only, which end by
 * themselves or with the server, as those of a client for each call do.
 */
export function isKept({ client }: Site): boolean {
  const { construct } = client.construction;
  return construct.owns === 'agent' && construct.holdsProcess !== true;
}

function namesFor(pass: SharePass, site: Site, parts: readonly KeyPart[]): Omit<HelperNames, 'type' | 'hash'> | null {
  const returned = returnAround(site);
  const names = site.names.filter((name) => !parts.some((part) => part.name === name) && !/\d$/.test(name));
  // The look-up stands among the variables of a factory; in a helper of its own every name is free.
  const local = (returned ? site.file.freeName(names, [site.client.node], new Set()) : names[0]) ?? '';
  const key = returned ? site.file.freeName(['key', 'clientKey'], [site.client.node], new Set()) : 'key';
  const places = [site.client.node, site.top];
  const byParts = `${local}By${parts.map((part) => capitalized(part.name)).join('And')}`;
  const map = site.file.freeName([...(local.endsWith('s') ? [] : [`${local}s`]), byParts], places, pass.names);
  const getter = site.file.freeName([`${local}For`, `get${capitalized(local)}`], places, pass.names);
  return local === '' || key === null || map === null || getter === null ? null : { map, getter, local, key };
}

interface HelperNames {
  readonly map: string;
  readonly key: string;
  readonly getter: string;
  readonly local: string;
  readonly type: string;
  /** What makes a hash of the key; `null` where the key itself is kept. */
  readonly hash: string | null;
}

/** Whether the key is a text made of the parts, and not the only part itself. */
function isJoined({ parts }: KeyedText, { hash }: HelperNames): boolean {
  return parts.length > 1 || parts[0]?.isData === true || hash !== null;
}

/** The map, as a declaration of the module. */
function mapText(site: Site, keyed: KeyedText, names: HelperNames): string {
  const { map, type } = names;
  const keyType = isJoined(keyed, names) ? 'string' : (keyed.parts[0]?.type ?? 'string');
  return inFileStyle(site.file, `const ${map} = new Map${site.typed ? `<${keyType}, ${type}>` : ''}();`, null);
}

/** The Map and the function that looks a client up or constructs it. */
function helperText(site: Site, keyed: KeyedText, names: HelperNames): string {
  const parameters = keyed.parts.map(({ name, type }) => (site.typed && type !== null ? `${name}: ${type}` : name));
  const result = site.typed ? `: ${names.type}` : '';
  const unit = unitOf(site.file);
  return [
    mapText(site, keyed, names),
    '',
    `function ${names.getter}(${parameters.join(', ')})${result} {`,
    ...lookUp(site, keyed, names, dedented(site.file, site.value, keyed.text)).map((line) => unit + line),
    '}',
  ].join(lineEndOf(site.file));
}

/** `return new Client(...)` as the whole of what a function does with the construction, in a block. */
function returnAround({ client, value }: Site): TSESTree.ReturnStatement | null {
  const { parent } = value;
  const isFactory = client.node === client.construction.node && parent?.type === 'ReturnStatement';
  return isFactory && parent.parent.type === 'BlockStatement' ? parent : null;
}

/** The look-up in place of the statement that returned a construction; the parts stand there as they are. */
function lookUpIn(site: Site, returned: TSESTree.ReturnStatement, keyed: KeyedText, names: HelperNames): string {
  const indent = ' '.repeat(returned.loc.start.column);
  const parts = keyed.parts.map((part) => ({ ...part, name: part.text }));
  const kept = keepAliveEdits(site);
  const text = dedented(site.file, site.value, withEdits(site.file, site.value, isRefused(kept) ? [] : kept));
  return lookUp(site, { ...keyed, parts }, names, text).join(lineEndOf(site.file) + indent);
}

/** The lines that find a client by its key, or construct and keep it. */
function lookUp(
  site: Site,
  keyed: KeyedText,
  names: HelperNames,
  construction: string,
  isBounded = isKept(site),
): string[] {
  const { parts } = keyed;
  const { map, local, key: joinedKey, hash } = names;
  const [only] = parts;
  const joined = isJoined(keyed, names);
  const key = joined ? joinedKey : (only?.name ?? '');
  const unit = unitOf(site.file);
  // What is no plain value is equal to nothing, so it gets a client of its own as before.
  const plain = parts
    .filter((part) => part.type === null)
    .flatMap(({ name }) => [`typeof ${name} !== 'object'`, ...(joined ? [`typeof ${name} !== 'function'`] : [])]);
  const texts = parts.map(({ name, type }) => (type === null || type.includes('bigint') ? `String(${name})` : name));
  const json = `JSON.stringify(${only?.isData === true && parts.length === 1 ? only.name : `[${texts.join(', ')}]`})`;
  const hashed = hash === null ? json : inFileQuotes(site.file, `${hash}.update(${json}).digest('base64')`);
  const behind = (line: string, before: string): string[] =>
    line.split(/\r?\n/).map((part, index) => (index > 0 ? before + part : part));
  const { async: isAsync } = site.client.construction.construct;
  const lines = [
    ...(joined ? [`const ${key} = ${hashed};`] : []),
    `let ${local} = ${map}.get(${key});`,
    `if (!${local}) {`,
    ...behind(`${unit}${local} = ${construction};`, unit),
    ...(isBounded ? [`${unit}if (${map}.size >= ${String(MOST)}) ${map}.clear();`] : []),
    `${unit}${plain.length > 0 ? `if (${plain.join(' && ')}) ` : ''}${map}.set(${key}, ${local});`,
    // The promise is kept, so that calls which come meanwhile wait for it; a failed one is forgotten.
    ...(isAsync ? [`${unit}${local}.catch(() => ${map}.delete(${key}));`] : []),
    '}',
    `return ${local};`,
  ];
  return lines.map((line) => (line.endsWith(';') ? inFileStyle(site.file, line, null) : line));
}
