import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  enclosingFunction,
  isFunction,
  isNothing,
  propertyName,
  unawaited,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { initializerOf, readsOf } from '../../ast/variables.js';
import type { AnalysedFile } from '../names/clients.js';
import { fieldIndexOf, onceForField } from '../names/fields.js';
import { ownMember, type ClassNode } from '../names/members.js';

/** A field that a method fills with a client whenever it is called on an instance that has none yet. */
interface Filled {
  readonly field: string;
  readonly method: string;
}

/**
 * The method that fills a field of the class with what an expression makes: `async connect() { this.pool = new Pool()
 * }`, also where it looks first whether the field is empty; `null` where something else decides.
 */
export function filledBy(file: AnalysedFile, made: TSESTree.Node, owner: ClassNode): Filled | null {
  const target = fieldTarget(file, made);
  const field = target && propertyName(target);
  const fn = target && enclosingFunction(target);
  const method = fn && methodOf(fn, owner);
  if (!target || !field || !fn || !method) return null;
  const isAlways = isReached(file, target, fn, field) && isReached(file, made, fn, field);
  return isAlways && holdsNothingElse(file, owner, field) ? { field, method } : null;
}

/** The name of the method of a class that a function is; `null` for constructors, accessors and static ones. */
export function methodOf(fn: FunctionNode, owner: ClassNode): string | null {
  const { parent } = fn;
  const isMethod =
    (parent.type === 'MethodDefinition' && parent.kind === 'method') || parent.type === 'PropertyDefinition';
  return isMethod && !parent.static && parent.parent === owner.body ? propertyName(parent) : null;
}

/** `this.pool = <made>`, directly, awaited, or through one constant. */
function fieldTarget(file: FileView, made: TSESTree.Node): TSESTree.MemberExpression | null {
  const value = awaited(made);
  const { parent } = value;
  if (parent?.type === 'VariableDeclarator' && parent.init === value && parent.id.type === 'Identifier') {
    const variable = file.variableOf(parent.id);
    const targets = variable && initializerOf(variable) ? readsOf(variable) : [];
    const [target, ...others] = targets.flatMap(({ identifier }) => assignedTo(identifier) ?? []);
    return target && others.length === 0 ? target : null;
  }
  return assignedTo(made);
}

function assignedTo(made: TSESTree.Node): TSESTree.MemberExpression | null {
  const value = awaited(made);
  const { parent } = value;
  if (parent?.type !== 'AssignmentExpression' || parent.right !== value || !/^(?:\?\?|\|\|)?=$/.test(parent.operator))
    return null;
  const { left } = parent;
  const isField = left.type === 'MemberExpression' && left.object.type === 'ThisExpression';
  return isField && wrapped(parent).parent?.type === 'ExpressionStatement' ? left : null;
}

function awaited(node: TSESTree.Node): TSESTree.Node {
  const value = wrapped(node);
  return value.parent?.type === 'AwaitExpression' ? wrapped(value.parent) : value;
}

/** Whether a call of a function comes to a place in it, unless the field has something already. */
function isReached(file: FileView, place: TSESTree.Node, fn: FunctionNode, field: string): boolean {
  if (enclosingFunction(place) !== fn) return false;
  const asks = (test: TSESTree.Node): boolean =>
    [...descendantsOf(test, file.visitorKeys)].some(
      (node) =>
        node.type === 'MemberExpression' && node.object.type === 'ThisExpression' && propertyName(node) === field,
    );
  const isCertain = [...ancestorsUntil(place, fn)].every((around) => {
    if (around.type === 'IfStatement') return asks(around.test);
    return !/^(?:Conditional|Logical|Switch|Catch|For|While|DoWhile)/.test(around.type);
  });
  const leaves = [...descendantsOf(fn.body, file.visitorKeys, (node) => !isFunction(node))].filter(
    (node) => node.type === 'ReturnStatement' && node.range[1] < place.range[0],
  );
  return (
    isCertain &&
    leaves.every((leave) =>
      [...ancestorsUntil(leave, fn)].some((around) => around.type === 'IfStatement' && asks(around.test)),
    )
  );
}

/** Whether all other code of a class only empties a field, or makes a client for it as well. */
const holdsNothingElse = onceForField((file: AnalysedFile, owner, field): boolean => {
  const own = ownMember(owner, field);
  const initial = own?.type === 'PropertyDefinition' ? own.value : null;
  if (initial && !isNothing(unwrap(initial))) return false;
  return (fieldIndexOf(file, owner).members.get(field) ?? []).every((member) => {
    const { parent } = wrapped(member);
    if (parent?.type !== 'AssignmentExpression' || unwrap(parent.left) !== member) return true;
    const value = unwrap(parent.right);
    const inner = unawaited(value);
    const variable = inner.type === 'Identifier' ? file.variableOf(inner) : null;
    const source = variable ? initializerOf(variable) : inner;
    return isNothing(inner) || (source !== null && isMade(file, unwrap(source)));
  });
});

function isMade(file: AnalysedFile, value: TSESTree.Node): boolean {
  const inner = unawaited(value);
  return file.clients.constructions.has(inner);
}
