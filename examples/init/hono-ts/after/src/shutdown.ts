import { closeClients } from './clients.js';

/** A server of Node.js. */
interface Closable {
  close(callback: () => void): unknown;
  closeIdleConnections?(): void;
}

/** Closes the server on SIGTERM and SIGINT, then the clients; after `deadline` ms the process exits anyway. */
export function closeOnSignal(server: Closable, deadline = 10_000): void {
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), deadline).unref();
    // Idle keep-alive connections would keep the server open.
    const idle = setInterval(() => server.closeIdleConnections?.(), 100);
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    clearInterval(idle);
    await closeClients();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
}
