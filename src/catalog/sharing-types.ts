/** What keeps a connection that serves many calls at once from being shared after all. */
export interface MultiplexedFact {
  /** Methods that take it for one caller or keep all others waiting (`subscribe`, `blpop`), in lower case. */
  readonly exclusive: readonly string[];
  /** Options that may decide to connect no more (`retryStrategy`), so that a shared one would be lost for good. */
  readonly givesUpBy?: readonly string[];
}
