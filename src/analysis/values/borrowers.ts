import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { stringOf, unwrap } from '../../ast/nodes.js';
import { borrowingMethods, vendorScopes } from '../../catalog/conventions/borrowers.js';
import { loggers } from '../../catalog/conventions/looking.js';
import { packageOf } from '../../project/versions.js';
import { namePattern } from '../names/conventions.js';

const LOGGER = namePattern(loggers);

/**
 * Whether a callee has finished with a client when its call ends: a logger, or a function of the same vendor
 * (`getSignedUrl(client, command)`, paginators, waiters).
 */
export function onlyBorrows(file: FileView, callee: TSESTree.Node, specifier: string): boolean {
  const value = unwrap(callee);
  if (value.type === 'MemberExpression') {
    const owner = unwrap(value.object);
    const name = owner.type === 'Identifier' ? owner.name : owner.type === 'MemberExpression' ? nameOf(owner) : '';
    return LOGGER.test(name) || borrowingMethods.includes(nameOf(value));
  }
  const module = value.type === 'Identifier' ? moduleOf(file, value) : null;
  // Modules of the project are nobody's vendor: `./db` and `./store` may keep what they get.
  return module !== null && PACKAGE.test(module) && isSameVendor(module, specifier);
}

/** Whether a class comes from a package of npm, of which an instance holds what its constructor gets. */
export function isPackageClass(file: FileView, callee: TSESTree.Node): boolean {
  return packageBehind(file, callee) !== null;
}

/** The specifier of the package that a callee, or what it is a member of, comes from. */
export function packageBehind(file: FileView, callee: TSESTree.Node): string | null {
  const value = unwrap(callee);
  const root = value.type === 'MemberExpression' ? unwrap(value.object) : value;
  const module = root.type === 'Identifier' ? moduleOf(file, root) : null;
  return module !== null && PACKAGE.test(module) ? module : null;
}

/** Specifiers of packages; aliases of projects begin with `@/`, `~`, `#` or `src`. */
const PACKAGE = /^(?:@[a-z\d][\w.-]*\/[a-z\d]|(?!src\/|app\/|lib\/)[a-z\d])/;

function nameOf({ property, computed }: TSESTree.MemberExpression): string {
  return !computed && property.type === 'Identifier' ? property.name : '';
}

/** The module that a name was imported or required from. */
function moduleOf(file: FileView, identifier: TSESTree.Identifier): string | null {
  const [definition] = file.variableOf(identifier)?.defs ?? [];
  if (definition?.type === 'ImportBinding')
    return definition.parent.type === 'ImportDeclaration' ? definition.parent.source.value : null;
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  return init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'require'
    ? stringOf(init.arguments[0])
    : null;
}

function isSameVendor(one: string, other: string): boolean {
  if (packageOf(one) === packageOf(other)) return true;
  return vendorScopes.some((scopes) => [one, other].every((module) => scopes.includes(module.split('/')[0] ?? '')));
}
