import http from 'node:http';
import https from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { CLOSE_DEADLINE, HEADERS_TIMEOUT } from './limits.js';

/** Sockets that are idle for longer are closed here, before a server with the usual 5 s or more drops them in the middle of a request. */
const IDLE_TIMEOUT = 4_000;
const options = { keepAlive: true, maxSockets: 20, maxFreeSockets: 10, timeout: IDLE_TIMEOUT };
const httpAgent = new http.Agent(options);
const httpsAgent = new https.Agent(options);

/** The billing API. */
export const billing = axios.create({
  baseURL: process.env['BILLING_URL'] ?? 'http://127.0.0.1:8502',
  timeout: HEADERS_TIMEOUT,
  httpAgent,
  httpsAgent,
});

let inFlight = 0;
billing.interceptors.request.use((request) => {
  inFlight++;
  return request;
});
billing.interceptors.response.use(
  (response) => {
    inFlight--;
    return response;
  },
  (error: unknown) => {
    inFlight--;
    return Promise.reject(error);
  },
);

/** `destroy()` of an agent cuts requests in flight, so they get their time first. */
export async function closeBilling(): Promise<void> {
  const end = Date.now() + CLOSE_DEADLINE;
  while (inFlight > 0 && Date.now() < end) await delay(20);
  httpAgent.destroy();
  httpsAgent.destroy();
}
