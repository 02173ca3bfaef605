import type { TSESTree } from '@typescript-eslint/utils';
import { isWithin, unwrap } from '../../ast/nodes.js';
import { outerReferences } from '../../ast/names.js';
import { initializerOf, isConstant, isTopLevel, type Variable } from '../../ast/variables.js';
import type { Edit, Edits, Refusal } from '../../fix/edits.js';
import { removeStatement } from '../../fix/remove.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import type { Site, SourceCode } from './site.js';

/** A construction's text as it can stand at the top level, and what becomes superfluous in the function. */
export interface MovedText {
  /** The type annotation of the variable, with its colon, or nothing. */
  readonly annotation: string;
  readonly text: string;
  readonly removals: readonly Edit[];
}

/**
 * The text of a construction for the top level: local constants of literals are replaced by their values; everything else it names
 * must be declared above the enclosing top-level statement.
 */
export function movableText(site: Site): MovedText | Refusal {
  const { sourceCode } = site.file;
  const inner: Edit[] = [];
  const removals: Edit[] = [];
  const root = site.binding?.id.typeAnnotation ? [site.value, site.binding.id.typeAnnotation] : [site.value];
  for (const node of root) {
    for (const { identifier, variable, isType } of outerReferences(sourceCode, node)) {
      if (!variable) continue;
      if (isTopLevel(variable)) {
        const late = isType ? null : lateDefinition(variable, site.top);
        if (late) return { refused: late };
        continue;
      }
      const constant = isType ? null : localConstant(sourceCode, variable);
      if (!constant) return { refused: `${identifier.name} is known only in the function` };
      inner.push(replaceExpression(identifier, sourceCode.getText(constant.init)));
      const only = variable.references.every((reference) => reference.init === true || isWithin(reference.identifier, site.value));
      if (!only) continue;
      const removed: Edits = removeStatement(sourceCode, constant.declaration);
      if ('refused' in removed) return removed;
      removals.push(...removed);
    }
  }
  const annotation = site.binding?.id.typeAnnotation;
  const text = dedented(sourceCode, site.value, withEdits(sourceCode, site.value, inner));
  return { annotation: annotation ? sourceCode.getText(annotation) : '', text, removals: unique(removals) };
}

function unique(edits: readonly Edit[]): Edit[] {
  return edits.filter((edit, index) => edits.findIndex((other) => other.range[0] === edit.range[0]) === index);
}

/** Why a module-level variable has no value yet above a statement. */
function lateDefinition(variable: Variable, top: TSESTree.Node): string | null {
  const [definition] = variable.defs;
  if (definition?.type === 'ImportBinding' || definition?.type === 'FunctionName') return null;
  if (!isConstant(variable)) return `${variable.name} is assigned again`;
  const at = definition?.name.range[0] ?? 0;
  return at < top.range[0] ? null : `${variable.name} is declared further down`;
}

/** A local `const` of a literal, or of an object of literals and module constants. */
function localConstant(sourceCode: SourceCode, variable: Variable): { readonly init: TSESTree.Expression; readonly declaration: TSESTree.VariableDeclaration } | null {
  const init = initializerOf(variable);
  const declaration = init?.parent.type === 'VariableDeclarator' ? init.parent.parent : null;
  if (!init || !declaration || declaration.declarations.length > 1 || declaration.parent.type !== 'BlockStatement') return null;
  const kind = unwrap(init).type;
  if (kind !== 'Literal' && kind !== 'ObjectExpression' && kind !== 'TemplateLiteral' && kind !== 'ArrayExpression') return null;
  for (const { variable: used } of outerReferences(sourceCode, init)) if (used && used.defs[0]?.type !== 'ImportBinding') return null;
  return { init, declaration };
}

/** A node's text with edits applied that lie in it. */
export function withEdits(sourceCode: SourceCode, node: TSESTree.Node, edits: readonly Edit[]): string {
  let text = sourceCode.getText(node);
  for (const { range, text: replacement } of [...edits].sort((a, b) => b.range[0] - a.range[0])) {
    text = text.slice(0, range[0] - node.range[0]) + replacement + text.slice(range[1] - node.range[0]);
  }
  return text;
}

/** A text whose lines but the first lose the indentation of the statement it comes from. */
export function dedented(sourceCode: SourceCode, node: TSESTree.Node, text: string): string {
  if (sourceCode.getTokens(node).some(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line)) return text;
  const indent = /^\s*/.exec(sourceCode.lines[node.loc.start.line - 1] ?? '')?.[0] ?? '';
  return text.split('\n').map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}
