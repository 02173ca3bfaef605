import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import { calleeName, enclosingFunction, propertyName, stringOf, unwrap, wrapped, rootOf } from '../../../ast/nodes.js';
import { readsOf, resolveConstant, variableOf, type Variable } from '../../../ast/variables.js';
import {
  leavingEvents,
  returningListeners,
  streamEndings,
  streamGuards,
} from '../../../catalog/conventions/streams.js';
import { namePattern } from '../../names/conventions.js';
import type { Effects } from '../engine/effects.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

const GUARD = namePattern(streamGuards);
const ENDING = new Set(streamEndings);
const LEAVING = new Set(leavingEvents);

/** `pipe()` calls on a body of which one side's errors reach nobody. */
export function unguardedPipes(sourceCode: SourceCode, effects: Effects): TSESTree.CallExpression[] {
  return effects.pipes.filter((call) => isUnguarded(sourceCode, call));
}

/** Whether one side of a `pipe()` has nobody who listens to its errors. */
export function isUnguarded(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const source = call.callee.type === 'MemberExpression' ? unwrap(call.callee.object) : call;
  if (!handlesErrors(sourceCode, source)) return true;
  return !destinationHandlesErrors(sourceCode, call) && !endsWithDestination(sourceCode, call, source);
}

/** `request.on('close', () => body.destroy())`: whatever ends the other side ends the source as well. */
function endsWithDestination(sourceCode: SourceCode, call: TSESTree.CallExpression, source: TSESTree.Node): boolean {
  const home = enclosingFunction(call);
  const text = sourceCode.getText(source);
  if (!home) return false;
  return [...descendantsOf(home.body, sourceCode.visitorKeys)].some((node) => {
    const method = node.type === 'MemberExpression' && ENDING.has(propertyName(node) ?? '') ? node : null;
    if (!method || sourceCode.getText(unwrap(method.object)) !== text) return false;
    const listener = enclosingFunction(method)?.parent;
    return (
      listener?.type === 'CallExpression' &&
      returningListeners.includes(calleeName(listener.callee)?.split('.').at(-1) ?? '') &&
      LEAVING.has(stringOf(listener.arguments[0]) ?? '')
    );
  });
}

/** Whether an expression is a stream that the process has for all of its code: standard output or errors. */
export function isStandard(sourceCode: SourceCode, stream: TSESTree.Node): boolean {
  return /^process\.std(?:out|err)$/.test(sourceCode.getText(stream));
}

function destinationHandlesErrors(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const [destination] = call.arguments;
  // Standard output fails only with the process.
  if (!destination || isStandard(sourceCode, destination)) return true;
  return (
    listensInChain(call) ||
    handlesErrors(sourceCode, unwrap(destination)) ||
    isPassThrough(resolveConstant(sourceCode, destination))
  );
}

/** Whether code of the file listens to the errors of the destination itself, so that it also learns of a source's. */
export function hearsDestination(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const [destination] = call.arguments;
  return destination !== undefined && (listensInChain(call) || listensByName(sourceCode, unwrap(destination)));
}

/** Whether code of the file listens to the errors of a source, so that it may do something about them. */
export function hearsSource(sourceCode: SourceCode, source: TSESTree.Node): boolean {
  return handlesErrors(sourceCode, unwrap(source));
}

/** `writer.on('error', ...)`, and not a function that takes over the stream's errors. */
function listensByName(sourceCode: SourceCode, stream: TSESTree.Node): boolean {
  const variable = stream.type === 'Identifier' ? variableOf(sourceCode, stream) : null;
  return variable !== null && readsOf(variable).some(({ identifier }) => listensInChain(identifier));
}

/** A PassThrough does nothing that could fail. */
function isPassThrough(node: TSESTree.Node): boolean {
  const callee = node.type === 'NewExpression' ? unwrap(node.callee) : null;
  const name =
    callee?.type === 'Identifier' ? callee.name : callee?.type === 'MemberExpression' ? propertyName(callee) : null;
  return name === 'PassThrough';
}

/** Whether an error listener is attached to a stream anywhere in the file: by name, or in the chain it is made in. */
function handlesErrors(sourceCode: SourceCode, stream: TSESTree.Node): boolean {
  if (stream.type === 'CallExpression') {
    if (isErrorListening(stream)) return true;
    return stream.callee.type === 'MemberExpression' && handlesErrors(sourceCode, unwrap(stream.callee.object));
  }
  if (stream.type === 'MemberExpression') {
    const text = sourceCode.getText(stream);
    const root = rootOf(stream);
    const variable = root && variableOf(sourceCode, root);
    return variable !== null && variable !== undefined && mentions(sourceCode, variable, text);
  }
  const variable = stream.type === 'Identifier' ? variableOf(sourceCode, stream) : null;
  return (
    variable !== null &&
    readsOf(variable).some(({ identifier }) => listensInChain(identifier) || isGivenToGuard(sourceCode, identifier))
  );
}

function mentions(sourceCode: SourceCode, variable: Variable, text: string): boolean {
  return readsOf(variable).some(({ identifier }) => {
    let current: TSESTree.Node = identifier;
    while (
      current.parent?.type === 'MemberExpression' &&
      current.parent.object === current &&
      sourceCode.getText(current) !== text
    )
      current = current.parent;
    return sourceCode.getText(current) === text && (listensInChain(current) || isGivenToGuard(sourceCode, current));
  });
}

/** `pipeline(a, b)`, `finished(a)`, `eos(a)`: functions which take over a stream's errors. */
function isGivenToGuard(sourceCode: SourceCode, node: TSESTree.Node): boolean {
  const { parent } = node;
  return (
    parent?.type === 'CallExpression' &&
    parent.arguments.includes(node as TSESTree.CallExpressionArgument) &&
    GUARD.test(sourceCode.getText(parent.callee))
  );
}

/** Whether `.on('error', ...)` follows in the chain that starts with a stream. */
function listensInChain(stream: TSESTree.Node): boolean {
  for (let node = wrapped(stream); node.parent?.type === 'MemberExpression' && node.parent.object === node;) {
    const call = node.parent.parent;
    if (call.type !== 'CallExpression' || call.callee !== node.parent) return false;
    if (isErrorListening(call)) return true;
    // Behind pipe() the chain goes on with the destination.
    if (propertyName(node.parent) === 'pipe') return false;
    node = call;
  }
  return false;
}

function isErrorListening(call: TSESTree.CallExpression): boolean {
  return (
    call.callee.type === 'MemberExpression' &&
    returningListeners.includes(propertyName(call.callee) ?? '') &&
    stringOf(call.arguments[0]) === 'error'
  );
}
