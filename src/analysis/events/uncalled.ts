import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, readsOf, type Variable } from '../../ast/variables.js';
import type { FileLifecycle } from '../lifecycle.js';
import { wholeName } from '../names/conventions.js';
import { exportedNames, exportOf } from '../names/exported.js';
import { referencesTo, variableOfFunction } from '../names/functions.js';
import { isTest } from '../runs/test-files.js';
import { isExecutor } from '../values/promises.js';

/** Files that are followed from one that gives a function to others. */
const MAX_FILES = 60;

/**
 * Whether no program calls the function around a node, which it only gives to others: what it closes is closed by tests
 * alone, or by nobody. `false` where nobody can say who calls it: a library, a file that no program imports.
 */
export function isUncalled(file: FileLifecycle, node: TSESTree.Node): boolean {
  const { catalog } = file;
  if (!catalog || file.role !== 'service') return false;
  let fn = enclosingFunction(node);
  while (fn && isExecutor(fn)) fn = enclosingFunction(fn);
  const names = fn ? namesGiven(file, fn) : [];
  if (names.length === 0 || names.includes('default')) return false;
  const pattern = new RegExp(names.map((name) => wholeName(name.replace(/^.*\./, ''))).join('|'));
  let programs = 0;
  const isNamed = catalog.findUser(MAX_FILES, (path) => {
    if (isTest(file, path)) return 'end';
    programs++;
    const text = catalog.textOf(path);
    return text === null || pattern.test(text) ? 'found' : 'further';
  });
  return isNamed === false && programs > 0;
}

/** The names under which a function is given to other files; none where this file uses it itself. */
function namesGiven(file: FileLifecycle, fn: FunctionNode): string[] {
  const variable = variableOfFunction(file, fn);
  if (variable) {
    const given = readsOf(variable).map(({ identifier }) => nameGiven(file, wrapped(identifier)));
    if (given.includes(null)) return [];
    return [...exportedNames(file, variable), ...given.filter((name) => name !== null)];
  }
  const { parent } = fn;
  if (parent.type !== 'MethodDefinition' && parent.type !== 'Property') return [];
  const name = parent.type === 'Property' ? nameGiven(file, fn) : propertyName(parent);
  return name === null || referencesTo(file, fn).length > 0 ? [] : [name];
}

/** The name under which a value leaves the file where it stands: an export, or a member of an object that leaves. */
function nameGiven(file: FileLifecycle, value: TSESTree.Node): string | null {
  const exported = exportOf(value);
  if (exported !== null) return exported;
  const { parent } = value;
  if (parent?.type !== 'Property' || parent.value !== value || parent.parent.type !== 'ObjectExpression') return null;
  return leaves(file, parent.parent) ? propertyName(parent) : null;
}

/** Whether an object is returned, or exported under a name of which this file takes no member. */
function leaves(file: FileLifecycle, object: TSESTree.ObjectExpression): boolean {
  const value = wrapped(object);
  const { parent } = value;
  if (parent?.type === 'ReturnStatement' || (isFunction(parent) && parent.body === value)) return true;
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return false;
  const variable: Variable | null = file.variableOf(parent.id);
  if (!variable || initializerOf(variable) === null) return false;
  const isRead = readsOf(variable).some(({ identifier }) => exportOf(wrapped(identifier)) === null);
  return !isRead && exportedNames(file, variable).length > 0;
}

/**
 * Whether the function of a close has made the application itself and nothing lets it listen: a program that does one
 * piece of work makes one for its services, and it has no requests.
 */
export function isForOneTask(file: FileLifecycle, node: TSESTree.Node, application: TSESTree.Node): boolean {
  const name = unwrap(application);
  const variable = name.type === 'Identifier' ? file.variableOf(name) : null;
  if (!variable || variable.scope.block !== enclosingFunction(node)) return false;
  return readsOf(variable).every(({ identifier }) => {
    const use = wrapped(identifier).parent;
    return use?.type === 'MemberExpression' && propertyName(use) !== null && propertyName(use) !== 'listen';
  });
}
