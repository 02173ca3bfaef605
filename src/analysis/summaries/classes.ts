import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { enclosingClass, enclosingFunction, isWithin, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import type { CloseMethod } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { fieldIndexOf, onceForField } from '../names/fields.js';
import type { ClassNode } from '../names/members.js';
import { ownershipOf } from '../values/value-walk.js';
import { closeMethods } from './closed-by.js';
import { isWorthTelling } from './construct-of.js';
import type { SummarizedFile } from './file.js';
import { filledBy } from './filled.js';
import { passedArgument } from './passing.js';

export type { ClassNode } from '../names/members.js';

/** A client that every instance of a class constructs for itself, and the methods that close it. */
export interface OwnedClient {
  readonly construction: Construction;
  readonly field: string;
  readonly close: readonly CloseMethod[];
  /** The method that makes it; `null` where every instance has it from the start. */
  readonly filledBy: string | null;
  /** The methods that give it to whoever calls them, and who may be anybody. */
  readonly handsOut: readonly string[];
}

/** The constructions of a file by the class around them. */
const constructionsIn = memoized(({ constructions }: SummarizedFile['clients']) => {
  const byClass = new Map<ClassNode | null, Construction[]>();
  for (const construction of constructions.values()) {
    const owner = enclosingClass(construction.node);
    (byClass.get(owner) ?? byClass.set(owner, []).get(owner))?.push(construction);
  }
  return byClass;
});

/**
 * The clients that a class constructs in its fields or its constructor, whatever it is given, and those that a method
 * makes for a field.
 */
export function ownedClients(file: SummarizedFile, owner: ClassNode): OwnedClient[] {
  const { clients } = file;
  const owned: OwnedClient[] = [];
  for (const construction of constructionsIn(clients).get(owner) ?? []) {
    if (!isWithin(construction.node, owner.body)) continue;
    const made = outermost(file, construction.node);
    const always = fieldFilledBy(made, owner);
    const later = always === null ? filledBy(file, made, owner) : null;
    const field = always ?? later?.field ?? null;
    if (field === null || !isWorthTelling(file, construction)) continue;
    const { kind, sinks } = ownershipOf(file, construction);
    const stays = kind === 'kept' && sinks.every((sink) => sink.kind !== 'kept' || sink.by === 'field');
    const handsOut = handingMethods(file, owner, field);
    if (!stays || handsOut === null || (later && isGivenAway(file, owner, field))) continue;
    const close = closeMethods(file, owner, field, construction);
    // What makes it anew closes the one before.
    const ends = later ? close.filter(({ method }) => method !== later.method) : close;
    owned.push({ construction, field, close: ends, filledBy: later?.method ?? null, handsOut });
  }
  return owned;
}

/**
 * The methods that return the field and that other code may call, so that it may keep or close the client; `null` where
 * something else than a method returns it. What is private serves the class alone.
 */
const handingMethods = onceForField((file: SummarizedFile, owner, field): readonly string[] | null => {
  const methods = new Set<string>();
  for (const member of fieldIndexOf(file, owner).members.get(field) ?? []) {
    const { parent } = wrapped(member);
    if (parent?.type !== 'ReturnStatement' && parent?.type !== 'ArrowFunctionExpression') continue;
    const method = enclosingFunction(member)?.parent;
    if (method?.type !== 'MethodDefinition' || method.parent !== owner.body || method.kind !== 'method') return null;
    const name = propertyName(method);
    if (name === null || method.static) return null;
    if (method.accessibility !== 'private' && method.key.type !== 'PrivateIdentifier') methods.add(name);
  }
  return [...methods];
});

/** Whether other code gets the client of a field, apart from what is made around it. */
const isGivenAway = onceForField((file: SummarizedFile, owner, field) =>
  (fieldIndexOf(file, owner).members.get(field) ?? []).some((member) => {
    const { parent } = wrapped(member);
    const isCall = parent?.type === 'CallExpression' || parent?.type === 'NewExpression';
    return isCall && unwrap(parent.callee) !== member && !file.clients.constructions.has(parent);
  }),
);

/** The field that a value fills whenever an instance is made; `null` where it is filled only sometimes. */
function fieldFilledBy(value: TSESTree.Node, owner: ClassNode): string | null {
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
