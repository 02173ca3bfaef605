import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixAll } from './fix-all.js';

const HEAD = `import { Injectable } from '@nestjs/common';\nimport { Agent, request } from 'undici';\n`;
const FIXED = `import { Injectable } from '@nestjs/common';\nimport { request } from 'undici';\nimport { Clients } from './clients.js';\n`;
const load = (dispatcher: string, name = 'load'): string =>
  `  async ${name}(url: string) {\n    return (await request(url, { dispatcher: ${dispatcher} })).body.text();\n  }\n`;
const service = (body: string, head = '@Injectable()\nexport class Service {\n'): string => `\n${head}${body}}\n`;
const TESTED = HEAD + service(load('new Agent()'));

describe('a shared client that a container gives to classes', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'shared-provider-'));
    writeFileSync(join(cwd, 'package.json'), '{ "dependencies": { "@nestjs/core": "^11.0.0" } }');
    writeFileSync(
      join(cwd, 'clients.ts'),
      `import { Agent } from 'undici';\nexport class Clients {\n  readonly dispatcher = new Agent({ bodyTimeout: 5 });\n}\n`,
    );
    mkdirSync(join(cwd, '.git'));
    writeFileSync(join(cwd, 'tested.ts'), TESTED);
    writeFileSync(
      join(cwd, 'tested.spec.ts'),
      `import { Service } from './tested';\nexport const made = new Service();\n`,
    );
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true });
  });

  const sharedClients = [{ construct: 'undici#Agent', module: './clients.ts', export: 'Clients', field: 'dispatcher' }];
  const fix = (code: string, filename = 'service.ts'): string =>
    fixAll(code, { sharedClients, timeouts: {} }, { filename: join(cwd, filename), cwd }).output;

  it('is asked for by a constructor, once for all methods', () => {
    expect(fix(HEAD + service(`${load('new Agent()')}\n${load('new Agent()', 'other')}`))).toBe(
      FIXED +
        service(
          `  constructor(private readonly clients: Clients) {}\n\n${load('this.clients.dispatcher')}\n${load('this.clients.dispatcher', 'other')}`,
        ),
    );
  });

  it('is asked for behind the parameters that are there', () => {
    const constructor = (more: string): string => `  constructor(private readonly other: Other${more}) {}\n\n`;
    expect(fix(HEAD + service(constructor('') + load('new Agent({ bodyTimeout: 5 })')))).toBe(
      FIXED + service(constructor(', private readonly clients: Clients') + load('this.clients.dispatcher')),
    );
  });

  it('is taken from the parameter that has it already', () => {
    const constructor = `  constructor(private readonly shared: Clients) {}\n\n`;
    const head = HEAD.replace('request }', 'request }').concat(`import { Clients } from './clients.js';\n`);
    expect(fix(head + service(constructor + load('new Agent()')))).toBe(
      FIXED + service(constructor + load('this.shared.dispatcher')),
    );
  });

  it.each([
    ['other options', service(load('new Agent({ pipelining: 1 })')), 'service.ts'],
    ['a class that nothing decorates', service(load('new Agent()'), 'export class Service {\n'), 'service.ts'],
    [
      'a static method',
      service(load('new Agent()', 'static load').replace('async static', 'static async')),
      'service.ts',
    ],
    ['a name that is taken', service(`  clients = 1;\n  sharedClients = 2;\n\n${load('new Agent()')}`), 'service.ts'],
    ['JavaScript', service(load('new Agent()')).replace(': string', ''), 'service.js'],
    [
      'a class whose superclass has an unknown constructor',
      service(load('new Agent()'), '@Injectable()\nexport class Service extends Base {\n'),
      'service.ts',
    ],
    [
      'a class that the file constructs',
      `${service(load('new Agent()'))}export const service = new Service();\n`,
      'service.ts',
    ],
  ])('is not asked for by %s', (_name, code, filename) => {
    expect(fix(HEAD + code, filename)).not.toMatch(/import.*Clients/);
  });

  it('is not asked for by a class that a test constructs', () => {
    expect(fix(TESTED, 'tested.ts')).not.toContain('Clients');
    expect(fix(TESTED, 'untested.ts')).toContain('Clients');
  });
});
