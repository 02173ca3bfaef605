import type { NameConvention, WordConvention } from './types.js';

/**
 * Names by which code says what a value is where no declaration and no type does. From the parameters of the catalogued
 * libraries' own request functions, and of the wrappers of the labelled repositories.
 */

/** Words of addresses: `baseUrl`, `imageHref`, `API_ENDPOINT`. */
export const addressWords: WordConvention = [
  ...['url', 'uri', 'href', 'link', 'endpoint', 'location', 'address', 'origin', 'redirect', 'src', 'host'],
];

/** Functions of ECMAScript and node:path whose result is a text, so an address where an address may stand. */
export const textFunctions: NameConvention = {
  names: ['toString', 'String', 'join', 'resolve', 'format', 'replace', 'replaceAll', 'trim', 'concat', 'encodeURI'],
};

/** Words of options, and of other objects that are no address. */
export const optionsWords: WordConvention = ['opt', 'conf', 'param', 'init', 'setting'];
export const payloadWords: WordConvention = ['req', 'arg', 'data', 'payload', 'props', 'query'];

/** Beginnings of the names of options of one call: of gRPC (`callOptions`, `deadline`) and generated clients. */
export const callOptionWords: readonly string[] = ['opt', 'callOpt', 'call_opt', 'deadline', 'config', 'init'];

/** Names of a `Request` that is handed on (Fetch). */
export const requestVariables: NameConvention = {
  names: ['req', 'request', 'input', 'info'].flatMap((name) => [name, ...[1, 2, 3].map((n) => name + String(n))]),
  ignoreCase: true,
};

/** Names of callbacks (Node.js, the executors of promises). */
export const callbackParameters: NameConvention = {
  names: ['cb', 'callback', 'done', 'next', 'resolve', 'fn', 'handler'],
  begins: ['on'],
};

/** Those of them which get an error first, so that they stand behind the options of a call. */
export const errorFirstCallbacks: readonly string[] = ['cb', 'callback', 'done', 'next'];

/** Words of functions that may limit what they are given, where their code is not seen. */
export const limitingWords: WordConvention = ['time', 'limit', 'abort', 'signal', 'deadline'];
/** Words of functions which give up waiting after a while: p-timeout, RxJS, bluebird, `Promise.race`. */
export const racingWords: WordConvention = ['timeout', 'time_out', 'deadline', 'timebox'];
