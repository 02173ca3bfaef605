import type { PatternConvention } from './types.js';

/** What code calls responses and their bodies, and which libraries deliver whole ones. */

/** Last words of what a function returns that may be a response. */
export const returnedResponses: readonly string[] = ['fetch', 'request', 'res', 'resp', 'response', 'result'];

/** Members of a response that leave its body alone (the Fetch standard, `http.IncomingMessage`, undici). */
export const responseHeads: readonly string[] = [
  ...['ok', 'status', 'statusText', 'statusCode', 'statusMessage', 'headers', 'trailers'],
  ...['url', 'redirected', 'type', 'httpVersion'],
];

/** Names of a body that code pipes: of undici and fetch, of the AWS SDK, of axios. */
export const pipedBodies: readonly string[] = ['body', 'Body', 'data'];

/** Texts that read the data of a response: the platform's methods, and the members of axios, got and superagent. */
export const dataPatterns: PatternConvention = [
  String.raw`\.(?:json|text|arrayBuffer|blob|bytes|formData|data|body)\b(?!\?*\.cancel)`,
];

/** Libraries whose requests resolve to a `Response` as the Fetch standard has it. */
export const fetchLibraries: readonly string[] = ['global', 'undici', 'node-fetch', 'cross-fetch'];

/** Libraries whose requests resolve to a response that holds its request, configuration and socket. */
export const wholeResponseLibraries: readonly string[] = [
  ...['axios', 'global', 'undici', 'node-fetch', 'cross-fetch', 'got', 'superagent', 'gaxios', 'needle'],
  'make-fetch-happen',
];

/** Libraries whose request is a chain of methods that resolves to the response at its end. */
export const chainedLibraries: readonly string[] = ['superagent'];

/** Libraries whose errors hold the response as `response`: axios, got, superagent, gaxios. */
export const errorsWithResponses: readonly string[] = ['axios', 'got', 'superagent', 'gaxios'];
