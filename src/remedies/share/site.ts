import type { TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { enclosingFunction, propertyName, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { capitalized, isTypeScript, lowerCamel } from '../../ast/names.js';
import type { Variable } from '../../ast/variables.js';
import { topLevelStatement } from '../../fix/declare.js';
import type { Refusal } from '../../fix/edits.js';
import { firstRunner } from '../../analysis/runs/initialisation.js';
import type { FileView } from '../../ast/file-view.js';
import { whyFactoryStays } from './factory.js';

/**
 * `const agent = new Agent();` with nothing else in the declaration, and never assigned again; or `let agent; ... agent
 * = new Agent();`.
 */
export interface Binding {
  readonly declaration: TSESTree.VariableDeclaration;
  readonly id: TSESTree.Identifier;
  readonly variable: Variable;
  /** The only assignment, where the declaration itself constructs nothing. */
  readonly assignment: TSESTree.ExpressionStatement | null;
}

/** A construction that is to be shared, with what is around it. */
export interface Site {
  readonly file: FileLifecycle;
  readonly client: PerCallClient;
  /** The construction with the type annotations around it: what moves. */
  readonly value: TSESTree.Node;
  /** The statement of the module above which what is shared is declared. */
  readonly top: TSESTree.ProgramStatement;
  /** The statement of the module that it stands in. */
  readonly own: TSESTree.ProgramStatement;
  readonly fn: FunctionNode | null;
  /** Whether the file is TypeScript, so that new variables and parameters need types. */
  readonly typed: boolean;
  readonly binding: Binding | null;
  /** Names for the shared client, best first. */
  readonly names: readonly string[];
}

/** The site of a report, or why its construction cannot be moved at all. */
export function siteOf(file: FileLifecycle, client: PerCallClient): Site | Refusal {
  const given = client.sinks.find(({ kind }) => kind === 'escaped');
  if (given) return { refused: `what line ${String(given.node.loc.start.line)} does with it is not known` };
  const site = siteAt(file, client);
  if (isRefused(site) || client.node === client.construction.node) return site;
  const stays = whyFactoryStays(file, client, site.top);
  return stays === null ? site : { refused: stays };
}

/** The site at the node of a client, whatever constructs it there. */
export function siteAt(file: FileLifecycle, client: PerCallClient): Site | Refusal {
  const value = wrapped(client.node);
  const top = topLevelStatement(client.node);
  if (!top || top.type === 'TSModuleDeclaration') return { refused: 'it does not stand in a statement of the module' };
  const declared = bindingOf(file, value);
  if (declared && /using$/.test(declared.declaration.kind)) return { refused: 'it is declared with `using`' };
  const { library, construct, node } = client.construction;
  const exported = construct.export.split('.').at(-1) ?? '';
  const own = node.type === 'NewExpression' && node.callee.type === 'Identifier' ? node.callee.name : exported;
  const general = node.type === 'NewExpression' ? lowerCamel(own) : 'client';
  const qualified = /^https?$/.test(library.name) ? [`${library.name}${own}`] : [];
  const shared = `shared${capitalized(general)}`;
  const key = value.parent?.type === 'Property' ? propertyName(value.parent) : null;
  return {
    file,
    client,
    value,
    top: firstRunner(file, top),
    own: top,
    fn: enclosingFunction(client.node),
    typed: isTypeScript(file.filename),
    binding: declared,
    names: [
      ...(declared ? [declared.id.name] : []),
      ...(key && /^[\w$]+$/.test(key) ? [key] : []),
      general,
      ...qualified,
      shared,
    ],
  };
}

function bindingOf(file: FileView, value: TSESTree.Node): Binding | null {
  const { parent } = value;
  if (parent?.type === 'AssignmentExpression') return assignedBinding(file, parent, value);
  if (parent?.type !== 'VariableDeclarator' || parent.init !== value || parent.id.type !== 'Identifier') return null;
  const variable = file.variableOf(parent.id);
  if (
    !variable ||
    !isAlone(parent.parent) ||
    variable.references.some((reference) => reference.isWrite() && !reference.init)
  )
    return null;
  return { declaration: parent.parent, id: parent.id, variable, assignment: null };
}

/** A variable that is declared without a value and assigned once. */
function assignedBinding(
  file: FileView,
  assigned: TSESTree.AssignmentExpression,
  value: TSESTree.Node,
): Binding | null {
  const { left, parent } = assigned;
  if (
    assigned.operator !== '=' ||
    assigned.right !== value ||
    left.type !== 'Identifier' ||
    parent.type !== 'ExpressionStatement' ||
    parent.parent.type !== 'BlockStatement'
  )
    return null;
  const variable = file.variableOf(left);
  const [definition] = variable?.defs ?? [];
  if (
    !variable ||
    variable.defs.length !== 1 ||
    definition?.type !== 'Variable' ||
    definition.node.type !== 'VariableDeclarator'
  )
    return null;
  const { id, init, parent: declaration } = definition.node;
  const empty =
    init === null ||
    (init.type === 'Literal' && init.value === null) ||
    (init.type === 'Identifier' && init.name === 'undefined');
  if (
    id.type !== 'Identifier' ||
    !empty ||
    declaration.type !== 'VariableDeclaration' ||
    declaration.parent.type !== 'BlockStatement' ||
    !isAlone(declaration)
  )
    return null;
  const writes = variable.references.filter((reference) => reference.isWrite() && !reference.init);
  return writes.length === 1 && writes[0]?.identifier === left
    ? { declaration, id, variable, assignment: parent }
    : null;
}

/** Whether a declaration declares one variable and stands among statements. */
function isAlone({ declarations, parent }: TSESTree.VariableDeclaration): boolean {
  return (
    declarations.length === 1 &&
    (parent.type === 'BlockStatement' || parent.type === 'Program' || parent.type === 'SwitchCase')
  );
}

/** Whether something is a refusal. */
export function isRefused(result: object): result is Refusal {
  return 'refused' in result;
}
