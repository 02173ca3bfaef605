import { Agent } from 'undici';

/** The clients of this service: constructed once, shared by all requests. */
export const dispatcher = new Agent({
  connections: 64,
  connect: { timeout: 5_000 },
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
});

/** Closes the clients, once no request needs them any more. */
export async function closeClients() {
  await dispatcher.close();
}
