import type { Library } from '../types.js';

/**
 * A package whose functions instrument a client, or set something on it, and return it or a stand-in that is used like
 * it.
 */
function passing(name: string, exports: readonly string[], source: string, modules = [name]): Library {
  return {
    name,
    modules,
    versions: '*',
    source: [source],
    constructs: [],
    passes: exports.map((path) => ({ export: path, argument: 0 })),
  };
}

export const awsProxy = passing(
  'aws-sdk-v3-proxy',
  ['addProxyToClient'],
  'aws-sdk-v3-proxy README: returns the client it is given',
);

export const xray = passing(
  'aws-xray-sdk',
  ['captureAWSv3Client', 'captureAWSClient'],
  'aws-xray-sdk-core lib/patchers/aws3_p.ts: returns the client',
  ['aws-xray-sdk', 'aws-xray-sdk-core'],
);

export const axiosCookies = passing(
  'axios-cookiejar-support',
  ['wrapper'],
  'axios-cookiejar-support dist/index.js: returns the instance',
);

export const axiosCache = passing(
  'axios-cache-interceptor',
  ['setupCache'],
  'axios-cache-interceptor README: returns the instance',
);

export const axiosCase = passing(
  'axios-case-converter',
  ['default'],
  'axios-case-converter README: returns the instance',
);

export const sentry = passing(
  '@sentry/node',
  ['instrumentOpenAiClient', 'instrumentAnthropicAiClient', 'instrumentGoogleGenAIClient', 'instrumentPostgresJsSql'],
  '@sentry/core: return a proxy of the client',
);

export const langsmith = passing(
  'langsmith/wrappers',
  ['wrapOpenAI', 'wrapSDK', 'wrapAnthropic'],
  'langsmith wrappers: return the client',
  ['langsmith/wrappers', 'langsmith/wrappers/openai', 'langsmith/wrappers/anthropic'],
);

export const langfuse = passing('langfuse', ['observeOpenAI'], 'langfuse: returns a proxy of the client', [
  'langfuse',
  '@langfuse/openai',
]);

export const braintrust = passing(
  'braintrust',
  ['wrapOpenAI', 'wrapAnthropic'],
  'braintrust: return a proxy of the client',
);
