import { TIMEOUT_PHASES } from '../catalog/types.js';
import type {
  ClassFactory,
  ClassKey,
  CloseMethod,
  Construct,
  DerivedConstruct,
  IdleFate,
  InjectionPoint,
  Library,
  LimitFact,
  OptionSwitch,
  RequestFact,
  ResponseBodyFact,
  MultiplexedFact,
  RetryFact,
  TimeoutFact,
  VersionFact,
} from '../catalog/types.js';
import {
  boolean,
  booleanOr,
  count,
  kinds,
  listOf,
  literal,
  matching,
  memberPath,
  nullable,
  object,
  oneOf,
  recordOf,
  text,
  type Shape,
} from './shape.js';
import { acquire, methodPath, type Member } from './acquires.js';
import { moduleName } from './shared.js';

/** A catalog entry as users write it: what the built-in catalog has to prove may be left out. */
export type LibraryEntry = Omit<Library, 'versions' | 'source'> & Partial<Pick<Library, 'versions' | 'source'>>;

const texts = listOf(text);
const exportPath = matching(
  /^[\w$*]+(?:\.[\w$*]+)*$/,
  "a path of export names joined by dots, such as 'createClient' or 'default.create'",
);
const COMPARATOR = String.raw`(?:[\^~]|[<>]=?|=)?\s*(?:\d+|[*x])(?:\.(?:\d+|[*x])){0,2}(?:-[\w.-]+)?`;
const semverRange = matching(
  new RegExp(String.raw`^\s*${COMPARATOR}(?:\s*(?:\|\||\s-\s|\s)\s*${COMPARATOR})*\s*$`),
  "a range of versions, such as '>=6 <9', '^7.1.0' or '*'",
);
const phase = oneOf(TIMEOUT_PHASES);
const ownership = oneOf(['none', 'agent', 'pool', 'socket']);

const injection: Shape<InjectionPoint> = object<InjectionPoint>(
  {},
  { option: text, argument: count, accepts: texts, closes: boolean },
);

const versionFact: Shape<VersionFact> = object<VersionFact>({ range: semverRange }, { package: text });

const timeout: Shape<TimeoutFact> = object<TimeoutFact>(
  { phase, option: texts, default: nullable(count), effect: oneOf(['aborts', 'event', 'warns', 'ignored']) },
  {
    method: memberPath,
    unit: oneOf(['ms', 's', 'date']),
    given: boolean,
    beneath: boolean,
    only: object<NonNullable<TimeoutFact['only']>>({ called: text, others: texts }, {}),
    untyped: boolean,
    needs: text,
    versions: semverRange,
    needsIn: listOf(versionFact, 1),
    unless: text,
    silence: boolean,
    covers: listOf(phase),
    off: listOf(literal<string | number | boolean | null>('string', 'number', 'boolean', 'null')),
  },
);

const body: Shape<ResponseBodyFact> = object<ResponseBodyFact>(
  {
    kind: oneOf([
      'fetch-response',
      'node-fetch-2-response',
      'node-fetch-3-response',
      'undici-body',
      'incoming-message',
      'node-stream',
      'http2-stream',
      'got-stream',
      'web-stream',
      'aws-stream',
      'event-stream',
    ]),
    delivery: oneOf(['promise', 'value', 'callback', 'event']),
    path: texts,
  },
  {
    parameter: count,
    within: text,
    when: object<Member<ResponseBodyFact, 'when'>>(
      { option: text, equals: literal<string | boolean>('string', 'boolean') },
      {},
    ),
    commands: texts,
    errorPath: texts,
    rejectsUnless: text,
    mistyped: boolean,
  },
);

const request: Shape<RequestFact> = object<RequestFact>(
  { export: methodPath },
  {
    options: listOf(count),
    optionsFrom: count,
    optionsFor: object<Member<RequestFact, 'optionsFor'>>({ first: texts, index: count }, {}),
    callback: boolean,
    borrows: listOf(injection),
    timeouts: listOf(timeout),
    ignores: texts,
    body,
    method: text,
    makesAddress: boolean,
  },
);

const close: Shape<CloseMethod> = object<CloseMethod>(
  { method: memberPath, graceful: boolean, returns: oneOf(['promise', 'void', 'callback']), idempotent: boolean },
  { unopened: oneOf(['fails', 'harmless']), on: oneOf(['instance', 'module']), reusable: boolean },
);

const idle: Shape<IdleFate> = kinds<IdleFate>({
  timeout: object({ kind: oneOf(['timeout']), ms: count }, { maxMs: count }),
  peer: object({ kind: oneOf(['peer']) }, {}),
  none: object({ kind: oneOf(['none']) }, {}),
});

const limit: Shape<LimitFact> = object<LimitFact>({ option: text, default: nullable(count), meaning: text }, {});
const keepAlive = booleanOr(object<OptionSwitch>({ option: text, default: boolean }, { versions: text }));
const opens = oneOf(['first-use', 'construction']);
const injectAs = object<Member<Construct, 'injectAs'>>({ type: memberPath }, { module: moduleName });

const create = oneOf(['new', 'call', 'either']);
const constructedIn = object<NonNullable<Construct['constructedIn']>>(
  { file: text, line: count, client: text, constant: boolean },
  { opensIn: texts, handsOut: texts, pinned: boolean },
);

const derived: Shape<DerivedConstruct> = object<DerivedConstruct>(
  { method: methodPath, owns: ownership },
  {
    async: boolean,
    opens,
    keepAlive,
    idle,
    holdsProcess: boolean,
    options: count,
    close: listOf(close),
    timeouts: listOf(timeout),
    limits: listOf(limit),
    requests: listOf(request),
    returnsSelf: texts,
    resolvesToSelf: texts,
    acquires: listOf(acquire),
    views: texts,
    injectAs,
    perJob: boolean,
    create,
    constructedIn,
  },
);

const construct: Shape<Construct> = object<Construct>(
  { export: exportPath, create, owns: ownership, close: listOf(close) },
  {
    at: texts,
    limitedBy: texts,
    constructedIn,
    exclude: texts,
    async: boolean,
    connectsBy: text,
    leftOpen: boolean,
    versions: semverRange,
    ownsWhen: object<Member<Construct, 'ownsWhen'>>(
      { option: text, equals: literal<boolean | number | string>('boolean', 'number', 'string') },
      {},
    ),
    opens,
    keepAlive,
    freshWhen: listOf(
      object<Member<Construct, 'freshWhen'>>(
        { option: text, equals: literal<boolean | number>('boolean', 'number') },
        {},
      ),
    ),
    idle,
    survivesStaleSockets: boolean,
    sharedAs: text,
    multiplexed: object<MultiplexedFact>({ exclusive: texts }, { givesUpBy: texts }),
    readsEnvironment: boolean,
    holdsProcess: boolean,
    threads: boolean,
    options: count,
    optionsAlso: listOf(count, 1),
    addressOption: text,
    slow: text,
    serves: text,
    wraps: listOf(injection),
    takes: listOf(injection),
    timeouts: listOf(timeout),
    limits: listOf(limit),
    retries: object<RetryFact>({ default: count }, { option: text, methods: texts }),
    headerOptions: texts,
    localWithout: texts,
    requests: listOf(request),
    returnsSelf: texts,
    resolvesToSelf: texts,
    derives: listOf(derived),
    views: texts,
    acquires: listOf(acquire),
    defaults: text,
    hooks: texts,
    injectAs,
    conversation: boolean,
    perJob: boolean,
    local: boolean,
    singleton: boolean,
    perUse: boolean,
    works: object<Member<Construct, 'works'>>({ through: count }, {}),
    listens: boolean,
    testDouble: boolean,
    cost: text,
    state: text,
    notes: texts,
  },
);

/** A catalog entry of the user's. */
export const libraryEntry: Shape<LibraryEntry> = object<LibraryEntry>(
  { name: text, modules: texts, constructs: listOf(construct) },
  {
    builtin: boolean,
    needs: text,
    globals: recordOf(exportPath, "an object of export paths by global name, such as { fetch: 'fetch' }", memberPath),
    versions: semverRange,
    source: texts,
    requests: listOf(request),
    acquires: listOf(acquire),
    defaults: text,
    setsDefaults: text,
    overFetch: boolean,
    originOption: text,
    globalSetters: listOf(object<Member<Library, 'globalSetters'>>({ export: exportPath, argument: count }, {})),
    passes: listOf(object<Member<Library, 'passes'>>({ export: exportPath, argument: count }, {})),
    borrows: listOf(
      object<Member<Library, 'borrows'>>({ export: exportPath, argument: count }, { closes: boolean, holds: boolean }),
    ),
    classFactories: listOf(
      object<ClassFactory>({ export: exportPath, construct: exportPath, result: oneOf(['class', 'tree']) }, {}),
    ),
    classKeys: listOf(object<ClassKey>({ export: exportPath, construct: exportPath, argument: count }, {})),
  },
);
