import type { TSESTree } from '@typescript-eslint/utils';
import { originOf } from '../../analysis/values/argument-origin.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { descendantsOf } from '../../ast/children.js';
import { outerReferences } from '../../ast/names.js';
import { calleeName, enclosingFunction, isFunction, isWithin, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, isTopLevel, variableOf } from '../../ast/variables.js';
import { variableOfFunction } from '../../analysis/names/functions.js';
import { lateDefinition } from './late-definition.js';
import { pureCalls } from '../../catalog/conventions/pure-calls.js';
import { namePattern } from '../../analysis/names/conventions.js';

/**
 * Why a call of a function that constructs the client cannot stand above a statement of the module; `null` when the
 * function does nothing but construct it from constants, so that its call is worth what the construction is.
 */
export function whyFactoryStays(
  { sourceCode }: FileLifecycle,
  { node, construction }: PerCallClient,
  top: TSESTree.Node,
): string | null {
  const fn = enclosingFunction(construction.node);
  const variable = fn && variableOfFunction(sourceCode, fn);
  const callee = unwrap(node.callee);
  if (
    !variable ||
    node.type !== 'CallExpression' ||
    callee.type !== 'Identifier' ||
    variableOf(sourceCode, callee) !== variable ||
    !isTopLevel(variable)
  )
    return ELSEWHERE;
  if (
    variable.defs.length > 1 ||
    variable.references.some((reference) => reference.isWrite() && reference.init !== true)
  )
    return `${variable.name} is assigned again`;
  if (
    fn.async ||
    fn.generator ||
    !isWithin(construction.node, fn.body) ||
    !returnsOnly(sourceCode, fn, construction.node)
  )
    return `${variable.name}() does more than to construct it`;
  for (const inner of descendantsOf(fn, sourceCode.visitorKeys, (child) => child === fn || !isFunction(child))) {
    const pure =
      inner === construction.node ||
      ((inner.type === 'CallExpression' || inner.type === 'NewExpression') &&
        PURE.test(calleeName(inner.callee) ?? ''));
    if (EFFECTS.test(inner.type) && !pure) return `${variable.name}() does more than to construct it`;
  }
  for (const { identifier, variable: named, isType } of outerReferences(sourceCode, fn)) {
    if (isType || named === variable) continue;
    const late = named && lateDefinition(named, top);
    if (late) return late;
    if (!isWithin(identifier, construction.node.callee) && originOf(sourceCode, [identifier]) !== 'constant')
      return `${variable.name}() reads ${identifier.name}, which may be set later`;
  }
  return null;
}

const ELSEWHERE = 'a function that is known only in part constructs it';
const PURE = namePattern(pureCalls);
const EFFECTS = /^(?:Call|New|Assignment|Update|Await|Yield|TaggedTemplate|Import|This)Expression$/;

/** Whether a function declares variables and returns the construction, and has no other statements. */
function returnsOnly(
  sourceCode: FileLifecycle['sourceCode'],
  { body }: FunctionNode,
  construction: TSESTree.Node,
): boolean {
  if (body.type !== 'BlockStatement') return unwrap(body) === construction;
  const last = body.body.at(-1);
  if (
    last?.type !== 'ReturnStatement' ||
    !last.argument ||
    body.body.some((statement) => statement !== last && statement.type !== 'VariableDeclaration')
  )
    return false;
  const value = unwrap(last.argument);
  const variable = value.type === 'Identifier' ? variableOf(sourceCode, value) : null;
  const init = variable && initializerOf(variable);
  return value === construction || (init ? unwrap(init) === construction : false);
}
