/**
 * The shape of a fact about a framework: which code it runs once, which per request or job, and which when it shuts
 * down. Entries are plain data (JSON values only), as those of client libraries are.
 */

/** `once`: at most once per process; `many`: per request, job or message; `close`: at shutdown. */
export type Runs = 'once' | 'many' | 'close';

/** Everything the plugin knows about one framework. */
export interface Framework {
  /** The npm package, or the name of the platform. */
  readonly name: string;
  /** Import specifiers which prove that a file uses it (types count); `*` stands for any characters. */
  readonly modules: readonly string[];
  /** Whether its functions need no import, because a build step or the platform provides them. */
  readonly ambient?: boolean;
  /** What proves the facts: package version, file and line, or the documentation. */
  readonly source: readonly string[];
  readonly registrations?: readonly Registration[];
  readonly methods?: readonly MethodFact[];
  readonly exports?: readonly ExportFact[];
  /** Classes of which every request gets an instance of its own. */
  readonly scoped?: readonly ScopedClass[];
  /** Types of parameters that mark a function as a part which registers itself: it runs once. */
  readonly setUpTypes?: readonly string[];
  /** Whether its container constructs the decorated classes of a file, and gives them what they need. */
  readonly container?: boolean;
  /**
   * Class decorators that make the container keep one instance for the whole program, unless their options have
   * `unless`, or the class asks for one of `perRequest`, tokens of what only a request has.
   */
  readonly singletons?: {
    readonly decorators: readonly string[];
    readonly unless: string;
    readonly perRequest?: readonly string[];
  };
  /** Whether its programs do one of several things and end. */
  readonly command?: boolean;
  /** The framework's own place for a client, as a sentence for messages. */
  readonly place?: string;
}

/** A call that hands functions to the framework. */
export interface Registration {
  /** Names of functions, classes or methods; `default` stands for the default export of the framework's modules. */
  readonly calls: readonly string[];
  /** The first argument is one of these strings. */
  readonly first?: readonly string[];
  /**
   * The functions are members of an object argument, by name; `*` for all that are nested in the member before it
   * (`resolvers.*`).
   */
  readonly members?: readonly string[];
  /** The functions are given to a route: the first argument is a path, or the call goes to a router of this file. */
  readonly route?: boolean;
  /** Whether the names belong to this framework alone, so that no import has to prove it. */
  readonly proves?: boolean;
  readonly runs: Runs;
  /** Whether the function ends one object, which it is given, instead of the program. */
  readonly disposes?: boolean;
  /**
   * Completes "this code runs ..." for `many`; `{call}` stands for the call as written, `{member}` for the member's
   * name.
   */
  readonly why?: string;
}

/** A method of a class that the framework calls. */
export interface MethodFact {
  /** Decorators on the method, one of which marks it. */
  readonly decorators?: readonly string[];
  /** Names of methods. */
  readonly names?: readonly string[];
  /** Super classes, interfaces or class decorators, one of which the class must have. */
  readonly classes?: readonly string[];
  readonly runs: Runs;
  /** Completes "this code runs ..."; `{method}` stands for the method, `{decorator}` for what marks it. */
  readonly why?: string;
}

/** An exported function that the platform calls. */
export interface ExportFact {
  readonly names: readonly string[];
  /** Only where the module exports one of these as well. */
  readonly beside?: readonly string[];
  /** Only in modules that start with this directive. */
  readonly directive?: string;
  readonly runs: Runs;
  readonly why?: string;
}

/** A class decorator which, with this text in its arguments, makes an instance per request. */
export interface ScopedClass {
  readonly decorators: readonly string[];
  readonly argument: string;
  readonly why: string;
  /** The member of a provider's object that has the same text, and the one with the function that runs then. */
  readonly provider?: { readonly option: string; readonly factory: string; readonly why: string };
}
