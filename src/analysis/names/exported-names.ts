import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { calleeName, propertyName, unwrap } from '../../ast/nodes.js';
import { definitionOf } from './exports.js';

/** What a file exports, and whether a further export can stand beside it. */
export interface ExportedNames {
  readonly system: 'esm' | 'commonjs' | null;
  readonly names: ReadonlySet<string>;
  /** Whether it exports names that the text does not show (`export *`, a spread). */
  readonly open: boolean;
  /** Why no export can be added: what is exported is one value, or is computed. */
  readonly closed: string | null;
  /** The last top-level statement that exports something by `exports`. */
  readonly last: TSESTree.ProgramStatement | null;
  /** How CommonJS code names the object of its exports. */
  readonly object: 'exports' | 'module.exports';
}

/** All exports of a file, in both module systems. */
export function exportedNamesOf(file: FileView): ExportedNames {
  return exportsRead(file);
}

const exportsRead = perFile((file: FileView): ExportedNames => {
  const { body } = file.ast;
  if (body.some(({ type }) => type === 'TSExportAssignment'))
    return { ...NOTHING, closed: 'the file exports one value' };
  return body.some(({ type }) => type.startsWith('Export')) ? moduleNames(body) : new CommonJsExports(file).read();
});

const NOTHING: ExportedNames = {
  system: null,
  names: new Set(),
  open: false,
  closed: null,
  last: null,
  object: 'module.exports',
};

function moduleNames(body: readonly TSESTree.ProgramStatement[]): ExportedNames {
  const names = new Set<string>();
  let open = false;
  for (const statement of body) {
    if (statement.type === 'ExportAllDeclaration' && !statement.exported) open = true;
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const { exported } of statement.specifiers)
      names.add(exported.type === 'Identifier' ? exported.name : exported.value);
    const { declaration } = statement;
    if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier') names.add(declaration.id.name);
  }
  return { ...NOTHING, system: 'esm', names, open };
}

/** Reads `exports.a = ...`, `module.exports = { ... }` and `Object.assign(module.exports, { ... })`. */
class CommonJsExports {
  readonly #names = new Set<string>();
  #open = false;
  #closed: string | null = null;
  #wholes = 0;
  #last: TSESTree.ProgramStatement | null = null;
  #whole = false;

  constructor(readonly file: FileView) {}

  read(): ExportedNames {
    for (const node of descendantsOf(this.file.ast, this.file.visitorKeys))
      if (isExportsObject(node)) this.#object(node);
    if (this.#wholes > 1) this.#closed ??= 'the exports are replaced more than once';
    return {
      system: this.#last || this.#closed !== null ? 'commonjs' : null,
      names: this.#names,
      open: this.#open,
      closed: this.#closed,
      last: this.#last,
      object: this.#whole ? 'module.exports' : 'exports',
    };
  }

  #object(node: TSESTree.Node): void {
    const { parent } = node;
    if (node.type === 'MemberExpression') this.#whole = true;
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      const name = propertyName(parent);
      if (name === null) this.#open = true;
      else this.#names.add(name);
      if (parent.parent.type === 'AssignmentExpression' && parent.parent.left === parent) this.#at(parent.parent);
    } else if (parent?.type === 'AssignmentExpression' && parent.left === node) {
      this.#assigned(parent);
    } else if (parent?.type === 'AssignmentExpression') {
      // `exports = module.exports`: one more name of the same object.
    } else if (parent?.type === 'CallExpression') {
      this.#called(parent);
    } else {
      this.#open = true;
    }
  }

  #assigned(assignment: TSESTree.AssignmentExpression): void {
    let value = unwrap(assignment.right);
    while (value.type === 'AssignmentExpression') value = unwrap(value.right);
    if (isExportsObject(value)) return;
    if (assignment.left.type === 'MemberExpression') {
      this.#wholes++;
    }
    const definition = definitionOf(this.file, value);
    if (definition.type === 'ObjectExpression') this.#members(definition);
    else this.#closed = 'the file exports one value';
    this.#at(assignment);
  }

  #members(object: TSESTree.ObjectExpression): void {
    for (const property of object.properties) {
      const name = property.type === 'Property' ? propertyName(property) : null;
      if (name === null) this.#open = true;
      else this.#names.add(name);
    }
  }

  #called(call: TSESTree.CallExpression): void {
    const name = calleeName(call.callee);
    const [, second] = call.arguments;
    if (name === 'Object.defineProperty' && second?.type === 'Literal') {
      this.#names.add(String(second.value));
    } else if (name === 'Object.assign' && isExportsObject(call.arguments[0])) {
      for (const argument of call.arguments.slice(1)) {
        const value = argument.type === 'SpreadElement' ? argument : definitionOf(this.file, argument);
        if (value.type === 'ObjectExpression') this.#members(value);
        else this.#open = true;
      }
      this.#at(call);
    } else {
      this.#open = true;
    }
  }

  /** Notes the statement; what is exported under a condition or in a function cannot be completed behind it. */
  #at(expression: TSESTree.Node): void {
    let current = expression;
    while (current.parent?.type === 'AssignmentExpression') current = current.parent;
    const statement = current.parent;
    if (statement?.type === 'ExpressionStatement' && statement.parent.type === 'Program') {
      if (!this.#last || this.#last.range[0] < statement.range[0]) this.#last = statement;
    } else if (expression.type === 'AssignmentExpression' && isExportsObject(expression.left)) {
      this.#closed ??= 'the exports depend on a condition';
    }
  }
}

function isExportsObject(node: TSESTree.Node | undefined): boolean {
  if (node?.type === 'Identifier') {
    const isName = node.parent.type !== 'MemberExpression' || node.parent.object === node;
    const isKey = node.parent.type === 'Property' && node.parent.key === node && !node.parent.computed;
    return node.name === 'exports' && isName && !isKey;
  }
  return (
    node?.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    propertyName(node) === 'exports'
  );
}
