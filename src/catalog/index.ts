import { bodies } from './bodies.js';
import { agentkeepalive, hpagent, httpProxyAgent, httpsProxyAgent, npmcliAgent, pacProxyAgent, proxyAgent, socksProxyAgent } from './libraries/agents.js';
import { awsClients, dynamoDocument, nodeHttpHandler } from './libraries/aws.js';
import axios from './libraries/axios.js';
import { crossFetch, followRedirects, gaxios, ky, minipassFetch, nodeFetchNative, ofetch, simpleGet } from './libraries/fetch-like.js';
import got from './libraries/got.js';
import { asyncMutex, asyncSema, files, fileSystem, genericPools } from './libraries/locks.js';
import { nodeFetch2, nodeFetch3 } from './libraries/node-fetch.js';
import { globals, http, http2, https } from './libraries/node-http.js';
import undici from './libraries/undici.js';
import type { Catalog } from './types.js';

/** Everything the plugin knows without settings. */
export const catalog: Catalog = {
  libraries: [
    undici,
    http,
    https,
    http2,
    globals,
    axios,
    got,
    nodeFetch2,
    nodeFetch3,
    crossFetch,
    nodeFetchNative,
    minipassFetch,
    ky,
    ofetch,
    gaxios,
    followRedirects,
    simpleGet,
    httpProxyAgent,
    httpsProxyAgent,
    socksProxyAgent,
    pacProxyAgent,
    proxyAgent,
    agentkeepalive,
    hpagent,
    npmcliAgent,
    nodeHttpHandler,
    awsClients,
    dynamoDocument,
    genericPools,
    asyncMutex,
    asyncSema,
    files,
    fileSystem,
  ],
  bodies,
};
