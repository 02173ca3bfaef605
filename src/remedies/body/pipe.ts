import type { TSESTree } from '@typescript-eslint/utils';
import { hearsDestination, hearsSource, isStandard } from '../../analysis/held/body/streams.js';
import { isExecutor } from '../../analysis/values/promises.js';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  isFunction,
  isInAsync,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { servedResponses } from '../../catalog/conventions/servers.js';
import { returningListeners } from '../../catalog/conventions/streams.js';
import { combine, type Edit, type Edits, type Refusal } from '../../fix/edits.js';
import { ensureImport } from '../../fix/ensure-import.js';
import { indentOf, inFileStyle, lineEndOf, reindented, unitOf } from '../../fix/layout.js';
import { layoutAt } from '../../fix/object-text.js';
import { nodeModule } from '../node-module.js';

/** `a.pipe(b).pipe(c)` as a whole: its streams, in their order, and the call of the last `pipe()`. */
interface Chain {
  readonly streams: readonly TSESTree.Node[];
  readonly last: TSESTree.CallExpression;
}

/**
 * `pipeline(a, b, () => {})` for `a.pipe(b)`: it returns the destination as well, and ends both streams when one fails.
 * While nothing fails it does what `pipe()` does. Only where somebody learns of an error, which `pipe()` would have let
 * end the process or wait forever: the listener that the destination has, the promise that is settled by its end, or
 * the receiver of a server's response, whose connection ends.
 */
export function pipelineInPlace(file: FileView, call: TSESTree.CallExpression): Edits {
  let last = call;
  for (let next: TSESTree.CallExpression | null = call; next; next = pipeBehind(next)) last = next;
  const whole = joined(file, last);
  return 'refused' in whole && last !== call ? joined(file, call) : whole;
}

function joined(file: FileView, last: TSESTree.CallExpression): Edits {
  const chain = chainOf(last);
  if ('refused' in chain) return chain;
  const { streams } = chain;
  if (streams.some((stream) => isStandard(file, stream))) return { refused: 'the destination must not be ended' };
  const told = toldOf(file, chain);
  if ('refused' in told) return told;
  const pipeline = ensureImport(file, { module: nodeModule(file, 'stream'), name: 'pipeline' }, [last]);
  if ('refused' in pipeline) return pipeline;
  const isMoved = (comment: TSESTree.Comment): boolean =>
    streams.some(({ range: [start, end] }) => start <= comment.range[0] && comment.range[1] <= end);
  if (!file.sourceCode.getCommentsInside(last).every(isMoved))
    return { refused: 'a comment stands between its streams' };
  const text = `${pipeline.expression}(${argumentList(file, chain, told.text)})`;
  return combine([pipeline.edits, told.edits, [{ range: last.range, text }]]);
}

/** The streams and the callback, each on lines of its own where one of them has several. */
function argumentList(file: FileView, { streams, last }: Chain, told: string): string {
  const texts = streams.map((stream) => file.getText(stream));
  if (!texts.some((text) => text.includes('\n'))) return [...texts, told].join(', ');
  const { line, unit, comma } = layoutAt(file, last.range[0]);
  const inner = line + unit;
  const parts = [...streams.map((stream) => reindented(file, stream, inner)), told.replaceAll(line, inner)];
  return `${inner}${parts.join(`,${inner}`)}${comma}${line}`;
}

/** `a.pipe(b);` in an asynchronous function, where nobody uses its result and the destination may be ended. */
export function pipelineAwaited(file: FileView, call: TSESTree.CallExpression): Edits {
  const [destination, ...options] = call.arguments;
  const source = call.callee.type === 'MemberExpression' ? call.callee.object : null;
  const alone = call.parent.type === 'ExpressionStatement';
  if (!alone || !source || !destination || options.length > 0 || !isInAsync(call))
    return { refused: 'the result of pipe() is used, or there is no await here' };
  const target = file.getText(destination);
  if (isStandard(file, destination) || servedResponses.includes(target) || target === 'reply')
    return { refused: 'the destination must not be ended' };
  const pipeline = ensureImport(file, { module: nodeModule(file, 'stream/promises'), name: 'pipeline' }, [call]);
  if ('refused' in pipeline) return pipeline;
  return combine([
    pipeline.edits,
    [{ range: call.range, text: `await ${pipeline.expression}(${file.getText(source)}, ${target})` }],
  ]);
}

/** All that leads to a call of `pipe()`, where each call has a destination and nothing else. */
function chainOf(last: TSESTree.CallExpression): Chain | Refusal {
  const streams: TSESTree.Node[] = [];
  for (let current: TSESTree.Node = last; ;) {
    const pipe = pipeCall(current);
    if (!pipe) {
      if (current.type === 'SequenceExpression') return { refused: 'its source is not a single expression' };
      streams.unshift(current);
      return { streams, last };
    }
    const [destination, ...options] = pipe.call.arguments;
    if (!destination || destination.type === 'SpreadElement' || options.length > 0)
      return { refused: 'pipe() is given more than a destination' };
    if (pipe.call.optional || pipe.member.optional) return { refused: 'there may be no stream' };
    streams.unshift(destination);
    current = unwrapCall(pipe.member.object);
  }
}

/** `a.pipe(b)` behind parentheses and types; anything else as it is written. */
function unwrapCall(node: TSESTree.Node): TSESTree.Node {
  return pipeCall(unwrap(node)) ? unwrap(node) : node;
}

function pipeCall(
  node: TSESTree.Node,
): { readonly call: TSESTree.CallExpression; readonly member: TSESTree.MemberExpression } | null {
  return node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    propertyName(node.callee) === 'pipe'
    ? { call: node, member: node.callee }
    : null;
}

/** The `pipe()` that is called on what another one returns. */
function pipeBehind(call: TSESTree.CallExpression): TSESTree.CallExpression | null {
  const { parent } = wrapped(call);
  const outer = parent?.type === 'MemberExpression' && parent.object === wrapped(call) ? parent.parent : null;
  return outer && pipeCall(outer)?.member === parent ? (pipeCall(outer)?.call ?? null) : null;
}

/** Who learns of an error: the callback, with what makes its names available. */
function toldOf(
  file: FileView,
  { streams, last }: Chain,
): { readonly text: string; readonly edits: readonly Edit[] } | Refusal {
  const [source] = streams;
  const destination = last.arguments[0];
  if (!source || !destination) return { refused: 'its streams are not known' };
  const target = file.getText(destination);
  const nobody = { text: '() => {}', edits: [] };
  if (hearsDestination(file, last) && !servedResponses.includes(target)) return nobody;
  // Another stream of the same source would end with this one, and one of two sources with the other.
  if (isPipedElsewhere(file, streams, last)) return { refused: 'one of its streams is part of another pipe()' };
  const settled = settledBy(file, last, destination);
  if (settled) return settled;
  // A listener of the source may be about to answer the request.
  if (servedResponses.includes(target) && !hearsSource(file, source)) return nobody;
  return { refused: 'nobody would learn of an error' };
}

function isPipedElsewhere(file: FileView, streams: readonly TSESTree.Node[], last: TSESTree.CallExpression): boolean {
  if (/\.unpipe\s*\(/.test(file.text)) return true;
  return streams.some((stream) => {
    const variable = stream.type === 'Identifier' ? file.variableOf(stream) : null;
    return (
      variable !== null &&
      readsOf(variable).some(({ identifier }) => {
        const { parent } = identifier;
        const isSource = parent.type === 'MemberExpression' && propertyName(parent) === 'pipe';
        const isDestination =
          parent.type === 'CallExpression' && pipeCall(parent) !== null && parent.callee !== identifier;
        const isOwn = identifier.range[0] >= last.range[0] && identifier.range[1] <= last.range[1];
        return (isSource || isDestination) && !isOwn;
      })
    );
  });
}

/**
 * The promise around the call that the end of the destination resolves, and which an error rejects from now on; it
 * waited forever. `close` also follows an error, and may resolve it.
 */
function settledBy(
  file: FileView,
  last: TSESTree.CallExpression,
  destination: TSESTree.Node,
): { readonly text: string; readonly edits: readonly Edit[] } | null {
  const executor = [...ancestorsUntil(last, null)].filter(isFunction).find(isExecutor);
  if (!executor || !isStatement(last) || listensToClose(file, last, destination)) return null;
  const reject = rejectOf(file, executor, last);
  if (!reject) return null;
  const indent = indentOf(file, last);
  const end = lineEndOf(file);
  const line = inFileStyle(file, `if (error) ${reject.name}(error);`, null);
  return { text: `(error) => {${end}${indent}${unitOf(file)}${line}${end}${indent}}`, edits: reject.edits };
}

/** Whether nothing but listeners follows a call in its statement. */
function isStatement(call: TSESTree.CallExpression): boolean {
  let node: TSESTree.Node = wrapped(call);
  for (let listener = listenerBehind(node); listener; listener = listenerBehind(node)) node = wrapped(listener);
  return node.parent?.type === 'ExpressionStatement';
}

/** `.on('finish', done)` behind a stream. */
function listenerBehind(node: TSESTree.Node): TSESTree.CallExpression | null {
  const { parent } = node;
  const call = parent?.type === 'MemberExpression' && parent.object === node ? parent.parent : null;
  return call?.type === 'CallExpression' &&
    call.callee === parent &&
    returningListeners.includes(propertyName(parent as TSESTree.MemberExpression) ?? '')
    ? call
    : null;
}

function listensToClose(file: FileView, last: TSESTree.CallExpression, destination: TSESTree.Node): boolean {
  const variable = destination.type === 'Identifier' ? file.variableOf(destination) : null;
  const starts = [wrapped(last), ...(variable ? readsOf(variable).map(({ identifier }) => identifier) : [])];
  return starts.some((start) => {
    for (let call = listenerBehind(start); call; call = listenerBehind(wrapped(call)))
      if (stringOf(call.arguments[0]) === 'close') return true;
    return false;
  });
}

/** The name of the executor's second parameter at a node, and what declares it where the executor has none. */
function rejectOf(
  file: FileView,
  executor: FunctionNode,
  at: TSESTree.Node,
): { readonly name: string; readonly edits: readonly Edit[] } | null {
  const [resolve, reject, ...more] = executor.params;
  if (resolve?.type !== 'Identifier' || more.length > 0) return null;
  if (reject)
    return reject.type === 'Identifier' &&
      reject.name !== 'error' &&
      file.variableNamed(reject.name, at)?.identifiers[0] === reject
      ? { name: reject.name, edits: [] }
      : null;
  if (!file.isFreeName('reject', [at, executor.body])) return null;
  const before = file.sourceCode.getTokenBefore(resolve)?.value;
  const isBare = before !== '(' || executor.range[0] === resolve.range[0];
  const text = isBare ? `(${file.getText(resolve)}, reject)` : `${file.getText(resolve)}, reject`;
  return { name: 'reject', edits: [{ range: resolve.range, text }] };
}
