import { Pool } from 'undici';

/** Milliseconds. */
const limits = { connect: { timeout: 2_000 }, headersTimeout: 5_000, bodyTimeout: 5_000 };

/** One pool for each upstream, which all services share. */
export const stock = new Pool('https://stock.example.com', { connections: 20, ...limits });
export const mail = new Pool('https://mail.example.com', { connections: 10, ...limits });

/** Call it when a service shuts down, after its last request. */
export async function closeClients() {
  await Promise.all([stock.close(), mail.close()]);
}
