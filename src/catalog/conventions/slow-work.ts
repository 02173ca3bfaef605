import type { NameConvention, PatternConvention } from './types.js';

/**
 * Names and texts by which requests are known that take long by design. Nothing in a library says so: the names come
 * from the APIs of model providers, the Fetch and Streams standards, the MCP SDK and the modules of proxies.
 */

/** Calls that hand a body on piece by piece instead of reading it to its end (Fetch, Web Streams, Node.js streams). */
export const streamingCalls: readonly string[] = [
  'pipe',
  'pipeline',
  'pipeTo',
  'pipeThrough',
  'getReader',
  'createWriteStream',
  'fromWeb',
  'toWeb',
  'tee',
];

/** Calls and classes whose result is sent piece by piece, or is the whole of a file. */
export const uploadSources: readonly string[] = [
  'createReadStream',
  'readFile',
  'readFileSync',
  'FormData',
  'Readable',
  'ReadableStream',
  'PassThrough',
  'openAsBlob',
  'Blob',
  'File',
  'stream',
];

/** Words in the names of what is sent, in camel or kebab case. */
export const uploadWords: readonly string[] = ['stream', 'file', 'form', 'upload', 'blob', 'attachment', 'archive'];

/** Words in a path that stand for files which are sent: `/upload`, `/uploads/{id}`, `/upload-session`. */
export const uploadPaths: readonly string[] = ['upload', 'uploads'];

/** Words in the names of clients, their modules and their origins that stand for slow work. */
export const slowWords: readonly string[] = [
  'stream',
  'streaming',
  'sse',
  'events',
  'watch',
  'poll',
  'polling',
  'longpoll',
  'mcp',
  'llm',
  'ollama',
  'openai',
  'anthropic',
  'completion',
  'completions',
  'inference',
  'upload',
  'uploads',
  'uploader',
  'download',
  'downloads',
  'downloader',
  'tarball',
  'proxy',
  'proxied',
  'relay',
  'tunnel',
  'passthrough',
];

/** Starts of parts of addresses of models and jobs, which think for minutes before they answer. */
export const slowAddresses: readonly string[] = [
  '/completion',
  '/v1/messages',
  '/v1/responses',
  '/generate',
  ':generateContent',
  '/transcri',
  '/predict',
  '/inference',
  '/embeddings',
  // Browsers that are driven for the answer (Firecrawl, Browserless, Zyte).
  '/scrape',
  '/crawl',
];

/**
 * Words in the path of an address that stand for work which is done before the answer comes, and grows with what it is
 * done to: archives, conversions, exports, batches of jobs.
 */
export const slowPathWords: readonly string[] = [
  ...['archive', 'backup', 'batch', 'bulk', 'compress', 'convert', 'conversion', 'download', 'export', 'import', 'job'],
  ...['jobs', 'ocr', 'render', 'restore', 'screenshot', 'transcode', 'unzip', 'zip'],
];

/**
 * Functions whose requests take as long as what they ask for is large: model servers that load weights (Ollama, LM
 * Studio, Lemonade), training, transfers, scrapers, conversions.
 */
export const slowTasks: NameConvention = {
  begins: [
    ...['load model', 'pull model', 'install model', 'create model', 'train', 'fine tune', 'transcribe', 'synthesize'],
    ...['download', 'upload', 'backup', 'restore', 'scrape', 'crawl', 'export', 'convert', 'render', 'transcode'],
    ...['compress', 'zip', 'unzip', 'process batch', 'run job', 'run batch'],
  ],
};

/** Modules whose requests are streams of tokens or events, or carry other people's bodies. */
export const slowPackages: readonly string[] = [
  '@modelcontextprotocol/sdk',
  '@ai-sdk/',
  'openai',
  '@anthropic-ai/sdk',
  '@google/genai',
  'ai',
  'ollama',
  'eventsource-parser',
  'http-proxy',
  'http-proxy-middleware',
  '@fastify/http-proxy',
  '@fastify/reply-from',
];

/**
 * Ends of paths of APIs that answer when there is something to say: Lambda's runtime API (`/invocation/next`),
 * Telegram, Docker (`/wait`), CouchDB (`/_changes`).
 */
export const waitingAddresses: readonly string[] = [
  ...['/next', '/poll', '/longpoll', '/long-poll', '/_changes', '/getUpdates', '/wait'],
];

/**
 * Ends of paths of APIs whose answers never end, so that nobody reads them whole: Kubernetes and etcd (`/watch`),
 * streams of events.
 */
export const streamAddresses: readonly string[] = ['/event-stream', '/stream', '/sse', '/watch'];

/** Texts of code that reads or asks for a stream of events or tokens (HTML Living Standard, model providers' APIs). */
export const eventStreamPatterns: PatternConvention = [
  ...['text/event-stream', String.raw`["']?\bstream["']?\s*:\s*true\b`, String.raw`\[DONE\]`],
];
/** Texts of code that reads such a stream. */
export const eventReaderPatterns: PatternConvention = [
  ...['text/event-stream', String.raw`\bEventSourceParser`, String.raw`\beventsource-parser`, String.raw`\[DONE\]`],
];
/** Texts of a request that is meant to stay open: streams of events, long polls, upgrades, watches. */
export const openRequestPatterns: PatternConvention = [
  ...['text/event-stream', 'event-?source', 'long-?poll', 'getUpdates', '[?&](?:wait|watch|timeout)='],
  ...[
    String.raw`["']?\bstream["']?\s*:\s*true\b`,
    String.raw`upgrade["']?\s*:\s*["'\`]websocket`,
    '["\'`]Upgrade["\'`]',
  ],
];

/** Options that carry what a request sends: fetch, axios, got, request, superagent. */
export const sentOptions: readonly string[] = ['body', 'data', 'form', 'formData', 'multipart'];

/** Methods by which a request that is built by a chain gets files to send (superagent: `.attach()`). */
export const chainedUploads: readonly string[] = ['attach'];
/** Methods which with `false` leave the answer to whoever reads it (superagent: `.buffer(false)`). */
export const chainedReaders: readonly string[] = ['buffer'];
