import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { ancestorsUntil, calleeName, isFunction, propertyName } from '../../ast/nodes.js';
import { freeName, outerReferences } from '../../ast/names.js';
import { isConstant, isTopLevel } from '../../ast/variables.js';
import { declareAbove } from '../../fix/declare.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { inFileStyle, lineEndOf, unitOf } from '../../fix/layout.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import { dedented } from './arguments.js';
import { keepAliveEdits } from './keep-alive.js';
import { withEdits } from './with-edits.js';
import { typeOfClient } from './client-type.js';
import { complete } from './complete.js';
import { primitiveTypeOf } from './key-like.js';
import type { SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule } from './place.js';
import type { Remedy } from './remedy.js';
import { isRefused, type Site } from './site.js';
import { unsharable } from './uses.js';
import { pureCalls } from '../../catalog/conventions/pure-calls.js';
import { numberOptions, secretNames, textOptions } from '../../catalog/conventions/sharing.js';
import { namePattern } from '../../analysis/names/conventions.js';

const PURE = namePattern(pureCalls);
const SECRET = namePattern(secretNames);

/** A part of the arguments that differs from call to call. */
interface KeyPart {
  readonly name: string;
  readonly text: string;
  readonly type: string;
  readonly nodes: readonly TSESTree.Node[];
}

/** Keeps one client for each distinct value of what its arguments depend on, in a Map of the module. */
export function perKey(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const { sourceCode } = file;
  const refuse = (refused: string): readonly Remedy[] => [
    { title: 'keyed', safety: 'suggestion', data: {}, edits: { refused } },
  ];
  if (client.origin !== 'call') return [];
  if (client.construction.construct.sharedAs !== undefined)
    return refuse('a single connection cannot serve several calls at a time');
  if (client.construction.construct.async && client.node.parent.type !== 'AwaitExpression')
    return refuse('its creation is not awaited on the spot');
  const reason = unsharable(file, client, true) ?? whyNotInModule(file) ?? mayRunEarly(site);
  if (reason !== null) return refuse(reason);
  if (sourceCode.getTokens(site.value).some(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line))
    return refuse('its arguments hold a text of several lines');
  const parts = keyParts(site);
  if (isRefused(parts)) return refuse(parts.refused);
  const type = typeOfClient(site);
  if (isRefused(type)) return refuse(type.refused);
  const names = site.names.filter((name) => !parts.some((part) => part.name === name));
  const local = names.find((name) => !/\d$/.test(name)) ?? '';
  const map = freeName(
    sourceCode,
    [
      ...(local.endsWith('s') ? [] : [`${local}s`]),
      `${local}By${parts.map((part) => part.name.charAt(0).toUpperCase() + part.name.slice(1)).join('And')}`,
    ],
    [client.node, site.top],
    pass.names,
  );
  const getter = freeName(
    sourceCode,
    [`${local}For`, `get${local.charAt(0).toUpperCase()}${local.slice(1)}`],
    [client.node, site.top],
    pass.names,
  );
  if (local === '' || map === null || getter === null) return refuse('no name is free for it');
  const kept = keepAliveEdits(site);
  if (isRefused(kept)) return refuse(kept.refused);
  const text = helperText(site, parts, kept, { map, getter, local, type: type.text });
  const call: Edit = { range: site.value.range, text: `${getter}(${parts.map((part) => part.text).join(', ')})` };
  const data = { name: map, key: parts.map((part) => part.name).join(' and ') };
  return [
    {
      title: 'keyed',
      safety: 'suggestion',
      data,
      ...complete(pass, site, [[declareAbove(sourceCode, site.top, text), call], type.edits], [site.value]),
    },
  ];
}

/** What the arguments depend on; refused where that is not provably a string or number, or where it is a secret. */
function keyParts(site: Site): readonly KeyPart[] | Refusal {
  const { sourceCode } = site.file;
  const parts = new Map<string, KeyPart>();
  for (const node of descendantsOf(site.value, sourceCode.visitorKeys)) {
    if (
      node.type === 'ThisExpression' ||
      node.type === 'AwaitExpression' ||
      node.type === 'YieldExpression' ||
      isFunction(node)
    )
      return { refused: 'its arguments depend on more than strings and numbers' };
    const called =
      (node.type === 'CallExpression' || node.type === 'NewExpression') && node !== site.client.node
        ? (calleeName(node.callee) ?? '')
        : null;
    if (called !== null && !PURE.test(called) && !site.file.clients.constructions.has(node))
      return { refused: `what ${called}() returns may differ` };
    if (node.type === 'Property' && SECRET.test(propertyName(node) ?? ''))
      return { refused: 'it is given credentials, or what belongs to one session' };
  }
  for (const { identifier, variable, isType } of outerReferences(sourceCode, site.value)) {
    if (!variable || isType) continue;
    if (isTopLevel(variable)) {
      if (variable.defs[0]?.type !== 'ImportBinding' && !isConstant(variable))
        return { refused: `${variable.name} is assigned again` };
      continue;
    }
    if (!isConstant(variable)) return { refused: `${variable.name} is assigned again` };
    const { parent } = identifier;
    const node = parent.type === 'MemberExpression' && parent.object === identifier ? parent : identifier;
    const type = primitiveTypeOf(sourceCode, node) ?? (site.typed ? null : scalarOptionType(node));
    const name = node.type === 'MemberExpression' ? propertyName(node) : identifier.name;
    const text = sourceCode.getText(node);
    if (type === null || name === null || !/^[A-Za-z_$][\w$]*$/.test(name))
      return { refused: `${text} is not provably a string or number, by which a Map finds a client again` };
    if (SECRET.test(name)) return { refused: 'it is given credentials, or what belongs to one session' };
    const known = parts.get(name);
    if (known && known.text !== text) return { refused: `two parts are called ${name}` };
    parts.set(name, { name, text, type, nodes: [...(known?.nodes ?? []), node] });
  }
  const clash = [...outerReferences(sourceCode, site.value)].find(
    ({ identifier, variable }) => parts.has(identifier.name) && (!variable || isTopLevel(variable)),
  );
  if (clash) return { refused: `${clash.identifier.name} would mean something else` };
  return parts.size > 0 &&
    ![...ancestorsUntil(site.client.node, site.fn)].some(({ type }) => type === 'ClassExpression')
    ? [...parts.values()]
    : { refused: 'nothing says what it depends on' };
}

/** Options that take a string or number in every catalogued library; in TypeScript the declared types say more. */
function scalarOptionType({ parent }: TSESTree.Node): string | null {
  const name = parent?.type === 'Property' ? propertyName(parent) : null;
  if (name === null) return null;
  return textOptions.includes(name) ? 'string' : numberOptions.includes(name) ? 'number' : null;
}

interface HelperNames {
  readonly map: string;
  readonly getter: string;
  readonly local: string;
  readonly type: string;
}

/** The Map and the function that looks a client up or constructs it. */
function helperText(
  site: Site,
  parts: readonly KeyPart[],
  kept: readonly Edit[],
  { map, getter, local, type }: HelperNames,
): string {
  const { sourceCode } = site.file;
  const edits = parts.flatMap((part) => part.nodes.map((node) => replaceExpression(node, part.name)));
  const construction = dedented(sourceCode, site.value, withEdits(sourceCode, site.value, [...edits, ...kept]));
  const [only] = parts;
  const joined = parts.length > 1;
  const key = joined ? 'key' : (only?.name ?? '');
  const keyType = joined ? 'string' : (only?.type ?? 'string');
  const typed = (text: string, annotation: string) => (site.typed ? `${text}: ${annotation}` : text);
  const unit = unitOf(sourceCode);
  const parameters = parts.map((part) => typed(part.name, part.type)).join(', ');
  const lines = [
    `const ${map} = new Map${site.typed ? `<${keyType}, ${type}>` : ''}();`,
    '',
    `function ${getter}(${parameters})${site.typed ? `: ${type}` : ''} {`,
    ...(joined ? [`${unit}const key = JSON.stringify([${parts.map((part) => part.name).join(', ')}]);`] : []),
    `${unit}let ${local} = ${map}.get(${key});`,
    `${unit}if (!${local}) {`,
    ...`${unit}${unit}${local} = ${construction};`
      .split(/\r?\n/)
      .map((line, index) => (index > 0 ? unit + unit + line : line)),
    `${unit}${unit}${map}.set(${key}, ${local});`,
    // The promise is kept, so that calls which come meanwhile wait for it; a failed one is forgotten.
    ...(site.client.construction.construct.async ? [`${unit}${unit}${local}.catch(() => ${map}.delete(${key}));`] : []),
    `${unit}}`,
    `${unit}return ${local};`,
    '}',
  ];
  return lines
    .map((line) => (line.endsWith(';') ? inFileStyle(sourceCode, line, null) : line))
    .join(lineEndOf(sourceCode));
}
