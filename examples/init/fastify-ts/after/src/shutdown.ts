/** Ends the application on SIGTERM and SIGINT; after `deadline` ms the process exits anyway. */
export function closeOnSignal(application: { close(): PromiseLike<unknown> }, deadline = 10_000): void {
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), deadline).unref();
    await application.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
}
