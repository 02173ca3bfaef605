import { closeClients } from './clients.js';

/** Closes the worker on SIGTERM and SIGINT, then the clients; after `deadline` ms the process exits anyway. */
export function closeOnSignal(worker, deadline = 10_000) {
  const stop = async () => {
    setTimeout(() => process.exit(1), deadline).unref();
    await worker.close();
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
