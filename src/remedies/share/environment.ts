import type { TSESTree } from '@typescript-eslint/utils';
import { pathPattern } from '../../analysis/names/conventions.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { propertyName } from '../../ast/nodes.js';
import { testPaths } from '../../catalog/conventions/tests.js';

const TEST_PATH = pathPattern(testPaths);
/** What a text may write of the environment: one variable, or any. */
const WRITES = new RegExp(
  [
    String.raw`\bprocess\.env(?:\.(\w+)|\[\s*(?:['"\`](\w+)['"\`]|[^\]]{1,80})\s*\])?\s*(?:\|\||&&|\?\?)?=(?![=>])`,
    String.raw`\bassign\(\s*process\.env\b`,
    String.raw`\bdelete process\.env\b`,
  ].join('|'),
  'g',
);

/**
 * Whether arguments read nothing but literals and variables of the environment that no code of the project writes, so
 * that the first call reads what every later one would.
 */
export function readsFixedEnvironment(file: FileLifecycle, args: readonly TSESTree.CallExpressionArgument[]): boolean {
  const names = args.flatMap((argument) => variablesOf(file, argument));
  if (!file.catalog || names.includes(null) || !args.every((argument) => file.readsGlobalsOnly(argument))) return false;
  const isWritten = (name: string | null): boolean => name === null || names.includes(name);
  if (environmentWrites(file.text).some(isWritten)) return false;
  const found = file.catalog.findDerived(
    environmentWrites,
    (writes, path) => !TEST_PATH.test(path) && writes.some(isWritten),
  );
  return found === false;
}

/** The variables of the environment that an expression reads; `null` among them for what is known only at run time. */
function variablesOf(file: FileView, root: TSESTree.Node): (string | null)[] {
  return [...descendantsOf(root, file.visitorKeys)].flatMap((node) => {
    if (node.type !== 'Identifier' || node.name !== 'process') return [];
    const { parent } = node;
    if (parent.type !== 'MemberExpression' || parent.object !== node) return [];
    const { parent: member } = parent;
    const isVariable = propertyName(parent) === 'env' && member.type === 'MemberExpression' && member.object === parent;
    return [isVariable ? propertyName(member) : null];
  });
}

/** The variables of the environment that a text writes; `null` among them for any. */
function environmentWrites(text: string): readonly (string | null)[] {
  return [...text.matchAll(WRITES)].map(([, member, key]) => member ?? key ?? null);
}
