// Messages are read in ten seconds, also where the code has long names; with `explainFixes` they say why there is no fix.
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin, { type Settings } from '../src/index.js';
import { LONGEST_MESSAGE } from './parsers.js';

function messagesOf(
  code: string,
  settings: Settings = {},
): { ruleId: string | null; messageId: string; message: string }[] {
  const config = { ...plugin.configs.strict, plugins: { 'client-lifecycle': plugin } };
  return new Linter()
    .verify(code, [config, { settings: { 'client-lifecycle': settings } }], 'src/service.js')
    .map(({ ruleId, messageId = '', message }) => ({ ruleId, messageId, message }));
}

/** Names as long as people write them. */
const LONG: Readonly<Record<string, string>> = {
  'a handler': `import express from 'express';
import { Agent as UndiciConnectionAgent, request } from 'undici';
const customerNotificationApplication = express();
customerNotificationApplication.post('/api/v2/organisations/:organisationId/notifications', async (req, res) => {
  const customerNotificationDispatcher = new UndiciConnectionAgent();
  const { statusCode, body } = await request(process.env.CUSTOMER_NOTIFICATION_SERVICE_URL, { dispatcher: customerNotificationDispatcher });
  if (statusCode !== 200) throw new Error('failed');
  res.json(await body.json());
});`,
  'a class': `import https from 'node:https';
import { Pool as UndiciConnectionPool } from 'undici';
export class CustomerNotificationDeliveryService {
  customerNotificationConnectionAgent = new https.Agent({ keepAlive: true });
  customerNotificationConnectionPool = new UndiciConnectionPool('https://notifications.internal.example.com');
  async closeAllConnectionsGracefully() { await this.customerNotificationConnectionPool.close(); }
}`,
  'a module': `import { S3Client } from '@aws-sdk/client-s3';
import https from 'node:https';
import Redis from 'ioredis';
import pg from 'pg';
export const organisationDocumentStorageClient = new S3Client({ requestHandler: { requestTimeout: 10 } });
export const organisationSessionCacheConnection = new Redis(process.env.ORGANISATION_SESSION_CACHE_URL);
export const organisationDatabaseConnectionPool = new pg.Pool();
export function deliverOrganisationNotification(organisationNotificationEndpoint, callback) {
  https.get(organisationNotificationEndpoint.address, { timeout: 5000 }, callback);
  https.get(organisationNotificationEndpoint.address, callback);
}`,
  'an exported factory': `import mysql from 'mysql2/promise';
export async function loadOrganisationNotificationPreferences(organisationIdentifier) {
  const organisationDatabaseConnection = await mysql.createConnection({ database: organisationIdentifier });
  const organisationNotificationPreferences = await organisationDatabaseConnection.query('SELECT 1');
  await organisationDatabaseConnection.end();
  return organisationNotificationPreferences;
}`,
  'a transaction': `import { Pool } from 'pg';
const organisationDatabaseConnectionPool = new Pool();
export async function transferBetweenOrganisationAccounts(sourceAccount, targetAccount) {
  const organisationDatabaseClient = await organisationDatabaseConnectionPool.connect();
  try {
    await organisationDatabaseClient.query('BEGIN');
    await organisationDatabaseClient.query('UPDATE accounts SET balance = 0 WHERE id = $1', [sourceAccount]);
    await organisationDatabaseClient.query('COMMIT');
  } finally {
    organisationDatabaseClient.release();
  }
}`,
  'a reader': `export async function countBytesOfOrganisationDocument(organisationDocumentAddress) {
  const organisationDocumentResponse = await fetch(organisationDocumentAddress);
  const organisationDocumentReader = organisationDocumentResponse.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await organisationDocumentReader.read();
    if (done) return bytes;
    bytes += value.byteLength;
    if (bytes > 1e6) throw new Error('too large');
  }
}`,
};

describe('messages', () => {
  const all = Object.values(LONG).flatMap((code) => messagesOf(code));

  it('are there', () => {
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBeGreaterThan(8);
  });

  it.each(Object.keys(LONG))('of %s with long names are short', (name) => {
    const messages = messagesOf(LONG[name] ?? '');
    expect(messages.length).toBeGreaterThan(0);
    for (const { message } of messages) expect(message.length, message).toBeLessThanOrEqual(LONGEST_MESSAGE);
  });

  it.each(Object.entries(plugin.rules))(
    'of %s have no long text of their own, and end as sentences do',
    (_, { meta }) => {
      for (const [id, text] of Object.entries(meta?.messages ?? {})) {
        const own = text.replace(/\{\{\w+\}\}/g, '');
        expect(own.length, id).toBeLessThanOrEqual(180);
        expect(text, id).toMatch(/(?:\.|\}\})$/);
      }
    },
  );
});

describe('explainFixes', () => {
  it.each([
    [
      'no-client-in-function',
      `import { S3Client } from '@aws-sdk/client-s3';\nexport const load = (credentials) => new S3Client({ credentials }).send(1);`,
    ],
    ['require-client-close', `import { Agent } from 'undici';\nexport const agent = new Agent();`],
    ['require-timeouts', `export const load = (url) => fetch(url);`],
    [
      'require-body-cleanup',
      `export async function load(url) {\n  const response = await fetch(url);\n  const copy = response.clone();\n  if (!response.ok) throw new Error('no');\n  return [await response.text(), await copy.text()];\n}`,
    ],
    [
      'require-release',
      `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function load(early) {\n  const client = await pool.connect();\n  await client.query('BEGIN');\n  if (early) return null;\n  await client.query('COMMIT');\n  client.release();\n}`,
    ],
  ])('%s says why there is no fix, if it is asked', (rule, code) => {
    const of = (settings: Settings): string[] =>
      messagesOf(code, settings).flatMap(({ ruleId, message }) =>
        ruleId === `client-lifecycle/${rule}` ? [message] : [],
      );
    const [plain] = of({});
    const [explained] = of({ explainFixes: true });
    expect(plain).not.toContain('No automatic fix');
    expect(explained).toMatch(/ \(No automatic fix: [^.]+\.\)$/);
    expect(explained?.startsWith(plain ?? '-')).toBe(true);
  });

  it('says nothing of the kind where there is a fix', () => {
    const code = `import { Agent, request } from 'undici';\nexport async function load(url) {\n  const { body } = await request(url, { dispatcher: new Agent() });\n  return body.json();\n}`;
    const messages = messagesOf(code, { explainFixes: true }).filter(({ ruleId }) =>
      ruleId?.endsWith('no-client-in-function'),
    );
    expect(messages.map(({ message }) => message.includes('No automatic fix'))).toEqual([false]);
  });
});
