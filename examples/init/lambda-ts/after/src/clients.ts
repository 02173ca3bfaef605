import { Agent } from 'undici';

/** The clients of this service: constructed once, shared by all requests. */
export const dispatcher = new Agent({
  connections: 64,
  connect: { timeout: 5_000 },
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
});
