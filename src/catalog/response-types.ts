import type { BodyKind } from './types.js';

/** A type that says that a value is a response, or the stream of one. */
export interface ResponseType {
  /** As the module exports it; `Dispatcher.ResponseData` for a member of a namespace. */
  readonly name: string;
  /** The modules that export it; `''`: a global. */
  readonly modules: readonly string[];
  readonly kind: BodyKind;
  /** Members from the value to its body. */
  readonly path?: readonly string[];
  /** What its type argument has to be, as a name without the part that qualifies it. */
  readonly of?: readonly string[];
  /** What it has to be where there is one. */
  readonly ofAny?: readonly string[];
}

/** Types of responses: lib.dom, @types/node, undici, node-fetch, axios. */
export const responseTypes: readonly ResponseType[] = [
  { name: 'Response', modules: ['', 'undici', 'undici-types'], kind: 'fetch-response' },
  { name: 'Response', modules: ['node-fetch'], kind: 'node-fetch-3-response' },
  { name: 'IncomingMessage', modules: ['http', 'https', 'node:http', 'node:https'], kind: 'incoming-message' },
  { name: 'Dispatcher.ResponseData', modules: ['undici'], kind: 'undici-body', path: ['body'] },
  // A stream of anything but bytes is one that some code makes, and holds no connection itself.
  {
    name: 'ReadableStream',
    modules: ['', 'stream/web', 'node:stream/web'],
    kind: 'web-stream',
    ofAny: ['Uint8Array', 'Buffer', 'any', 'unknown'],
  },
  {
    name: 'AxiosResponse',
    modules: ['axios'],
    kind: 'node-stream',
    path: ['data'],
    of: ['Readable', 'Stream', 'Duplex', 'IncomingMessage', 'ReadableStream'],
  },
];

/** The other side of a server's request, whose body is the client's (@types/node). */
export const serverResponseTypes: readonly string[] = ['ServerResponse', 'Http2ServerResponse'];
