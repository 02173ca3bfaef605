/**
 * Functions that make options out of an address and nothing else, so that the address would have to say what limits a
 * request: Node.js (`url.parse`, `urlToHttpOptions`), pg-connection-string.
 */
export const addressParsers: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['url', 'node:url'], names: ['parse', 'urlToHttpOptions'] },
  { modules: ['pg-connection-string'], names: ['parse', 'parseIntoClientConfig'] },
];

/**
 * Functions that make an address out of its beginning, the first argument, and what comes behind that: urlcat,
 * url-join, ufo, build-url.
 */
export const addressBuilders: typeof addressParsers = [
  { modules: ['urlcat', 'url-join', 'urljoin', 'proper-url-join'], names: ['', 'urlcat', 'urlJoin'] },
  {
    modules: ['ufo'],
    names: ['joinURL', 'withQuery', 'withTrailingSlash', 'withoutTrailingSlash', 'cleanDoubleSlashes'],
  },
  { modules: ['build-url', 'build-url-ts'], names: ['', 'buildUrl'] },
];
