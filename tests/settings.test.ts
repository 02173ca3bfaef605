import { describe, expect, it } from 'vitest';
import { catalog } from '../src/catalog/index.js';
import { parseSettings, settingsOf } from '../src/settings.js';

const entry = {
  name: 'acme',
  modules: ['@acme/http'],
  constructs: [{ export: 'createClient', create: 'call', owns: 'agent', close: [] }],
};

/** Bad settings and what the error says of them. */
const REFUSED: readonly (readonly [unknown, string])[] = [
  [{ fixes: 'all' }, "settings['client-lifecycle'].fixes is \"all\", expected one of 'safe', 'migrate'"],
  [{ fix: 'safe' }, "has an unknown key 'fix' (write 'fixes'?)"],
  [{ role: 'server' }, "settings['client-lifecycle'].role is \"server\", expected one of 'service'"],
  [
    { timeouts: { connect: '5s' } },
    'timeouts.connect is "5s", expected a whole number of milliseconds from 1 to 2147483647',
  ],
  [{ timeouts: { idle: 1 } }, "unknown key 'idle'"],
  [{ versions: { undici: 'latest' } }, "versions.undici is \"latest\", expected a version such as '7' or '7.30.2'"],
  [
    { sharedClients: [{ construct: 'Agent', module: 'x', export: 'y' }] },
    'sharedClients[0].construct is "Agent", expected a construct of the catalog as \'library#export\'',
  ],
  [{ sharedClients: [{ construct: 'undici#Agent', module: 'x' }] }, 'sharedClients[0].export is missing'],
  [{ frameworks: [{ name: 'acme' }] }, 'frameworks[0].modules is missing, expected a list that is not empty'],
  [
    { frameworks: [{ name: 'acme', modules: ['acme'], registrations: [{ calls: ['job'], runs: 'often' }] }] },
    "frameworks[0].registrations[0].runs is \"often\", expected one of 'once', 'many', 'close'",
  ],
  [{ clients: entry }, 'clients is {"name":"acme"'],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], owns: 'sockets' }] }] },
    "clients[0].constructs[0].owns is \"sockets\", expected one of 'none', 'agent', 'pool', 'socket'",
  ],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], closes: 'end' }] }] },
    "clients[0].constructs[0] has an unknown key 'closes' (write 'close'?). Known keys: export,",
  ],
  [{ clients: [{ name: 'acme', modules: ['@acme/http'] }] }, 'clients[0].constructs is missing, expected a list'],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], keepAlive: 'yes' }] }] },
    'constructs[0].keepAlive is "yes", expected true, false or an object with option, default',
  ],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], keepAlive: { option: 'keepAlive' } }] }] },
    'constructs[0].keepAlive.default is missing, expected true or false',
  ],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], idle: { kind: 'timeout' } }] }] },
    'constructs[0].idle.ms is missing, expected a whole number from 0',
  ],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], idle: { kind: 'never' } }] }] },
    "constructs[0].idle.kind is \"never\", expected one of 'timeout', 'peer', 'none'",
  ],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], options: -1 }] }] },
    'constructs[0].options is -1, expected a whole number from 0',
  ],
  [
    { clients: [{ ...entry, constructs: [{ ...entry.constructs[0], export: 'new Client' }] }] },
    'constructs[0].export is "new Client", expected a path of export names',
  ],
  [{ clients: [{ ...entry, versions: 'latest' }] }, 'clients[0].versions is "latest", expected a range of versions'],
  [{ clients: [{ ...entry, versions: '>=' }] }, 'clients[0].versions is ">=", expected a range of versions'],
  [{ clients: [{ ...entry, modules: '@acme/http' }] }, 'clients[0].modules is "@acme/http", expected a list'],
  [
    { clients: [{ ...entry, name: () => 'acme' }] },
    'clients[0].name is a function, expected a string that is not empty',
  ],
  [{ versions: { undicci: '7' } }, 'versions is "undicci", expected only packages of the catalog'],
  [{ versions: 7n }, 'versions is 7n, expected an object of versions'],
  [{ fixes: { self: 7n } }, 'fixes is a value that is no plain data, expected one of'],
  [{ fixes: Symbol('safe') }, 'fixes is a symbol, expected one of'],
  [new Map(), 'is {}, expected an object with'],
  [JSON.parse('{ "__proto__": { "role": "service" } }'), "has an unknown key '__proto__'"],
  [JSON.parse('{ "constructor": 1 }'), "has an unknown key 'constructor'"],
  [JSON.parse('{ "versions": { "__proto__": "7" } }'), 'versions is "__proto__", expected only packages'],
  [{ versions: { constructor: '7' } }, 'versions is "constructor", expected only packages'],
  ...['class', 'await', "a' + b + '", 'a.b', '', 'a\nb', '1a', 'a-b'].map(
    (name) =>
      [
        { sharedClients: [{ construct: 'undici#Agent', module: './c.js', export: name }] },
        `sharedClients[0].export is ${JSON.stringify(name)}, expected the name of an export`,
      ] as const,
  ),
  ...[
    'file://%',
    'file:///%',
    'file:///a%00.js',
    './\ud800.js',
    "./c.js'; evil(); '",
    './c\u0000.js',
    './c\n.js',
    '.\\c.js',
    '',
  ].map(
    (module) =>
      [
        { sharedClients: [{ construct: 'undici#Agent', module, export: 'agent' }] },
        `sharedClients[0].module is ${JSON.stringify(module)}, expected an import specifier`,
      ] as const,
  ),
  [
    { sharedClients: [{ construct: 'undici#Nope', module: 'x', export: 'y' }] },
    'sharedClients[0].construct is "undici#Nope", expected one of \'undici#Agent\'',
  ],
  [
    { sharedClients: [{ construct: 'undicci#Agent', module: 'x', export: 'y' }] },
    'sharedClients[0].construct is "undicci#Agent", expected a construct of the catalog or of clients',
  ],
  [
    { clients: [{ ...entry, name: 'a\u0000' }] },
    'clients[0].name is "a\\u0000", expected a string that is not empty, without control characters',
  ],
  ...['a(', "a'b", 'a b', 'a..b', '*', ''].flatMap((method) => {
    const written = JSON.stringify(method);
    const construct = entry.constructs[0];
    const close = { method, graceful: true, returns: 'promise', idempotent: true };
    const limit = { phase: 'total', option: ['t'], default: null, effect: 'aborts', method };
    return [
      [{ clients: [{ ...entry, constructs: [{ ...construct, close: [close] }] }] }, `close[0].method is ${written}`],
      [{ clients: [{ ...entry, constructs: [{ ...construct, timeouts: [limit] }] }] }, `[0].method is ${written}`],
      [{ clients: [{ ...entry, constructs: [{ ...construct, injectAs: { type: method } }] }] }, `type is ${written}`],
      [{ clients: [{ ...entry, globals: { [method]: 'createClient' } }] }, `clients[0].globals is ${written}`],
    ] as const;
  }),
  [{ [`fixes${'x'.repeat(1_000_000)}`]: 1 }, `has an unknown key 'fixes${'x'.repeat(72)}...'. Known keys: fixes,`],
  ['all', 'settings[\'client-lifecycle\'] is "all", expected an object'],
];

describe('parseSettings', () => {
  it('takes an empty object', () => {
    expect(parseSettings({})).toEqual({
      fixes: 'safe',
      sharedClients: [],
      keyed: null,
      timeouts: {},
      versions: {},
      clients: [],
      frameworks: [],
      role: null,
      explainFixes: false,
      project: true,
    });
  });

  it('says of a huge list or one that holds itself what is wrong, as of anything else', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => parseSettings({ role: cyclic })).toThrow('role is a value that is no plain data, expected one of');
    expect(() => parseSettings({ role: Array.from({ length: 1_000_000 }, () => 'service') })).toThrow(/^.{1,400}$/s);
    expect(() => parseSettings({ clients: cyclic })).toThrow('clients[0] is a value that is no plain data');
  });

  it('knows the constructs and packages of the user, and families', () => {
    const settings = parseSettings({
      clients: [entry],
      sharedClients: [
        { construct: 'acme#createClient', module: '#clients', export: 'default' },
        { construct: '@aws-sdk/client-*#*Client', module: './src/clients.ts', export: 'größe' },
        { construct: '@aws-sdk/client-sqs#SQSClient', module: './src/clients.ts', export: 'queue' },
      ],
      versions: { '@acme/http': 1, '@aws-sdk/client-s3': '3.521', mysql2: 3, node: '22' },
    });
    expect(settings.sharedClients.map((shared) => shared.export)).toEqual(['default', 'größe', 'queue']);
  });

  it('takes every key', () => {
    const settings = parseSettings({
      fixes: 'migrate',
      sharedClients: [{ construct: 'undici#Agent', module: '#http', export: 'agent' }],
      timeouts: { connect: 5000 },
      versions: { undici: '7', got: 14 },
      clients: [entry],
      role: 'lambda',
    });
    expect(settings).toMatchObject({ fixes: 'migrate', role: 'lambda', versions: { undici: '7', got: '14' } });
    expect(settings.clients[0]).toMatchObject({ name: 'acme', versions: '*' });
  });

  it.each(REFUSED.map(([settings, message]) => [message, settings] as const))('refuses: %s', (message, settings) => {
    expect(() => parseSettings(settings)).toThrow(message);
  });

  it('reads the whole built-in catalog, so that users can write what it can', () => {
    expect(parseSettings(JSON.parse(JSON.stringify({ clients: catalog.libraries }))).clients).toHaveLength(
      catalog.libraries.length,
    );
  });
});

describe('settingsOf', () => {
  it('gives the defaults where there are none', () => {
    expect(settingsOf({ settings: {} })).toEqual(parseSettings({}));
  });

  it('parses one object once', () => {
    const settings = { 'client-lifecycle': { role: 'script' } };
    expect(settingsOf({ settings })).toBe(settingsOf({ settings: { ...settings } }));
    expect(settingsOf({ settings }).role).toBe('script');
  });

  it('refuses what is no object', () => {
    expect(() => settingsOf({ settings: { 'client-lifecycle': null } })).toThrow(
      "settings['client-lifecycle'] is null, expected an object with fixes",
    );
  });
});
