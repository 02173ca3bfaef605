/** An argument that a function uses and keeps nowhere. */
export interface BorrowFact {
  readonly export: string;
  readonly argument: number;
  readonly closes?: boolean;
  /** Whether what it returns, or the instance that it constructs, holds the argument, and nothing else does. */
  readonly holds?: boolean;
}

/** A function whose result is a class of clients, or an object that holds such classes at any depth. */
export interface ClassFactory {
  readonly export: string;
  /** The construct whose facts hold for the classes, by its `export`. */
  readonly construct: string;
  /** `class`: the result is the class; `tree`: classes are members of it, or members of members. */
  readonly result: 'class' | 'tree';
}

/**
 * A function whose result only constructors of clients take: gRPC's `credentials.createInsecure()`. Which file the
 * class comes from, which a generator may have written, does not matter then.
 */
export interface ClassKey {
  readonly export: string;
  /** The construct whose facts hold for the class, by its `export`. */
  readonly construct: string;
  /** The argument of the constructor that gets it. */
  readonly argument: number;
}
