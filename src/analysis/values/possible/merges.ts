import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { calleeName, propertyName } from '../../../ast/nodes.js';
import { addressBuilders, addressParsers } from '../../../catalog/conventions/address-parsers.js';
import { mergingFunctions, mergingObjects } from '../../../catalog/conventions/merging.js';
import { importedName } from '../../names/import-source.js';

const FUNCTIONS = new Set(mergingFunctions);
const OBJECTS = new Set(mergingObjects);

/** Whether a function copies the members of its arguments together: `Object.assign`, `_.merge`, `defu`. */
export function isMerge(callee: TSESTree.Node): boolean {
  if (callee.type === 'Identifier') return FUNCTIONS.has(callee.name);
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    OBJECTS.has(callee.object.name) &&
    FUNCTIONS.has(propertyName(callee) ?? '')
  );
}

/** Whether a function makes options out of an address: `url.parse(address)`. */
export function parsesAddress(file: FileView, callee: TSESTree.Node): boolean {
  return isOneOf(file, callee, addressParsers);
}

/** Whether a function makes an address that begins with its first argument. */
export function buildsAddress(file: FileView, callee: TSESTree.Node): boolean {
  return isOneOf(file, callee, addressBuilders);
}

function isOneOf(file: FileView, callee: TSESTree.Node, functions: typeof addressParsers): boolean {
  const imported = importedName(file, callee);
  const name = imported?.path.filter((part) => part !== 'default').join('.') ?? '';
  return functions.some(
    ({ modules, names }) => imported !== null && modules.includes(imported.specifier) && names.includes(name),
  );
}

/** Whether a function returns its first argument as it is, or a copy of it. */
export function isCopy(callee: TSESTree.Node): boolean {
  return /^(?:Object\.(?:freeze|seal)|structuredClone|_\.(?:clone|cloneDeep))$/.test(calleeName(callee) ?? '');
}
