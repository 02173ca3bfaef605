import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, stringOf, unwrap } from '../../ast/nodes.js';
import { bindingsOf, type Variable } from '../../ast/variables.js';

/**
 * The specifier of the module that a name was imported or required from; `null` where it is the file's own, or global.
 */
export function importSourceOf(file: FileView, identifier: TSESTree.Identifier): string | null {
  const variable = file.variableOf(identifier);
  return variable && moduleOf(variable);
}

/** The specifier of the module that a variable holds something of: imported, required, or imported when needed. */
export function moduleOf({ defs: [definition] }: Variable): string | null {
  if (definition?.type === 'ImportBinding')
    return definition.parent?.type === 'ImportDeclaration' ? definition.parent.source.value : null;
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  return init && loadedModule(init);
}

/** The specifier in `require('x')` and `await import('x')`. */
function loadedModule(expression: TSESTree.Node): string | null {
  const value = expression.type === 'AwaitExpression' ? expression.argument : expression;
  if (value.type === 'ImportExpression') return stringOf(value.source);
  return value.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require'
    ? stringOf(value.arguments[0])
    : null;
}

/** An export of a module, or what lies at a path below the module. */
export interface ImportedName {
  readonly specifier: string;
  readonly path: readonly string[];
}

/** What an expression names of another module: `load`, `api.load`, `require('./api').load`; `null` for all else. */
export function importedName(file: FileView, expression: TSESTree.Node): ImportedName | null {
  const node = unwrap(expression);
  if (node.type === 'MemberExpression') {
    const object = importedName(file, node.object);
    const name = propertyName(node);
    return object && name !== null ? { ...object, path: [...object.path, name] } : null;
  }
  const direct = loadedModule(node);
  if (direct !== null) return { specifier: direct, path: [] };
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  const specifier = variable && moduleOf(variable);
  return variable && specifier !== null ? ofBinding(variable, specifier) : ofMember(file, variable);
}

/** `const load = require('./api').load` */
function ofMember(file: FileView, variable: Variable | null): ImportedName | null {
  const [definition] = variable?.defs ?? [];
  if (definition?.type !== 'Variable' || definition.parent.kind !== 'const') return null;
  const { init, id } = definition.node;
  const object = id.type === 'Identifier' && init?.type === 'MemberExpression' ? unwrap(init.object) : null;
  return init && object && loadedModule(object) !== null ? importedName(file, init) : null;
}

function ofBinding({ defs: [definition] }: Variable, specifier: string): ImportedName | null {
  if (definition?.type === 'ImportBinding') {
    const { node } = definition;
    if (node.type === 'ImportSpecifier')
      return { specifier, path: [node.imported.type === 'Identifier' ? node.imported.name : node.imported.value] };
    return { specifier, path: node.type === 'ImportDefaultSpecifier' ? ['default'] : [] };
  }
  if (definition?.type !== 'Variable' || definition.node.type !== 'VariableDeclarator') return null;
  const binding = [...bindingsOf(definition.node.id)].find(({ identifier }) => identifier === definition.name);
  return binding && !binding.rest ? { specifier, path: binding.path } : null;
}
