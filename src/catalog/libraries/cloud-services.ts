import type { CloseMethod, Library } from '../types.js';
import { free } from '../sdk-shapes.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];

/** Google Pub/Sub over gRPC; most services leave it open. */
export const pubSub = {
  name: '@google-cloud/pubsub',
  modules: ['@google-cloud/pubsub'],
  versions: '>=2 <6',
  source: ['@google-cloud/pubsub@5.3.1 build/src/pubsub.d.ts', 'run: constructing a client connects nothing'],
  constructs: [
    {
      export: 'PubSub',
      create: 'new',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      leftOpen: true,
      close,
      views: ['topic', 'subscription', 'snapshot', 'schema', 'createTopic', 'createSubscription'],
      injectAs: { type: 'PubSub' },
    },
  ],
} satisfies Library;

/** Google Firestore over gRPC; most services leave it open. */
export const firestore = {
  name: '@google-cloud/firestore',
  modules: ['@google-cloud/firestore'],
  versions: '>=5 <9',
  source: ['@google-cloud/firestore@8.7.1 build/src/index.js:1110', 'run: constructing a client connects nothing'],
  constructs: [
    {
      export: 'Firestore',
      create: 'new',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      leftOpen: true,
      close: [{ method: 'terminate', graceful: true, returns: 'promise', idempotent: true }],
      views: ['collection', 'doc', 'collectionGroup', 'batch', 'bulkWriter'],
      injectAs: { type: 'Firestore' },
    },
  ],
} satisfies Library;

/** Google BigQuery: agents of the teeny-request module. */
export const bigQuery = {
  name: '@google-cloud/bigquery',
  modules: ['@google-cloud/bigquery'],
  versions: '>=6 <9',
  source: ['@google-cloud/bigquery@8.3.1 build/src/bigquery.d.ts', 'run: BigQuery.prototype has no close'],
  constructs: [{ export: 'BigQuery', ...free, injectAs: { type: 'BigQuery' } }],
} satisfies Library;

/** Azure Service Bus: one AMQP connection, with senders and receivers on it. */
export const serviceBus = {
  name: '@azure/service-bus',
  modules: ['@azure/service-bus'],
  versions: '>=7 <8',
  source: ['@azure/service-bus@7.9.5 dist/index.js:7242'],
  constructs: [
    {
      export: 'ServiceBusClient',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close,
      views: ['createSender', 'createReceiver', 'acceptSession', 'acceptNextSession', 'createRuleManager'],
      injectAs: { type: 'ServiceBusClient' },
    },
  ],
} satisfies Library;

/** Azure Event Hubs over AMQP. */
export const eventHubs = {
  name: '@azure/event-hubs',
  modules: ['@azure/event-hubs'],
  versions: '>=5 <7',
  source: ['@azure/event-hubs@6.0.4 dist/commonjs/eventHubProducerClient.js:301'],
  constructs: ['EventHubProducerClient', 'EventHubConsumerClient', 'EventHubBufferedProducerClient'].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'socket' as const,
    opens: 'first-use' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    close,
    views: ['subscribe'],
    injectAs: { type: name },
  })),
} satisfies Library;

/** Azure Cosmos DB: agents of the module, but a timer and a look at the account for each client. */
export const cosmos = {
  name: '@azure/cosmos',
  modules: ['@azure/cosmos'],
  versions: '>=3 <5',
  source: [
    '@azure/cosmos@4.9.3 dist/commonjs/CosmosClient.js:277',
    '@azure/cosmos@4.9.3 dist/commonjs/request/defaultAgent.js:37',
  ],
  constructs: [
    {
      export: 'CosmosClient',
      create: 'new',
      owns: 'agent',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      leftOpen: true,
      close: [{ method: 'dispose', graceful: false, returns: 'void', idempotent: true }],
      cost: 'Each one reads the account again and keeps a timer of its own',
      views: ['database', 'databases', 'offer', 'offers'],
      injectAs: { type: 'CosmosClient' },
    },
  ],
} satisfies Library;

/** Weaviate: HTTP and gRPC. */
export const weaviate = {
  name: 'weaviate-client',
  modules: ['weaviate-client'],
  versions: '>=3 <4',
  source: ['weaviate-client@3.12.1 dist/node/cjs/index.js:168'],
  constructs: ['connectToLocal', 'connectToWeaviateCloud', 'connectToCustom'].map((name) => ({
    export: name,
    create: 'call' as const,
    async: true,
    owns: 'pool' as const,
    opens: 'construction' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    close,
    injectAs: { type: 'WeaviateClient' },
  })),
} satisfies Library;

/** Qdrant over HTTP: an undici agent for each client, which nothing can close. */
export const qdrant = {
  name: '@qdrant/js-client-rest',
  modules: ['@qdrant/js-client-rest'],
  versions: '>=1 <2',
  source: [
    '@qdrant/js-client-rest@1.18.0 dist/cjs/api-client.js:70',
    '@qdrant/js-client-rest@1.18.0 dist/cjs/dispatcher.js:8',
  ],
  constructs: [
    {
      export: 'QdrantClient',
      create: 'new',
      owns: 'agent',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'timeout', ms: 10_000 },
      close: [],
      injectAs: { type: 'QdrantClient' },
    },
  ],
} satisfies Library;
