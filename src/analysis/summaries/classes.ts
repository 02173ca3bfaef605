import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingClass, enclosingFunction, isWithin, propertyName, wrapped } from '../../ast/nodes.js';
import type { CloseMethod } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { fieldIndexOf } from '../names/fields.js';
import { closeCallOn } from '../values/close-calls.js';
import { summarize } from '../values/ownership.js';
import { ValueWalk } from '../values/value-walk.js';
import { isWorthTelling } from './construct-of.js';
import type { SummarizedFile } from './file.js';
import { passedArgument } from './passing.js';

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** A client that every instance of a class constructs for itself, and the methods that close it. */
export interface OwnedClient {
  readonly construction: Construction;
  readonly field: string;
  readonly close: readonly CloseMethod[];
}

/** The clients that a class constructs in its fields or its constructor, whatever it is given. */
export function ownedClients(file: SummarizedFile, owner: ClassNode): OwnedClient[] {
  const { clients } = file;
  const owned: OwnedClient[] = [];
  for (const construction of clients.constructions.values()) {
    if (!isWithin(construction.node, owner.body) || enclosingClass(construction.node) !== owner) continue;
    const field = fieldFilledBy(file, construction.node, owner);
    if (field === null || !isWorthTelling(file, construction)) continue;
    const walk = new ValueWalk(file, construction);
    walk.value(construction.node, construction.construct.at ?? []);
    const { kind, sinks } = summarize(walk.sinks);
    const stays = kind === 'kept' && sinks.every((sink) => sink.kind !== 'kept' || sink.by === 'field');
    if (stays && !isHandedOut(file, owner, field))
      owned.push({ construction, field, close: closeMethods(file, owner, field, construction) });
  }
  return owned;
}

/** Whether a method or an accessor returns the field, so that others may keep or close the client. */
function isHandedOut(file: SummarizedFile, owner: ClassNode, field: string): boolean {
  return (fieldIndexOf(file, owner).members.get(field) ?? []).some((member) => {
    const { parent } = wrapped(member);
    return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression';
  });
}

/** The field that a construction fills whenever an instance is made; `null` where it is filled only sometimes. */
function fieldFilledBy(file: SummarizedFile, node: TSESTree.Node, owner: ClassNode): string | null {
  const value = outermost(file, node);
  const { parent } = value;
  if (parent?.type === 'PropertyDefinition')
    return parent.static || parent.value !== value ? null : propertyName(parent);
  if (parent?.type !== 'AssignmentExpression' || parent.operator !== '=' || parent.right !== value) return null;
  const { left, parent: statement } = parent;
  const fn = enclosingFunction(parent);
  const isConstructor =
    fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor' && fn.parent.parent === owner.body;
  if (!isConstructor || statement.type !== 'ExpressionStatement' || statement.parent !== fn.body) return null;
  return left.type === 'MemberExpression' && left.object.type === 'ThisExpression' ? propertyName(left) : null;
}

/** A client behind the functions that return it. */
function outermost(file: SummarizedFile, node: TSESTree.Node): TSESTree.Node {
  const value = wrapped(node);
  const { parent } = value;
  return parent?.type === 'CallExpression' && passedArgument(file, parent) === value ? outermost(file, parent) : value;
}

function closeMethods(file: FileView, owner: ClassNode, field: string, { construct }: Construction): CloseMethod[] {
  const methods = new Map<string, CloseMethod>();
  for (const member of fieldIndexOf(file, owner).members.get(field) ?? []) {
    const use = member.parent;
    const closed = use.type === 'MemberExpression' && use.object === member ? closeCallOn(construct.close, use) : null;
    const fn = closed && enclosingFunction(closed.node);
    const method = fn?.parent.type === 'MethodDefinition' ? fn.parent : null;
    const name = method && propertyName(method);
    if (!closed || !fn || !name || name === 'constructor') continue;
    const graceful = construct.close.find((each) => each.method === closed.method)?.graceful ?? false;
    methods.set(name, { method: name, graceful, returns: fn.async ? 'promise' : 'void', idempotent: false });
  }
  return [...methods.values()];
}
