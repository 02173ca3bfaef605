import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { enclosingFunction, isFunction, propertyName, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';

/** Something a file exports; `name` is `default` for default exports and for `module.exports = value`. */
export interface Exported {
  readonly name: string;
  /** The exported expression or declaration; constants are followed to their initialiser. */
  readonly value: TSESTree.Node;
}

/** Everything a file exports by name, in both module systems; re-exports of other files are left out. */
export const exportsOf = perFile((file: FileView): readonly Exported[] =>
  file.ast.body.flatMap((statement): Exported[] => {
    switch (statement.type) {
      case 'ExportDefaultDeclaration':
        return [{ name: 'default', value: definitionOf(file, statement.declaration) }];
      case 'ExportNamedDeclaration':
        return statement.source ? [] : [...declared(statement.declaration), ...specified(file, statement)];
      case 'TSExportAssignment':
        return [{ name: 'default', value: definitionOf(file, statement.expression) }];
      case 'ExpressionStatement':
        return assigned(file, statement.expression);
      default:
        return [];
    }
  }),
);

function declared(declaration: TSESTree.NamedExportDeclarations | null): Exported[] {
  if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration') {
    return declaration.id ? [{ name: declaration.id.name, value: declaration }] : [];
  }
  if (declaration?.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init ? [{ name: id.name, value: unwrap(init) }] : [],
  );
}

function specified(file: FileView, { specifiers }: TSESTree.ExportNamedDeclaration): Exported[] {
  return specifiers.map(({ exported, local }) => ({
    name: exported.type === 'Identifier' ? exported.name : exported.value,
    value: definitionOf(file, local),
  }));
}

/** `exports.a = value`, `module.exports = value`, and the members of an object that is exported whole. */
function assigned(file: FileView, expression: TSESTree.Expression): Exported[] {
  if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return [];
  const { left, right } = expression;
  const name = propertyName(left);
  if (name === null) return [];
  const value = definitionOf(file, right);
  const object = left.object;
  if (object.type === 'Identifier' && object.name === 'exports') return [{ name, value }];
  if (object.type === 'MemberExpression' && isModuleExports(object)) return [{ name, value }];
  if (!isModuleExports(left)) return [];
  const members =
    value.type === 'ObjectExpression'
      ? [...value.properties.flatMap((property) => memberOf(file, property)), ...membersAssignedTo(file, value)]
      : [];
  return [{ name: 'default', value }, ...members, ...assigned(file, right)];
}

/** What statements of the module add to an object that a constant holds: `const db = {}; db.sequelize = sequelize`. */
export function membersAssignedTo(file: FileView, object: TSESTree.ObjectExpression): readonly Exported[] {
  const { parent } = object;
  const variable =
    parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' && file.variableOf(parent.id);
  if (!variable || initializerOf(variable) !== object) return [];
  return variable.references.flatMap(({ identifier }) => {
    const { parent: member } = identifier;
    if (
      member.type !== 'MemberExpression' ||
      member.object !== identifier ||
      member.parent.type !== 'AssignmentExpression'
    )
      return [];
    const { left, right, operator, parent: statement } = member.parent;
    const name = left === member && operator === '=' ? propertyName(member) : null;
    const isOfModule = statement.type === 'ExpressionStatement' && enclosingFunction(statement) === null;
    return name !== null && isOfModule ? [{ name, value: definitionOf(file, right) }] : [];
  });
}

function memberOf(file: FileView, property: TSESTree.ObjectLiteralElement): Exported[] {
  const name = property.type === 'Property' ? propertyName(property) : null;
  return property.type === 'Property' && name !== null ? [{ name, value: definitionOf(file, property.value) }] : [];
}

function isModuleExports(node: TSESTree.MemberExpression): boolean {
  return node.object.type === 'Identifier' && node.object.name === 'module' && propertyName(node) === 'exports';
}

/** The function, class or expression that an expression stands for, through constants and names of this file. */
export function definitionOf(file: FileView, node: TSESTree.Node): TSESTree.Node {
  let current = assignedValue(node);
  for (let depth = 0; current.type === 'Identifier' && depth < 8; depth++) {
    const variable = file.variableOf(current);
    const [definition] = variable?.defs ?? [];
    if (definition?.type === 'FunctionName' || definition?.type === 'ClassName') return definition.node;
    const init = variable && initializerOf(variable);
    if (!init) return current;
    current = unwrap(init);
  }
  return current;
}

/** `exports = fn` as the value of `module.exports = exports = fn`. */
function assignedValue(node: TSESTree.Node): TSESTree.Node {
  const value = unwrap(node);
  return value.type === 'AssignmentExpression' && value.operator === '=' ? assignedValue(value.right) : value;
}

/**
 * The functions that an exported value is or wraps: the function itself, those given to the calls around it
 * (`middy(fn).use(plugin)`, `withSentry(options, fn)`), through constants.
 */
export function functionsIn(file: FileView, node: TSESTree.Node, depth = 0): FunctionNode[] {
  const value = definitionOf(file, node);
  if (isFunction(value)) return [value];
  if (value.type !== 'CallExpression' || depth > 4) return [];
  const callee = unwrap(value.callee);
  const within = callee.type === 'MemberExpression' ? functionsIn(file, callee.object, depth + 1) : [];
  return [...within, ...value.arguments.flatMap((argument) => functionsIn(file, argument, depth + 1))];
}
