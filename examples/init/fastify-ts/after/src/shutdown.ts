/** An application of Fastify. */
interface Closable {
  readonly server: { close(): unknown; closeIdleConnections?(): void };
  close(): PromiseLike<unknown>;
}

/** Closes the application on SIGTERM and SIGINT; after `deadline` ms the process exits anyway. */
export function closeOnSignal(application: Closable, deadline = 10_000): void {
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), deadline).unref();
    // Idle keep-alive connections would keep the server open.
    const idle = setInterval(() => application.server.closeIdleConnections?.(), 100);
    await application.close();
    clearInterval(idle);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
}
