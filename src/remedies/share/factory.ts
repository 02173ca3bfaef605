import type { TSESTree } from '@typescript-eslint/utils';
import { originOf } from '../../analysis/values/argument-origin.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { descendantsOf } from '../../ast/children.js';
import { calleeName, enclosingFunction, isFunction, isWithin, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, isTopLevel } from '../../ast/variables.js';
import { variableOfFunction } from '../../analysis/names/functions.js';
import { lateDefinition } from './late-definition.js';
import { pureCalls } from '../../catalog/conventions/pure-calls.js';
import { namePattern } from '../../analysis/names/conventions.js';
import type { FileView } from '../../ast/file-view.js';

/**
 * Why a call of a function that constructs the client cannot stand above a statement of the module; `null` when the
 * function does nothing but construct it from constants, so that its call is worth what the construction is.
 */
export function whyFactoryStays(
  file: FileView,
  { node, construction }: PerCallClient,
  top: TSESTree.Node,
): string | null {
  const fn = enclosingFunction(construction.node);
  const variable = fn && variableOfFunction(file, fn);
  const callee = unwrap(node.callee);
  if (
    !variable ||
    node.type !== 'CallExpression' ||
    callee.type !== 'Identifier' ||
    file.variableOf(callee) !== variable ||
    !isTopLevel(variable)
  )
    return ELSEWHERE;
  if (
    variable.defs.length > 1 ||
    variable.references.some((reference) => reference.isWrite() && reference.init !== true)
  )
    return `${variable.name} is assigned again`;
  if (fn.async || fn.generator || !isWithin(construction.node, fn.body) || !returnsOnly(file, fn, construction.node))
    return `${variable.name}() does more than to construct it`;
  for (const inner of descendantsOf(fn, file.visitorKeys, (child) => child === fn || !isFunction(child))) {
    const pure =
      inner === construction.node ||
      ((inner.type === 'CallExpression' || inner.type === 'NewExpression') &&
        PURE.test(calleeName(inner.callee) ?? ''));
    if (EFFECTS.test(inner.type) && !pure) return `${variable.name}() does more than to construct it`;
  }
  for (const { identifier, variable: named, isType } of file.outerReferences(fn)) {
    if (isType || named === variable) continue;
    const late = named && lateDefinition(named, top);
    if (late) return late;
    if (!isWithin(identifier, construction.node.callee) && originOf(file, [identifier]) !== 'constant')
      return `${variable.name}() reads ${identifier.name}, which may be set later`;
  }
  return null;
}

const ELSEWHERE = 'a function that is known only in part constructs it';
const PURE = namePattern(pureCalls);
const EFFECTS = /^(?:Call|New|Assignment|Update|Await|Yield|TaggedTemplate|Import|This)Expression$/;

/** Whether a function declares variables and returns the construction, and has no other statements. */
function returnsOnly(file: FileView, { body }: FunctionNode, construction: TSESTree.Node): boolean {
  if (body.type !== 'BlockStatement') return unwrap(body) === construction;
  const last = body.body.at(-1);
  if (
    last?.type !== 'ReturnStatement' ||
    !last.argument ||
    body.body.some((statement) => statement !== last && statement.type !== 'VariableDeclaration')
  )
    return false;
  const value = unwrap(last.argument);
  const variable = value.type === 'Identifier' ? file.variableOf(value) : null;
  const init = variable && initializerOf(variable);
  return value === construction || (init ? unwrap(init) === construction : false);
}
