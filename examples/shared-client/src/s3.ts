import http from 'node:http';
import https from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';
import { BODY_TIMEOUT, CONNECT_TIMEOUT, HEADERS_TIMEOUT } from './limits.js';

const options = { keepAlive: true, maxSockets: 50 };

/** The bucket store. The SDK takes region and credentials from the environment. */
export const s3 = new S3Client({
  maxAttempts: 3,
  requestHandler: {
    httpAgent: new http.Agent(options),
    httpsAgent: new https.Agent(options),
    connectionTimeout: CONNECT_TIMEOUT,
    requestTimeout: HEADERS_TIMEOUT,
    // Without it, a request that takes longer only leaves a warning in the log.
    throwOnRequestTimeout: true,
    socketTimeout: BODY_TIMEOUT,
  },
});

/** Synchronous, and cuts what is in flight: call it when the server has answered its last request. */
export function closeS3(): void {
  s3.destroy();
}
