import type { Library, TimeoutPhase } from './catalog/types.js';
import { catalog } from './catalog/index.js';
import type { Framework } from './catalog/framework-types.js';
import { frameworkEntry, type FrameworkEntry } from './settings/framework.js';
import { libraryEntry, type LibraryEntry } from './settings/library.js';
import {
  assertConstructs,
  assertPackages,
  exportName,
  moduleName,
  namedExport,
  type KeyedHelper,
  type SharedClient,
} from './settings/shared.js';
export type { FrameworkEntry } from './settings/framework.js';
export type { LibraryEntry } from './settings/library.js';
export type { KeyedHelper, SharedClient } from './settings/shared.js';
import {
  assertShape,
  boolean,
  listOf,
  matching,
  milliseconds,
  object,
  oneOf,
  recordOf,
  scalar,
  text,
  type Shape,
} from './settings/shape.js';

/** Kinds of programs a file may belong to; decides what runs once and what needs a close. */
export const ROLES = [
  'service',
  'script',
  'lambda',
  'worker-runtime',
  'next',
  'test',
  'browser',
  'library',
  'example',
  'tool',
] as const;
export type Role = (typeof ROLES)[number];

/** `settings['client-lifecycle']` after validation. */
export interface Settings {
  readonly fixes: 'safe' | 'migrate';
  readonly sharedClients: readonly SharedClient[];
  /** The project's function that keeps one client for equal arguments; `null` where it has none. */
  readonly keyed: KeyedHelper | null;
  /** Milliseconds per phase which fixers write. */
  readonly timeouts: Readonly<Partial<Record<FixablePhase, number>>>;
  /** Versions of catalogued packages in use, by package name: `7` or `7.30.2`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The user's own catalog entries. */
  readonly clients: readonly Library[];
  /** The user's own frameworks. */
  readonly frameworks: readonly Framework[];
  readonly role: Role | null;
  /** Whether other files of the project are read where a verdict needs them. */
  readonly project: boolean;
  /** Whether messages say why a report has no automatic fix. */
  readonly explainFixes: boolean;
}

/** Phases whose limit a fixer may write; the others bound a pool, not a call. */
type FixablePhase = Exclude<TimeoutPhase, 'pool' | 'idle'>;

/** `settings['client-lifecycle']` as users write it: every key may be left out. */
export interface UserSettings {
  /**
   * Which fixes `--fix` makes: `safe` (the default) keeps behaviour, exports and signatures; `migrate` may change them.
   */
  readonly fixes?: Settings['fixes'];
  /** Where the project keeps its shared clients; fixes import them. */
  readonly sharedClients?: readonly SharedClient[];
  /** Where the project keeps the function that finds a client by its arguments (`init` writes it); fixes import it. */
  readonly keyed?: KeyedHelper;
  /** Milliseconds that fixes write, for each phase of a request. */
  readonly timeouts?: Settings['timeouts'];
  /**
   * Versions by package name (`{ undici: '7.2', node: 22 }`), where the installed packages, the lock file and
   * package.json should not decide.
   */
  readonly versions?: Readonly<Record<string, string | number>>;
  /** Your own clients and SDKs, in the shape of the catalog. */
  readonly clients?: readonly LibraryEntry[];
  /** Your own framework: which functions it runs once, per request or job, and at shutdown. */
  readonly frameworks?: readonly FrameworkEntry[];
  /** What kind of program the files belong to, where the plugin should not guess. */
  readonly role?: Role;
  /** Whether other files of the project are read where a verdict depends on them; `true` by default. */
  readonly project?: boolean;
  /** Whether each report without an automatic fix says why; `false` by default. */
  readonly explainFixes?: boolean;
  /**
   * What `projectFingerprint()` of the plugin says. No rule reads it; settings are part of the key of `eslint --cache`,
   * so that a change in another file counts.
   */
  readonly fingerprint?: string;
}

/** Key under ESLint's `settings`. */
export const SETTINGS_KEY = 'client-lifecycle';

const version = scalar<string | number>(
  "a version such as '7' or '7.30.2'",
  (value) => ['string', 'number'].includes(typeof value) && /^\d+(?:\.\d+){0,2}$/.test(String(value)),
);

const shape: Shape<UserSettings> = object<UserSettings>(
  {},
  {
    fixes: oneOf(['safe', 'migrate']),
    sharedClients: listOf(
      object<SharedClient>(
        {
          construct: matching(
            /^[^#]+#[^#]+$/,
            "a construct of the catalog as 'library#export', such as 'undici#Agent'",
          ),
          module: moduleName,
          export: exportName,
        },
        { origin: text, field: exportName },
      ),
    ),
    keyed: namedExport,
    timeouts: object<Settings['timeouts']>(
      {},
      { connect: milliseconds, headers: milliseconds, body: milliseconds, total: milliseconds },
    ),
    versions: recordOf(version, "an object of versions by package name, such as { undici: '7' }"),
    clients: listOf(libraryEntry),
    frameworks: listOf(frameworkEntry),
    role: oneOf(ROLES),
    project: boolean,
    explainFixes: boolean,
    fingerprint: scalar<string>('what projectFingerprint() returns, a string', (value) => typeof value === 'string'),
  },
);

const DEFAULTS = parseSettings({});
const parsed = new WeakMap<object, Settings>();

/**
 * The validated settings of the file a rule runs on; parsed once per settings object.
 * @throws Error that names the key, the value and what is allowed.
 */
export function settingsOf(context: Readonly<{ settings: Readonly<Record<string, unknown>> }>): Settings {
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
  assertShape(shape, raw, [SETTINGS_KEY]);
  const clients = (raw.clients ?? []).map((entry) => ({
    ...entry,
    versions: entry.versions ?? '*',
    source: entry.source ?? [],
  }));
  const libraries = [...clients, ...catalog.libraries];
  assertConstructs(raw.sharedClients ?? [], libraries, [SETTINGS_KEY, 'sharedClients']);
  assertPackages(Object.keys(raw.versions ?? {}), libraries, [SETTINGS_KEY, 'versions']);
  return {
    fixes: raw.fixes ?? 'safe',
    sharedClients: raw.sharedClients ?? [],
    keyed: raw.keyed ?? null,
    timeouts: raw.timeouts ?? {},
    versions: Object.fromEntries(Object.entries(raw.versions ?? {}).map(([name, major]) => [name, String(major)])),
    clients,
    frameworks: (raw.frameworks ?? []).map((entry) => ({ ...entry, source: entry.source ?? [] })),
    role: raw.role ?? null,
    project: raw.project ?? true,
    explainFixes: raw.explainFixes ?? false,
  };
}
