import { closeClients } from './clients.js';

/** Closes the server on SIGTERM and SIGINT, then the clients; after `deadline` ms the process exits anyway. */
export function closeOnSignal(server, deadline = 10_000) {
  const stop = async () => {
    setTimeout(() => process.exit(1), deadline).unref();
    // Idle keep-alive connections would keep the server open.
    const idle = setInterval(() => server.closeIdleConnections?.(), 100);
    await new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    clearInterval(idle);
    await closeClients();
  };
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.once(signal, () => {
      stop().catch((error) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
}
