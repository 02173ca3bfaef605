import type { Settings } from '../../src/settings.js';

/** A small service, and what is to be true of it before and after `eslint --fix`. */
export interface Program {
  readonly name: string;
  /** The config that fixes it; `recommended` unless told. */
  readonly config?: 'recommended' | 'migrate';
  readonly settings?: Partial<Pick<Settings, 'sharedClients' | 'timeouts'>>;
  /**
   * A module that exports `call(url, index)`, whose results are compared; may export functions named `close...`, which
   * are called at the end.
   */
  readonly service: string;
  readonly language?: 'ts' | 'mjs' | 'cjs';
  /** Further modules beside it, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What `url` leads to; `http` unless told. */
  readonly upstream?: 'http' | 'https' | 'postgres';
  /** How often `call` is called; 20 unless told. */
  readonly calls?: number;
  /** How many calls run at a time; 5 unless told. */
  readonly concurrency?: number;
  /** Whether a fix is asked for, forbidden, or left to the rules; only its behaviour is judged then. */
  readonly fix: 'must' | 'never' | 'may';
  /**
   * How the program ends before the fix: all calls return, some never do, or some are rejected; `works` unless told.
   */
  readonly before?: 'works' | 'hangs' | 'fails';
  /** The fewest connections that show the defect before, and the most that a right program opens after. */
  readonly connections?: { readonly before?: number; readonly after?: number };
  /** The most full TLS handshakes after the fix. */
  readonly handshakes?: number;
  /** Text that the fixed service has to contain. */
  readonly contains?: readonly string[];
}
