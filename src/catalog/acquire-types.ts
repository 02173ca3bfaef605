/**
 * What the work on a connection can leave behind on it, for whoever gets it next.
 * `transaction`: an open transaction; `setting`: `SET`, a role, the schema; `lock`: an advisory or table lock that
 * outlives transactions; `listener`: `LISTEN`; `temporary`: a temporary table; `prepared`: a named statement.
 */
export type SessionState = 'transaction' | 'setting' | 'lock' | 'listener' | 'temporary' | 'prepared';

/** What a statement or a call begins and ends. */
export interface StateChange {
  readonly begins?: readonly SessionState[];
  /** `all`: everything that there is. */
  readonly ends?: readonly (SessionState | 'all')[];
}

/** SQL statements by how they start; the first fact that fits decides. */
export interface StatementFact extends StateChange {
  /** Keywords in capitals with one blank between them; `*` stands for any one word. */
  readonly starts: readonly string[];
  /** Keywords that the statement contains besides. */
  readonly contains?: string;
}

/** An SQL function whose call changes the state, wherever it stands in a statement. */
export interface SqlFunctionFact extends StateChange {
  /** In lower case. */
  readonly name: string;
  /** The change does not outlive the transaction when this argument (0-based) is `true`. */
  readonly localWhen?: number;
}

/** How a connection is given back so that nobody gets it again. */
export interface DiscardFact {
  /** A method of the value, or of its owner, which takes it as argument. */
  readonly method: string;
  readonly on: 'resource' | 'owner';
  /** The argument that makes the plain release do it; its `true` may be any condition. */
  readonly argument?: 'true' | '{ drop: true }';
  readonly async?: boolean;
}

/** What is known of the session behind an acquired connection. */
export interface SessionFacts {
  /**
   * Methods whose first argument is SQL text, or an object that holds it; `''`: the value itself is the tag of a
   * template.
   */
  readonly statements: readonly string[];
  /** Methods of the library which begin or end a state, by their path. */
  readonly methods?: Readonly<Record<string, StateChange>>;
  /** What the plain release ends by itself. */
  readonly endedByRelease?: readonly SessionState[];
  /** Whether the library's driver keeps the state of the session to itself: code that is lent the value leaves none. */
  readonly guarded?: boolean;
  /**
   * How an open transaction is rolled back: the text behind the name of the value, and the text behind it of the
   * condition without which the call would fail.
   */
  readonly rollback?: { readonly call: string; readonly when?: string };
  readonly discard?: DiscardFact;
  /** What proves it; not needed of users. */
  readonly source?: readonly string[];
}

/** Something that is taken from a pool or opened and must be given back or closed. */
export interface AcquireFact {
  /** Method path on the construct (`connect`, `getConnection`), or the export for module functions. */
  readonly method: string;
  readonly async: boolean;
  /** `callback`: the resource always arrives as a parameter of the last function argument. */
  readonly delivery?: 'value' | 'callback';
  /**
   * With a function as last argument the resource arrives as this parameter of it (0-based), and a function that
   * releases it as that one.
   */
  readonly parameters?: { readonly resource: number; readonly release?: number };
  /**
   * `owner`: the call makes the construct itself what has to be released (`transaction.begin()`,
   * `semaphore.acquire()`).
   */
  readonly resource?: 'result' | 'owner';
  /** What releases the acquired value; the first one without an `outcome` is what fixers write. */
  readonly release: readonly ReleaseMethod[];
  /** Methods which look like a release but are wrong on a pooled resource (`client.end()`). */
  readonly wrong?: readonly string[];
  /**
   * Methods to call first whose failure leaves nothing behind, or a connection that the pool drops by itself
   * (`beginTransaction`).
   */
  readonly setUp?: readonly string[];
  /** `first-use`: it holds nothing before code works with it (typeorm's query runner). */
  readonly opens?: 'first-use';
  /**
   * Methods whose result closes the acquired value when it comes to its own end (`createReadStream` of a file handle).
   */
  readonly transfers?: readonly string[];
  /**
   * Members of the acquired value that are (or return) true when nothing is left to release (`isCompleted`,
   * `finished`).
   */
  readonly finished?: readonly string[];
  /** Option names under which the acquired value is lent to calls that never release it (`{ transaction }`). */
  readonly lends?: readonly string[];
  /**
   * Whether it is often kept for the life of the process, so that only code which releases it on some paths is judged.
   */
  readonly lasting?: boolean;
  /** What becomes of it where nothing releases it, as a sentence; left out: callers wait for the next free one. */
  readonly left?: string;
  /**
   * Whether `using` or `await using` of the acquired value does no more than release it, so that it may be suggested.
   */
  readonly disposable?: boolean;
  /** TypeScript name of the acquired value's type (`PoolClient`), exported by the library's modules. */
  readonly type?: string;
  /** What it is, for messages: `client`, `connection`, `transaction`. */
  readonly what: string;
  /**
   * With these callback arguments the library itself releases, so nothing is acquired (`sequelize.transaction(cb)`).
   */
  readonly managedByCallback?: boolean;
  /** What the work on it can leave behind for whoever gets it next. */
  readonly session?: SessionFacts;
}

/** One way to give back an acquired resource. */
export interface ReleaseMethod {
  /**
   * Method path on the acquired value (`''`: the value itself is called, `1`: the second element of a tuple), or on the
   * owner, which takes it as argument or needs none.
   */
  readonly method: string;
  readonly on: 'resource' | 'owner';
  readonly async?: boolean;
  /** What a second release does. */
  readonly double?: 'error' | 'harmless';
  /** Set where the method fits only one outcome of the work (`commit`, `rollback`). */
  readonly outcome?: 'success' | 'failure';
}
