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
export const listeningMethods: readonly string[] = ['on', 'once', 'addListener'];

/** Events of a readable stream whose listeners make it flow, or read it (node:stream). */
export const readingEvents: readonly string[] = ['data', 'readable'];

/**
 * Members that are true when nothing is left of a body: `bodyUsed` of fetch, `destroyed` and `readableEnded` of
 * streams, `complete` of an `IncomingMessage`.
 */
export const finishedMembers: readonly string[] = ['bodyUsed', 'destroyed', 'readableEnded', 'complete'];

/** Members that hold the status of a response: fetch, undici and node:http. */
export const statusMembers: readonly string[] = ['status', 'statusCode'];
