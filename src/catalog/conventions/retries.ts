import type { NameConvention, PatternConvention, WordConvention } from './types.js';

/** Names and texts of code that tries again; from retry loops and helpers of public repositories. */

/** Texts of code that tells one failure from another, or leaves the choice to a function. */
export const retryChoicePatterns: PatternConvention = [
  ...['status', String.raw`\b[45]\d\d\b`, 'AbortError', 'bail', String.raw`\.code\b`, '[rR]etr(?:yable|iable)'],
  ...['transient', 'shouldRetry', 'isNetwork', 'instanceof', String.raw`\.name\b`],
];

/** Texts of code that waits for somebody else, to whom a 4xx says "not yet" (RFC 8628, section 3.5). */
export const pendingPatterns: PatternConvention = ['authorization_pending'];

/** Errors that end the attempts: of p-retry, BullMQ and Temporal, and what projects call theirs. */
export const finalErrors: NameConvention = {
  names: ['*abort*', '*bail*', '*unrecoverable*', '*nonretr*', '*notretr*', '*fatal*', '*permanent*', '*stop*'],
  ignoreCase: true,
};

/** Texts of code by which callers that failed together do not come back together. */
export const jitterPatterns: PatternConvention = ['random', 'jitter'];

/** Texts of code that knows a request which was refused before anything happened (RFC 6585). */
export const refusedPatterns: PatternConvention = [String.raw`\b429\b`, '[rR]ate_?[lL]imit', 'RATE_LIMIT'];

/** Texts of code that knows a server which failed, and may have done its work before. */
export const failedPatterns: PatternConvention = [String.raw`\b5\d\d\b`, String.raw`>\s*499\b`];

/** Texts of code that looks whether an answer is one of those that may be different next time (RFC 9110, RFC 6585). */
export const transientPatterns: PatternConvention = [
  ...[String.raw`\b429\b`, String.raw`\b50[234]\b`, String.raw`>=\s*500\b`, String.raw`>\s*499\b`],
];

/** Functions that make a key which nobody has had before: node:crypto, uuid, nanoid, ulid, cuid. */
export const freshKeyMakers: readonly string[] = [
  ...['randomUUID', 'uuid', 'uuidv4', 'uuidv7', 'v4', 'v7', 'nanoid', 'ulid', 'createId', 'cuid'],
];

/** Texts by which a function that is tried again ends the attempts: p-retry, async-retry. */
export const endsAttemptsPatterns: PatternConvention = [String.raw`new AbortError\b`, String.raw`\bbail\(`];

/** Texts of waits that grow from attempt to attempt. */
export const growingWaitPatterns: PatternConvention = [
  ...[String.raw`\*\*`, String.raw`Math\.pow`, '<<', String.raw`\*=`, 'backoff', 'jitter'],
  String.raw`\*\s*(?:attempt|retr|i\b|n\b|\w*attempt)`,
  String.raw`(?:attempt\w*|retr\w*|\bi|\bn)(?:\s*\+\s*1\))?\s*\*`,
];

/** Options of retry helpers that make the wait grow: p-retry, got, axios-retry, cockatiel, async-retry. */
export const growingOptions: WordConvention = ['backoff', 'factor', 'jitter', 'calculateDelay'];

/** Words of counters of attempts. */
export const attemptWords: WordConvention = ['attempt', 'retry', 'retries', 'tries'];

/** Texts by which code ends a loop of attempts. */
export const loopEnds: WordConvention = ['signal', 'aborted', 'deadline', 'attempt', 'Date.now'];

/** Addresses that tell whether a peer is up, and nothing else: probes of Kubernetes and of common servers. */
export const healthAddresses: PatternConvention = [
  String.raw`[/'"\`](?:_?health\w*|readyz?|readiness|livez?|liveness|alive|ping)(?:[?/'"\`]|$)`,
];

/** Headers by which a peer says when to come back (RFC 9110 and common APIs). */
export const retryHeaders: WordConvention = ['retry-after', 'retryAfter', 'x-ratelimit', 'ratelimit-reset'];

/** Functions that make a stream (node:fs, node:stream, Blob). */
export const bodyStreamMakers: NameConvention = { names: ['createReadStream', 'openAsBlob', 'from', 'stream'] };

/** Libraries whose requests fail on a status of 400 and above by themselves. */
export const throwingLibraries: readonly string[] = ['axios', 'got', 'ky', 'superagent', 'ofetch'];

/** Texts of conditions by which a 4xx is tried again: `status >= 400`, `status === 404`. */
export const permanentConditionPatterns: PatternConvention = [
  String.raw`[sS]tatus(?:Code)?\)?\s*(?:>=\s*400|>\s*399|===?\s*4(?:0[013-79]|1\d|22))\b`,
];

/** Texts of code that gets new credentials and sends a request again with them. */
export const renewalPatterns: PatternConvention = [String.raw`\b40[13]\b`, 'refresh', 'reauth', 'login', 'renew'];

/** Texts of code that sends a further attempt with other credentials: hooks of got and ky, and common words. */
export const renewingPatterns: PatternConvention = ['beforeRe(?:quest|try)', '[rR]efresh', '[rR]eauth', '[rR]enew'];

/** Texts of conditions that look whether a request may be sent twice. */
export const repeatablePatterns: PatternConvention = ['method', '[iI]dempot', 'isSafe'];

/** Callees that make a stream for certain; `from` and `stream` are methods of much else. */
export const streamSourcePatterns: PatternConvention = ['createReadStream', 'Readable', String.raw`\.stream$`];

/** Words of functions that try again. */
export const retryWords: WordConvention = ['retry', 'retries', 'backoff'];

/** Functions that decide which failure is tried again. */
export const retryPredicates: NameConvention = {
  begins: ['is', 'should', 'can', 'retry if', 'retry on', 'retry when', 'when'],
};

/** Words of keys by which a peer knows a request that it has had before. */
export const idempotencyWords: WordConvention = ['idempot'];

/** Functions that only get something, whatever the method of their request is. */
export const gettingFunctions: NameConvention = {
  begins: ['get', 'find', 'fetch', 'list', 'search', 'load', 'read', 'query', 'count', 'look up'],
};
