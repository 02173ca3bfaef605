import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  enclosingFunction,
  isFunction,
  propertyName,
  stringOf,
  unwrap,
  type FunctionNode,
  rootOf,
} from '../../ast/nodes.js';
import { initializerOf, type Variable } from '../../ast/variables.js';
import { contextParameters } from '../../catalog/conventions/handlers.js';
import {
  modelPackages,
  modelPipes,
  modelStreams,
  namedModelStreams,
  streamHelpers,
  streamWriters,
} from '../../catalog/conventions/streaming.js';
import { addingMethods, removingMethods } from '../../catalog/conventions/listeners.js';
import { leavingEvents } from '../../catalog/conventions/streams.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, lastNameOf } from '../names/calls.js';
import { modulePattern, namePattern } from '../names/conventions.js';
import { importedName } from '../names/import-source.js';
import { isLinked, isLinkedBesidesLimits, responseParameter } from './client-links.js';
import { optionIn } from './requests.js';
import { responseSources } from './response-sources.js';
import { originOf } from './stream-origins.js';

/** An upstream that a handler streams to its client, and that goes on when the client has left. */
export interface AbandonedUpstream {
  /** The call that starts it. */
  readonly node: TSESTree.CallExpression;
  /** The pipe or write that passes it on. */
  readonly passes: TSESTree.Node;
  /** What to listen on, in the names of the code. */
  readonly client: string;
  /** The signal of the client of a handler that answers with a stream of its own making; `null` for all others. */
  readonly signal: string | null;
  /** What takes the link to the client down before the upstream's body is passed on. */
  readonly takenDown: TSESTree.CallExpression | null;
}

const PIPES = new Set(['pipe', ...modelPipes]);
const LISTENS = new Set(addingMethods);
/** Methods that send a stream to the client: Fastify, Koa's helpers. */
const SENDS = new Set(['send', 'pipe']);
const WRITERS = new Set(streamWriters);
const CONTEXT = namePattern(contextParameters);
const MODEL_PACKAGE = modulePattern(modelPackages);
const REMOVES = new RegExp(`\\.(?:${removingMethods.join('|')})\\(`);
/** Methods that ask for the next part: of readers and of iterators. */
const READS = new Set(['read', 'next']);
const LEAVING = new Set([...leavingEvents, 'abort']);

/** The upstreams that handlers of a file pass on without a link to their client. */
export function abandonedUpstreams(file: FileLifecycle): AbandonedUpstream[] {
  // A platform for Workers ends what a client has left by itself.
  if (!file.meaning.perCall || file.role === 'script' || file.role === 'worker-runtime') return [];
  const found: AbandonedUpstream[] = [];
  for (const handler of handlersOf(file)) {
    const hasLink = isLinkedBesidesLimits(file, handler.fn);
    if (hasLink && !REMOVES.test(file.getText(handler.fn))) continue;
    const upstreams = upstreamsIn(file, handler.fn);
    const passed = upstreams.length > 0 ? passedOn(file, handler, upstreams) : null;
    if (!passed || found.some(({ node }) => node === passed.node)) continue;
    const takenDown = hasLink ? takenDownIn(file, handler.fn, passed) : null;
    if (!hasLink || takenDown) found.push({ ...passed, takenDown });
  }
  return found.sort((one, other) => one.node.range[0] - other.node.range[0]);
}

/** `req.off('close', stop)` between the headers and the body, with no other link behind it. */
function takenDownIn(file: FileView, fn: FunctionNode, { node, passes }: Passed): TSESTree.CallExpression | null {
  const found = callsNamed(file, ...removingMethods).find(
    (call) =>
      enclosingFunction(call) === fn &&
      call.range[0] > node.range[1] &&
      call.range[1] < passes.range[0] &&
      LEAVING.has(stringOf(call.arguments[0]) ?? ''),
  );
  if (!found) return null;
  const rest = file.text.slice(found.range[1], fn.range[1]);
  return isLinked(rest) ? null : found;
}

type Passed = Omit<AbandonedUpstream, 'takenDown'>;

interface Handler {
  readonly fn: FunctionNode;
  /** The variables by which it writes to its client. */
  readonly writers: readonly Variable[];
  readonly name: string;
  readonly signal: string | null;
  /** Functions that are called for each part. */
  readonly pulls: readonly FunctionNode[];
}

/** Functions that get what they write to: a response, a reply, the stream of Hono's helpers. */
function* handlersOf(file: FileLifecycle): Generator<Handler> {
  for (const fn of descendantsOf(file.ast, file.visitorKeys)) {
    if (!isFunction(fn)) continue;
    const [first] = fn.params;
    const isOfContext = first?.type === 'Identifier' && CONTEXT.test(first.name) && setsBody(file, fn, first.name);
    const parameter = isOfContext || isStreamHelper(fn) ? first : responseParameter(fn);
    const writer = parameter?.type === 'Identifier' ? file.variableOf(parameter) : null;
    if (!writer || parameter?.type !== 'Identifier') continue;
    const name = isOfContext ? `${parameter.name}.res` : parameter.name;
    yield { fn, writers: [writer, ...passThroughs(file, fn, writer)], name, signal: null, pulls: [] };
  }
  for (const { fn, controllers, methods, signal } of responseSources(file))
    yield { fn, writers: controllers, name: signal, signal, pulls: methods };
}

/** `ctx.body = ...`, `ctx.res.write(...)` and `pipe(ctx.res)` of Koa. */
function setsBody(file: FileView, fn: FunctionNode, context: string): boolean {
  return new RegExp(String.raw`\b${context}\.(?:body\s*=[^=]|res(?:\.write\(|\)))`).test(file.getText(fn.body));
}

/** `const out = new PassThrough(); ctx.body = out;`: what is written to it goes to the client. */
function passThroughs(file: FileView, fn: FunctionNode, writer: Variable): Variable[] {
  const found: Variable[] = [];
  for (const node of descendantsOf(fn.body, file.visitorKeys)) {
    const given =
      node.type === 'AssignmentExpression' && isWriter(file, node.left, [writer])
        ? node.right
        : node.type === 'CallExpression' && SENDS.has(lastNameOf(node.callee)) && isWriter(file, node.callee, [writer])
          ? node.arguments[0]
          : null;
    if (given?.type !== 'Identifier') continue;
    const variable = file.variableOf(given);
    const made = variable && initializerOf(variable);
    if (variable && made?.type === 'NewExpression' && lastNameOf(made.callee) === 'PassThrough') found.push(variable);
  }
  return found;
}

/** `streamSSE(c, async (stream) => ...)` of Hono. */
function isStreamHelper({ parent }: FunctionNode): boolean {
  return (
    parent.type === 'CallExpression' &&
    streamHelpers.includes(lastNameOf(parent.callee)) &&
    parent.callee.type === 'Identifier' &&
    parent.arguments.length >= 2
  );
}

/** Requests of a handler, and calls that ask for a stream (`create({ stream: true })` of the model SDKs). */
function upstreamsIn(file: FileLifecycle, fn: FunctionNode): TSESTree.CallExpression[] {
  const calls: TSESTree.CallExpression[] = [];
  for (const node of descendantsOf(fn.body, file.visitorKeys)) {
    if (node.type !== 'CallExpression') continue;
    const stream = optionIn(file, node.arguments, 'stream');
    const asks = stream?.type === 'Literal' && stream.value === true && lastNameOf(node.callee) !== 'decode';
    if (asks || file.clients.requests.has(node) || isModelStream(file, node)) calls.push(node);
  }
  return calls;
}

/** `client.messages.stream({ model })`, `streamText({ model })`, and `model.stream(prompt)` of a package for models. */
function isModelStream(file: FileView, node: TSESTree.CallExpression): boolean {
  const name = lastNameOf(node.callee);
  if (namedModelStreams.includes(name)) return true;
  if (!modelStreams.includes(name)) return false;
  if (optionIn(file, node.arguments, 'model') !== null) return true;
  const callee = unwrap(node.callee);
  const model = callee.type === 'MemberExpression' ? file.resolveConstant(callee.object) : null;
  const source = model?.type === 'NewExpression' ? importedName(file, model.callee)?.specifier : undefined;
  return source !== undefined && MODEL_PACKAGE.test(source);
}

function passedOn(
  file: FileView,
  { fn, writers, name: client, signal, pulls }: Handler,
  upstreams: readonly TSESTree.CallExpression[],
): Passed | null {
  for (const pull of pulls) {
    const reader = writesTo(file, pull.body, writers) ? readerIn(file, pull.body) : null;
    const node = reader ? originOf(file, reader, upstreams) : null;
    if (node) return { node, passes: pull, client, signal };
  }
  for (const node of descendantsOf(fn.body, file.visitorKeys)) {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const [target, listener] = node.arguments;
      const method = lastNameOf(node.callee);
      const passes =
        (PIPES.has(method) && target && isWriter(file, target, writers)) ||
        (LISTENS.has(method) && isFunction(listener) && writesTo(file, listener.body, writers));
      const upstream = passes ? originOf(file, node.callee.object, upstreams) : null;
      if (upstream) return { node: upstream, passes: node, client, signal };
    }
    if (node.type === 'ForOfStatement' && node.await && writesTo(file, node.body, writers)) {
      const upstream = originOf(file, node.right, upstreams);
      if (upstream) return { node: upstream, passes: node, client, signal };
    }
    if (
      (node.type === 'WhileStatement' || node.type === 'ForStatement' || node.type === 'DoWhileStatement') &&
      writesTo(file, node.body, writers)
    ) {
      const reader = readerIn(file, node);
      const upstream = reader ? originOf(file, reader, upstreams) : null;
      if (upstream) return { node: upstream, passes: node, client, signal };
    }
  }
  return null;
}

/** `reader` of `await reader.read()`, and an iterator. */
function readerIn(file: FileView, loop: TSESTree.Node): TSESTree.Node | null {
  for (const node of descendantsOf(loop, file.visitorKeys))
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && READS.has(lastNameOf(node.callee)))
      return node.callee.object;
  return null;
}

function writesTo(file: FileView, body: TSESTree.Node, writers: readonly Variable[]): boolean {
  for (const node of descendantsOf(body, file.visitorKeys))
    if (
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      WRITERS.has(propertyName(node.callee) ?? '') &&
      isWriter(file, node.callee.object, writers)
    )
      return true;
  return false;
}

/** `res`, `reply.raw`. */
function isWriter(file: FileView, node: TSESTree.Node, writers: readonly Variable[]): boolean {
  const root = rootOf(unwrap(node));
  const variable = root && file.variableOf(root);
  return variable !== null && writers.includes(variable);
}
