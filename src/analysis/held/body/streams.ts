import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { memoized } from '../../../ast/memo.js';
import { calleeName, enclosingFunction, propertyName, stringOf, unwrap, wrapped, rootOf } from '../../../ast/nodes.js';
import { readsOf, type Variable } from '../../../ast/variables.js';
import {
  leavingEvents,
  returningListeners,
  streamEndings,
  streamGuards,
} from '../../../catalog/conventions/streams.js';
import { namePattern } from '../../names/conventions.js';
import type { Effects } from '../engine/effects.js';

const GUARD = namePattern(streamGuards);
const ENDING = new Set(streamEndings);
const LEAVING = new Set(leavingEvents);

/** `pipe()` calls on a body of which one side's errors reach nobody. */
export function unguardedPipes(file: FileView, effects: Effects): TSESTree.CallExpression[] {
  return effects.pipes.filter((call) => isUnguarded(file, call));
}

/** Whether one side of a `pipe()` has nobody who listens to its errors. */
export function isUnguarded(file: FileView, call: TSESTree.CallExpression): boolean {
  const source = call.callee.type === 'MemberExpression' ? unwrap(call.callee.object) : call;
  if (!handlesErrors(file, source)) return true;
  return !destinationHandlesErrors(file, call) && !endsWithDestination(file, call, source);
}

/** `request.on('close', () => body.destroy())`: whatever ends the other side ends the source as well. */
function endsWithDestination(file: FileView, call: TSESTree.CallExpression, source: TSESTree.Node): boolean {
  const home = enclosingFunction(call);
  const text = file.getText(source);
  if (!home) return false;
  return [...descendantsOf(home.body, file.visitorKeys)].some((node) => {
    const method = node.type === 'MemberExpression' && ENDING.has(propertyName(node) ?? '') ? node : null;
    if (!method || file.getText(unwrap(method.object)) !== text) return false;
    const listener = enclosingFunction(method)?.parent;
    return (
      listener?.type === 'CallExpression' &&
      returningListeners.includes(calleeName(listener.callee)?.split('.').at(-1) ?? '') &&
      LEAVING.has(stringOf(listener.arguments[0]) ?? '')
    );
  });
}

/** Whether an expression is a stream that the process has for all of its code: standard output or errors. */
export function isStandard(file: FileView, stream: TSESTree.Node): boolean {
  return /^process\.std(?:out|err)$/.test(file.getText(stream));
}

function destinationHandlesErrors(file: FileView, call: TSESTree.CallExpression): boolean {
  const [destination] = call.arguments;
  // Standard output fails only with the process.
  if (!destination || isStandard(file, destination)) return true;
  return (
    listensInChain(call) || handlesErrors(file, unwrap(destination)) || isPassThrough(file.resolveConstant(destination))
  );
}

/** Whether code of the file listens to the errors of the destination itself, so that it also learns of a source's. */
export function hearsDestination(file: FileView, call: TSESTree.CallExpression): boolean {
  const [destination] = call.arguments;
  return destination !== undefined && (listensInChain(call) || listensByName(file, unwrap(destination)));
}

/** Whether code of the file listens to the errors of a source, so that it may do something about them. */
export function hearsSource(file: FileView, source: TSESTree.Node): boolean {
  return handlesErrors(file, unwrap(source));
}

/** `writer.on('error', ...)`, and not a function that takes over the stream's errors. */
function listensByName(file: FileView, stream: TSESTree.Node): boolean {
  const variable = stream.type === 'Identifier' ? file.variableOf(stream) : null;
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
function handlesErrors(file: FileView, stream: TSESTree.Node): boolean {
  if (stream.type === 'CallExpression') {
    if (isErrorListening(stream)) return true;
    return stream.callee.type === 'MemberExpression' && handlesErrors(file, unwrap(stream.callee.object));
  }
  if (stream.type === 'MemberExpression') {
    const text = file.getText(stream);
    const root = rootOf(stream);
    const variable = root && file.variableOf(root);
    return variable !== null && variable !== undefined && mentions(file, variable, text);
  }
  const variable = stream.type === 'Identifier' ? file.variableOf(stream) : null;
  return variable !== null && isGuarded(variable, file);
}

/** Asked once for each variable, however many streams are piped into what it holds. */
const isGuarded = memoized((variable: Variable, file: FileView): boolean =>
  readsOf(variable).some(({ identifier }) => listensInChain(identifier) || isGivenToGuard(file, identifier)),
);

const mentioned = memoized<Variable, [], Map<string, boolean>>(() => new Map());

function mentions(file: FileView, variable: Variable, text: string): boolean {
  const answers = mentioned(variable);
  const known = answers.get(text) ?? isMentioned(file, variable, text);
  answers.set(text, known);
  return known;
}

function isMentioned(file: FileView, variable: Variable, text: string): boolean {
  return readsOf(variable).some(({ identifier }) => {
    let current: TSESTree.Node = identifier;
    while (
      current.parent?.type === 'MemberExpression' &&
      current.parent.object === current &&
      file.getText(current) !== text
    )
      current = current.parent;
    return file.getText(current) === text && (listensInChain(current) || isGivenToGuard(file, current));
  });
}

/** `pipeline(a, b)`, `finished(a)`, `eos(a)`: functions which take over a stream's errors. */
function isGivenToGuard(file: FileView, node: TSESTree.Node): boolean {
  const { parent } = node;
  return (
    parent?.type === 'CallExpression' &&
    parent.arguments.includes(node as TSESTree.CallExpressionArgument) &&
    GUARD.test(file.getText(parent.callee))
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
