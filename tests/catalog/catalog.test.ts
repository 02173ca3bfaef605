import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CatalogIndex } from '../../src/analysis/names/catalog-index.js';
import { catalog } from '../../src/catalog/index.js';

const index = new CatalogIndex(catalog);
const constructs = catalog.libraries.flatMap((library) =>
  library.constructs.map((construct) => ({ id: `${library.name}#${construct.export}`, construct })),
);

describe('the catalog', () => {
  it('wires every data file', async () => {
    const files = readdirSync(new URL('../../src/catalog/libraries', import.meta.url)).filter((name) =>
      name.endsWith('.ts'),
    );
    for (const file of files) {
      const exported = (await import(`../../src/catalog/libraries/${file}`)) as Record<string, unknown>;
      for (const library of Object.values(exported)) expect(catalog.libraries, file).toContain(library);
    }
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(catalog))).toEqual(catalog);
  });

  it('names each construct once per library and range of versions', () => {
    const names = catalog.libraries.flatMap((library) =>
      library.constructs.map(
        (construct) => `${library.name}@${construct.versions ?? library.versions}#${construct.export}`,
      ),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(catalog.libraries)('proves the facts on $name', ({ source }) => {
    expect(source.length).toBeGreaterThan(0);
  });

  it.each(constructs.filter(({ construct }) => construct.owns !== 'none'))(
    'says when $id opens and how it is closed',
    ({ construct }) => {
      expect(construct.opens).toBeDefined();
      // Transports and agents inside of SDKs have no close at all; a framework closes what its own module makes.
      if (construct.owns !== 'agent' && !(construct.singleton && construct.create === 'call'))
        expect(construct.close.length).toBeGreaterThan(0);
    },
  );

  it('knows the body of every request', () => {
    const kinds = new Set(catalog.bodies.map(({ kind }) => kind));
    const requests = catalog.libraries.flatMap((library) => [
      ...(library.requests ?? []),
      ...library.constructs.flatMap((construct) => construct.requests ?? []),
    ]);
    for (const { body } of requests) if (body) expect(kinds).toContain(body.kind);
  });
});

describe('look-ups', () => {
  it.each([
    ['undici', ['Agent'], 'undici#Agent'],
    ['undici', ['default', 'Agent'], 'undici#Agent'],
    ['node:http', ['Agent'], 'http#Agent'],
    ['https', ['default', 'Agent'], 'https#Agent'],
    ['agentkeepalive', [], 'agentkeepalive#default'],
    ['@aws-sdk/client-s3', ['S3Client'], '@aws-sdk/client-*#S3Client'],
    ['@aws-sdk/client-sqs', ['SQSClient'], '@aws-sdk/client-*#*Client'],
    ['@aws-sdk/client-s3', ['S3'], '@aws-sdk/client-*#S3'],
  ])('finds %s %j', (specifier, path, id) => {
    expect(index.constructs(specifier, path, 'new').map((found) => found.id)).toEqual([id]);
  });

  it.each([
    ['undici', ['Dispatcher']],
    ['node:undici', ['Agent']],
    ['@aws-sdk/client-s3', ['PutObjectCommand']],
    ['@aws-sdk/client-s3', ['NoSuchKey']],
    ['@aws-sdk/clients', ['S3Client']],
    ['ai', ['Agent']],
  ])('finds nothing for %s %j', (specifier, path) => {
    expect(index.constructs(specifier, path, 'new')).toEqual([]);
  });

  it('lets files through that name a catalogued module or global, and no others', () => {
    expect(index.texts.gate.test(`import x from 'undici'; new x.Agent();`)).toBe(true);
    expect(index.texts.gate.test(`import x from 'axios'; x(url);`)).toBe(true);
    expect(index.texts.gate.test(`require("node:https").get(url)`)).toBe(true);
    expect(index.texts.gate.test(`import { S3 } from '@aws-sdk/client-s3'`)).toBe(true);
    expect(index.texts.gate.test(`import { SQSClient } from '@aws-sdk/client-sqs'`)).toBe(true);
    expect(index.texts.gate.test(`import type { PoolClient } from 'pg'`)).toBe(true);
    expect(index.texts.gate.test(`import { Column, Entity } from 'typeorm'`)).toBe(false);
    expect(index.texts.gate.test(`import { types } from 'pg'; const PoolOfNames = 1;`)).toBe(false);
    expect(index.texts.gate.test(`import { SendMessageCommand } from '@aws-sdk/client-sqs'`)).toBe(false);
    expect(index.texts.gate.test(`await fetch(url)`)).toBe(true);
    expect(index.texts.gate.test(`// fetch the next page, or "fetch"`)).toBe(false);
    expect(index.texts.gate.test(`const { Pool } = await import(/* lazily */ "pg")`)).toBe(true);
    expect(index.texts.gate.test(`const load = createRequire(import.meta.url); load('pg')`)).toBe(true);
    expect(index.texts.gate.test(`process.getBuiltinModule('node:https').request(url)`)).toBe(true);
    expect(index.texts.gate.test(`import { PrismaClient } from '../generated/prisma/client.js'`)).toBe(true);
    expect(index.texts.gate.test(`import { open } from 'node:fs/promises'; await open('x')`)).toBe(true);
    expect(index.texts.gate.test(`import { readFile } from 'node:fs/promises';`)).toBe(false);
    expect(index.texts.gate.test(`const name = 'pg'; use({ pg: 'redis' })`)).toBe(false);
    expect(index.texts.gate.test(`import fs from 'node:fs'; prefetch(); const s = 'http://x';`)).toBe(false);
  });

  it('tells what a file may construct by whole names', () => {
    expect(index.texts.mayConstruct(`import pg from 'pg'; new pg.Pool();`)).toBe(true);
    expect(index.texts.mayConstruct(`import type { PoolClient } from 'pg';`)).toBe(false);
    expect(index.texts.mayConstruct(`import Redis from 'ioredis'; new Redis();`)).toBe(true);
    expect(
      index.texts.mayConstruct(`import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; new DynamoDBClient({});`),
    ).toBe(true);
  });

  it('tells what a file may construct by what it takes and does more with than to name a type', () => {
    const make = (code: string): boolean => index.texts.mayConstruct(code);
    const imported = `import { Knex } from 'knex';`;
    expect(make(`${imported} export class Query { constructor(private readonly knex: Knex, table: string) {} }`)).toBe(
      false,
    );
    expect(make(`${imported} const all = new Set<Knex.QueryBuilder>(); let one: string | Knex;`)).toBe(false);
    expect(make(`import type knex from 'knex'; import type { Knex } from 'knex'; knex; Knex;`)).toBe(false);
    expect(make(`import { type knex } from 'knex'; knex;`)).toBe(false);
    for (const use of ['Knex(options)', 'open(Knex)', '({ Knex })', 'a || Knex', 'a ? null : Knex(options)'])
      expect(make(`${imported} const db = ${use};`), use).toBe(true);
    expect(make(`import { Knex as Builder } from 'knex'; class Own extends Builder {}`)).toBe(true);
    expect(make(`import { default as open } from 'knex'; open(options);`)).toBe(true);
    for (const other of [`import knex from 'knex'`, `const { Pool } = require('knex')`, `export { Knex } from 'knex'`])
      expect(make(`${other};`), other).toBe(true);
    expect(make(`import { Knex /* 'x' */ } from 'knex';`)).toBe(true);
  });

  it('tells by what a file returns whether that may be a response', () => {
    const request = (code: string): boolean => index.texts.mayRequest(`import got from 'got'; ${code}`);
    expect(request('export const load = () => got.stream.request(url);')).toBe(true);
    expect(request('export const load = async () => ({ response: await got.stream(url) });')).toBe(true);
    expect(request('export async function load() { return { res }; }')).toBe(true);
    expect(request('export const load = async () => { const response = await got(url); use(response); };')).toBe(false);
  });

  it('tells by names and options whether a file may have a response that holds a connection', () => {
    const request = (code: string): boolean => index.texts.mayRequest(`${code} export const load = () => response;`);
    expect(request(`import { request } from 'undici'; const response = await request(url);`)).toBe(true);
    expect(request(`import { request } from 'undici'; let send: typeof fetch;`)).toBe(true);
    expect(request(`import { Headers } from 'undici'; new Headers();`)).toBe(false);
    expect(request(`import axios from 'axios'; const response = axios.get(url, { responseType: 'stream' });`)).toBe(
      true,
    );
    expect(request(`import axios from 'axios'; const response = axios.get(url);`)).toBe(false);
    expect(request(`import { Entity } from 'typeorm'; Entity();`)).toBe(false);
  });
});
