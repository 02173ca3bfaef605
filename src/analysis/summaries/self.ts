import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { calleeName, wrapped } from '../../ast/nodes.js';
import type { ClassNode } from '../names/members.js';
import { methodsOf } from './methods.js';

/** The methods of a class whose result may be the instance itself, or a promise of it: `await new Store().init()`. */
export function methodsReturningSelf(file: FileView, owner: ClassNode): string[] {
  return [...methodsOf(file, owner)].flatMap(([name, fn]) =>
    [...descendantsOf(fn, file.visitorKeys)].some((node) => node.type === 'ThisExpression' && isResult(node))
      ? [name]
      : [],
  );
}

/** `return this`, `.then(() => this)`, `resolve(this)`, also in a branch of an expression. */
function isResult(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  switch (parent?.type) {
    case 'ReturnStatement':
      return true;
    case 'ArrowFunctionExpression':
      return parent.body === value;
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'AwaitExpression':
      return isResult(parent);
    case 'CallExpression':
      return (
        parent.arguments.some((argument) => argument === value) &&
        /(?:^|\.)resolve$/.test(calleeName(parent.callee) ?? '')
      );
    default:
      return false;
  }
}
