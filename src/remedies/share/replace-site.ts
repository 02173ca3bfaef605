import type { TSESTree } from '@typescript-eslint/utils';
import { isFreeName } from '../../ast/names.js';
import { bindingsOf } from '../../ast/variables.js';
import type { Edit, Edits, Refusal } from '../../fix/edits.js';
import { attachedComments, removal, removeStatement } from '../../fix/remove.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import type { Site } from './site.js';

/** Puts a name where the construction was. */
export function replaceSite(site: Site, name: string): Edits {
  return [replaceExpression(site.value, name)];
}

/** Puts a name where the construction was. A constant that held nothing else goes, and its references get the name. */
export function useName(site: Site, name: string): Edits {
  const { binding } = site;
  if (!binding || exportsBinding(binding.declaration)) return [replaceExpression(site.value, name)];
  const removed = removeStatement(site.file.sourceCode, binding.declaration);
  if ('refused' in removed) return removed;
  return [...removed, ...renames(site, name)];
}

/** The declaration with its comments, taken out to be put elsewhere. */
export function takeComments(site: Site): { readonly comments: string; readonly removed: readonly Edit[] } | Refusal {
  const { sourceCode } = site.file;
  const { declaration } = site.binding ?? {};
  if (!declaration || exportsBinding(declaration)) return { comments: '', removed: [] };
  const attached = attachedComments(sourceCode, declaration);
  const above = attached.filter(({ range }) => range[1] <= declaration.range[0]);
  const inside = sourceCode.getCommentsInside(declaration).filter(({ range }) => range[0] < site.value.range[0] || range[1] > site.value.range[1]);
  if (above.length !== attached.length || inside.length > 0) return { refused: 'a comment stands beside the declaration' };
  if (above.some(({ value }) => /eslint-|@ts-|prettier-ignore|istanbul|c8 ignore|v8 ignore/.test(value))) return { refused: 'a comment in front of the declaration speaks to a tool' };
  const [first] = above;
  const removed = removal(sourceCode, declaration, [first?.range[0] ?? declaration.range[0], declaration.range[1]]);
  return { comments: above.map((comment) => `${sourceCode.getText(comment as never)}\n`).join(''), removed: [removed] };
}

/** The edits that give all references of the site's constant another name. */
export function renames(site: Site, name: string): Edit[] {
  const { binding } = site;
  if (!binding || binding.id.name === name) return [];
  return binding.variable.references.flatMap(({ identifier, init }) => (init === true || identifier.type !== 'Identifier' ? [] : [replaceExpression(identifier, name)]));
}

/** The nodes at which a new name must mean the shared client. */
export function placesOf(site: Site): TSESTree.Node[] {
  return [site.client.node, ...(site.binding?.variable.references.map(({ identifier }) => identifier) ?? [])];
}

/** Whether a parameter or local of the function around has a name, so that a default or initializer could not mean another variable. */
export function isLocalName(site: Site, name: string): boolean {
  const names = site.fn?.params.flatMap((param) => [...bindingsOf(param)].map(({ identifier }) => identifier.name)) ?? [];
  return names.includes(name) || !isFreeName(site.file.sourceCode, name, [site.client.node], site.binding?.variable ?? null);
}

function exportsBinding(declaration: TSESTree.VariableDeclaration): boolean {
  return declaration.parent.type === 'Program' || declaration.parent.type === 'ExportNamedDeclaration';
}
