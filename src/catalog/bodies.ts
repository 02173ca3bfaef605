import type { BodyFact } from './types.js';

const fetchReads = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData'];
const nodeStreamReads = ['on', 'addListener', 'pipe', 'toArray', 'forEach', 'reduce', 'resume'];

/** What tells that a response has no body. */
export const emptiness = {
  /** Statuses of responses without a body (RFC 9110, 15.2.2, 15.3.5, 15.3.6, 15.4.5). */
  statuses: [101, 204, 205, 304],
  /** Constants for these of http-status-codes, `HttpStatus` of Nest and `constants` of node:http2, in lower case. */
  statusNames: [
    'switchingprotocols',
    'nocontent',
    'resetcontent',
    'notmodified',
    'httpstatusnocontent',
    'httpstatusresetcontent',
    'httpstatusnotmodified',
  ],
  /** Types of fetch responses: what `redirect: 'manual'` gives, and network errors (Fetch, 2.2.6). */
  types: ['opaqueredirect', 'error'],
  /** Methods that are answered without a body (RFC 9110, 9.3.2). */
  methods: ['HEAD'],
  /** The header that tells how long a body is (RFC 9110, 8.6). */
  header: 'content-length',
};

/**
 * What reads and what releases each kind of response body; the release forms ran in nine body states on Node.js 20 to
 * 26.
 */
export const bodies: readonly BodyFact[] = [
  {
    kind: 'fetch-response',
    reads: fetchReads,
    releases: ['cancel'],
    transfers: ['getReader', 'pipeTo', 'pipeThrough', 'tee', 'values'],
    iterationReleases: true,
    nodeStream: false,
    bufferedBytes: 65_536,
    releaseForm: 'void $.body?.cancel().catch(() => {});',
    releaseOn: 'response',
    source: ['run: Node.js 20.20.2, 22.23.3, 24.21.0, 26.10.0'],
  },
  {
    kind: 'undici-body',
    reads: ['json', 'text', 'arrayBuffer', 'blob', 'bytes', ...nodeStreamReads],
    releases: ['dump', 'destroy'],
    transfers: ['pipe', 'getReader'],
    traps: ['formData'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 65_536,
    releaseForm: 'void $.dump().catch(() => {});',
    releaseOn: 'body',
    source: ['run: undici 6.29.1, 7.30.2, 8.12.4'],
  },
  {
    kind: 'node-fetch-2-response',
    reads: [...fetchReads, 'buffer'],
    releases: [],
    transfers: ['pipe'],
    iterationReleases: false,
    nodeStream: true,
    bufferedBytes: 0,
    releaseForm: '$.body?.resume();',
    releaseOn: 'response',
    source: ['node-fetch@2.7.0 lib/index.mjs:1635', 'run: body.destroy() and leaving for await keep the socket'],
  },
  {
    kind: 'node-fetch-3-response',
    reads: [...fetchReads, 'buffer'],
    releases: ['destroy'],
    transfers: ['pipe'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 100_000,
    releaseForm: '$.body?.resume();',
    releaseOn: 'response',
    source: ['node-fetch@3.3.2 src/index.js:253', 'run: 100,000 bytes are buffered, 131,072 hold the connection'],
  },
  {
    kind: 'incoming-message',
    reads: nodeStreamReads,
    releases: ['destroy', 'resume'],
    transfers: ['pipe'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 0,
    releaseForm: '$.resume();',
    releaseOn: 'body',
    source: ['run: an unread body of 64 bytes holds the connection'],
  },
  {
    kind: 'http2-stream',
    reads: nodeStreamReads,
    releases: ['destroy', 'close', 'resume'],
    transfers: ['pipe'],
    sends: ['end', 'write', 'cork', 'uncork', 'setDefaultEncoding', 'sendTrailers', 'priority'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 0,
    releaseForm: '$.close();',
    pendingForm: '$.resume();',
    releaseOn: 'body',
    source: [
      'run: Node.js 20 to 26',
      'run: close() before the response arrives ends the stream without it; session.close() waits for an unread one',
    ],
  },
  {
    kind: 'node-stream',
    reads: nodeStreamReads,
    releases: ['destroy', 'resume'],
    transfers: ['pipe'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 0,
    releaseForm: '$.destroy();',
    releaseOn: 'body',
    source: ['run: an unread axios stream of 64 bytes holds the connection'],
  },
  {
    kind: 'got-stream',
    reads: nodeStreamReads,
    releases: ['destroy', 'resume'],
    transfers: ['pipe'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 0,
    releaseForm: '$.destroy();',
    pendingForm: '$.resume();',
    releaseOn: 'body',
    source: ['run: got@16.1.0; destroy() after a 64-byte response blocks the agent on Node.js 26'],
  },
  {
    kind: 'web-stream',
    reads: [],
    releases: ['cancel'],
    transfers: ['getReader', 'pipeTo', 'pipeThrough', 'tee', 'values'],
    iterationReleases: true,
    nodeStream: false,
    bufferedBytes: 65_536,
    releaseForm: 'void $.cancel().catch(() => {});',
    releaseOn: 'body',
    source: ['run: Node.js 20 to 26'],
  },
  {
    kind: 'aws-stream',
    reads: ['transformToString', 'transformToByteArray', ...nodeStreamReads],
    releases: ['destroy'],
    transfers: ['transformToWebStream', 'pipe'],
    iterationReleases: true,
    nodeStream: true,
    bufferedBytes: 0,
    releaseForm: '$?.destroy();',
    releaseOn: 'body',
    source: ['@aws-sdk/client-s3@3.1169.0', 'run: an unread Body of 64 bytes holds one of 50 sockets'],
  },
  {
    // `Stream` of openai and @anthropic-ai/sdk.
    kind: 'event-stream',
    reads: ['toReadableStream'],
    releases: ['controller'],
    transfers: ['tee'],
    iterationReleases: true,
    nodeStream: false,
    bufferedBytes: 0,
    releaseForm: '$.controller.abort();',
    releaseOn: 'body',
    source: [
      'openai@6.49.0 and @anthropic-ai/sdk@1.14.0',
      'run: break and throw in a for await close the response; never iterated, or after one next(), it stays ' +
        'open; controller.abort() closes it',
    ],
  },
];
