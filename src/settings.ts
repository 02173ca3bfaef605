import type { TSESLint } from '@typescript-eslint/utils';
import { TIMEOUT_PHASES, type Library, type TimeoutPhase } from './catalog/types.js';
import { libraryFrom } from './settings/library.js';
import { expected, fields, list, oneOf, text, type Path } from './settings/read.js';

/** Kinds of programs a file may belong to; decides what runs once and what needs a close. */
export const ROLES = ['service', 'script', 'lambda', 'worker-runtime', 'next', 'test', 'browser', 'library'] as const;
export type Role = (typeof ROLES)[number];

/** Where a project keeps a client that it shares. */
export interface SharedClient {
  /** Id of the construct it replaces: `undici#Agent`. */
  readonly construct: string;
  /** Only for clients of this origin. */
  readonly origin?: string;
  /** Import specifier, or a path relative to the working directory of the lint run. */
  readonly module: string;
  readonly export: string;
}

/** `settings['client-lifecycle']` after validation. */
export interface Settings {
  readonly fixes: 'safe' | 'migrate';
  readonly sharedClients: readonly SharedClient[];
  /** Milliseconds per phase which fixers write. */
  readonly timeouts: Readonly<Partial<Record<TimeoutPhase, number>>>;
  /** Majors of catalogued packages in use, by package name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The user's own catalog entries. */
  readonly clients: readonly Library[];
  readonly role: Role | null;
}

/** Key under ESLint's `settings`. */
export const SETTINGS_KEY = 'client-lifecycle';

const DEFAULTS: Settings = { fixes: 'safe', sharedClients: [], timeouts: {}, versions: {}, clients: [], role: null };
const FIXABLE_PHASES = TIMEOUT_PHASES.filter((phase) => phase !== 'pool' && phase !== 'idle');

const parsed = new WeakMap<object, Settings>();

/**
 * The validated settings of the file a rule runs on; parsed once per settings object.
 * @throws Error that names the key, the value and what is allowed.
 */
export function settingsOf(context: Readonly<{ settings: TSESLint.SharedConfigurationSettings }>): Settings {
  const raw = context.settings[SETTINGS_KEY];
  if (raw === undefined) return DEFAULTS;
  if (typeof raw !== 'object' || raw === null) return parseSettings(raw);
  const known = parsed.get(raw);
  if (known) return known;
  const settings = parseSettings(raw);
  parsed.set(raw, settings);
  return settings;
}

/**
 * Validates the value of `settings['client-lifecycle']`.
 * @throws Error that names the key, the value and what is allowed.
 */
export function parseSettings(raw: unknown): Settings {
  const path: Path = [SETTINGS_KEY];
  const found = fields(raw, path, ['fixes', 'sharedClients', 'timeouts', 'versions', 'clients', 'role']);
  return {
    fixes: found.fixes === undefined ? DEFAULTS.fixes : oneOf(found.fixes, [...path, 'fixes'], ['safe', 'migrate']),
    sharedClients: found.sharedClients === undefined ? [] : list(found.sharedClients, [...path, 'sharedClients'], sharedClientFrom),
    timeouts: found.timeouts === undefined ? {} : timeoutsFrom(found.timeouts, [...path, 'timeouts']),
    versions: found.versions === undefined ? {} : versionsFrom(found.versions, [...path, 'versions']),
    clients: found.clients === undefined ? [] : list(found.clients, [...path, 'clients'], libraryFrom),
    role: found.role === undefined ? null : oneOf(found.role, [...path, 'role'], ROLES),
  };
}

function sharedClientFrom(raw: unknown, path: Path): SharedClient {
  const found = fields(raw, path, ['construct', 'origin', 'module', 'export'], ['construct', 'module', 'export']);
  const construct = text(found.construct, [...path, 'construct']);
  if (!construct.includes('#')) throw expected([...path, 'construct'], construct, "a construct of the catalog as 'library#export', such as 'undici#Agent'");
  return {
    construct,
    ...(found.origin === undefined ? {} : { origin: text(found.origin, [...path, 'origin']) }),
    module: text(found.module, [...path, 'module']),
    export: text(found.export, [...path, 'export']),
  };
}

function timeoutsFrom(raw: unknown, path: Path): Settings['timeouts'] {
  const found = fields(raw, path, FIXABLE_PHASES);
  return Object.fromEntries(
    Object.entries(found).map(([phase, value]) => {
      if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw expected([...path, phase], value, 'a number of milliseconds above 0');
      return [phase, value];
    }),
  );
}

function versionsFrom(raw: unknown, path: Path): Settings['versions'] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw expected(path, raw, "an object of versions by package name, such as { undici: '7' }");
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]: [string, unknown]) => {
      const version = typeof value === 'number' ? String(value) : value;
      if (typeof version !== 'string' || !/^\d+(?:\.\d+){0,2}$/.test(version)) throw expected([...path, name], value, "a version such as '7' or '7.30.2'");
      return [name, version];
    }),
  );
}
