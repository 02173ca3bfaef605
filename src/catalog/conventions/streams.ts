import type { NameConvention } from './types.js';

/** Methods of Node.js streams and requests that return the stream and neither read nor release it (node:stream). */
export const chainingMethods: readonly string[] = [
  'setEncoding',
  'pause',
  'setMaxListeners',
  'off',
  'removeListener',
  'removeAllListeners',
  'setTimeout',
  'unpipe',
];

/** Methods of emitters that add a listener and return the emitter (node:events). */
export const returningListeners: readonly string[] = ['on', 'once', 'addListener'];

/** Methods that end a stream, whatever is left of it (node:stream). */
export const streamEndings: readonly string[] = ['destroy', 'abort', 'cancel'];

/** Events by which a request, a response or a socket tells that its peer has left (node:http, node:net). */
export const leavingEvents: readonly string[] = ['close', 'aborted'];

/** Events of a readable stream whose listeners make it flow, or read it (node:stream). */
export const readingEvents: readonly string[] = ['data', 'readable'];

/**
 * Members that are true when nothing is left of a body: `bodyUsed` of fetch, `destroyed` and `readableEnded` of
 * streams, `complete` of an `IncomingMessage`.
 */
export const finishedMembers: readonly string[] = ['bodyUsed', 'destroyed', 'readableEnded', 'complete'];

/** Members of a response that are there instead of a body: `webSocket` of Cloudflare's `fetch`, behind an upgrade. */
export const upgradeMembers: readonly string[] = ['webSocket'];

/** Members that hold the status of a response: fetch, undici and node:http. */
export const statusMembers: readonly string[] = ['status', 'statusCode'];

/** Functions that write a stream into another, or wait for its end: node:stream, pump, end-of-stream. */
export const streamJoiners: readonly string[] = ['pipe', 'pipeline', 'pipeTo', 'finished', 'pump', 'eos'];

/** Members that only writable streams and server responses have (node:stream, node:http). */
export const writableMembers: readonly string[] = [
  ...['write', 'end', 'destroy', 'cork', 'uncork', 'writableEnded', 'writableFinished'],
  ...['headersSent', 'setHeader', 'writeHead'],
];
/** Events that writable streams emit (node:stream). */
export const writableEvents: readonly string[] = ['finish', 'close', 'error', 'drain', 'pipe', 'unpipe'];

/** What constructs writable streams, by module of Node.js. */
export const writableMakers: readonly { readonly module: string; readonly makes: NameConvention }[] = [
  { module: 'fs', makes: { names: ['createWriteStream'] } },
  { module: 'zlib', makes: { names: ['create*'] } },
  { module: 'stream', makes: { names: ['PassThrough', 'Transform', 'Writable', 'Duplex'] } },
  { module: 'crypto', makes: { names: ['createHash', 'createHmac', 'createCipheriv', 'createDecipheriv'] } },
];

/** Names of requests, into which a body of the sender's own goes. */
export const requestNames: NameConvention = {
  names: ['*req', '*Req', '*request', '*Request', '*request_', '*Request_'],
};

/** Names of the streams that a server receives, in functions that get only these, and of such functions. */
export const requestBodyNames: NameConvention = {
  begins: ['ingest', 'receive', 'upload'],
  names: ['*reqBody', '*requestBody', '*ReqBody', '*RequestBody', '*requestStream', '*RequestStream'],
};

/** Functions, also of modules and under names of a project's own, that take over the errors of the streams they get. */
export const streamGuards: NameConvention = {
  names: ['*pipeline', '*finished', '*pump', '*eos', '*compose'],
  ignoreCase: true,
};
