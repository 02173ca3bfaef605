import { free, total, untilHeaders } from '../sdk-shapes.js';
import type { Library, RequestFact } from '../types.js';

/** Calls whose answer is a stream of events where they are asked for one. */
const streaming = (...names: readonly string[]): readonly RequestFact[] =>
  names.map((name) => ({
    export: name,
    options: [0],
    body: { kind: 'event-stream', delivery: 'promise', path: [], when: { option: 'stream', equals: true } },
  }));

/** OpenAI: global fetch; the timeout does not cover the body of a stream. */
export const openai = {
  name: 'openai',
  modules: ['openai'],
  versions: '>=4 <8',
  source: [
    'openai@7.55.0 client.js:241',
    'openai@7.55.0 client.js:924',
    'run: leaving for await ends the response; a stream that nobody iterates keeps it open',
  ],
  constructs: ['default', 'OpenAI', 'AzureOpenAI'].map((name) => ({
    export: name,
    ...free,
    headerOptions: ['defaultHeaders'],
    timeouts: [untilHeaders('timeout', 600_000)],
    retries: { default: 2, option: 'maxRetries' },
    requests: streaming('chat.completions.create', 'completions.create', 'responses.create'),
    injectAs: { type: 'OpenAI' },
  })),
} satisfies Library;

/** Anthropic: global fetch; the timeout ends with the headers. */
export const anthropic = {
  name: '@anthropic-ai/sdk',
  modules: ['@anthropic-ai/sdk'],
  versions: '*',
  source: [
    '@anthropic-ai/sdk@1.11.0 client.js:157',
    '@anthropic-ai/sdk@1.11.0 client.js:798',
    'run: a body that stalls hangs in spite of the timeout',
    'run (1.14.0): messages.stream() that nobody iterates reads 20 MB by itself and frees the connection; ' +
      'leaving its for await aborts it',
  ],
  constructs: ['default', 'Anthropic'].map((name) => ({
    export: name,
    ...free,
    headerOptions: ['defaultHeaders'],
    timeouts: [untilHeaders('timeout', 600_000)],
    retries: { default: 2, option: 'maxRetries' },
    requests: streaming('messages.create', 'beta.messages.create', 'completions.create'),
    injectAs: { type: 'Anthropic' },
  })),
} satisfies Library;

/** Google's generative models: global fetch, from which it takes undici's own limits. */
export const googleGenai = {
  name: '@google/genai',
  modules: ['@google/genai'],
  versions: '>=1 <4',
  source: [
    '@google/genai@3.1.0 dist/node/index.cjs:13527',
    '@google/genai@3.1.0 dist/node/index.cjs:13575',
    'run: without httpOptions.timeout there is no limit at all',
    'run: leaving a for await over generateContentStream() leaves the response open, which only ' +
      'config.abortSignal ends',
  ],
  constructs: [
    {
      export: 'GoogleGenAI',
      ...free,
      timeouts: [total('httpOptions.timeout', null)],
      injectAs: { type: 'GoogleGenAI' },
    },
  ],
} satisfies Library;

/** Azure's HTTP pipeline: an HTTP client holds agents, which nothing can close. */
export const azurePipeline = {
  name: '@azure/core-rest-pipeline',
  modules: ['@azure/core-rest-pipeline', '@typespec/ts-http-runtime'],
  versions: '*',
  source: [
    '@typespec/ts-http-runtime@0.3.6 dist/commonjs/nodeHttpClient.js:247',
    '@azure/core-rest-pipeline@1.25.0 dist/commonjs/constants.js:25',
    'run: request.timeout ends with the headers',
  ],
  constructs: [
    {
      export: 'createDefaultHttpClient',
      create: 'call',
      owns: 'agent',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: [],
      injectAs: { type: 'HttpClient' },
    },
  ],
} satisfies Library;

/** Azure's storage clients share one HTTP client of the module. */
export const azureStorage = {
  name: '@azure/storage-*',
  modules: ['@azure/storage-blob', '@azure/storage-queue', '@azure/storage-file-share', '@azure/storage-file-datalake'],
  versions: '>=12 <13',
  source: [
    '@azure/storage-common@12.5.0 dist/commonjs/cache.js:24',
    '@azure/storage-common@12.5.0 dist/commonjs/policies/StorageRetryPolicyV2.js:34',
  ],
  constructs: [
    ...[
      'BlobServiceClient',
      'ContainerClient',
      'BlobClient',
      'BlockBlobClient',
      'QueueServiceClient',
      'QueueClient',
      'ShareServiceClient',
      'DataLakeServiceClient',
    ].map((name) => ({ export: name, ...free, options: 2, retries: { default: 3, option: 'retryOptions.maxTries' } })),
    ...['BlobServiceClient', 'QueueServiceClient', 'ShareServiceClient', 'DataLakeServiceClient'].map((name) => ({
      export: `${name}.fromConnectionString`,
      ...free,
      create: 'call' as const,
      options: 1,
    })),
  ],
} satisfies Library;

/** Google Cloud Storage: agents of the teeny-request module. */
export const googleStorage = {
  name: '@google-cloud/storage',
  modules: ['@google-cloud/storage'],
  versions: '>=5 <9',
  source: [
    '@google-cloud/storage@8.4.0 build/cjs/src/nodejs-common/util.js:81',
    'teeny-request@11.1.1 build/src/agents.js:23',
  ],
  constructs: [
    {
      export: 'Storage',
      ...free,
      timeouts: [total('timeout', 60_000)],
      retries: { default: 3, option: 'retryOptions.maxRetries' },
      injectAs: { type: 'Storage' },
    },
  ],
} satisfies Library;

/** Stripe: two agents of the module; `timeout` measures silence. */
export const stripe = {
  name: 'stripe',
  modules: ['stripe'],
  versions: '>=8 <24',
  source: [
    'stripe@23.1.0 cjs/stripe.core.js:102',
    'stripe@23.1.0 cjs/net/NodeHttpClient.js:16',
    'run: the timeout covers a body that stalls',
  ],
  constructs: ['default', 'Stripe'].map((name) => ({
    export: name,
    ...free,
    create: 'either' as const,
    options: 1,
    takes: [{ option: 'httpAgent', closes: false }],
    timeouts: [
      {
        phase: 'headers' as const,
        option: ['timeout'],
        default: 80_000,
        effect: 'aborts' as const,
        silence: true,
        covers: ['connect' as const, 'body' as const],
      },
    ],
    retries: { default: 2, option: 'maxNetworkRetries' },
    injectAs: { type: 'Stripe' },
  })),
} satisfies Library;

/** GitHub: global fetch; one for each tenant's token is usual. */
export const octokit = {
  name: 'octokit',
  modules: ['octokit', '@octokit/core', '@octokit/rest', '@octokit/action'],
  versions: '*',
  source: [
    '@octokit/request@10.0.16 dist-bundle/index.js:35',
    '@octokit/core@7.0.8 dist-src/index.js:27',
    'run: no timeout of its own',
  ],
  constructs: [{ export: 'Octokit', ...free, injectAs: { type: 'Octokit' } }],
} satisfies Library;

/** Twilio: an agent for each request client, made with the first request. */
export const twilio = {
  name: 'twilio',
  modules: ['twilio'],
  versions: '>=4 <7',
  source: [
    'twilio@6.2.0 lib/base/RequestClient.js:47',
    'twilio@6.2.0 lib/base/RequestClient.js:121',
    'run: the timeout covers the body',
  ],
  constructs: ['default', 'Twilio', 'RestClient'].map((name) => ({
    export: name,
    create: 'either' as const,
    owns: 'none' as const,
    options: 2,
    close: [],
    timeouts: [total('timeout', 30_000)],
    injectAs: { type: 'Twilio' },
  })),
} satisfies Library;

/** Slack: global fetch since version 8, the global agent through axios before. */
export const slack = {
  name: '@slack/web-api',
  modules: ['@slack/web-api'],
  versions: '>=6 <9',
  source: [
    '@slack/web-api@8.2.0 dist/WebClient.js:123',
    '@slack/web-api@8.2.0 dist/WebClient.js:421',
    '@slack/web-api@8.2.0 dist/retry-policies.js:10',
  ],
  constructs: [
    {
      export: 'WebClient',
      ...free,
      options: 1,
      takes: [{ option: 'agent', closes: false }],
      timeouts: [total('timeout', null, { off: [0] })],
      retries: { default: 10, option: 'retryConfig.retries' },
      injectAs: { type: 'WebClient' },
    },
  ],
} satisfies Library;
