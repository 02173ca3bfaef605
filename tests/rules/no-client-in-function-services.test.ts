import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { requireClientClose } from '../../src/rules/require-client-close.js';
import { requireRelease } from '../../src/rules/require-release.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

/** How a client of each library is made, used and closed. */
const libraries: Readonly<Record<string, readonly [imports: string, made: string, used: string, closed: string]>> = {
  'Pub/Sub': [`import { PubSub } from '@google-cloud/pubsub';`, 'new PubSub()', "c.topic('a').publish(b)", 'c.close()'],
  Firestore: [
    `import { Firestore } from '@google-cloud/firestore';`,
    'new Firestore()',
    "c.doc('a').get()",
    'c.terminate()',
  ],
  'Service Bus': [
    `import { ServiceBusClient } from '@azure/service-bus';`,
    'new ServiceBusClient(process.env.A)',
    "c.createSender('a').sendMessages([])",
    'c.close()',
  ],
  'Event Hubs': [
    `import { EventHubProducerClient } from '@azure/event-hubs';`,
    'new EventHubProducerClient(process.env.A)',
    'c.sendBatch([])',
    'c.close()',
  ],
  Cosmos: [
    `import { CosmosClient } from '@azure/cosmos';`,
    'new CosmosClient(process.env.A)',
    "c.database('a').read()",
    'c.dispose()',
  ],
  Weaviate: [`import weaviate from 'weaviate-client';`, 'await weaviate.connectToLocal()', 'c.isReady()', 'c.close()'],
  Oracle: [
    `import oracledb from 'oracledb';`,
    'await oracledb.createPool({ user: process.env.U })',
    'c.execute("select 1 from dual")',
    'c.close()',
  ],
  Slonik: [`import { createPool } from 'slonik';`, 'await createPool(process.env.D)', 'c.query(sql)', 'c.end()'],
  'pg-boss': [`import PgBoss from 'pg-boss';`, 'new PgBoss(process.env.D)', "c.send('a', {})", 'c.stop()'],
  'graphile-worker': [
    `import { makeWorkerUtils } from 'graphile-worker';`,
    'await makeWorkerUtils({ connectionString: process.env.D })',
    "c.addJob('a')",
    'c.release()',
  ],
  'bee-queue': [
    `import Queue from 'bee-queue';`,
    "new Queue('a', { redis: { host: 'a' } })",
    'c.createJob({}).save()',
    'c.close()',
  ],
  'amqp-connection-manager': [
    `import amqp from 'amqp-connection-manager';`,
    'amqp.connect([process.env.A])',
    'c.isConnected()',
    'c.close()',
  ],
  'rabbitmq-client': [
    `import { Connection } from 'rabbitmq-client';`,
    'new Connection(process.env.A)',
    'c.createPublisher().send("a", b)',
    'c.close()',
  ],
  'clients of Nest': [
    `import { ClientProxyFactory } from '@nestjs/microservices';`,
    'ClientProxyFactory.create({ transport: 1 })',
    'c.connect()',
    'c.close()',
  ],
  Temporal: [
    `import { Connection } from '@temporalio/client';`,
    "await Connection.connect({ address: 'a' })",
    'c.ensureConnected()',
    'c.close()',
  ],
  'Valkey GLIDE': [
    `import { GlideClient } from '@valkey/valkey-glide';`,
    'await GlideClient.createClient({ addresses })',
    "c.get('a')",
    'c.close()',
  ],
  iovalkey: [`import Valkey from 'iovalkey';`, 'new Valkey()', "c.get('a')", 'c.quit()'],
  etcd: [`import { Etcd3 } from 'etcd3';`, 'new Etcd3()', "c.get('a').string()", 'c.close()'],
  Consul: [`import Consul from 'consul';`, 'new Consul()', "c.kv.get('a')", 'c.destroy()'],
  ZooKeeper: [
    `import zookeeper from 'node-zookeeper-client';`,
    "zookeeper.createClient('a:2181')",
    "c.getState('a')",
    'c.close()',
  ],
  Rascal: [
    `import { BrokerAsPromised } from 'rascal';`,
    'await BrokerAsPromised.create({ vhosts: {} })',
    "c.publish('a', 'b')",
    'c.shutdown()',
  ],
  MemJS: [`import memjs from 'memjs';`, 'memjs.Client.create()', "c.get('a')", 'c.close()'],
  StatsD: [`import StatsD from 'hot-shots';`, "new StatsD({ host: 'a' })", "c.increment('a')", 'c.close(() => {})'],
  'the first StatsD': [
    `import { StatsD } from 'node-statsd';`,
    "new StatsD({ host: 'a' })",
    "c.increment('a')",
    'c.close()',
  ],
  Couchbase: [
    `import * as couchbase from 'couchbase';`,
    "await couchbase.connect('couchbase://a')",
    "c.query('a')",
    'c.close()',
  ],
  tedious: [
    `import { Connection } from 'tedious';`,
    "new Connection({ server: 'a' })",
    'c.execSql(query)',
    'c.close()',
  ],
  'SQLite by callbacks': [
    `import sqlite3 from 'sqlite3';`,
    "new sqlite3.Database('a.db')",
    "c.run('delete from a')",
    'c.close()',
  ],
  LaunchDarkly: [
    `import * as ld from '@launchdarkly/node-server-sdk';`,
    'ld.init(process.env.K)',
    "c.variation('a', user, false)",
    'c.close()',
  ],
  'Google KMS': [
    `import { KeyManagementServiceClient } from '@google-cloud/kms';`,
    'new KeyManagementServiceClient()',
    "c.getCryptoKey({ name: 'a' })",
    'c.close()',
  ],
  ethers: [
    `import { ethers } from 'ethers';`,
    'new ethers.WebSocketProvider(process.env.N)',
    'c.getBlockNumber()',
    'c.destroy()',
  ],
};

const entries = Object.entries(libraries);
/** What commonly stays open is for `strict` to say. */
const leftOpen = new Set(['Pub/Sub', 'Firestore', 'Cosmos', 'StatsD', 'SQLite by callbacks', 'Google KMS']);

ruleTester.run('no-client-in-function: services', reportsOf(noClientInFunction), {
  valid: entries.map(([name, [imports, made, used]]) => ({
    name,
    code: `${imports}\nconst c = ${made};\nexport async function load() { return ${used}; }`,
  })),
  invalid: [
    ...entries.map(([name, [imports, made, used]]) => ({
      name,
      code: `${imports}\nexport async function load() { const c = ${made}; const got = await ${used}; return got.length; }`,
      errors: [{ messageId: 'constantArguments' as const }],
    })),
  ],
});

ruleTester.run('require-client-close: services', reportsOf(requireClientClose), {
  valid: entries.map(([name, [imports, made, used, closed]]) => ({
    name,
    code: `${imports}\nconst c = ${made};\nexport const load = () => ${used};\nexport const close = () => ${closed};`,
  })),
  invalid: entries
    .filter(([name]) => !leftOpen.has(name))
    .map(([name, [imports, made, used]]) => ({
      name,
      code: `${imports}\nconst c = ${made};\nexport const load = () => ${used};`,
      errors: [{ messageId: 'module' as const }],
    })),
});

const oracle = `import oracledb from 'oracledb';\n`;

ruleTester.run('require-release: Oracle and Databricks', reportsOf(requireRelease), {
  valid: [
    {
      name: 'closed in a finally',
      code: `${oracle}export async function load() { const c = await oracledb.getConnection(); try { return await c.execute('select 1 from dual'); } finally { await c.close(); } }`,
    },
  ],
  invalid: [
    {
      name: 'closed on success only',
      code: `${oracle}export async function load() { const c = await oracledb.getConnection(); const rows = await c.execute('select 1 from dual'); await c.close(); return rows; }`,
      errors: [{ messageId: 'leftHeld' as const }],
    },
    {
      name: 'never closed, of a pool',
      code: `${oracle}const pool = await oracledb.createPool({});\nexport async function load() { const c = await pool.getConnection(); const rows = await c.execute('select 1 from dual'); return rows.rows; }`,
      errors: [{ messageId: 'neverReleased' as const }],
    },
    {
      name: 'a session of Databricks',
      code: `import { DBSQLClient } from '@databricks/sql';\nconst client = new DBSQLClient();\nexport async function load(sql) { const session = await client.openSession(); const query = await session.executeStatement(sql); const rows = await query.fetchAll(); await session.close(); return rows.length; }`,
      errors: [{ messageId: 'leftHeld' as const }],
    },
  ],
});

const parts = `import { S3Client } from '@aws-sdk/client-s3'; import { Upload } from '@aws-sdk/lib-storage';\n`;
const module = (name: string, call: string) =>
  `import { ${name} } from '@nestjs/${name.slice(0, -6).toLowerCase()}';\nexport const parts = () => [${name}.${call}];`;

ruleTester.run(
  'no-client-in-function: what only borrows a client, or is closed by its framework',
  reportsOf(noClientInFunction),
  {
    valid: [
      {
        name: 'an upload through a client of the module',
        code: `${parts}const s3 = new S3Client({}); export const put = (Body) => new Upload({ client: s3, params: { Body } }).done();`,
      },
      { name: 'Mongoose of Nest', code: module('MongooseModule', `forRoot('mongodb://a')`) },
      { name: 'Sequelize of Nest', code: module('SequelizeModule', `forRoot({ dialect: 'postgres' })`) },
      { name: 'TypeORM of Nest', code: module('TypeOrmModule', `forRoot({ type: 'postgres' })`) },
    ],
    invalid: [
      {
        name: 'an upload through a client of the call',
        code: `${parts}export async function put(Body) { const client = new S3Client({}); const upload = new Upload({ client, params: { Body } }); await upload.done(); }`,
        errors: [{ messageId: 'constantArguments' as const }],
      },
    ],
  },
);

it('names one of many packages that are alike', () => {
  const code = `import vision from '@google-cloud/vision'; export async function read(image) { const client = new vision.ImageAnnotatorClient(); const [result] = await client.textDetection(image); return result; }`;
  const [report] = new Linter().verify(code, [plugin.configs.recommended], { filename: 'src/vision.js' });
  expect(report?.message).toMatch(/^`new vision\.ImageAnnotatorClient\(\)` of @google-cloud\/vision is constructed /);
});
