/** A library that can put many requests on one connection, and does not unless it is asked to. */
export interface MultiplexingFact {
  readonly library: string;
  /** The option that asks for it. */
  readonly option: string;
  /** Another option without which it does not put several requests on one connection; `null`: none. */
  readonly needs: string | null;
  /** What is written to turn it on. */
  readonly write: string;
  /** The option of a request that takes the dispatcher whose options count. */
  readonly dispatcher: string | null;
  /** The major from which it is on by default; `null`: never. An unknown version is silent where there is one. */
  readonly onFrom: number | null;
  readonly source: string;
}

/**
 * Libraries with HTTP/2: of undici 7 `allowH2` alone sends one request at a time, which is what `pipelining` is for.
 */
export const multiplexers: readonly MultiplexingFact[] = [
  {
    library: 'got',
    option: 'http2',
    needs: null,
    write: 'http2: true',
    dispatcher: null,
    onFrom: null,
    source: 'got@16 documentation/2-options.md: http2, default false',
  },
  {
    library: 'undici',
    option: 'allowH2',
    needs: 'pipelining',
    write: 'allowH2: true, pipelining: 100',
    dispatcher: 'dispatcher',
    onFrom: 8,
    source: 'undici@7.29 lib/dispatcher/client.js: allowH2 false; undici@8: true',
  },
];

/** Modules whose function calls another one for each element, several at once (p-map@7 index.js). */
export const parallelMaps: readonly string[] = ['p-map'];
