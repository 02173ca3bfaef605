import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, isTransparent, propertyName, unwrap } from '../../../ast/nodes.js';
import { bindingsOf, isTopLevel, readsOf } from '../../../ast/variables.js';
import { bindingUses } from '../../names/uses.js';
import { readsOfWrite } from '../../names/written-reads.js';
import { isConversion } from './arguments.js';
import type { HeldUse } from './effects.js';
import { givesBack } from './giving-back.js';
import { isOnTheWay, memberOf, type HeldKind } from './kind.js';
import { onlyLooks } from './looking.js';
type Path = readonly string[];

/** Every use in a function of what a pattern receives; `path` leads from the delivered value to that. */
export function usesOfPattern(
  file: FileView,
  kind: HeldKind,
  home: TSESTree.Node,
  { node, path }: { readonly node: TSESTree.Node; readonly path: Path },
): Iterable<HeldUse> {
  return kind.nested === 'follow' ? bindingUses(file, node, path) : new OwnUses(file, kind, home).bound(node, path);
}

/**
 * Every expression of a function that denotes what is held or a member of it: through names, chained calls that return
 * the stream, and conversions. Unlike `usesOf` it stays where the function holds it: what leaves by a variable of other
 * code is not followed.
 */
export class OwnUses {
  readonly #seen = new Set<string>();

  constructor(
    readonly file: FileView,
    readonly kind: HeldKind,
    readonly home: TSESTree.Node,
    /** Whether it ends where an assignment replaces it in the name that holds it. */
    readonly replaced = false,
  ) {}

  /** The uses of what a pattern receives. */
  *bound(pattern: TSESTree.Node, path: Path): Generator<HeldUse> {
    for (const { identifier, path: members, rest } of bindingsOf(pattern)) {
      const full = [...path, ...members];
      const variable = rest || !isOnTheWay(this.kind, full) ? null : this.file.variableOf(identifier);
      if (!variable || (isTopLevel(variable) && this.home.type !== 'Program')) continue;
      for (const { identifier: read } of readsOf(variable)) yield* this.of(read, full);
    }
  }

  /** The uses of an expression; `source`: what denotes the value in it, where that is only one of several. */
  *of(node: TSESTree.Node, path: Path, source: TSESTree.Node = node): Generator<HeldUse> {
    const key = `${String(node.range[0])}:${String(node.range[1])}:${node.type}:${path.join('.')}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    yield { node, path, source };
    const { parent } = node;
    if (!parent) return;
    if (isTransparent(parent) || parent.type === 'AwaitExpression') {
      yield* this.of(parent, path, source === node ? parent : source);
      return;
    }
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object === node) yield* this.#member(parent, path);
        return;
      case 'CallExpression':
      case 'NewExpression': {
        const callee = unwrap(parent.callee);
        if (parent.callee !== node && isConversion(callee) && !onlyLooks(callee)) yield* this.of(parent, path);
        else if (path.length === 0 && parent.type === 'CallExpression' && givesBack(this.file, parent, node))
          yield* this.of(parent, path);
        return;
      }
      case 'VariableDeclarator':
        if (parent.init === node) yield* this.bound(parent.id, path);
        return;
      case 'AssignmentExpression':
        if (parent.right === node) yield* this.#assigned(parent, path);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) yield* this.of(parent, path, source);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') yield* this.of(parent, path, source);
        return;
      default:
    }
  }

  *#member(member: TSESTree.MemberExpression, path: Path): Generator<HeldUse> {
    const name = propertyName(member);
    if (name === null) return;
    const full = [...path, name];
    if (isOnTheWay(this.kind, full)) {
      yield* this.of(member, full);
      return;
    }
    yield { node: member, path: full };
    const found = memberOf(this.kind, full);
    if (!found || found.name !== name) return;
    const call = callAround(member);
    const meaning = found.table.meanings.get(name);
    if (!call && found.table.same.has(name)) yield* this.of(member, path);
    else if (call && (meaning === 'itself' || meaning === 'listen')) yield* this.of(call, path);
  }

  *#assigned(assignment: TSESTree.AssignmentExpression, path: Path): Generator<HeldUse> {
    const { left } = assignment;
    const variable = left.type === 'Identifier' ? this.file.variableOf(left) : null;
    const block = variable?.scope.variableScope.block;
    const own = block === this.home || (this.home.type === 'Program' && variable !== null && isTopLevel(variable));
    const reads = variable && own && this.replaced ? readsOfWrite(variable, assignment) : null;
    if (reads && isOnTheWay(this.kind, path)) for (const read of reads) yield* this.of(read, path);
    else if (left.type !== 'MemberExpression' && (left.type !== 'Identifier' || own)) yield* this.bound(left, path);
    yield* this.of(assignment, path);
  }
}
