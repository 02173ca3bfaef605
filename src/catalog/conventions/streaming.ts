import type { PatternConvention } from './types.js';

/** Methods that write a part of an answer: of `ServerResponse`, Hono's streaming helpers, SSE packages. */
export const streamWriters: readonly string[] = ['write', 'writeSSE', 'writeln', 'send', 'push', 'sse'];

/**
 * Texts of code that ends an upstream when its own client leaves, or looks whether the client is still there: events
 * and members of node:http and node:stream, AbortSignal, the helpers of Hono.
 */
export const leavingPatterns: PatternConvention = [
  ...['close', 'aborted', 'abort', 'finish'].map((event) => `['"\`]${event}['"\`]`),
  ...[String.raw`\bsignal\b`, String.raw`\babort\w*\s*\(`, 'onAbort', String.raw`\bonclose\b`],
  ...['destroyed', 'writableEnded', 'closed', 'aborted', 'writable'].map((member) => String.raw`\.${member}\b`),
  ...[String.raw`\bpipeline\s*\(`, String.raw`\bcompose\s*\(`],
];

/** Helpers that are given the function which streams the answer (hono/streaming). */
export const streamHelpers: readonly string[] = ['streamSSE', 'streamText', 'stream'];

/** Functions and methods that ask a model for a stream: Anthropic, the AI SDK, Google. */
export const modelStreams: readonly string[] = ['stream', 'streamText', 'generateContentStream', 'sendMessageStream'];
