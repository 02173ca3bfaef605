import type { FastifyInstance } from 'fastify';
import { Agent } from 'undici';

/** The clients of this service: constructed once, shared by all requests. */
export const dispatcher = new Agent({
  connections: 64,
  connect: { timeout: 5_000 },
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
});

/** Closes the clients, once no request needs them any more. */
export async function closeClients(): Promise<void> {
  await dispatcher.close();
}

/** Gives the clients to the application as `app.clients`, and closes them when it closes. */
export const clients = Object.assign(
  (app: FastifyInstance, _options: object, done: () => void) => {
    app.decorate('clients', { dispatcher });
    app.addHook('onClose', async () => {
      await closeClients();
    });
    done();
  },
  { [Symbol.for('skip-override')]: true },
);

declare module 'fastify' {
  interface FastifyInstance {
    clients: { dispatcher: typeof dispatcher };
  }
}
