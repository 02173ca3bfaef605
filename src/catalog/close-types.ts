/** An option that switches something on or off, and what holds without it. */
export interface OptionSwitch {
  readonly option: string;
  readonly default: boolean;
  /** The versions that take it; left out: all that are catalogued. */
  readonly versions?: string;
}

/** `timeout`: closed by the client after `ms`; `peer`: only the server closes them; `none`: there are none. */
export type IdleFate =
  | { readonly kind: 'timeout'; readonly ms: number; readonly maxMs?: number }
  | { readonly kind: 'peer' }
  | { readonly kind: 'none' };

/** A way to close a client. */
export interface CloseMethod {
  readonly method: string;
  /** A graceful close lets requests in flight finish. */
  readonly graceful: boolean;
  readonly returns: 'promise' | 'void' | 'callback';
  /** Whether a second call is harmless. */
  readonly idempotent: boolean;
  /**
   * What a call does to a client whose connection never opened, or could not be opened; left out: not measured.
   * `fails`: it throws or rejects, and so takes the place of the error that was.
   */
  readonly unopened?: 'fails' | 'harmless';
  /**
   * Where the method is, when not on the value itself: `module` for functions of the module, which take the client as
   * their argument or, for a `singleton`, close the only one (`mongoose.disconnect()`). `method` may be a dotted path.
   */
  readonly on?: 'instance' | 'module';
  /** Whether the client can be used again afterwards. */
  readonly reusable?: boolean;
}
