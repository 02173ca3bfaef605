import type { ModuleConvention, PatternConvention } from './types.js';

/** Methods that write a part of an answer: of `ServerResponse`, Hono's helpers, SSE packages, the Streams standard. */
export const streamWriters: readonly string[] = ['write', 'writeSSE', 'writeln', 'send', 'push', 'sse', 'enqueue'];

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

/** Those among such methods that have no other meaning (Google's and Mistral's SDKs). */
export const namedModelStreams: readonly string[] = ['generateContentStream', 'sendMessageStream', 'chatStream'];

/** Packages whose classes are models that stream (LangChain, Groq, Ollama, Mistral, Cohere). */
export const modelPackages: ModuleConvention = [
  ...['@langchain/**', 'langchain/**', 'groq-sdk', 'ollama', '@mistralai/mistralai', 'cohere-ai', 'replicate'],
];

/** Functions of the AI SDK whose stream goes on when nobody reads it (run: `ai` 6, left early and never iterated). */
export const modelFunctions: readonly { readonly module: string; readonly names: readonly string[] }[] = [
  { module: 'ai', names: ['streamText', 'streamObject'] },
];

/** Methods by which a result of the AI SDK (ai 3 to 6) writes itself to a server's response. */
export const modelPipes: readonly string[] = [
  'pipeDataStreamToResponse',
  'pipeTextStreamToResponse',
  'pipeUIMessageStreamToResponse',
];

/** Methods of the same that make a `Response`. */
export const modelResponses: readonly string[] = [
  'toAIStreamResponse',
  'toDataStreamResponse',
  'toTextStreamResponse',
  'toUIMessageStreamResponse',
];

/** Texts of code which wants the answer of a model to its end, to keep it: methods and options of the AI SDK. */
export const keepsAnswerPatterns: PatternConvention = [
  String.raw`\bconsumeStream\b`,
  String.raw`\bon(?:Finish|End)\b`,
  String.raw`\bwaitUntil\b`,
  String.raw`\bafter\s*\(`,
];

/** Methods that ask a model for its whole answer, as the SDKs of OpenAI, Anthropic, Groq and Mistral name them. */
export const modelAnswers: readonly string[] = [
  ...['chat.completions.create', 'completions.create', 'responses.create', 'messages.create', 'chat.complete'],
];

/** Functions of the AI SDK that do so. */
export const modelAnswerFunctions: readonly { readonly module: string; readonly names: readonly string[] }[] = [
  { module: 'ai', names: ['generateText', 'generateObject'] },
];

/** Frameworks whose handlers get a `Request` of the Fetch standard, with the signal of its client. */
export const platformFrameworks: readonly string[] = ['hono', 'next', 'srvx'];

/** What makes an answer of a stream: the Fetch standard, Next.js, Hono's context. */
export const streamAnswers: readonly string[] = ['Response', 'NextResponse', 'body', 'newResponse'];
