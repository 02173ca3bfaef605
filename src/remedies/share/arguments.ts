import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isWithin, unwrap } from '../../ast/nodes.js';
import { initializerOf, isTopLevel, type Variable } from '../../ast/variables.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { indentOf } from '../../fix/layout.js';
import { keepAliveEdits } from './keep-alive.js';
import { withEdits } from './with-edits.js';
import { removeStatement } from '../../fix/remove.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import { lateDefinition } from './late-definition.js';
import type { Site } from './site.js';

/** A construction's text as it can stand at the top level, and what becomes superfluous in the function. */
export interface MovedText {
  /** The type annotation of the variable, with its colon, or nothing. */
  readonly annotation: string;
  readonly text: string;
  readonly removals: readonly Edit[];
  /** The nodes whose text it holds. */
  readonly kept: readonly TSESTree.Node[];
}

/**
 * The text of a construction for the top level: local constants of literals are replaced by their values; everything
 * else it names must be declared above the enclosing top-level statement.
 */
export function movableText(site: Site): MovedText | Refusal {
  // `let agent: Agent | undefined` allows more than the shared constant needs.
  const annotation = site.binding?.assignment ? undefined : site.binding?.id.typeAnnotation;
  const inlining = new Inlining(site);
  const text = inlining.textOf(site.value);
  const type = annotation ? inlining.textOf(annotation) : '';
  if (inlining.refused) return inlining.refused;
  return {
    annotation: type,
    text: dedented(site.file, site.value, text),
    removals: inlining.removals,
    kept: [...inlining.kept],
  };
}

/** Writes local constants out as what they stand for. */
class Inlining {
  refused: Refusal | null = null;
  readonly removals: Edit[] = [];
  readonly kept = new Set<TSESTree.Node>();

  constructor(readonly site: Site) {}

  textOf(node: TSESTree.Node): string {
    this.kept.add(node);
    const added = node === this.site.value ? keepAliveEdits(this.site) : [];
    if ('refused' in added) this.refused ??= added;
    const edits: Edit[] = 'refused' in added ? [] : [...added];
    for (const { identifier, variable, isType } of this.site.file.outerReferences(node)) {
      if (!variable) continue;
      if (isTopLevel(variable)) {
        const late = isType ? null : lateDefinition(variable, this.site.top);
        if (late) this.refused ??= { refused: late };
        continue;
      }
      const constant = isType ? null : localConstant(variable);
      if (constant) edits.push(replaceExpression(identifier, this.#inlined(variable, constant)));
      else this.refused ??= { refused: `${identifier.name} is known only in the function` };
    }
    return withEdits(this.site.file, node, edits);
  }

  #inlined(variable: Variable, { init, declaration }: LocalConstant): string {
    const text = this.textOf(init);
    const only = variable.references.every(
      (reference) => reference.init === true || [...this.kept].some((node) => isWithin(reference.identifier, node)),
    );
    const removed = only ? removeStatement(this.site.file, declaration) : [];
    if ('refused' in removed) this.refused ??= removed;
    else
      this.removals.push(...removed.filter((edit) => !this.removals.some(({ range }) => range[0] === edit.range[0])));
    return text;
  }
}

/** A local `const` and its declaration. */
export interface LocalConstant {
  readonly init: TSESTree.Expression;
  readonly declaration: TSESTree.VariableDeclaration;
}

/** A local `const` of a literal, or of an object or list; what that names is inlined in its turn. */
export function localConstant(variable: Variable): LocalConstant | null {
  const init = initializerOf(variable);
  const declaration = init?.parent.type === 'VariableDeclarator' ? init.parent.parent : null;
  if (!init || !declaration || declaration.declarations.length > 1 || declaration.parent.type !== 'BlockStatement')
    return null;
  return /^(?:Literal|ObjectExpression|TemplateLiteral|ArrayExpression)$/.test(unwrap(init).type)
    ? { init, declaration }
    : null;
}

/** A text whose lines but the first lose the indentation of the statement it comes from. */
export function dedented(file: FileView, node: TSESTree.Node, text: string): string {
  if (file.sourceCode.getTokens(node).some(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line))
    return text;
  const indent = indentOf(file, node);
  return text
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}
