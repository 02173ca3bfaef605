import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingClass, isFunction, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { memoized } from '../../ast/memo.js';
import { initializerOf, isConstant, readsOf, type Variable } from '../../ast/variables.js';
import { fieldIndexOf } from './fields.js';
import { ownMember, subclassesOf, superclassOf, variableOfClass, type ClassNode } from './members.js';

/** How many classes up an inherited method is looked for. */
const MAX_LINEAGE = 5;

/** The variable that names a function: its own name, or the constant it initialises. */
export function variableOfFunction(file: FileView, fn: FunctionNode): Variable | null {
  if (fn.type === 'FunctionDeclaration') return file.getDeclaredVariables(fn)[0] ?? null;
  const value = wrapped(fn);
  const { parent } = value;
  return parent?.type === 'VariableDeclarator' && parent.init === value && parent.id.type === 'Identifier'
    ? file.variableOf(parent.id)
    : null;
}

/** A name for messages: `load()`, `Repo.find()`, `the arrow function on line 3`. */
export function describeFunction(file: FileView, fn: FunctionNode): string {
  const variable = variableOfFunction(file, fn);
  if (variable) return `${variable.name}()`;
  const { parent } = fn;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') {
    const name = propertyName(parent);
    const owner = parent.type === 'Property' ? null : enclosingClass(parent)?.id?.name;
    if (name !== null) return owner ? `${owner}.${name}()` : `${name}()`;
  }
  if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') {
    const name = propertyName(parent.left);
    // `module.exports = () => {}` gives it no name.
    const { object } = parent.left;
    const isModule = name === 'exports' && object.type === 'Identifier' && object.name === 'module';
    if (name !== null && !isModule) return `${name}()`;
  }
  if (fn.type === 'FunctionExpression' && fn.id) return `${fn.id.name}()`;
  return `the function on line ${String(fn.loc.start.line)}`;
}

/** The name under which others call a function, without owner; `null` for anonymous ones. */
export function nameOfFunction(file: FileView, fn: FunctionNode): string | null {
  const variable = variableOfFunction(file, fn);
  if (variable) return variable.name;
  const { parent } = fn;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition')
    return propertyName(parent);
  if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
    return propertyName(parent.left);
  return fn.type === 'FunctionExpression' && fn.id ? fn.id.name : null;
}

/** Expressions that denote a function by name: identifiers, `this.method`, `Class.method`. */
export function referencesTo(file: FileView, fn: FunctionNode): TSESTree.Node[] {
  const variable = variableOfFunction(file, fn);
  if (variable) return readsOf(variable).map((reference) => reference.identifier);
  const { parent } = fn;
  if (parent.type === 'Property') return memberReferences(file, parent);
  if (parent.type !== 'MethodDefinition' && parent.type !== 'PropertyDefinition') return [];
  const owner = enclosingClass(parent);
  const name = propertyName(parent);
  return owner && name !== null && name !== 'constructor'
    ? heirsOf(file, owner, name).flatMap((heir) => [
        ...(fieldIndexOf(file, heir).members.get(name) ?? []),
        ...(parent.static ? [] : instancesOf(heir, file).flatMap((instance) => memberOf(instance, name))),
      ])
    : [];
}

/** Expressions outside of a class that denote an instance of it: `new Service()`, and constants that hold one. */
const instancesOf = memoized((owner: ClassNode, file: FileView): readonly TSESTree.Node[] => {
  const variable = variableOfClass(file, owner);
  return (variable ? readsOf(variable) : []).flatMap(({ identifier }) => {
    const made = identifier.parent;
    if (made.type !== 'NewExpression' || made.callee !== identifier) return [];
    const { parent } = wrapped(made);
    const held =
      parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
    return held && isConstant(held) ? [made, ...readsOf(held).map((read) => read.identifier)] : [made];
  });
});

function memberOf(object: TSESTree.Node, name: string): readonly TSESTree.Node[] {
  const value = wrapped(object);
  const { parent } = value;
  return parent?.type === 'MemberExpression' && parent.object === value && propertyName(parent) === name
    ? [parent]
    : [];
}

/** A class, and those of the file that inherit a method of it. */
function heirsOf(file: FileView, owner: ClassNode, name: string): ClassNode[] {
  return [owner, ...subclassesOf(file, owner)].filter((heir) => heir === owner || !ownMember(heir, name));
}

/** Calls of a function that name it directly. */
export function callsOf(file: FileView, fn: FunctionNode): readonly TSESTree.CallExpression[] {
  return callsByFunction(fn, file);
}

const callsByFunction = memoized((fn: FunctionNode, file: FileView) =>
  referencesTo(file, fn).flatMap((node) => {
    const value = wrapped(node);
    return value.parent?.type === 'CallExpression' && value.parent.callee === value ? [value.parent] : [];
  }),
);

/** The function of this file that a callee denotes: a declaration, a constant, a method of the same class. */
export function functionOf(file: FileView, callee: TSESTree.Node): FunctionNode | null {
  if (isFunction(callee)) return callee;
  if (callee.type === 'Identifier') {
    const definition = file.variableOf(callee)?.defs[0];
    if (definition?.type === 'FunctionName' && isFunction(definition.node)) return definition.node;
    const init =
      definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
    return isFunction(init) && definition?.parent?.type === 'VariableDeclaration' && definition.parent.kind === 'const'
      ? init
      : null;
  }
  if (callee.type !== 'MemberExpression') return null;
  const name = propertyName(callee);
  return methodNamed(file, callee) ?? (name === null ? null : memberOfLiteral(file, callee.object, name));
}

/** The function under a name of an object literal that a constant or a field holds. */
function memberOfLiteral(file: FileView, object: TSESTree.Node, name: string): FunctionNode | null {
  const literal = literalOf(file, unwrap(object));
  const found =
    literal?.properties.filter((each) => each.type === 'SpreadElement' || propertyName(each) === name) ?? [];
  const [property] = found;
  return found.length === 1 && property?.type === 'Property' && isFunction(property.value) ? property.value : null;
}

function literalOf(file: FileView, object: TSESTree.Node): TSESTree.ObjectExpression | null {
  const variable = object.type === 'Identifier' ? file.variableOf(object) : null;
  let value = variable && initializerOf(variable);
  if (object.type === 'MemberExpression' && object.object.type === 'ThisExpression') {
    const owner = enclosingClass(object);
    const name = propertyName(object);
    const field = owner && name !== null ? ownMember(owner, name) : null;
    value = field?.type === 'PropertyDefinition' && field.readonly ? field.value : null;
  }
  const literal = value && unwrap(value);
  return literal?.type === 'ObjectExpression' ? literal : null;
}

/** Expressions that may denote a function in an object literal: `api.load`, and `handlers[kind]`. */
function memberReferences(file: FileView, property: TSESTree.Property): TSESTree.Node[] {
  const name = propertyName(property);
  const literal = wrapped(property.parent);
  const holder = literal.parent;
  if (name === null || property.parent.type !== 'ObjectExpression') return [];
  const objects =
    holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier'
      ? readsOfName(file, holder.id)
      : holder?.type === 'PropertyDefinition' && holder.readonly
        ? fieldReads(file, holder)
        : [];
  return objects.flatMap((object) => {
    const { parent } = wrapped(object);
    // Whoever gets the object gets the function.
    if (parent?.type !== 'MemberExpression' || unwrap(parent.object) !== object) return [object];
    return propertyName(parent) === name || (parent.computed && propertyName(parent) === null) ? [parent] : [];
  });
}

function readsOfName(file: FileView, id: TSESTree.Identifier): TSESTree.Node[] {
  const variable = file.variableOf(id);
  return variable ? readsOf(variable).map(({ identifier }) => identifier) : [];
}

function fieldReads(file: FileView, field: TSESTree.PropertyDefinition): readonly TSESTree.Node[] {
  const owner = enclosingClass(field);
  const name = propertyName(field);
  return (owner && name !== null && fieldIndexOf(file, owner).members.get(name)) || [];
}

function methodNamed(file: FileView, callee: TSESTree.MemberExpression): FunctionNode | null {
  const owner = enclosingClass(callee);
  const name = propertyName(callee);
  if (!owner || name === null || !(fieldIndexOf(file, owner).members.get(name) ?? []).includes(callee)) return null;
  for (let around: ClassNode | null = owner, depth = 0; around && depth < MAX_LINEAGE; depth++) {
    const member = ownMember(around, name);
    if (member) return isFunction(member.value) ? member.value : null;
    around = superclassOf(file, around);
  }
  return null;
}

/**
 * Whether a function can be reached from outside the file: exported, assigned to `exports`, a member of an exported
 * object.
 */
export function isExported(file: FileView, fn: FunctionNode): boolean {
  return exportedFunctions(fn, file);
}

const exportedFunctions = memoized((fn: FunctionNode, file: FileView) => {
  if (isExportedValue(file, wrapped(fn))) return true;
  const variable = variableOfFunction(file, fn);
  return (
    variable !== null && variable.references.some((reference) => isExportedValue(file, wrapped(reference.identifier)))
  );
});

/** Whether an expression or declaration becomes part of what the file exports. */
export function isExportedValue(file: FileView, value: TSESTree.Node, depth = 0): boolean {
  const { parent } = value;
  if (!parent || depth > 6) return false;
  switch (parent.type) {
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportSpecifier':
    case 'TSExportAssignment':
      return true;
    case 'VariableDeclarator': {
      if (parent.parent.parent.type === 'ExportNamedDeclaration') return true;
      const variable = parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
      return (
        variable !== null &&
        parent.id !== value &&
        variable.references.some(
          ({ identifier }) => identifier !== parent.id && isExportedValue(file, wrapped(identifier), depth + 1),
        )
      );
    }
    case 'AssignmentExpression':
      // `module.exports = exports = fn`
      return (
        parent.right === value && (isExportsTarget(parent.left) || isExportedValue(file, wrapped(parent), depth + 1))
      );
    case 'Property':
      return (
        parent.value === value &&
        parent.parent.type === 'ObjectExpression' &&
        isExportedValue(file, wrapped(parent.parent), depth + 1)
      );
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return isExportedValue(file, parent, depth + 1);
    default:
      return false;
  }
}

function isExportsTarget(target: TSESTree.Node): boolean {
  if (target.type !== 'MemberExpression') return false;
  const { object } = target;
  if (object.type === 'Identifier')
    return object.name === 'exports' || (object.name === 'module' && propertyName(target) === 'exports');
  return (
    object.type === 'MemberExpression' &&
    object.object.type === 'Identifier' &&
    object.object.name === 'module' &&
    propertyName(object) === 'exports'
  );
}
