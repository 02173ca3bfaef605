// Drives the service of a program: calls it a number of times, a few at a time, and prints what came back, one line a
// call.
const [file = '', url, calls, concurrency, patience] = process.argv.slice(2);
/** The exit code of a program that would not have ended by itself. */
const STAYS = 75;
/** @type {Record<string, (...parameters: unknown[]) => unknown>} */
const service = await import(file);

/** Ends a program whose calls have made no progress for `patience` milliseconds. */
const watchdog = patience ? setTimeout(() => process.exit(0), Number(patience)) : null;
let next = 0;
async function work() {
  for (let index = next++; index < Number(calls); index = next++) {
    /** @type {string} */
    let result;
    try {
      result = JSON.stringify((await service['call']?.(url, index)) ?? null);
    } catch (error) {
      result = String(error);
    }
    watchdog?.refresh();
    console.log(JSON.stringify([index, result]));
  }
}
// Not awaited at top level: a program whose calls never return ends as services do, without the exit code of a module.
void Promise.all(Array.from({ length: Number(concurrency) }, work)).then(async () => {
  if (watchdog) clearTimeout(watchdog);
  for (const [name, close] of Object.entries(service)) {
    if (/^close/.test(name)) await close();
  }
  // Fires only where something else holds the process.
  setTimeout(() => process.exit(STAYS), 3_000).unref();
});
