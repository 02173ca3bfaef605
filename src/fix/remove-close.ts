import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { isFunction, isTransparent, propertyName, unwrap, type FunctionNode } from '../ast/nodes.js';
import { combine, isRefusal, type Edit, type Edits, type Refusal } from './edits.js';
import { removeStatement } from './remove.js';
import { unwrapTry } from './unwrap-try.js';

/**
 * Removes the calls that close a client which is shared from now on, with what only served them: an awaiting statement,
 * an element of `Promise.all`, a `.finally()` callback, a `using` wrapper, a `finally` block and the `try` around it.
 * `others` are the remaining edits of the same change; those inside of what goes are left out. `knownArguments`: no
 * argument of the calls is a callback.
 */
export function removeCloses(
  file: FileView,
  closes: readonly TSESTree.CallExpression[],
  others: readonly Edit[] = [],
  knownArguments = false,
): Edits {
  return new CloseRemoval(file, closes, knownArguments).edits(others);
}

/** A clause that has nothing to do any more; `all`: and the `try` with it. */
interface EmptyClause {
  readonly statement: TSESTree.TryStatement;
  readonly part: 'all' | 'finally' | 'catch';
}

class CloseRemoval {
  readonly #file: FileView;
  /** Statements that go as a whole. */
  readonly #statements = new Set<TSESTree.Node>();
  readonly #elements = new Map<TSESTree.ArrayExpression, Set<TSESTree.Node>>();
  readonly #edits: Edit[] = [];
  readonly #tries: EmptyClause[] = [];
  #refused: Refusal | null = null;

  constructor(file: FileView, closes: readonly TSESTree.CallExpression[], knownArguments: boolean) {
    this.#file = file;
    for (const close of closes) {
      // A callback, as opposed to a flag, does something when the client is closed.
      if (knownArguments || close.arguments.every(({ type }) => type === 'Literal')) this.#value(close);
      else this.#refuse(close);
    }
  }

  edits(others: readonly Edit[]): Edits {
    if (this.#refused) return this.#refused;
    for (const [array, gone] of this.#elements)
      if (gone.size < array.elements.length) this.#edits.push(withoutElements(this.#file, array, gone));
    const inner: Edits[] = [this.#edits];
    const statements = [...this.#statements].filter((node) => !this.#isGone(node.parent ?? null));
    for (const statement of statements)
      if (!this.#isInClause(statement)) inner.push(removeStatement(this.#file, statement));
    const gone = combine(inner);
    if (isRefusal(gone)) return gone;
    const ranges = [...gone.map(({ range }) => range), ...this.#tries.map(clauseRange)];
    const all = combine([
      gone,
      others.filter(({ range }) => !ranges.some(([start, end]) => start <= range[0] && end >= range[1] && end > start)),
    ]);
    if (isRefusal(all)) return all;
    return combine([
      all,
      ...this.#tries.map(({ statement, part }) =>
        part === 'all' ? unwrapTry(this.#file, statement, all) : withoutClause(this.#file, { statement, part }),
      ),
    ]);
  }

  /** Whether a node lies in a statement that goes as a whole. */
  #isGone(node: TSESTree.Node | null): boolean {
    for (let current = node; current; current = current.parent ?? null) if (this.#statements.has(current)) return true;
    return false;
  }

  /** Whether a statement lies in a `catch` or `finally` clause that goes. */
  #isInClause(node: TSESTree.Node): boolean {
    for (let current: TSESTree.Node | undefined = node; current?.parent; current = current.parent) {
      const parent: TSESTree.Node = current.parent;
      if (
        parent.type === 'TryStatement' &&
        parent.block !== current &&
        this.#tries.some(
          ({ statement, part }) =>
            statement === parent && (part === 'all' || (part === 'catch') === (parent.handler === current)),
        )
      )
        return true;
    }
    return false;
  }

  #refuse(node: TSESTree.Node): void {
    this.#refused ??= { refused: `the close on line ${String(node.loc.start.line)} is part of something else` };
  }

  /** An expression whose value is the close, or the promise of it. */
  #value(node: TSESTree.Node): void {
    const { parent } = node;
    if (!parent) return;
    if (
      isTransparent(parent) ||
      parent.type === 'AwaitExpression' ||
      (parent.type === 'UnaryExpression' && parent.operator === 'void')
    ) {
      this.#value(parent);
      return;
    }
    switch (parent.type) {
      case 'ExpressionStatement':
        this.#statement(parent);
        return;
      case 'MemberExpression': {
        const call =
          parent.object === node &&
          propertyName(parent) === 'catch' &&
          parent.parent.type === 'CallExpression' &&
          parent.parent.callee === parent
            ? parent.parent
            : null;
        if (call) this.#value(call);
        else this.#refuse(node);
        return;
      }
      case 'LogicalExpression':
        if (parent.operator === '&&' && parent.right === node && isSimple(parent.left)) this.#value(parent);
        else this.#refuse(node);
        return;
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.#function(parent);
        else this.#refuse(node);
        return;
      case 'ReturnStatement':
        if (
          parent.parent.type === 'BlockStatement' &&
          parent.parent.body.length === 1 &&
          isFunction(parent.parent.parent)
        )
          this.#function(parent.parent.parent);
        else this.#refuse(node);
        return;
      case 'ArrayExpression':
        this.#element(parent, node);
        return;
      default:
        this.#refuse(node);
    }
  }

  #element(array: TSESTree.ArrayExpression, node: TSESTree.Node): void {
    const { parent } = array;
    const callee = parent.type === 'CallExpression' ? unwrap(parent.callee) : null;
    if (
      callee?.type !== 'MemberExpression' ||
      callee.object.type !== 'Identifier' ||
      callee.object.name !== 'Promise' ||
      !isUnusedResult(parent)
    ) {
      this.#refuse(node);
      return;
    }
    const gone = this.#elements.get(array) ?? new Set();
    this.#elements.set(array, gone.add(node));
    if (gone.size === array.elements.length) this.#value(parent);
  }

  #statement(statement: TSESTree.Node): void {
    this.#statements.add(statement);
    const { parent } = statement;
    if (parent?.type === 'BlockStatement') {
      const isLeft = (other: TSESTree.Node): boolean => !this.#statements.has(other);
      const only = parent.body.find(isLeft);
      if (!only) this.#emptyBlock(parent);
      else if (
        only === parent.body.findLast(isLeft) &&
        parent.parent.type === 'CatchClause' &&
        isRethrow(parent.parent, only)
      )
        this.#clause(parent.parent.parent, 'catch');
    } else if (parent?.type === 'IfStatement') {
      this.#branch(parent, statement);
    } else if (parent?.type !== 'Program' && parent?.type !== 'SwitchCase' && parent?.type !== 'StaticBlock') {
      this.#refuse(statement);
    }
  }

  #branch(conditional: TSESTree.IfStatement, branch: TSESTree.Node): void {
    if (conditional.consequent === branch && !conditional.alternate && isSimple(conditional.test))
      this.#statement(conditional);
    else this.#refuse(branch);
  }

  #emptyBlock(block: TSESTree.BlockStatement): void {
    const { parent } = block;
    if (isFunction(parent)) this.#function(parent);
    else if (parent.type === 'IfStatement') this.#branch(parent, block);
    else if (parent.type === 'TryStatement' && parent.finalizer === block) this.#clause(parent, 'finally');
    else if (
      parent.type === 'TryStatement' &&
      parent.block === block &&
      !parent.finalizer &&
      (parent.handler?.body.body.length ?? 0) === 0
    )
      this.#statement(parent);
    else this.#refuse(block);
  }

  #clause(statement: TSESTree.TryStatement, part: 'finally' | 'catch'): void {
    const known = this.#tries.findIndex((entry) => entry.statement === statement);
    const other = part === 'finally' ? statement.handler : statement.finalizer;
    if (known >= 0) this.#tries[known] = { statement, part: 'all' };
    else this.#tries.push({ statement, part: other ? part : 'all' });
  }

  /** A function that does nothing else any more. */
  #function(fn: FunctionNode): void {
    const { parent } = fn;
    if (
      parent.type === 'CallExpression' &&
      parent.callee.type === 'MemberExpression' &&
      propertyName(parent.callee) === 'finally' &&
      parent.arguments.length === 1
    ) {
      this.#edits.push({ range: [parent.callee.object.range[1], parent.range[1]], text: '' });
    } else if (
      parent.type === 'Property' &&
      parent.parent.type === 'ObjectExpression' &&
      parent.parent.properties.length === 1
    ) {
      const declarator = parent.parent.parent;
      const declaration = declarator.type === 'VariableDeclarator' ? declarator.parent : null;
      if (declaration && /using$/.test(declaration.kind) && declaration.declarations.length === 1)
        this.#statement(declaration);
      else this.#refuse(fn);
    } else {
      this.#refuse(fn);
    }
  }
}

/** `if (client)`, `client?.closed`: tests that only ask whether there is something to close. */
function isSimple(test: TSESTree.Node): boolean {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression') return isSimple(node.argument);
  if (node.type === 'BinaryExpression') return isSimple(node.left) && isSimple(node.right);
  return (
    node.type === 'Identifier' ||
    node.type === 'Literal' ||
    (node.type === 'MemberExpression' && !node.computed && isSimple(node.object))
  );
}

function isUnusedResult(call: TSESTree.Node): boolean {
  const { parent } = call;
  if (parent?.type === 'AwaitExpression' || parent?.type === 'UnaryExpression') return isUnusedResult(parent);
  return parent?.type === 'ExpressionStatement';
}

function isRethrow(clause: TSESTree.CatchClause, statement: TSESTree.Node): boolean {
  return (
    statement.type === 'ThrowStatement' &&
    clause.param?.type === 'Identifier' &&
    statement.argument.type === 'Identifier' &&
    statement.argument.name === clause.param.name
  );
}

/** A list without some of its elements, written anew from the texts of the others. */
function withoutElements(file: FileView, array: TSESTree.ArrayExpression, gone: ReadonlySet<TSESTree.Node>): Edit {
  const left = array.elements.filter((element) => element !== null && !gone.has(element));
  return {
    range: array.range,
    text: `[${left.map((element) => (element ? file.getText(element) : '')).join(', ')}]`,
  };
}

/** What goes with a clause: from the end of what stands before it. */
function clauseRange({ statement, part }: EmptyClause): readonly [number, number] {
  if (part === 'all') return [statement.block.range[1], statement.range[1]];
  if (part === 'finally') return [(statement.handler ?? statement.block).range[1], statement.range[1]];
  return [statement.block.range[1], statement.handler?.range[1] ?? statement.block.range[1]];
}

function withoutClause(file: FileView, clause: EmptyClause): Edits {
  const [start, end] = clauseRange(clause);
  if (file.sourceCode.getCommentsInside(clause.statement).some(({ range }) => range[0] >= start && range[1] <= end))
    return { refused: 'a comment stands in the clause that would go' };
  return [{ range: [start, end], text: '' }];
}
