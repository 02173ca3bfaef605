/**
 * Waits for a graceful close, but not for longer than `ms` milliseconds; then calls `force`.
 * A graceful close waits for requests in flight, so a peer that never answers would hold it for as long as the limits of the client allow.
 */
export async function closeWithin(ms: number, close: () => Promise<unknown>, force: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  try {
    if ((await Promise.race([close(), late])) === 'late') await force();
  } finally {
    clearTimeout(timer);
  }
}
