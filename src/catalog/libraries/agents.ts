import type { Construct, Library, LimitFact } from '../types.js';

const limits: readonly LimitFact[] = [
  { option: 'maxSockets', default: null, meaning: 'connections per origin' },
  { option: 'maxFreeSockets', default: 256, meaning: 'idle connections per origin' },
];

/** An agent derived from `http.Agent`: without keep-alive unless asked for. */
const agent = {
  create: 'new',
  owns: 'agent',
  opens: 'first-use',
  keepAlive: { option: 'keepAlive', default: false },
  freshWhen: [
    { option: 'keepAlive', equals: false },
    { option: 'maxCachedSessions', equals: 0 },
  ],
  idle: { kind: 'peer' },
  close: [{ method: 'destroy', graceful: false, returns: 'void', idempotent: true, reusable: true }],
  limits,
  returnsSelf: ['on', 'once'],
} satisfies Partial<Construct>;

/** A proxy's URL comes before the options; agent-base keeps connections from version 7 on. */
const proxy = {
  ...agent,
  options: 1,
  keepAlive: { option: 'keepAlive', default: false, versions: '>=7' },
} satisfies Partial<Construct>;

/** agent-base family: a class each, exported by name since version 6, as the module itself before. */
function proxyFamily(name: string, className: string, version: string, file: string): Library {
  return {
    name,
    modules: [name],
    versions: '*',
    source: [
      `${name}@${version} ${file}`,
      'agent-base@9.0.0 dist/index.js:6',
      'run: without keep-alive by default, one connection per request',
    ],
    constructs: [
      { export: className, ...proxy },
      { export: 'default', ...proxy, create: 'either' },
    ],
  };
}

export const httpProxyAgent = proxyFamily('http-proxy-agent', 'HttpProxyAgent', '9.1.0', 'dist/index.js');
export const httpsProxyAgent = proxyFamily('https-proxy-agent', 'HttpsProxyAgent', '9.1.0', 'dist/index.js');
export const socksProxyAgent = proxyFamily('socks-proxy-agent', 'SocksProxyAgent', '10.1.0', 'dist/index.js');
export const pacProxyAgent = proxyFamily('pac-proxy-agent', 'PacProxyAgent', '9.0.0', 'dist/index.js');

/** Chooses among the others per request and keeps up to 20 of them. */
export const proxyAgent = {
  name: 'proxy-agent',
  modules: ['proxy-agent'],
  versions: '*',
  source: [
    'proxy-agent@8.0.2 dist/index.js:47',
    'run: destroy() leaves the sockets of its httpAgent and httpsAgent open',
  ],
  constructs: [
    { export: 'ProxyAgent', ...agent, keepAlive: { option: 'keepAlive', default: false, versions: '>=6' } },
    {
      export: 'default',
      ...agent,
      create: 'either',
      keepAlive: { option: 'keepAlive', default: false, versions: '>=6' },
    },
  ],
} satisfies Library;

export const agentkeepalive = {
  name: 'agentkeepalive',
  modules: ['agentkeepalive'],
  versions: '>=4',
  source: ['agentkeepalive@4.6.0 lib/agent.js:36', 'run: timeout aborts with ERR_SOCKET_TIMEOUT'],
  constructs: ['default', 'HttpAgent', 'HttpsAgent'].map((name) => ({
    ...agent,
    export: name,
    keepAlive: { option: 'keepAlive', default: true },
    idle: { kind: 'timeout', ms: 4_000 } as const,
    timeouts: [
      {
        phase: 'headers',
        option: ['timeout'],
        default: 8_000,
        effect: 'aborts',
        silence: true,
        covers: ['body'],
      } as const,
      { phase: 'idle', option: ['freeSocketTimeout'], default: 4_000, effect: 'aborts' } as const,
    ],
  })),
} satisfies Library;

export const hpagent = {
  name: 'hpagent',
  modules: ['hpagent'],
  versions: '>=1',
  source: ['hpagent@1.2.0 index.js:7'],
  constructs: [
    { export: 'HttpProxyAgent', ...agent },
    { export: 'HttpsProxyAgent', ...agent },
  ],
} satisfies Library;

export const npmcliAgent = {
  name: '@npmcli/agent',
  modules: ['@npmcli/agent'],
  versions: '>=2',
  source: ['@npmcli/agent@5.0.2 lib/options.js:5', '@npmcli/agent@5.0.2 lib/agents.js'],
  constructs: [
    {
      export: 'Agent',
      ...agent,
      keepAlive: { option: 'keepAlive', default: true },
      limits: [{ option: 'maxSockets', default: 15, meaning: 'connections per origin' }],
    },
    { export: 'HttpAgent', ...agent, keepAlive: { option: 'keepAlive', default: true } },
    { export: 'HttpsAgent', ...agent, keepAlive: { option: 'keepAlive', default: true } },
  ],
} satisfies Library;
