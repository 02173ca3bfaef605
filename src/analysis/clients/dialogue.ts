import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { ancestorsUntil, enclosingFunction, isLoop, propertyName, unwrap } from '../../ast/nodes.js';
import { askingModules } from '../../catalog/conventions/scripts.js';
import type { FileLifecycle } from '../lifecycle.js';
import { modulePattern } from '../names/conventions.js';
import { importedName } from '../names/import-source.js';

const ASKS = modulePattern(askingModules);

/**
 * Whether the loop around a client waits for the answer of somebody at a terminal: a set-up that asks again until what
 * it was told works. Packages that ask are known, and so are files of the project which import one.
 */
export function waitsForSomebody(file: FileLifecycle, node: TSESTree.Node): boolean {
  const loop = [...ancestorsUntil(node, enclosingFunction(node))].find(isLoop);
  return (
    loop !== undefined &&
    [...descendantsOf(loop, file.visitorKeys)].some(
      (each) =>
        each.type === 'AwaitExpression' &&
        each.argument.type === 'CallExpression' &&
        asks(file, unwrap(each.argument.callee)),
    )
  );
}

function asks(file: FileLifecycle, callee: TSESTree.Node): boolean {
  // `rl.question()` of node:readline/promises.
  if (callee.type === 'MemberExpression' && propertyName(callee) === 'question') return true;
  const specifier = importedName(file, callee)?.specifier;
  if (specifier === undefined) return false;
  if (ASKS.test(specifier)) return true;
  return file.catalog?.specifiersOfImport(specifier).some((each) => ASKS.test(each)) === true;
}
