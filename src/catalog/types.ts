import type { BorrowFact, ClassFactory, ClassKey } from './function-types.js';
import type { AcquireFact, ReleaseMethod } from './acquire-types.js';
import type { BodyFact } from './body-types.js';
import type { CloseMethod, IdleFate, OptionSwitch } from './close-types.js';
import type { LimitFact, RetryFact, TimeoutFact } from './limit-types.js';
import type { InjectionPoint, RequestFact } from './request-types.js';
import type { MultiplexedFact } from './sharing-types.js';

export type { BorrowFact, ClassFactory, ClassKey } from './function-types.js';
export type { BodyKind, ResponseBodyFact } from './body-types.js';
export { TIMEOUT_PHASES, type TimeoutPhase, type VersionFact } from './limit-types.js';
export type {
  AcquireFact,
  BodyFact,
  CloseMethod,
  IdleFate,
  InjectionPoint,
  LimitFact,
  MultiplexedFact,
  OptionSwitch,
  ReleaseMethod,
  RequestFact,
  RetryFact,
  TimeoutFact,
};

/**
 * The shape of a fact about an HTTP, RPC, database, cache or broker client.
 *
 * Entries are plain data (JSON values only), so that they can be validated, printed as documentation and
 * written by users under `settings['client-lifecycle'].clients`. All durations are milliseconds unless `unit` says
 * otherwise.
 */

/** Everything the plugin knows about one library (or one Node.js module). */
export interface Library {
  /** Stable name, used in construct ids such as `undici#Agent`; the npm package or Node.js module it describes. */
  readonly name: string;
  /**
   * Import specifiers. `*` stands for one or more characters except `/`, `**` for any characters (generated code:
   * `**\/generated/prisma`). Node.js modules also match with the `node:` prefix.
   */
  readonly modules: readonly string[];
  /** Whether the modules are part of Node.js, which makes the `node:` prefix and `process.getBuiltinModule` apply. */
  readonly builtin?: boolean;
  /**
   * A function name that has to be called somewhere for the facts to matter, so that files which merely import a common
   * module stay cheap.
   */
  readonly needs?: string;
  /**
   * Names of global variables that denote exports of this library: `{ fetch: 'fetch' }` maps the global to the export
   * path.
   */
  readonly globals?: Readonly<Record<string, string>>;
  /**
   * Semver range of the library's versions which these facts hold for; `*` for Node.js modules and globals.
   * Two libraries may share a module when their ranges do not overlap (node-fetch 2 and 3).
   */
  readonly versions: string;
  /** What proves the facts: package version, file and line, or "run" for what was observed. */
  readonly source: readonly string[];
  /** What constructs a client: classes, factories, static methods. */
  readonly constructs: readonly Construct[];
  /** Module-level functions that send a request (`undici.request`, `axios.get`, global `fetch`). */
  readonly requests?: readonly RequestFact[];
  /** Functions of the module that acquire what must be released (`fs.promises.open`, `mongoose.startSession`). */
  readonly acquires?: readonly AcquireFact[];
  /** Member of the module that holds options for all later requests and may be assigned (`defaults` of axios). */
  readonly defaults?: string;
  /** Function of the module that takes options for all later requests (`needle.defaults(options)`). */
  readonly setsDefaults?: string;
  /** Whether it sends its requests through the platform's `fetch`, so that the limits of that apply beneath its own. */
  readonly overFetch?: boolean;
  /** Option with the origin of all addresses (`baseURL`), without which only browsers can resolve a path alone. */
  readonly originOption?: string;
  /** Functions that take a client and keep it for the rest of the process (`setGlobalDispatcher`). */
  readonly globalSetters?: readonly { readonly export: string; readonly argument: number }[];
  /**
   * Functions that return the client which they are given, or a stand-in that is used like it (`captureAWSv3Client`).
   */
  readonly passes?: readonly { readonly export: string; readonly argument: number }[];
  /** Functions that have done with the client which they are given when they end; `closes`: and have closed it. */
  readonly borrows?: readonly BorrowFact[];
  /** Functions that make client classes at run time (`grpc.loadPackageDefinition`). */
  readonly classFactories?: readonly ClassFactory[];
  /** Functions whose result tells that a class which is constructed with it is one of clients. */
  readonly classKeys?: readonly ClassKey[];
}

/**
 * What a constructed value owns. `none`: a stateless wrapper over a process-wide pool; nothing to close, nothing to
 * share. `agent`: HTTP connections of its own, opened on demand; their idle sockets do not keep the process alive.
 * `pool`: several connections to one database, cache or broker. `socket`: a single connection or session.
 */
export type Ownership = 'none' | 'agent' | 'pool' | 'socket';

/** One way to construct a client. */
export interface Construct {
  /**
   * Path of the export, members joined by dots: `Agent`, `default`, `default.create`, `DynamoDBDocumentClient.from`.
   * `default` is both the ES default export and, for CommonJS, the module itself. A `*` in a segment stands for any
   * characters (`*Client`).
   */
  readonly export: string;
  /** Exports that a `*` in `export` does not stand for. */
  readonly exclude?: readonly string[];
  /** How it is created: with `new`, by a plain call, or either. */
  readonly create: 'new' | 'call' | 'either';
  /** Whether creation returns a promise of the client (`createConnection` of mysql2/promise). */
  readonly async?: boolean;
  /** Overrides {@link Library.versions} where one construct exists only in some of them. */
  readonly versions?: string;
  readonly owns: Ownership;
  /**
   * The option value without which it owns nothing after all (`pool: true` of nodemailer); absent: it always owns what
   * `owns` says.
   */
  readonly ownsWhen?: { readonly option: string; readonly equals: boolean | number | string };
  /** An option without which it opens no connection at all (`connection` of knex, which then only builds queries). */
  readonly connectsBy?: string;
  /**
   * Whether it is common practice to leave it open until the process ends, because it holds no more than idle sockets
   * and its maker's own examples never close it.
   */
  readonly leftOpen?: boolean;
  /** When its first connection opens; absent for `owns: 'none'`. */
  readonly opens?: 'first-use' | 'construction';
  /**
   * Whether it keeps idle connections for reuse. `true`/`false`: always; otherwise the option that decides and its
   * default. Without idle connections a client needs no close, but each one still costs a handshake.
   */
  readonly keepAlive?: boolean | OptionSwitch;
  /** Option values which ask for a fresh connection each time, so that sharing would save nothing. */
  readonly freshWhen?: readonly { readonly option: string; readonly equals: boolean | number }[];
  /** What happens to idle connections that nobody closes. */
  readonly idle?: IdleFate;
  /** Whether a call never fails because the server has just dropped the idle connection it was given; measured. */
  readonly survivesStaleSockets?: boolean;
  /**
   * The export to use instead where many calls share one, for clients that have a single connection (`Pool` for
   * undici's `Client`).
   */
  readonly sharedAs?: string;
  /** Set where one connection serves any number of calls at once and is opened again by itself when it breaks. */
  readonly multiplexed?: MultiplexedFact;
  /** Whether its constructor reads environment variables, so that it must not run earlier than it does. */
  readonly readsEnvironment?: boolean;
  /** Whether an open one keeps the Node.js process from exiting; observed, not inferred. */
  readonly holdsProcess?: boolean;
  /** Whether it holds threads or processes in place of connections. */
  readonly threads?: boolean;
  /** Index of the options argument, 0 by default. */
  readonly options?: number;
  /**
   * Where it stands in the library's other signatures: `new WebSocket(url, options)` beside `(url, protocols,
   * options)`.
   */
  readonly optionsAlso?: readonly number[];
  /** Option that takes the address where that may stand in place of the options (`uri` of undici's `ProxyAgent`). */
  readonly addressOption?: string;
  /** Why its requests may be slow by design, as a clause, so that a limit on them is the project's decision. */
  readonly slow?: string;
  /** The same of what sends the requests of other clients, where nobody sees whose. */
  readonly serves?: string;
  /**
   * Where an existing client may be given. When one is given, nothing is constructed by `wraps`; with `takes` the
   * construct still has state of its own but uses (and perhaps closes) the given client.
   */
  readonly wraps?: readonly InjectionPoint[];
  readonly takes?: readonly InjectionPoint[];
  /** Methods that close it; empty when it has none. The first graceful one is what fixers write. */
  readonly close: readonly CloseMethod[];
  readonly timeouts?: readonly TimeoutFact[];
  readonly limits?: readonly LimitFact[];
  readonly retries?: RetryFact;
  /** Options without which it speaks to a socket of this machine. */
  readonly localWithout?: readonly string[];
  /** Options that only set headers sent with every request, which could be sent per request instead. */
  readonly headerOptions?: readonly string[];
  /**
   * Requests made through the constructed value, `export` being a method path on it (`''`: the value itself is called).
   */
  readonly requests?: readonly RequestFact[];
  /**
   * Methods which return the same client, or a promise of it (`connect`, `on`), so that ownership follows their result.
   */
  readonly returnsSelf?: readonly string[];
  /** Those of `returnsSelf` whose result is a promise of the client, so that it has no close method itself. */
  readonly resolvesToSelf?: readonly string[];
  /**
   * Methods which construct a further client from this one (`axios instance.create`, `redis.duplicate`,
   * `kafka.producer`).
   */
  readonly derives?: readonly DerivedConstruct[];
  /**
   * Methods whose result works through this client (`client.db()`), so that whoever has it needs the client to stay
   * open. Absent where that is unknown: any method's result may then need the client.
   */
  readonly views?: readonly string[];
  /** Acquire and release pairs: what is taken from it and must be given back. */
  readonly acquires?: readonly AcquireFact[];
  /** Member that holds options for all its later requests and may be assigned (`defaults` of an axios instance). */
  readonly defaults?: string;
  /** Methods that take a function which may change the options of every request (`interceptors.request.use`). */
  readonly hooks?: readonly string[];
  /** Options whose functions or rules may limit every request (`interceptors` of gRPC). */
  readonly limitedBy?: readonly string[];
  /** Type to name in an injected parameter: `Dispatcher`, `AxiosInstance`; the construct's own name when absent. */
  readonly injectAs?: { readonly type: string; readonly module?: string };
  /** Members of the created value that lead to the client, where a function of the project returns it in an object. */
  readonly at?: readonly string[];
  /**
   * Set for functions and classes of the project, which no catalog lists: where they construct the client, as a message
   * names it, and whether their own arguments have no part in it.
   */
  readonly constructedIn?: {
    readonly file: string;
    readonly line: number;
    readonly client: string;
    readonly constant: boolean;
    /** The methods of an instance that open the client; absent where its making may, or any of them. */
    readonly opensIn?: readonly string[];
    /** The methods of an instance that give out the client, which others may then close. */
    readonly handsOut?: readonly string[];
    /** Whether it is an agent whose connections go to an address that was checked before. */
    readonly pinned?: boolean;
  };
  /** Whether each instance is one conversation, so that a new one per use is what it is for (a WebSocket). */
  readonly conversation?: boolean;
  /** Whether one may be opened for a single job and closed again, although it owns several connections (a browser). */
  readonly perJob?: boolean;
  /** Whether it opens a file of this machine, so that opening it again costs no handshake (SQLite). */
  readonly local?: boolean;
  /**
   * Whether each use needs one of its own (a login, a session of tools), so that none is reported for being one of
   * many, but only where it stays open.
   */
  readonly perUse?: boolean;
  /**
   * Whether the library itself keeps the only one of the process: a further call returns the same one
   * (`mongoose.connect`).
   */
  readonly singleton?: boolean;
  /**
   * Whether each instance adds listeners to the connection that it is given, so that one per call piles them up
   * although the connection is shared.
   */
  readonly listens?: boolean;
  /**
   * Set where it works by itself as long as it is open, whether anything holds it or not (a worker of a queue);
   * `through` is the argument with the code that it runs.
   */
  readonly works?: { readonly through: number };
  /** Test doubles and recorders, which no rule reports. */
  readonly testDouble?: boolean;
  /** What one more instance costs, as the beginning of a sentence, where `owns` and `opens` do not say it rightly. */
  readonly cost?: string;
  /** Per-instance state that makes two instances differ although their options agree (cookie jar, interceptors). */
  readonly state?: string;
  /** Exact commands or calls whose result carries a stream, for clients with a single `send` (`GetObjectCommand`). */
  readonly notes?: readonly string[];
}

/** A client made by a method of another one; facts that are left out are those of the other one. */
export interface DerivedConstruct extends Partial<
  Pick<
    Construct,
    | 'async'
    | 'opens'
    | 'keepAlive'
    | 'idle'
    | 'holdsProcess'
    | 'options'
    | 'close'
    | 'timeouts'
    | 'limits'
    | 'requests'
    | 'returnsSelf'
    | 'resolvesToSelf'
    | 'acquires'
    | 'views'
    | 'injectAs'
    | 'perJob'
    | 'create'
    | 'constructedIn'
  >
> {
  /** Its path; empty when the client itself is called (`pgp(address)`). */
  readonly method: string;
  readonly owns: Ownership;
}

/** A catalog: libraries plus what is known of the bodies they deliver. */
export interface Catalog {
  readonly libraries: readonly Library[];
  readonly bodies: readonly BodyFact[];
}
