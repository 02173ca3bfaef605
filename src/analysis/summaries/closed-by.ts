import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, enclosingFunction, isFunction, isInCatch } from '../../ast/nodes.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { closeMethodNames } from '../../catalog/conventions/closing.js';
import type { CloseMethod, Construct } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { fieldIndexOf, fieldUsesOf } from '../names/fields.js';
import { ownMember, type ClassNode } from '../names/members.js';
import { usesOf, type Use } from '../names/uses.js';
import { methodOf } from './filled.js';

/**
 * The methods of a class that close the client in a field: `end()` for `async end() { await this.pool.end(); }`, also
 * through a constant, and those named like an end that call such a method. What closes it after an error is none.
 */
export function closeMethods(
  file: FileView,
  owner: ClassNode,
  field: string,
  { construct }: Construction,
): readonly CloseMethod[] {
  const fields = closesOf(owner);
  const constructs = fields.get(field) ?? new Map<Construct, readonly CloseMethod[]>();
  fields.set(field, constructs);
  const known = constructs.get(construct) ?? findCloses(file, owner, field, construct);
  constructs.set(construct, known);
  return known;
}

/** What closes a field, found once for each kind of client that it is given. */
const closesOf = memoized<ClassNode, [], Map<string, Map<Construct, readonly CloseMethod[]>>>(() => new Map());

function findCloses(file: FileView, owner: ClassNode, field: string, construct: Construct): readonly CloseMethod[] {
  const { members } = fieldIndexOf(file, owner);
  const methods = new Map<string, CloseMethod>();
  for (const { node, path } of usesOfField(file, owner, field)) {
    const call = callAround(node);
    const close = call && construct.close.find(({ method, on }) => method === path.join('.') && on !== 'module');
    if (close) add(owner, methods, call, close.graceful);
  }
  for (const { method, graceful } of methods.values())
    for (const use of members.get(method) ?? []) {
      const caller = enclosingFunction(use);
      if (callAround(use) && caller && closeMethodNames.includes(methodOf(caller, owner) ?? ''))
        add(owner, methods, use, graceful);
    }
  const open = [...methods.values()].filter(({ method }) => isOpen(owner, method));
  return open.length > 0 ? [...open, ...otherEnds(owner, methods)] : [];
}

/** All that denotes a field or a member of it: `this.pool.end`, `const { pool } = this`. */
function* usesOfField(file: FileView, owner: ClassNode, field: string): Generator<Use> {
  const [first] = fieldIndexOf(file, owner).members.get(field) ?? [];
  const own = ownMember(owner, field);
  const target = own?.type === 'PropertyDefinition' ? own : first;
  if (!target) return;
  if (target === first) yield* usesOf(file, first);
  for (const { node, path } of fieldUsesOf(file, target, [])) yield* usesOf(file, node, path);
}

/** Further methods that are named like an end, which may close it in a way that is not followed. */
function otherEnds(owner: ClassNode, known: ReadonlyMap<string, CloseMethod>): CloseMethod[] {
  return owner.body.body.flatMap((member) => {
    const fn = 'value' in member ? member.value : null;
    const name = isFunction(fn) ? methodOf(fn, owner) : null;
    if (name === null || known.has(name) || !closeMethodNames.includes(name) || !isOpen(owner, name)) return [];
    return [{ method: name, graceful: false, returns: 'promise', idempotent: false } as const];
  });
}

/** Whether other files can call a method. */
function isOpen(owner: ClassNode, name: string): boolean {
  return (ownMember(owner, name)?.accessibility ?? 'public') === 'public' && !name.startsWith('#');
}

function add(owner: ClassNode, methods: Map<string, CloseMethod>, close: TSESTree.Node, graceful: boolean): void {
  const fn = enclosingFunction(close);
  const name = fn && methodOf(fn, owner);
  if (!fn || !name || methods.has(name) || isInCatch(close, fn)) return;
  methods.set(name, { method: name, graceful, returns: fn.async ? 'promise' : 'void', idempotent: false });
}
