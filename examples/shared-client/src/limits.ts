/** Milliseconds that a call may take in each phase. Chosen for APIs that answer within seconds. */
export const CONNECT_TIMEOUT = 5_000;
export const HEADERS_TIMEOUT = 30_000;
export const BODY_TIMEOUT = 30_000;

/** Milliseconds that a shutdown waits for requests in flight. */
export const CLOSE_DEADLINE = 10_000;
