// What a user's eslint.config.ts may say, and what the compiler refuses there. `npm run typecheck` holds the sources to
// it, tests/e2e the packed declaration files.
import type { ESLint, Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import clientLifecycle, {
  type Config,
  type LibraryEntry,
  type Role,
  type RuleName,
  type RuleOptions,
  type Rules,
  type Settings,
  type SharedClient,
} from 'eslint-plugin-client-lifecycle';

export const plugin: ESLint.Plugin = clientLifecycle;
export const configs: Linter.Config[] = [
  clientLifecycle.configs.recommended,
  clientLifecycle.configs.strict,
  clientLifecycle.configs.migrate,
];
// @ts-expect-error There is no such config.
export const none: unknown = clientLifecycle.configs.all;
// @ts-expect-error There is no such rule.
export const unknownRule: unknown = clientLifecycle.rules['require-timeout'];

export default defineConfig([
  clientLifecycle.configs.recommended,
  { plugins: { 'client-lifecycle': clientLifecycle }, extends: ['client-lifecycle/strict'] },
  {
    files: ['src/**'],
    rules: {
      'client-lifecycle/require-timeouts': ['error', { phases: ['headers', 'total'], report: 'file' }],
      'client-lifecycle/require-body-cleanup': 'warn',
      'client-lifecycle/require-release': 0,
    },
    settings: {
      'client-lifecycle': {
        role: 'service',
        timeouts: { connect: 2_000 },
        versions: { undici: '7.2', node: 22 },
        sharedClients: [{ construct: 'undici#Agent', module: './src/clients.js', export: 'dispatcher' }],
      },
    },
  } satisfies Config,
]);

/** ESLint's own types accept any rule, option and setting. */
export const unchecked: Linter.Config[] = [
  { rules: { 'client-lifecycle/require-timeout': 'error' }, settings: { 'client-lifecycle': { timeout: 1 } } },
];
/** The config of this plugin in a list of others. */
export const listed = [
  {
    rules: { 'client-lifecycle/require-timeouts': 'error' },
    settings: { 'client-lifecycle': { role: 'lambda' } },
  } satisfies Config,
  { rules: { eqeqeq: 'error' } },
] satisfies Linter.Config[];
export const wrong = defineConfig([
  // @ts-expect-error The rule's name is require-timeouts.
  { rules: { 'client-lifecycle/require-timeout': 'error' } } satisfies Config,
  // @ts-expect-error There is no such option.
  { rules: { 'client-lifecycle/require-timeouts': ['error', { phase: ['headers'] }] } } satisfies Config,
  // @ts-expect-error There is no such setting.
  { settings: { 'client-lifecycle': { timeout: 1_000 } } } satisfies Config,
]);

export const rules: Rules[] = [
  // @ts-expect-error The rule's name is require-timeouts.
  { 'client-lifecycle/require-timeout': 'error' },
  // @ts-expect-error The prefix is missing.
  { 'require-timeouts': 'error' },
  // @ts-expect-error There is no such severity.
  { 'client-lifecycle/require-timeouts': 'fatal' },
  // @ts-expect-error There is no such option.
  { 'client-lifecycle/require-timeouts': ['error', { phase: ['headers'] }] },
  // @ts-expect-error There is no such phase.
  { 'client-lifecycle/require-timeouts': ['error', { phases: ['answer'] }] },
  // @ts-expect-error This rule takes one object.
  { 'client-lifecycle/require-release': ['error', {}, {}] },
  // @ts-expect-error The option of another rule.
  { 'client-lifecycle/require-release': ['error', { closedPerCall: true }] },
];

export const settings: Settings[] = [
  {},
  // @ts-expect-error There is no such setting.
  { timeout: 1_000 },
  // @ts-expect-error There is no such role.
  { role: 'server' },
  // @ts-expect-error Milliseconds are a number.
  { timeouts: { connect: '2s' } },
  // @ts-expect-error There is no such phase.
  { timeouts: { answer: 1_000 } },
  // @ts-expect-error The export is missing.
  { sharedClients: [{ construct: 'undici#Agent', module: './src/clients.js' }] },
  // @ts-expect-error Functions do not run sometimes.
  { frameworks: [{ name: 'acme', modules: ['@acme/jobs'], registrations: [{ calls: ['job'], runs: 'sometimes' }] }] },
];

// @ts-expect-error There is no such way of owning connections.
export const owns: LibraryEntry['constructs'][number]['owns'] = 'sockets';

/** What a project writes in a file of its own. */
export const acme: LibraryEntry = {
  name: 'acme',
  modules: ['@acme/sdk'],
  constructs: [
    {
      export: 'createClient',
      create: 'call',
      owns: 'agent',
      opens: 'first-use',
      close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
    },
  ],
};
export const role: Role = 'worker-runtime';
export const shared: SharedClient = { construct: 'acme#createClient', module: '#clients', export: 'acmeClient' };
export const name: RuleName = 'require-release';
export const options: RuleOptions['no-client-in-function'] = [{ closedPerCall: true }];
