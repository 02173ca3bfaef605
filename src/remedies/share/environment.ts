import type { TSESTree } from '@typescript-eslint/utils';
import { pathPattern } from '../../analysis/names/conventions.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { testPaths } from '../../catalog/conventions/tests.js';
import { changesAny, readsOfFixed } from './fixed-values.js';

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
 * Whether arguments read nothing but literals, constants of modules and variables of the environment, none of which
 * code of the project changes, so that the first call reads what every later one would.
 */
export function readsFixedEnvironment(file: FileLifecycle, args: readonly TSESTree.CallExpressionArgument[]): boolean {
  const { catalog } = file;
  const fixed = catalog && readsOfFixed(file, catalog.elsewhere, args);
  if (!fixed) return false;
  const isWritten = (name: string | null): boolean => name === null || fixed.environment.includes(name);
  if (fixed.environment.includes(null)) return false;
  const changes = changesAny(fixed);
  if (environmentWrites(file.text).some(isWritten) || changes(file.text)) return false;
  const found = catalog.findDerived(
    environmentWrites,
    (writes, path) =>
      !TEST_PATH.test(path) &&
      (writes.some(isWritten) || (fixed.members.length > 0 && changes(catalog.textOf(path) ?? ''))),
  );
  return found === false;
}

/** The variables of the environment that a text writes; `null` among them for any. */
function environmentWrites(text: string): readonly (string | null)[] {
  return [...text.matchAll(WRITES)].map(([, member, key]) => member ?? key ?? null);
}
