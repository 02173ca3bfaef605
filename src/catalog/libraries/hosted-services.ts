import { free, total, untilHeaders } from '../sdk-shapes.js';
import type { Construct, Library } from '../types.js';

/** Mail through Postmark: the platform's fetch since version 5. */
export const postmark = {
  name: 'postmark',
  modules: ['postmark'],
  versions: '>=5 <6',
  source: ['postmark@5.1.0 dist/client/HttpClient.js:250', 'run: an answer that does not come ends it after `timeout`'],
  constructs: ['ServerClient', 'AccountClient', 'Client'].map((name) => ({
    export: name,
    ...free,
    options: 1,
    timeouts: [total('timeout', 60_000, { unit: 's' })],
  })),
} satisfies Library;

/** Mail through Mailgun: a client that the module's object makes, over axios. */
export const mailgun = {
  name: 'mailgun.js',
  modules: ['mailgun.js'],
  versions: '>=3 <15',
  source: [
    'mailgun.js@14.0.1 Types/Types/MailgunClient/MailgunClientOptions.d.ts:7',
    'run: without a timeout a silent server is waited for without end; with one also a body that stalls is not',
  ],
  constructs: [
    {
      export: 'default',
      ...free,
      derives: [{ method: 'client', owns: 'none', close: [], timeouts: [total('timeout', null, { off: [0] })] }],
    },
  ],
} satisfies Library;

/** Svix: the platform's fetch, without a limit unless one is chosen. */
export const svix = {
  name: 'svix',
  modules: ['svix'],
  versions: '>=1.60 <2',
  source: [
    'svix@1.99.1 dist/request.js:129',
    'run: without requestTimeout a silent server is waited for without end; with one it is not',
  ],
  overFetch: true,
  constructs: [{ export: 'Svix', ...free, options: 1, timeouts: [total('requestTimeout', null)] }],
} satisfies Library;

/** Intercom: the platform's fetch. */
export const intercom = {
  name: 'intercom-client',
  modules: ['intercom-client'],
  versions: '>=6 <8',
  source: ['intercom-client@7.0.3 dist/cjs/api/resources/contacts/client/Client.js:107', 'run: it ends the wait'],
  constructs: [
    { export: 'IntercomClient', ...free, timeouts: [untilHeaders('timeoutInSeconds', 20_000, { unit: 's' })] },
  ],
} satisfies Library;

/** Notion: the platform's fetch; the limit ends with the headers, and ends the wait, not the request. */
export const notion = {
  name: '@notionhq/client',
  modules: ['@notionhq/client'],
  versions: '>=1 <6',
  source: [
    '@notionhq/client@5.26.0 build/src/Client.js:913',
    '@notionhq/client@5.26.0 build/src/constants.js:11',
    'run: a silent server ends the wait, a body that stalls does not',
  ],
  constructs: [
    {
      export: 'Client',
      ...free,
      takes: [{ option: 'agent', closes: false }],
      timeouts: [untilHeaders('timeoutMs', 60_000)],
    },
  ],
} satisfies Library;

/** Airtable: node-fetch, with a limit of five minutes that ends with the headers. */
export const airtable = {
  name: 'airtable',
  modules: ['airtable'],
  versions: '>=0.8 <1',
  source: [
    'airtable@0.12.2 lib/airtable.js:36',
    'airtable@0.12.2 lib/airtable.js:52',
    'run: a silent server is given up after requestTimeout, a body that stalls is not',
  ],
  constructs: [
    {
      export: 'default',
      ...free,
      takes: [{ option: 'agent', closes: false }],
      timeouts: [untilHeaders('requestTimeout', 300_000)],
    },
  ],
} satisfies Library;

/** Segment: events that wait for the next batch keep the process alive; closeAndFlush() sends them. */
export const segment = {
  name: '@segment/analytics-node',
  modules: ['@segment/analytics-node'],
  versions: '>=1 <4',
  source: [
    '@segment/analytics-node@3.1.0 dist/cjs/plugins/segmentio/publisher.js:84',
    '@segment/analytics-node@3.1.0 dist/cjs/app/analytics-node.js:59',
    'run: an event that was not sent keeps the process alive until its batch goes',
  ],
  constructs: ['Analytics', 'default'].map((name) => ({
    export: name,
    ...free,
    close: [{ method: 'closeAndFlush', graceful: true, returns: 'promise' as const, idempotent: true }],
    timeouts: [total('httpRequestTimeout', 10_000)],
    retries: { default: 3, option: 'maxRetries' },
  })),
} satisfies Library;

const flags = {
  create: 'call',
  owns: 'socket',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  options: 1,
  cost: 'It fetches all flags at once, and listens for changes on a stream of its own',
  close: [{ method: 'close', graceful: false, returns: 'void', idempotent: true }],
  timeouts: [{ phase: 'connect', option: ['timeout'], unit: 's', default: 5_000, effect: 'aborts' }],
  returnsSelf: ['on', 'once', 'waitForInitialization'],
  resolvesToSelf: ['waitForInitialization'],
  injectAs: { type: 'LDClient' },
} satisfies Omit<Construct, 'export'>;

/** LaunchDarkly: a stream of events for each client. */
export const launchDarkly = {
  name: '@launchdarkly/node-server-sdk',
  modules: ['@launchdarkly/node-server-sdk', 'launchdarkly-node-server-sdk'],
  versions: '>=5 <10',
  source: [
    '@launchdarkly/node-server-sdk@9.13.7 dist/src/index.js',
    'launchdarkly-node-server-sdk@7.0.4 configuration.js:14',
    'run: init() opens the stream at once, which keeps the process alive until close()',
  ],
  constructs: [{ export: 'init', ...flags }],
} satisfies Library;

/** GitLab: the platform's fetch, with a limit of five minutes. */
export const gitbeaker = {
  name: '@gitbeaker/rest',
  modules: ['@gitbeaker/rest'],
  versions: '>=39 <44',
  source: [
    '@gitbeaker/requester-utils@43.8.0 dist/index.js:180',
    'run: a silent server is given up after queryTimeout',
  ],
  constructs: [{ export: 'Gitlab', ...free, timeouts: [untilHeaders('queryTimeout', 300_000)] }],
} satisfies Library;

/** IMAP by callbacks: one connection for one mailbox at a time. */
export const imap = {
  name: 'imap',
  modules: ['imap', 'node-imap'],
  versions: '>=0.8 <1',
  source: [
    'imap@0.8.19 lib/Connection.js:61',
    'run: constructing connects nothing; a connected one keeps the process alive, end() lets it end',
  ],
  constructs: [
    {
      export: 'default',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      perUse: true,
      close: [
        { method: 'end', graceful: true, returns: 'void', idempotent: true },
        { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
      ],
      timeouts: [
        { phase: 'connect', option: ['connTimeout'], default: 10_000, effect: 'aborts' },
        { phase: 'headers', option: ['authTimeout'], default: 5_000, effect: 'aborts' },
        { phase: 'body', option: ['socketTimeout'], default: null, effect: 'aborts', silence: true, off: [0] },
      ],
      returnsSelf: ['on', 'once'],
    },
  ],
} satisfies Library;
