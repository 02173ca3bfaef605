/** Options that lend a client to one request, over all catalogued HTTP libraries. */
export const lendingOptions: readonly string[] = ['agent', 'dispatcher', 'httpAgent', 'httpsAgent'];

/** Options that only make sense for a single request, not for a client: axios, got, request, undici and fetch. */
export const requestOnlyOptions: readonly string[] = [
  'url',
  'method',
  'body',
  'data',
  'params',
  'path',
  'hostname',
  'responseType',
  'proxy',
  'signal',
  'form',
  'json',
  'qs',
];

/** Those of them that say what one request sends or gets; a factory of clients has none of them: axios, got. */
export const sendingOptions: readonly string[] = [
  'url',
  'method',
  'body',
  'data',
  'params',
  'form',
  'qs',
  'responseType',
];

/** Options that say where all requests of a client go: axios, got, ky. */
export const baseOptions: readonly string[] = ['baseURL', 'baseUrl', 'prefixUrl'];

/** Types of one request's options in the catalogued HTTP libraries. */
export const requestOptionTypes: readonly string[] = [
  'AxiosRequestConfig',
  'InternalAxiosRequestConfig',
  'RequestInit',
  'RequestOptions',
  'OptionsOfTextResponseBody',
  'OptionsOfJSONResponseBody',
];

/** Lists in the options of got and ky whose functions run with every request. */
export const requestHooks: readonly string[] = ['before', 'after'].flatMap((when) =>
  ['Request', 'Retry', 'Redirect', 'Response', 'Error'].map((what) => when + what),
);

/** Names of calls that send a request, in lower case, with their methods of HTTP: axios, got, superagent. */
export const methodsOfCalls: readonly (readonly [call: string, method: string])[] = [
  ...([
    ['get', 'GET'],
    ['head', 'HEAD'],
    ['options', 'OPTIONS'],
    ['delete', 'DELETE'],
    ['del', 'DELETE'],
  ] as const),
  ...([
    ['post', 'POST'],
    ['put', 'PUT'],
    ['patch', 'PATCH'],
  ] as const),
];

/** Options by which clients of services and databases are told where to connect (pg, mysql2, AWS, search, brokers). */
export const addressOptions: readonly string[] = [
  ...['connectionString', 'url', 'uri', 'endpoint', 'node', 'nodes', 'host', 'hosts', 'server', 'servers', 'brokers'],
  ...['contactPoints', 'baseURL', 'region'],
];
