import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  enclosingFunction,
  isWithin,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { isTopLevel, readsOf, type Variable } from '../../ast/variables.js';
import { responseHeads } from '../../catalog/conventions/responses.js';
import { buildGraph } from '../../flow/build.js';
import type { FlowNode } from '../../flow/graph.js';
import { neverReturnsIn } from '../../flow/never.js';
import { functionOf } from '../names/functions.js';
import { writesOf } from '../values/writes.js';

/** Members of a response that leave its body alone. */
const HEADS = new Set(responseHeads);

/**
 * The values that a local variable may hold; `null` where it gets them in another way than by plain assignments.
 */
export function valuesOf(variable: Variable): readonly TSESTree.Node[] | null {
  if (isTopLevel(variable) || variable.defs.some(({ type }) => type !== 'Variable')) return null;
  const values = writesOf(variable).map(({ value, path }) => (path.length === 0 && isWhole(value) ? value : null));
  return values.length > 0 && values.every((value) => value !== null) ? values : null;
}

/** Whether an assignment leaves nothing of what was there before: `=`, and not `??=`. */
function isWhole(value: TSESTree.Node | null): boolean {
  return value?.parent?.type !== 'AssignmentExpression' || value.parent.operator === '=';
}

/**
 * Whether a function that returns a variable returns the response in it as it arrived: what looks at more than its
 * status stands on ways that end elsewhere, or that get another response first.
 */
export function isUntouched(file: FileView, variable: Variable, fn: FunctionNode): boolean {
  const reads = readsOf(variable).map(({ identifier }) => identifier);
  const returned = reads.filter(isReturned);
  const touching = reads.filter((read) => !returned.includes(read) && !onlyLooks(file, read) && !isForError(read, fn));
  if (touching.length === 0) return true;
  if (touching.some((read) => enclosingFunction(read) !== fn)) return false;
  // `return { response, data: await response.json() }`
  if (returned.some((read) => touching.some((other) => isWithin(other, memberOf(read)?.parent ?? read)))) return false;
  const graph = buildGraph(fn, { visitorKeys: file.visitorKeys, neverReturns: neverReturnsIn(file) });
  const ends = new Set(returned.flatMap((read) => graph.at(read)));
  const writes = new Set<TSESTree.Node>(
    variable.references.flatMap((reference) => (reference.isWrite() ? [reference.identifier] : [])),
  );
  const reached = new Set<FlowNode>(touching.flatMap((read) => graph.at(read)));
  for (const node of reached) {
    if (ends.has(node)) return false;
    if (node.kind === 'write' && writes.has(node.node)) continue;
    for (const { to } of node.outgoing) reached.add(to);
  }
  return true;
}

/** The property of an object whose value a read is. */
function memberOf(read: TSESTree.Node): TSESTree.Property | null {
  const value = wrapped(read);
  return value.parent?.type === 'Property' && value.parent.value === value ? value.parent : null;
}

/** `return response`, also as a member of an object. */
function isReturned(read: TSESTree.Node): boolean {
  const value = wrapped(memberOf(read)?.parent ?? read);
  const awaited = value.parent?.type === 'AwaitExpression' ? wrapped(value.parent) : value;
  return awaited.parent?.type === 'ReturnStatement';
}

/** `response.status`, and functions of the file which ask no more of what they are given. */
function onlyLooks(file: FileView, read: TSESTree.Node): boolean {
  const value = wrapped(read);
  const { parent } = value;
  if (parent?.type === 'MemberExpression') return parent.object === value && HEADS.has(propertyName(parent) ?? '');
  if (parent?.type !== 'CallExpression' || parent.callee === value) return false;
  const index = parent.arguments.findIndex((argument) => argument === value);
  const parameter = functionOf(file, unwrap(parent.callee))?.params[index];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : null;
  return (
    variable !== null &&
    readsOf(variable).every(({ identifier: { parent: member } }) => {
      return member.type === 'MemberExpression' && HEADS.has(propertyName(member) ?? '');
    })
  );
}

/** Whether code makes an error of what it reads, which it throws. */
function isForError(read: TSESTree.Node, fn: FunctionNode): boolean {
  return [...ancestorsUntil(read, fn)].some((outer) => {
    if (outer.type === 'ThrowStatement') return true;
    if (outer.type !== 'BlockStatement' || outer === fn.body) return false;
    const last = outer.body.at(-1);
    return last?.type === 'ThrowStatement';
  });
}
