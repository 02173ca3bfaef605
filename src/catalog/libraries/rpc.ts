import type { CloseMethod, Construct, Library, TimeoutFact } from '../types.js';

const channelClose: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'void', idempotent: true }];

const deadline: TimeoutFact = {
  phase: 'total',
  option: ['deadline'],
  unit: 'date',
  default: null,
  effect: 'aborts',
  covers: ['connect', 'headers', 'body'],
};

const stub = {
  create: 'new',
  owns: 'socket',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'timeout', ms: 1_800_000 },
  options: 2,
  // Channels to one target with equal options share connections, so a connection per client is not what it costs.
  cost: 'Each one is a channel with a name resolver and timers of its own',
  close: channelClose,
  multiplexed: { exclusive: [] },
  views: ['getChannel'],
  // Streams last as long as both sides like, so only calls with one answer want a deadline.
  requests: [
    { export: 'makeUnaryRequest', optionsFrom: 4, timeouts: [deadline] },
    { export: 'makeClientStreamRequest', optionsFrom: 3 },
    { export: 'makeServerStreamRequest', optionsFrom: 4 },
    { export: 'makeBidiStreamRequest', optionsFrom: 3 },
    // Methods of the service: `stub.getUser(message, callback)`.
    { export: '*', callback: true, optionsFrom: 1, timeouts: [deadline] },
  ],
  limitedBy: ['interceptors', 'interceptor_providers', 'grpc.service_config'],
} satisfies Omit<Construct, 'export'>;

/** gRPC; classes are made from descriptions at run time. */
export const grpc = {
  name: '@grpc/grpc-js',
  modules: ['@grpc/grpc-js', 'grpc'],
  versions: '>=1 <2',
  source: [
    '@grpc/grpc-js@1.14.7 build/src/client.d.ts:56',
    'run: constructing a client connects nothing',
    'run: 200 calls at once on one channel',
  ],
  constructs: [
    { export: 'Client', ...stub },
    { export: 'Channel', ...stub },
  ],
  classFactories: [
    { export: 'makeGenericClientConstructor', construct: 'Client', result: 'class' },
    { export: 'makeClientConstructor', construct: 'Client', result: 'class' },
    { export: 'loadPackageDefinition', construct: 'Client', result: 'tree' },
  ],
  // What a generator wrote (grpc-tools, ts-proto, protoc-gen-ts) takes an address and credentials, as `Client` does.
  classKeys: ['credentials', 'ChannelCredentials'].flatMap((owner) =>
    ['createInsecure', 'createSsl', 'createFromSecureContext', 'combineChannelCredentials'].map((method) => ({
      export: `${owner}.${method}`,
      construct: 'Client',
      argument: 1,
    })),
  ),
  borrows: [{ export: 'closeClient', argument: 0, closes: true }],
} satisfies Library;

/** Clients that grpc-tools generates. */
export const grpcGenerated = {
  name: 'grpc-tools',
  modules: ['**_grpc_pb', '**_grpc_pb.js'],
  versions: '*',
  source: ['@grpc/grpc-js@1.14.7 build/src/make-client.js:60'],
  constructs: [{ export: '*Client', ...stub }],
} satisfies Library;

const transport = {
  create: 'call',
  owns: 'agent',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'timeout', ms: 900_000 },
  close: [],
  timeouts: [
    {
      phase: 'total',
      option: ['defaultTimeoutMs'],
      default: null,
      effect: 'aborts',
      covers: ['connect', 'headers', 'body'],
    },
    { phase: 'idle', option: ['idleConnectionTimeoutMs'], default: 900_000, effect: 'aborts' },
  ],
  takes: [{ option: 'sessionManager', closes: false }],
  injectAs: { type: 'Transport', module: '@connectrpc/connect' },
} satisfies Omit<Construct, 'export'>;

/** Connect: a transport over HTTP/2 holds the connections, the clients on it nothing. */
export const connectNode = {
  name: '@connectrpc/connect-node',
  modules: ['@connectrpc/connect-node'],
  versions: '>=1 <3',
  source: ['@connectrpc/connect-node@2.2.0 dist/cjs/node-transport-options.js:36'],
  constructs: [
    ...['createConnectTransport', 'createGrpcWebTransport'].map((name) => ({
      export: name,
      ...transport,
      ownsWhen: { option: 'httpVersion', equals: '2' },
    })),
    { export: 'createGrpcTransport', ...transport },
    {
      export: 'Http2SessionManager',
      ...transport,
      create: 'new',
      takes: [],
      close: [{ method: 'abort', graceful: false, returns: 'void', idempotent: true }],
      injectAs: { type: 'Http2SessionManager' },
    },
  ],
} satisfies Library;

/** GraphQL over the global fetch. */
export const graphqlRequest = {
  name: 'graphql-request',
  modules: ['graphql-request'],
  versions: '>=4 <8',
  source: ['graphql-request@7.4.0 build/legacy/classes/GraphQLClient.js:23', 'run: no timeout of its own'],
  constructs: [
    {
      export: 'GraphQLClient',
      create: 'new',
      owns: 'none',
      options: 1,
      close: [],
      headerOptions: ['headers'],
      injectAs: { type: 'GraphQLClient' },
    },
  ],
} satisfies Library;

/** Apollo: a cache over the global fetch; one per rendered page is its documented use. */
export const apollo = {
  name: '@apollo/client',
  modules: ['@apollo/client', '@apollo/client/core'],
  versions: '>=3 <5',
  source: ['@apollo/client@4.3.8 link/http/BaseHttpLink.js:126'],
  constructs: [
    {
      export: 'ApolloClient',
      create: 'new',
      owns: 'none',
      close: [{ method: 'stop', graceful: true, returns: 'void', idempotent: true }],
    },
  ],
} satisfies Library;

/** tRPC: only the WebSocket link holds a connection. */
export const trpc = {
  name: '@trpc/client',
  modules: ['@trpc/client'],
  versions: '>=10 <12',
  source: [
    '@trpc/client@11.25.2 dist/wsLink-Cjetil1Z.d.mts:146',
    'run: createWSClient() connects at once and keeps the process alive',
  ],
  constructs: [
    ...['createTRPCClient', 'createTRPCProxyClient'].map((name) => ({
      export: name,
      create: 'call' as const,
      owns: 'none' as const,
      close: [],
    })),
    {
      export: 'createWSClient',
      create: 'call',
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
    },
  ],
} satisfies Library;
