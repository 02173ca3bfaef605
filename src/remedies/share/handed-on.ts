import type { TSESTree } from '@typescript-eslint/utils';
import { nameOfFunction } from '../../analysis/names/functions.js';
import type { SummarizedFile } from '../../analysis/summaries/file.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, wrapped } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';

/**
 * The names of the functions of a file that return what a function of this name gives them; `null` where the file may
 * do more with it than to use it as an argument.
 */
export function handsOn(file: SummarizedFile, name: string): readonly string[] | null {
  const walk = new ResultWalk(file);
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    const isNamed = (node.type === 'Identifier' || node.type === 'PrivateIdentifier') && node.name === name;
    if (!isNamed) continue;
    const { parent } = node;
    const callee = parent?.type === 'MemberExpression' && parent.property === node ? parent : node;
    if (callee.parent?.type === 'CallExpression' && callee.parent.callee === callee) walk.value(callee.parent);
    else if (!isNaming(node)) return null;
  }
  return walk.isLost ? null : [...walk.names];
}

/** A declaration, import or export of the name, which calls nothing. */
function isNaming({ parent }: TSESTree.Node): boolean {
  return (
    parent !== undefined &&
    (/^(?:Import|Export)\w*Specifier$|^(?:Function|Method|Property)\w*(?:Declaration|Definition)$/.test(parent.type) ||
      (parent.type === 'Property' && parent.parent.type === 'ObjectPattern') ||
      parent.type === 'VariableDeclarator')
  );
}

/** Follows a value through the variables of one file. */
class ResultWalk {
  readonly names = new Set<string>();
  isLost = false;
  readonly #seen = new Set<Variable>();

  constructor(readonly file: FileView) {}

  value(start: TSESTree.Node): void {
    const node = wrapped(start);
    const { parent } = node;
    switch (parent?.type) {
      case 'AwaitExpression':
        this.value(parent);
        return;
      case 'CallExpression':
      case 'NewExpression':
      case 'ExpressionStatement':
        return;
      case 'MemberExpression':
        if (parent.object !== node) this.isLost = true;
        return;
      case 'VariableDeclarator':
        this.#target(parent.id);
        return;
      case 'AssignmentExpression':
        if (parent.right === node) this.#target(parent.left);
        return;
      case 'ReturnStatement':
        this.#returned(node);
        return;
      case 'ArrowFunctionExpression':
        this.#returned(parent.body);
        return;
      case 'SpreadElement':
        this.value(parent.parent);
        return;
      default:
        this.isLost = true;
    }
  }

  #target(target: TSESTree.Node): void {
    const variable = target.type === 'Identifier' ? this.file.variableOf(target) : null;
    if (!variable) {
      this.isLost = true;
      return;
    }
    if (this.#seen.has(variable)) return;
    this.#seen.add(variable);
    for (const { identifier } of readsOf(variable)) this.value(identifier);
  }

  #returned(node: TSESTree.Node): void {
    const fn = enclosingFunction(node);
    const name = isFunction(fn) ? nameOfFunction(this.file, fn) : null;
    if (name === null) this.isLost = true;
    else this.names.add(name);
  }
}
