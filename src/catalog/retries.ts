/** Functions that call a function again when it fails. */
export interface RetryHelper {
  readonly module: string;
  /** Export paths; `default` stands for the module itself as well. */
  readonly exports: readonly string[];
  /** Whether its delays grow without any option. */
  readonly grows: boolean;
  /** Option that names how often, `null` where it has none. */
  readonly limit: string | null;
  readonly source: string;
}

/** Retry helpers of npm: they know nothing of methods, statuses or `Retry-After`. */
export const retryHelpers: readonly RetryHelper[] = [
  { module: 'p-retry', exports: ['default'], grows: true, limit: 'retries', source: 'p-retry@9.0.0 index.js:240' },
  {
    module: 'async-retry',
    exports: ['default'],
    grows: true,
    limit: 'retries',
    source: 'async-retry@1.3.3 lib/index.js',
  },
  {
    module: 'promise-retry',
    exports: ['default', 'promiseRetry'],
    grows: true,
    limit: 'retries',
    source: 'promise-retry@2.0.1 index.js',
  },
  {
    module: 'exponential-backoff',
    exports: ['backOff'],
    grows: true,
    limit: 'numOfAttempts',
    source: 'exponential-backoff@3.1 dist/options.js',
  },
  {
    module: '@lifeomic/attempt',
    exports: ['retry'],
    grows: false,
    limit: 'maxAttempts',
    source: '@lifeomic/attempt@3 README: delay 200 ms, factor 0',
  },
  {
    module: 'ts-retry-promise',
    exports: ['retry'],
    grows: false,
    limit: 'retries',
    source: 'ts-retry-promise README: backoff FIXED',
  },
  {
    module: 'ts-retry',
    exports: ['retry', 'retryAsync'],
    grows: false,
    limit: 'maxTry',
    source: 'ts-retry README: a constant delay',
  },
  {
    module: 'retry-as-promised',
    exports: ['default'],
    grows: true,
    limit: 'max',
    source: 'retry-as-promised README: backoffExponent 1.1',
  },
];

/** Options by which a client that retries is told for which methods and answers. */
export interface RetryOptionFact {
  /** Constructs and functions, by `library` and export path; `*` stands for any export. */
  readonly library: string;
  /** Dotted path of the list of methods. */
  readonly methods: string;
  /** Dotted path of the list of statuses. */
  readonly statuses: string;
  /** Dotted path of the number of further attempts. */
  readonly limit: string;
  /** Dotted path of the delay, as a number or as a function that returns one; empty where there is none. */
  readonly delay: string;
  readonly source: string;
}

/** Clients that retry by themselves, and leave POST and PATCH alone unless they are told otherwise. */
export const retryOptions: readonly RetryOptionFact[] = [
  {
    library: 'got',
    methods: 'retry.methods',
    statuses: 'retry.statusCodes',
    limit: 'retry.limit',
    delay: 'retry.calculateDelay',
    source: 'got@16 source/core/options.ts: methods GET PUT HEAD DELETE OPTIONS TRACE',
  },
  {
    library: 'ky',
    methods: 'retry.methods',
    statuses: 'retry.statusCodes',
    limit: 'retry.limit',
    delay: 'retry.delay',
    source: 'ky@1 source/utils/normalize.ts',
  },
  {
    library: 'undici',
    methods: 'methods',
    statuses: 'statusCodes',
    limit: 'maxRetries',
    delay: '',
    source: 'undici@8.13 lib/handler/retry-handler.js:51',
  },
  {
    library: 'ofetch',
    methods: '',
    statuses: 'retryStatusCodes',
    limit: 'retry',
    delay: 'retryDelay',
    source: 'ofetch@1.5 src/fetch.ts: no retry of POST, PUT, PATCH, DELETE unless `retry` is given',
  },
  {
    library: 'fetch-retry',
    methods: '',
    statuses: 'retryOn',
    limit: 'retries',
    delay: 'retryDelay',
    source: 'fetch-retry@6.0.0 index.js:124: a number is the same each time',
  },
];

/** Options of no other meaning that name the methods to retry (retry-axios@3 and gaxios@7, README). */
export const plainMethodOptions: readonly string[] = ['httpMethodsToRetry'];

/** Functions that make a policy of retries. */
export const retryPolicies: readonly {
  readonly modules: readonly string[];
  readonly export: string;
  /** Index of its options. */
  readonly options: number;
  /** Option that names how often; without it there is no end. */
  readonly limit: string;
  /** Option of the wait; without it there is none. */
  readonly delay: string;
  readonly source: string;
}[] = [
  {
    modules: ['cockatiel'],
    export: 'retry',
    options: 1,
    limit: 'maxAttempts',
    delay: 'backoff',
    source: 'cockatiel@3.2.1 dist/Policy.js:247: new ConstantBackoff(0), maxAttempts Infinity',
  },
];

/** Classes of waits that do not grow (cockatiel). */
export const constantBackoffs: readonly string[] = ['ConstantBackoff'];

/** Classes of strategies, made of a number of attempts and a delay. */
export const retryStrategies: readonly {
  readonly modules: readonly string[];
  readonly export: string;
  readonly source: string;
}[] = [
  {
    modules: ['@smithy/util-retry', '@aws-sdk/util-retry', '@smithy/core/retry'],
    export: 'ConfiguredRetryStrategy',
    source: '@smithy/util-retry@4.6.2, ConfiguredRetryStrategy.js: a number is the delay of each attempt',
  },
];

/** Functions that make a retry for the requests which a client sends later. */
export interface RetryMakerFact {
  readonly module: string;
  /** The path of the export. */
  readonly export: string;
  /** The client whose options it takes, as in `retryOptions`; `null`: it looks at no method unless it is told to. */
  readonly like: string | null;
  /** Options by which it is told to leave requests out. */
  readonly leavesOut: readonly string[];
  readonly source: string;
}

/** Middlewares and interceptors that retry. */
export const retryMakers: readonly RetryMakerFact[] = [
  {
    module: 'undici',
    export: 'interceptors.retry',
    like: 'undici',
    leavesOut: [],
    source: 'undici@8.13 lib/interceptor/retry.js:5',
  },
  {
    module: 'wretch/middlewares',
    export: 'retry',
    like: null,
    leavesOut: ['skip', 'until'],
    source: 'wretch@2.11.1 dist/middlewares/retry.js: `skip` and `until` decide, whatever the method is',
  },
  {
    module: 'wretch/middlewares/retry',
    export: 'retry',
    like: null,
    leavesOut: ['skip', 'until'],
    source: 'wretch@2.11.1 dist/middlewares/retry.js',
  },
];

/** Conditions of axios-retry that let a POST through; `isNetworkOrIdempotentRequestError` does not. */
export const loosePredicates: readonly string[] = ['isNetworkError', 'isRetryableError'];

/**
 * Statuses below 500 that the same request may overcome (RFC 9110, RFC 6585, RFC 8470); 409, 413 and 423 by some
 * services.
 */
export const transientStatuses: readonly number[] = [408, 409, 413, 421, 423, 425, 429];

/** Statuses of what a server has refused before it did anything: too early (RFC 8470), too many (RFC 6585). */
export const refusedStatuses: readonly number[] = [425, 429];

/**
 * Words in an address by which a POST only reads, or leaves the same behind each time: searching, tokens, deleting; the
 * operations of FHIR (https://hl7.org/fhir/R4/operationslist.html) among them.
 */
export const readingWords: readonly string[] = [
  'search',
  'delete',
  'remove',
  'revoke',
  'upsert',
  'query',
  'queries',
  'graphql',
  'token',
  'oauth',
  'oauth2',
  'auth',
  'login',
  'rpc',
  'lookup',
  'embeddings',
  'embed',
  'completions',
  'chat',
  'generate',
  'predict',
  'inference',
  'translate',
  'rerank',
  'count',
  'validate',
  'match',
  'matching',
  'expand',
  'everything',
  'verify',
  'check',
  'preview',
  'estimate',
  'mget',
  'list',
  'read',
  'export',
  'report',
  'analyze',
  'classify',
  'moderations',
  'responses',
];

/** Words by which a file says that the `/messages` it sends to is that of a language model, and no inbox. */
export const messageModels: readonly string[] = ['anthropic', 'claude', 'max_tokens', 'maxTokens'];

/** Words of functions that change something, although they begin like one that reads: `getOrCreateUser()`. */
export const changingWords: readonly string[] = [
  ...['or', 'create', 'insert', 'add', 'update', 'upsert', 'submit', 'send', 'start', 'new', 'reserve', 'charge'],
];

/** Words of functions whose POSTs do little harm when they arrive twice: what is counted, watched or logged. */
export const reportedNumbers: readonly string[] = ['usage', 'telemetry', 'analytics', 'metrics', 'heartbeat', 'logs'];
