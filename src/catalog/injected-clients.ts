/** What a framework gives a class in place of a client that it makes: its methods are those of another library. */
export interface InjectedClient {
  /** Module and export of the type that a parameter or field has. */
  readonly module: string;
  readonly type: string;
  /** Module whose functions its methods are. */
  readonly like: string;
  /** Members that lead to the same methods. */
  readonly members: readonly string[];
  /** Code with which a project may limit all requests, searched in the texts of its files. */
  readonly limitedBy: readonly string[];
  /** Where to set the limit, as a sentence. */
  readonly remedy: string;
  readonly source: readonly string[];
}

/**
 * `HttpService` of Nest: an axios instance for each module that imports `HttpModule`, which has no limit unless it is
 * registered with one.
 */
export const injectedClients: readonly InjectedClient[] = [
  {
    module: '@nestjs/axios',
    type: 'HttpService',
    like: 'axios',
    members: ['axiosRef'],
    limitedBy: ['HttpModule.register', 'axiosRef.defaults', 'axiosRef.interceptors', 'axios.defaults', 'timeout('],
    remedy: 'Import `HttpModule.register({ timeout })`, or set `timeout` on each request.',
    source: ['@nestjs/axios@12.0.1 dist/http.module.js:15', '@nestjs/axios@12.0.1 dist/http.service.js:20'],
  },
];
