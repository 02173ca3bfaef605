import type { TSESTree } from '@typescript-eslint/utils';
import { lowerCamel } from '../../ast/names.js';
import { declareAbove } from '../../fix/declare.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { ensureImport } from '../../fix/ensure-import.js';
import { movableText } from './arguments.js';
import { complete } from './complete.js';
import type { SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule, whyOnlyWhenNeeded } from './place.js';
import type { Remedy } from './remedy.js';
import { placesOf, takeOut } from './replace-site.js';
import { isRefused, type Site } from './site.js';
import { unsharable } from './uses.js';

/** Shares a pool in place of clients that have a single connection each. */
export function asPool(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const { sharedAs } = client.construction.construct;
  if (sharedAs === undefined || client.origin !== 'constant') return [];
  const refuse = (refused: string): readonly Remedy[] => [
    { title: 'hoistAsPool', safety: 'suggestion', data: {}, edits: { refused } },
  ];
  const reason = unsharable(file, client) ?? whyNotInModule(file) ?? whyOnlyWhenNeeded(file) ?? mayRunEarly(site);
  if (reason !== null) return refuse(reason);
  const moved = movableText(site);
  if (isRefused(moved)) return refuse(moved.refused);
  const callee = calleeAs(site, sharedAs);
  if (isRefused(callee)) return refuse(callee.refused);
  const { node } = client.construction;
  if (moved.annotation !== '' || site.value !== node) return refuse('its type is written out');
  const name = file.freeName(
    [lowerCamel(sharedAs), ...site.names],
    placesOf(site),
    pass.names,
    site.binding?.variable ?? null,
  );
  if (name === null) return refuse('no name is free for it');
  const taken = takeOut(site, name);
  if (isRefused(taken)) return refuse(taken.refused);
  const text = `new ${callee.expression}${moved.text.slice(node.callee.range[1] - node.range[0])}`;
  const declaration = declareAbove(file, site.top, `${taken.above}const ${name} = ${text};`, taken.behind);
  const data = { name, construct: sharedAs, place: `line ${String(site.top.loc.start.line)}` };
  return [
    {
      title: 'hoistAsPool',
      safety: 'suggestion',
      data,
      ...complete(pass, site, [[declaration], taken.edits, moved.removals, callee.edits], moved.kept),
    },
  ];
}

/**
 * What constructs the pool: a member of the same namespace, or an import, which takes the place of one that has no
 * other use.
 */
function calleeAs(
  { file, client }: Site,
  name: string,
): { readonly expression: string; readonly edits: readonly Edit[] } | Refusal {
  const { node, specifier } = client.construction;
  const { callee } = node;
  if (callee.type === 'MemberExpression' && !callee.computed)
    return { expression: `${file.getText(callee.object)}.${name}`, edits: [] };
  if (callee.type !== 'Identifier') return { refused: 'it is constructed in an unusual way' };
  const variable = file.variableOf(callee);
  const imported: TSESTree.Node | undefined = variable?.defs[0]?.node;
  const onlyUse = variable?.references.every(({ identifier }) => identifier === callee) === true;
  if (
    onlyUse &&
    imported?.type === 'ImportSpecifier' &&
    imported.imported.range[0] === imported.local.range[0] &&
    !isImported(file, specifier, name)
  ) {
    return { expression: name, edits: [{ range: imported.range, text: name }] };
  }
  return ensureImport(file, { module: specifier, name }, [node]);
}

function isImported(file: Site['file'], module: string, name: string): boolean {
  const found = ensureImport(file, { module, name });
  return 'refused' in found || found.edits.length === 0;
}
