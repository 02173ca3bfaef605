import type { CloseMethod, Construct, Library, TimeoutFact, VersionFact } from '../types.js';
import { aggregated } from '../aws-services.js';

const destroy: readonly CloseMethod[] = [
  { method: 'destroy', graceful: false, returns: 'void', idempotent: true, reusable: true },
];

/** The handler, where its version is known; clients from 3.900 on ask for one that a fresh install makes 4.4. */
const throwing: readonly VersionFact[] = [
  { package: '@smithy/node-http-handler', range: '>=4.4.0' },
  { range: '>=3.900.0' },
];

/** @param versions Of the clients that take the options as a literal; a handler takes them always. */
const handlerTimeouts = (prefix: string, versions?: string): readonly TimeoutFact[] =>
  handlerFacts(prefix).map((fact) => (versions === undefined ? fact : { ...fact, versions }));

const handlerFacts = (prefix: string): readonly TimeoutFact[] => [
  { phase: 'connect', option: [`${prefix}connectionTimeout`], default: null, effect: 'aborts', off: [0] },
  // With `throwOnRequestTimeout` it counts from the creation of the request, so that it cuts slow uploads.
  {
    phase: 'headers',
    option: [`${prefix}requestTimeout`],
    default: null,
    effect: 'warns',
    needs: `${prefix}throwOnRequestTimeout`,
    needsIn: throwing,
    off: [0],
  },
  {
    phase: 'body',
    option: [`${prefix}socketTimeout`],
    default: null,
    effect: 'aborts',
    silence: true,
    covers: ['headers'],
    off: [0],
  },
];

/**
 * Commands whose output holds a stream of bytes, with its member (from the `blob` members with `@streaming` of the
 * service models). Outputs that are streams of events (`InvokeModelWithResponseStream`, `ConverseStream`,
 * `SelectObjectContent`, `StartLiveTail` ...) are iterated. Measured with client-bedrock-runtime 3.1164: break, throw
 * and return() leave the response open until the service ends it, as one that nobody iterates does, and a short one
 * ends by itself, so that there is nothing which code could do on a way that leaves early: only the abort signal ends
 * it.
 */
const streaming = [
  'GetObjectCommand',
  'GetObjectTorrentCommand',
  'SynthesizeSpeechCommand:AudioStream',
  'GetMediaCommand:Payload',
  'GetMediaForFragmentListCommand:Payload',
  'GetClipCommand:Payload',
  'GetJobOutputCommand:body',
  'GetRawMessageContentCommand:messageContent',
  'GetSnapshotBlockCommand:BlockData',
  'GetPackageVersionAssetCommand:asset',
];

const ANY_CLIENT = 'the client that gets it may send or read what is long';

/** Node.js's own connection handler of the AWS SDK. */
export const nodeHttpHandler = {
  name: '@smithy/node-http-handler',
  modules: ['@smithy/node-http-handler', '@aws-sdk/node-http-handler'],
  versions: '*',
  source: [
    '@smithy/node-http-handler@4.14.2 dist-cjs/index.js:289',
    '@smithy/node-http-handler@4.14.2 dist-cjs/index.js:644',
  ],
  constructs: [
    {
      export: 'NodeHttpHandler',
      create: 'new',
      owns: 'agent',
      leftOpen: true,
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: destroy,
      takes: [
        { option: 'httpAgent', closes: true },
        { option: 'httpsAgent', closes: true },
      ],
      serves: ANY_CLIENT,
      timeouts: handlerTimeouts(''),
      limits: [{ option: 'httpsAgent.maxSockets', default: 50, meaning: 'connections per origin' }],
    },
    {
      export: 'NodeHttpHandler.create',
      create: 'call',
      // Returns the handler that it is given; makes one from options.
      wraps: [{ argument: 0 }],
      owns: 'agent',
      leftOpen: true,
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: destroy,
      serves: ANY_CLIENT,
      timeouts: handlerTimeouts(''),
    },
    {
      export: 'NodeHttp2Handler',
      create: 'new',
      owns: 'agent',
      leftOpen: true,
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: destroy,
      timeouts: [{ phase: 'total', option: ['requestTimeout'], default: null, effect: 'aborts', covers: ['headers'] }],
    },
  ],
} satisfies Library;

/** What one `send()` may be given to end it. */
const perCall: readonly TimeoutFact[] = [
  { phase: 'total', option: ['abortSignal'], default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'] },
];

const client = {
  create: 'new',
  owns: 'agent',
  leftOpen: true,
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  close: destroy,
  takes: [{ option: 'requestHandler', closes: true }],
  // Before 3.521.0 each call of a client with a literal fails with "handle is not a function".
  timeouts: handlerTimeouts('requestHandler.', '>=3.521.0'),
  limits: [{ option: 'requestHandler.httpsAgent.maxSockets', default: 50, meaning: 'connections per origin' }],
  retries: { default: 2, option: 'maxAttempts' },
  requests: [
    {
      export: 'send',
      options: [1],
      timeouts: perCall,
      body: { kind: 'aws-stream', delivery: 'promise', path: ['Body'], commands: streaming },
    },
  ],
} satisfies Omit<Construct, 'export'>;

/** Services whose answers may take minutes, or whose bodies are long, by the names of their clients. */
const slow: Readonly<Record<string, string>> = {
  S3: 'uploads and downloads may be long',
  Glacier: 'uploads and downloads may be long',
  BedrockRuntime: 'a model may take minutes for an answer',
  BedrockAgentRuntime: 'a model may take minutes for an answer',
  BedrockAgentCore: 'an agent may take minutes for an answer',
  SageMakerRuntime: 'a model may take minutes for an answer',
  Lambda: 'a function may take 15 minutes',
  QBusiness: 'a model may take minutes for an answer',
  RDSData: 'a statement may take 45 seconds',
  Neptunedata: 'a query may take minutes',
  NeptuneGraph: 'a query may take minutes',
  TimestreamQuery: 'a query may take minutes',
  SFN: 'getting an activity waits for work',
  SWF: 'polling waits for work',
  Kinesis: 'subscriptions stay open',
  TranscribeStreaming: 'its calls are streams',
  KinesisVideoMedia: 'its calls are streams',
  LexRuntimeV2: 'its calls are streams',
  CloudWatchLogs: 'a live tail is a stream',
  MediaStoreData: 'uploads and downloads may be long',
  EBS: 'the blocks of a snapshot are long',
  Omics: 'uploads and downloads may be long',
};

/** Every service client of the AWS SDK for JavaScript v3: they share one base class. */
export const awsClients = {
  name: '@aws-sdk/client-*',
  modules: ['@aws-sdk/client-*'],
  versions: '>=3 <4',
  source: [
    '@aws-sdk/client-s3@3.1169.0 dist-types/S3Client.d.ts:359',
    '@smithy/node-http-handler@4.14.2 dist-cjs/index.js:451',
    'run: requestHandler as a literal, client-sfn 3.341: "handle is not a function"',
    'run: a client per call opens 1,000 connections for 1,000 calls, a shared one 20; idle sockets do not keep ' +
      'the process alive',
  ],
  constructs: ['*Client', ...Object.keys(slow).map((name) => `${name}Client`), ...aggregated].map((name) => ({
    ...client,
    export: name,
    ...(slow[name.replace(/Client$/, '')] !== undefined && { slow: slow[name.replace(/Client$/, '')] }),
    ...(name === 'S3' && {
      requests: [
        ...client.requests,
        {
          export: 'getObject',
          options: [1],
          body: { kind: 'aws-stream', delivery: 'promise', path: ['Body'] } as const,
        },
      ],
    }),
  })),
} satisfies Library;

/** Version 2 of the SDK: every service uses the agents of the module. */
export const awsSdk2 = {
  name: 'aws-sdk',
  modules: ['aws-sdk', 'aws-sdk/clients/*'],
  versions: '>=2 <3',
  source: ['aws-sdk@2.1693.0 lib/http/node.js:105', 'aws-sdk@2.1693.0 lib/http/node.js:11'],
  constructs: [
    ...[
      'S3',
      'SQS',
      'SNS',
      'SES',
      'DynamoDB',
      'Lambda',
      'EC2',
      'ECS',
      'STS',
      'SSM',
      'KMS',
      'CloudWatch',
      'CloudWatchLogs',
      'SecretsManager',
      'StepFunctions',
      'Kinesis',
      'Firehose',
      'CognitoIdentityServiceProvider',
      'EventBridge',
      'IAM',
      'Route53',
      'CloudFront',
    ],
    'DynamoDB.DocumentClient',
    'default',
  ].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'none' as const,
    close: [],
    timeouts: [
      {
        phase: 'headers' as const,
        option: ['httpOptions.timeout'],
        default: 120_000,
        effect: 'aborts' as const,
        silence: true,
        covers: ['connect' as const, 'body' as const],
        off: [0],
      },
    ],
  })),
} satisfies Library;

/** A document view of an existing DynamoDB client. */
export const dynamoDocument = {
  name: '@aws-sdk/lib-dynamodb',
  modules: ['@aws-sdk/lib-dynamodb'],
  versions: '>=3 <4',
  source: ['@aws-sdk/client-s3@3.1169.0 dist-types/S3Client.d.ts:359'],
  constructs: ['DynamoDBDocumentClient.from', 'DynamoDBDocument.from'].map((name) => ({
    export: name,
    create: 'call' as const,
    owns: 'none' as const,
    wraps: [{ argument: 0, closes: true }],
    options: 1,
    close: destroy,
  })),
} satisfies Library;
