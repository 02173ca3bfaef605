import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized, perFile } from '../../ast/memo.js';
import { partsOf } from '../../ast/names.js';
import {
  calleeName,
  enclosingFunction,
  enclosingStatement,
  isFunction,
  lastName,
  propertyName,
  stringOf,
  unawaited,
  unwrap,
  wrapped,
} from '../../ast/nodes.js';
import {
  eventStreamPatterns,
  sentOptions,
  slowAddresses,
  slowPackages,
  slowWords,
  streamingCalls,
  uploadSources,
  uploadWords,
} from '../../catalog/conventions/slow-work.js';
import type { TimeoutFact } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction, RequestCall } from '../names/clients.js';
import { sourcePattern } from '../names/conventions.js';
import { moduleReferences } from '../names/modules.js';
import { splitUses, type Use } from '../names/uses.js';
import { isUploadAddress, slowPart } from './addresses.js';
import { saidByChain } from './chained-calls.js';
import { servedUnknown, slowOwner } from './slow-owner.js';

/** What of a request may take long by design, each with the evidence in words. */
export interface SlowWork {
  /** The wait for the headers. */
  readonly answer: string | null;
  /** Its own body. */
  readonly upload: string | null;
  /** The body of the response. */
  readonly body: string | null;
}

const SWIFT: SlowWork = { answer: null, upload: null, body: null };
const STREAMING = new Set(streamingCalls);
const SOURCES = new Set(uploadSources);
const WORDS = new Set(slowWords);
const UPLOADS = new Set(uploadWords);
const EVENT_STREAM = sourcePattern(eventStreamPatterns);

/** What of one request may take long. */
export function slowRequest(file: FileLifecycle, call: RequestCall): SlowWork {
  return slowRequests(call, file);
}

/** Asked once for each request, however many clients it may be sent through. */
const slowRequests = memoized((call: RequestCall, file: FileLifecycle): SlowWork => {
  const { node, request } = call;
  const fn = enclosingFunction(node);
  const text = file.getText(fn ?? node);
  const answer = slowAddresses.find((address) => argumentsText(file, node).includes(address)) ?? slowPart(file, node);
  const chain = saidByChain(file, node);
  const streams =
    chain.streams ||
    request.body?.kind === 'got-stream' ||
    EVENT_STREAM.test(text) ||
    asksForStream(file, call) ||
    isStreamedOn(file, call);
  return {
    answer: answer === undefined ? null : `\`${answer}\` may think for minutes`,
    upload: chain.sends || isUpload(file, node) || isUploadAddress(file, node) ? 'what is sent may be long' : null,
    body: streams ? 'the body is a stream' : null,
  };
});

/** What of the requests through a client may take long: what the file shows of them, and what its names say. */
export function slowClient(file: FileLifecycle, construction: Construction): SlowWork {
  const slow = construction.construct.slow ?? slowOwner(file, construction);
  if (slow !== undefined) return { answer: slow, upload: slow, body: slow };
  const served = servedUnknown(file, construction);
  if (served !== undefined) return { answer: null, upload: served, body: served };
  const named = namedSlow(file, construction);
  const sent = slowOfAll(requestsThrough(file, construction), file);
  return named === null ? sent : { ...sent, body: named };
}

/** What of some requests may take long; asked once for all clients that send the same ones. */
const slowOfAll = memoized((requests: readonly RequestCall[], file: FileLifecycle): SlowWork => {
  let found = SWIFT;
  for (const request of requests) {
    const { answer, upload, body } = slowRequest(file, request);
    found = { answer: found.answer ?? answer, upload: found.upload ?? upload, body: found.body ?? body };
  }
  return found;
});

/** Whether a limit ends what is slow by design. */
export function cutsSlowWork({ phase, covers, needs }: TimeoutFact, { answer, upload, body }: SlowWork): boolean {
  const has = (wanted: 'headers' | 'body'): boolean =>
    phase === wanted || phase === 'total' || covers?.includes(wanted) === true;
  // The limit of a handshake ends with it.
  if (phase === 'connect' || phase === 'pool') return false;
  return (
    (has('headers') && (answer !== null || (upload !== null && (covers !== undefined || needs !== undefined)))) ||
    (has('body') && body !== null) ||
    (phase === 'total' && upload !== null)
  );
}

const orderOfRequests = memoized(
  (requests: FileLifecycle['clients']['requests']) => new Map([...requests.values()].map((call, at) => [call, at])),
);

const requestsByClient = memoized((clients: FileLifecycle['clients']) => {
  const byClient = new Map<Construction | null, RequestCall[]>();
  for (const call of clients.requests.values()) {
    const calls = byClient.get(call.client) ?? [];
    byClient.set(call.client, calls);
    calls.push(call);
  }
  return byClient;
});

/** The requests of the file that are sent through a client: its methods, and calls it is lent to. */
export function requestsThrough(file: FileLifecycle, construction: Construction): readonly RequestCall[] {
  const { own: alone, shared } = splitUses(file, construction.node);
  const own = requestsByClient(file.clients).get(construction) ?? [];
  const { requests } = file.clients;
  const lentAlone = lentTo(alone, requests);
  const common = sharedRequests(shared, requests);
  if (own.length === 0 && lentAlone.length === 0) return common;
  return inOrder([...own, ...lentAlone, ...common], requests);
}

type Requests = FileLifecycle['clients']['requests'];

/** The requests that the uses of a name lend its clients to; asked once for all clients that the name is given. */
const sharedRequests = memoized((uses: readonly Use[], requests: Requests) =>
  inOrder(lentTo(uses, requests), requests),
);

function inOrder(calls: readonly RequestCall[], requests: Requests): readonly RequestCall[] {
  const orders = orderOfRequests(requests);
  return [...new Set(calls)].sort((left, right) => (orders.get(left) ?? 0) - (orders.get(right) ?? 0));
}

/** The requests to whose options some uses belong. */
function lentTo(uses: readonly Use[], requests: Requests): RequestCall[] {
  const lent = new Set<TSESTree.Node>();
  for (const { node, path } of uses) {
    if (path.length > 0) continue;
    const property = wrapped(node).parent;
    if (property?.type !== 'Property' || unwrap(property.value) !== unwrap(node)) continue;
    for (let outer: TSESTree.Node | undefined = property.parent; outer; outer = outer.parent) {
      if (outer.type === 'CallExpression') lent.add(outer);
      if (outer.type !== 'ObjectExpression' && outer.type !== 'Property' && outer.type !== 'SpreadElement') break;
    }
  }
  return [...lent].flatMap((node) => requests.get(node) ?? []);
}

function argumentsText(file: FileView, node: TSESTree.CallExpression): string {
  return node.arguments
    .map((argument) => {
      const value = argument.type === 'SpreadElement' ? argument : file.resolveConstant(argument);
      return isFunction(value) ? '' : file.getText(value);
    })
    .join('\n');
}

/** `responseType: 'stream'`, where the library delivers a stream only if it is asked to. */
function asksForStream(file: FileView, { node, request }: RequestCall): boolean {
  const { when } = request.body ?? {};
  return when !== undefined && argumentsText(file, node).includes(String(when.equals));
}

/** Whether the function that sends a request, or the one that gets its response, hands the body on in pieces. */
function isStreamedOn(file: FileView, { node }: RequestCall): boolean {
  const home = enclosingFunction(node);
  return home !== null && streamsOn(home, file.visitorKeys);
}

/**
 * Whether a function, or one in it, hands anything on in pieces; asked once for each function, however many requests it
 * sends and however deep it lies.
 */
const streamsOn = memoized((home: TSESTree.Node, visitorKeys: FileView['visitorKeys']): boolean => {
  for (const inner of descendantsOf(home, visitorKeys, (each) => !isFunction(each))) {
    if (inner !== home && isFunction(inner) && streamsOn(inner, visitorKeys)) return true;
    if (
      (inner.type === 'CallExpression' && STREAMING.has(lastName(inner.callee))) ||
      (inner.type === 'YieldExpression' && inner.parent.type === 'ExpressionStatement') ||
      (inner.type === 'ForOfStatement' && inner.await)
    )
      return true;
  }
  return false;
});

/** Whether a request sends something that is read piece by piece. */
function isUpload(file: FileView, node: TSESTree.CallExpression): boolean {
  return node.arguments.some((argument) => {
    const value = argument.type === 'SpreadElement' ? argument : file.resolveConstant(argument);
    if (value.type !== 'ObjectExpression') return isLongSource(file, argument);
    return value.properties.some(
      (property) =>
        property.type === 'Property' &&
        (propertyName(property) === 'duplex' ||
          (sentOptions.includes(propertyName(property) ?? '') && isLongSource(file, property.value))),
    );
  });
}

function isLongSource(file: FileView, node: TSESTree.Node): boolean {
  const resolved = file.resolveConstant(node);
  const value = unawaited(resolved);
  switch (value.type) {
    case 'NewExpression':
    case 'CallExpression':
      // What another function gives is known by the name it gets here.
      return (
        SOURCES.has(lastName(value.callee)) ||
        (calleeName(value.callee) ?? '').startsWith('fs.') ||
        isUploadName(lastName(node))
      );
    case 'Identifier':
    case 'MemberExpression':
      return isUploadName(lastName(value));
    default:
      return false;
  }
}

function isUploadName(name: string): boolean {
  return partsOf(name).some((word) => UPLOADS.has(word));
}

/** What the names around a client, the comment on it, its file and the modules of that say. */
function namedSlow(file: FileLifecycle, { node }: Construction): string | null {
  const { filename } = file;
  const uses = slowFile(file);
  if (uses !== null) return uses;
  const base = filename.split(/[/\\]/).at(-1) ?? '';
  const names = [
    base.replace(/\.\w+$/, ''),
    ...namesAround(node),
    ...node.arguments.flatMap((each) => (each.type === 'SpreadElement' ? [] : (stringOf(unwrap(each)) ?? []))),
    ...commentsOn(file, node),
  ];
  const word = names.flatMap(partsOf).find((each) => WORDS.has(each));
  return word === undefined ? null : `its name or comment speaks of \`${word}\``;
}

/** The comments above the statement that makes a client. */
function commentsOn(file: FileView, node: TSESTree.Node): string[] {
  const statement = enclosingStatement(node);
  const whole = statement.parent?.type.startsWith('Export') ? statement.parent : statement;
  return file.sourceCode.getCommentsBefore(whole).map(({ value }) => value);
}

/** What all of a file says of its clients; asked once for each file. */
const slowFile = perFile((file: FileView): string | null => {
  if (EVENT_STREAM.test(file.text)) return 'the file reads streams of events';
  for (const { specifier } of moduleReferences(file)) {
    if (slowPackages.some((module) => specifier === module || specifier.startsWith(module.replace(/\/?$/, '/'))))
      return `the file uses ${specifier}`;
  }
  return null;
});

/** Names of variables, members, functions and classes that a client is made for. */
function namesAround(node: TSESTree.Node): string[] {
  const names: string[] = [];
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === 'VariableDeclarator' && current.id.type === 'Identifier') names.push(current.id.name);
    else if (
      current.type === 'Property' ||
      current.type === 'PropertyDefinition' ||
      current.type === 'MethodDefinition'
    )
      names.push(propertyName(current) ?? '');
    else if (current.type === 'AssignmentExpression') names.push(lastName(current.left));
    else if ('id' in current && current.id && typeof current.id === 'object' && 'name' in current.id)
      names.push(current.id.name);
  }
  return names;
}
