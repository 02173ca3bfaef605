import type { CloseMethod, Construct, Library } from '../types.js';

/** One login on one connection: each use opens its own, and has to close it. */
const login = {
  owns: 'socket',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  perJob: true,
  perUse: true,
  views: [],
} satisfies Partial<Construct>;

const unbind: readonly CloseMethod[] = [{ method: 'unbind', graceful: true, returns: 'promise', idempotent: true }];

/** LDAP; connects with the first operation. */
export const ldapts = {
  name: 'ldapts',
  modules: ['ldapts'],
  versions: '>=2 <9',
  source: ['ldapts@8.2.0 dist/index.d.ts:1053', 'ldapts@8.2.0 dist/index.d.ts:1265'],
  constructs: [
    {
      export: 'Client',
      create: 'new',
      ...login,
      close: unbind,
      timeouts: [
        { phase: 'connect', option: ['connectTimeout'], default: null, effect: 'aborts' },
        { phase: 'total', option: ['timeout'], default: null, effect: 'aborts', covers: ['headers', 'body'] },
      ],
    },
  ],
} satisfies Library;

/** LDAP; connects at construction. */
export const ldapjs = {
  name: 'ldapjs',
  modules: ['ldapjs'],
  versions: '>=2 <4',
  source: ['ldapjs@3.0.7 lib/client/client.js:123', 'ldapjs@3.0.7 lib/client/client.js:653'],
  constructs: [
    {
      export: 'createClient',
      create: 'call',
      ...login,
      opens: 'construction',
      close: [
        { method: 'unbind', graceful: true, returns: 'callback', idempotent: true },
        { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
      ],
      timeouts: [
        { phase: 'connect', option: ['connectTimeout'], default: null, effect: 'aborts' },
        { phase: 'total', option: ['timeout'], default: null, effect: 'aborts', covers: ['headers', 'body'] },
      ],
      returnsSelf: ['on', 'once'],
    },
  ],
} satisfies Library;

/** SFTP over ssh2; connect() says where. */
export const sftp = {
  name: 'ssh2-sftp-client',
  modules: ['ssh2-sftp-client'],
  versions: '>=5 <13',
  source: ['ssh2-sftp-client@12.1.1 src/index.js:1461'],
  constructs: [
    {
      export: 'default',
      create: 'new',
      ...login,
      close: [{ method: 'end', graceful: true, returns: 'promise', idempotent: true }],
    },
  ],
} satisfies Library;

/** FTP; access() says where. */
export const basicFtp = {
  name: 'basic-ftp',
  modules: ['basic-ftp'],
  versions: '>=3 <7',
  source: ['basic-ftp@6.2.6 dist/Client.js:41', 'basic-ftp@6.2.6 dist/Client.d.ts:65'],
  constructs: [
    {
      export: 'Client',
      create: 'new',
      ...login,
      close: [{ method: 'close', graceful: false, returns: 'void', idempotent: true }],
    },
  ],
} satisfies Library;
