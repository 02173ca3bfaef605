import type { TSESTree } from '@typescript-eslint/utils';
import { isWithin } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { isForTool } from '../../fix/comment-kinds.js';
import { combine, isRefusal, type Edit, type Edits, type Refusal } from '../../fix/edits.js';
import { lineEndOf } from '../../fix/layout.js';
import { attachedComments, removal, removeStatement } from '../../fix/remove.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import type { Site } from './site.js';

/** Puts a name where the construction was. A variable that held nothing else goes, and its references get the name. */
export function useName(site: Site, name: string): Edits {
  const { binding, file } = site;
  if (!binding || exportsBinding(binding.declaration)) return [replaceExpression(site.value, name)];
  const statements = binding.assignment ? [binding.declaration, binding.assignment] : [binding.declaration];
  return combine([...statements.map((statement) => removeStatement(file, statement)), renames(site, name)]);
}

/** Why the variable may have no value yet where it is read; the edits are all that is done besides. */
export function readsEmpty({ binding }: Site, edits: readonly Edit[]): string | null {
  const block = binding?.assignment?.parent;
  if (!binding?.assignment || !block) return null;
  const { assignment, variable } = binding;
  const isGone = (node: TSESTree.Node): boolean =>
    edits.some(({ range, text }) => text === '' && range[0] <= node.range[0] && range[1] >= node.range[1]);
  const early = readsOf(variable).find(
    ({ identifier }) =>
      !isGone(identifier) && (identifier.range[0] < assignment.range[1] || !isWithin(identifier, block)),
  );
  return early ? `line ${String(early.identifier.loc.start.line)} may read it before it is constructed` : null;
}

/** Puts a name where the construction was and takes the comments above it out, so that they go with it. */
export function takeOut(
  site: Site,
  name: string,
): { readonly above: string; readonly behind: string; readonly edits: readonly Edit[] } | Refusal {
  const { declaration, assignment } = site.binding ?? {};
  if (!declaration || assignment || exportsBinding(declaration)) {
    const edits = useName(site, name);
    return isRefusal(edits) ? edits : { above: '', behind: '', edits };
  }
  const attached = attachedComments(site.file, declaration);
  const above = attached.filter(({ range }) => range[1] <= declaration.range[0]);
  const behind = attached.filter(({ range }) => range[0] >= declaration.range[1]);
  const inside = site.file.sourceCode
    .getCommentsInside(declaration)
    .filter(({ range }) => range[0] < site.value.range[0] || range[1] > site.value.range[1]);
  if (inside.length > 0 || behind.some(({ type }) => type === 'Block'))
    return { refused: 'there is a comment inside the declaration' };
  if (attached.some(isForTool)) return { refused: 'a comment next to the declaration is a directive for a tool' };
  const start = above[0]?.range[0] ?? declaration.range[0];
  const removed = removal(site.file, declaration, [start, behind.at(-1)?.range[1] ?? declaration.range[1]]);
  const texts = (comments: readonly TSESTree.Comment[]): string[] =>
    comments.map(({ range }) => site.file.text.slice(...range));
  return {
    above: texts(above)
      .map((text) => text + lineEndOf(site.file))
      .join(''),
    behind: texts(behind)
      .map((text) => ` ${text}`)
      .join(''),
    edits: [removed, ...renames(site, name)],
  };
}

/** The edits that give all references of the site's constant another name. */
function renames(site: Site, name: string): Edit[] {
  const { binding } = site;
  if (!binding || binding.id.name === name) return [];
  const expression = binding.assignment?.expression;
  const assigned = expression?.type === 'AssignmentExpression' ? expression.left : null;
  return binding.variable.references.flatMap(({ identifier, init }) =>
    init === true || identifier === assigned || identifier.type !== 'Identifier'
      ? []
      : [replaceExpression(identifier, name)],
  );
}

/** The nodes at which a new name must mean the shared client. */
export function placesOf(site: Site): TSESTree.Node[] {
  return [site.client.node, ...(site.binding?.variable.references.map(({ identifier }) => identifier) ?? [])];
}

function exportsBinding(declaration: TSESTree.VariableDeclaration): boolean {
  return declaration.parent.type === 'Program' || declaration.parent.type === 'ExportNamedDeclaration';
}
