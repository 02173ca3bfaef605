import type { TSESTree } from '@typescript-eslint/utils';
import { unwrap, type FunctionNode } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { Construct } from '../../catalog/types.js';
import { summarize } from '../values/ownership.js';
import { ValueWalk } from '../values/value-walk.js';
import type { AnalysedFile } from '../names/clients.js';
import { functionOf } from '../names/functions.js';
import { returnedBy } from './returned.js';

const ANY_CLIENT: Construct = { export: 'default', create: 'call', owns: 'agent', close: [] };

/**
 * The argument that a call returns, by the catalog, the project or a function of the same file; `null` where none is.
 */
export function passedArgument(file: AnalysedFile, call: TSESTree.Node): TSESTree.CallExpressionArgument | null {
  if (call.type !== 'CallExpression') return null;
  const known = call.arguments.some((argument) => mayBeClient(file, argument))
    ? file.clients.passedBy(call)
    : undefined;
  const fn = known === undefined ? functionOf(file, unwrap(call.callee)) : null;
  const index = known ?? (fn && passedParameter(file, fn));
  return index === null ? null : (call.arguments[index] ?? null);
}

/** Whether an argument is constructed here, or may hold what is: only then a function of another file is looked at. */
function mayBeClient(file: AnalysedFile, argument: TSESTree.Node): boolean {
  const isMade = (expression: TSESTree.Node | null): boolean => {
    const node = expression && unwrap(expression);
    if (node?.type === 'AwaitExpression') return isMade(node.argument);
    if (node?.type === 'CallExpression' && node.arguments.some(isMade)) return true;
    return node !== null && file.clients.constructions.has(node);
  };
  if (argument.type !== 'Identifier') return isMade(argument);
  return file.variableOf(argument)?.references.some(({ writeExpr }) => isMade(writeExpr ?? null)) === true;
}

/**
 * The parameter that a function returns in every case, so that its result is the client that it was given; `null` where
 * there is none, or where the function keeps it as well.
 */
export function passedParameter(file: AnalysedFile, fn: FunctionNode): number | null {
  for (const [index, parameter] of fn.params.entries()) {
    if (parameter.type !== 'Identifier') continue;
    const variable = file.variableOf(parameter);
    if (variable && (saysSo(fn, parameter) || returnsIt(file, fn, variable)) && !keepsIt(file, fn, parameter))
      return index;
  }
  return null;
}

/** `<T>(client: T, ...): T` */
function saysSo(fn: FunctionNode, parameter: TSESTree.Identifier): boolean {
  const types = (fn.typeParameters?.params ?? []).map(({ name }) => name.name);
  const given = typeName(parameter.typeAnnotation?.typeAnnotation);
  return given !== null && types.includes(given) && typeName(fn.returnType?.typeAnnotation) === given;
}

function typeName(type: TSESTree.TypeNode | undefined): string | null {
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return null;
  const [inner] = type.typeArguments?.params ?? [];
  return type.typeName.name === 'Promise' ? typeName(inner) : type.typeName.name;
}

function returnsIt(file: AnalysedFile, fn: FunctionNode, variable: Variable): boolean {
  const isIt = (expression: TSESTree.Node): boolean => {
    const node = unwrap(expression);
    if (node.type === 'Identifier') return file.variableOf(node) === variable;
    if (node.type === 'AwaitExpression') return isIt(node.argument);
    if (node.type === 'ConditionalExpression') return isIt(node.consequent) && isIt(node.alternate);
    if (node.type !== 'CallExpression' || !node.arguments.some(isIt)) return false;
    const passed = file.clients.passedBy(node);
    const argument = passed === undefined ? undefined : node.arguments[passed];
    return argument !== undefined && isIt(argument);
  };
  const written = variable.references.every(({ writeExpr }) => !writeExpr || isIt(writeExpr));
  return !fn.generator && written && returnedBy(fn)?.every(isIt) === true;
}

/** Whether something that outlives the call has the parameter as well: then the result is not the caller's alone. */
function keepsIt(file: AnalysedFile, fn: FunctionNode, parameter: TSESTree.Identifier): boolean {
  if (!fn.body) return false;
  const walk = new ValueWalk(file, { construct: ANY_CLIENT });
  walk.bind(parameter, [], parameter);
  return summarize(walk.sinks).kind === 'kept';
}
