import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingClass, enclosingStatement, propertyName } from '../../ast/nodes.js';
import { isTopLevel } from '../../ast/variables.js';
import { declareField } from '../../fix/class-members.js';
import { isRefusal, type Edit, type Edits, type Refusal } from '../../fix/edits.js';
import { indentOf } from '../../fix/layout.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import { movableText } from './arguments.js';
import { complete } from './complete.js';
import { kindOf } from './hoist.js';
import { sharedText } from './keep-alive.js';
import { keyOf, type SharePass } from './pass.js';
import { isInSingleton, whyNotInModule } from './place.js';
import { memberName, methodOwner, sameReceiver, type ClassNode } from './receiver.js';
import type { Remedy } from './remedy.js';
import { useName } from './replace-site.js';
import { isRefused, type Site } from './site.js';
import { unsharable } from './uses.js';

/** Where a client is kept that its first use constructs. */
export interface Placed {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly declares?: Remedy['declares'];
}

/**
 * Constructs a client of constant arguments together with the provider around it, in a field: where a container keeps
 * one instance of the class, that is the place for what its methods share.
 */
export function inProvider(pass: SharePass, site: Site): readonly Remedy[] {
  const { file, client } = site;
  const method = methodOwner(client.node);
  const { construct, node } = client.construction;
  if (!method || client.origin !== 'constant' || node !== client.node || construct.sharedAs !== undefined) return [];
  if (whyNotInModule(file) === null || !isInSingleton(file, node) || unsharable(file, client) !== null) return [];
  // A provider that something of a request is injected into deep below lives as long as that, and would leave it open.
  const kind = kindOf(site);
  const safety = client.closing === 'never' ? kind.safety : 'migrate';
  const moved = movableText(site);
  if (kind.safety === 'suggestion' || isRefused(moved) || isSeveralLinesOfText(site)) return [];
  const existing = existingField(site, method.owner, moved.text);
  const name = existing ?? memberName(file, method.owner, site.names, !site.typed);
  if (name === null) return [];
  const [first] = method.owner.body.body;
  const text = moved.text.split('\n').join(`\n${first ? indentOf(file, first) : ''}`);
  const modifiers = site.typed ? `${name.startsWith('#') ? '' : 'private '}readonly ` : '';
  const field: Edits =
    existing === null ? declareField(file, method.owner, `${modifiers}${name}${moved.annotation} = ${text};`) : [];
  const edits = [field, useField(site, `this.${name}`), moved.removals];
  return [{ title: 'field', safety, data: { name: `this.${name}` }, ...complete(pass, site, edits, moved.kept) }];
}

/** Puts the field where the client was; a variable that held nothing else goes, unless a nested function reads it. */
function useField(site: Site, field: string): Edits {
  const { binding, client } = site;
  const isSame =
    binding?.variable.references.every(({ identifier }) => sameReceiver(identifier, client.node)) !== false;
  const used = isSame ? useName(site, field) : { refused: 'a nested function uses it' };
  return isRefusal(used) ? [replaceExpression(site.value, field)] : used;
}

function isSeveralLinesOfText({ file, value }: Site): boolean {
  return file.sourceCode
    .getTokens(value)
    .some(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line);
}

/** A field that the first call fills, or that an equal construction fills already. */
export function inField(site: Site, type: string): Placed | Refusal {
  const text = sharedText(site);
  if (typeof text !== 'string') return text;
  const method = methodOwner(site.client.node);
  if (!method) return { refused: 'the fields are not those of a class' };
  const existing = namesLocals(site) ? null : existingField(site, method.owner, text);
  if (existing !== null) return { name: `this.${existing}`, edits: [assigned(site, `this.${existing}`, text)] };
  const name = memberName(site.file, method.owner, site.names, !site.typed);
  if (name === null) return { refused: 'no name is free for it' };
  const isPrivate = name.startsWith('#');
  const declaration = site.typed ? `${isPrivate ? '' : 'private '}${name}: ${type} | undefined;` : `${name};`;
  const field = declareField(site.file, method.owner, declaration);
  if ('refused' in field) return field;
  return { name: `this.${name}`, edits: [...field, assigned(site, `this.${name}`, text)] };
}

/** The name of a field that an equal construction fills: with the object, or when it is first needed. */
function existingField({ file, client }: Site, owner: ClassNode, text: string): string | null {
  for (const construction of file.clients.constructions.values()) {
    const { node } = construction;
    if (node === client.construction.node || enclosingClass(node) !== owner) continue;
    if (keyOf(construction, file.getText(node)) !== keyOf(client.construction, text)) continue;
    const field = fieldFilledBy(node);
    if (field !== null) return field;
  }
  return null;
}

function fieldFilledBy(node: TSESTree.Node): string | null {
  const { parent } = node;
  if (parent?.type === 'PropertyDefinition' && parent.value === node && !parent.static) return propertyName(parent);
  if (parent?.type !== 'AssignmentExpression' || parent.operator !== '??=' || parent.right !== node) return null;
  const { left } = parent;
  return left.type === 'MemberExpression' && left.object.type === 'ThisExpression' ? propertyName(left) : null;
}

/** Whether the construction names variables of the function. */
export function namesLocals(site: Site): boolean {
  return [...site.file.outerReferences(site.value)].some(({ variable }) => variable !== null && !isTopLevel(variable));
}

/** `(client ??= new Client(...))` in place of the construction, whose text is given. */
export function assigned(site: Site, target: string, text: string): Edit {
  const statement = enclosingStatement(site.value);
  const before = site.file.sourceCode.getTokenBefore(statement)?.value;
  // A line that starts with a bracket would continue the one above it.
  const guard =
    statement.range[0] === site.value.range[0] && before !== undefined && !/^[;{}]$/.test(before) ? ';' : '';
  return { range: site.value.range, text: `${guard}(${target} ??= ${text})` };
}
