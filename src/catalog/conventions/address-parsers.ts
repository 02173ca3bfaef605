/**
 * Functions that make options out of an address and nothing else, so that the address would have to say what limits a
 * request: Node.js (`url.parse`, `urlToHttpOptions`), pg-connection-string.
 */
export const addressParsers: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['url', 'node:url'], names: ['parse', 'urlToHttpOptions'] },
  { modules: ['pg-connection-string'], names: ['parse', 'parseIntoClientConfig'] },
];
