// Puts a service under load and prints, as JSON, what its calls took.
const [file = '', url, calls = '1000', concurrency = '20', patience = '3000'] = process.argv.slice(2);
/** @type {{ call: (url: string | undefined, index: number) => Promise<unknown> }} */
const { call } = await import(file);

/** @type {number[]} */
const latencies = [];
/** @type {Record<string, number>} */
const errors = {};
let next = 0;
const cpu = process.cpuUsage();
const { rss } = process.memoryUsage();
const start = performance.now();

async function work() {
  for (let index = next++; index < Number(calls); index = next++) {
    const begin = performance.now();
    try {
      await call(url, index);
    } catch (error) {
      const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
      const kind = code ?? message;
      errors[kind] = (errors[kind] ?? 0) + 1;
    }
    latencies.push(performance.now() - begin);
    watchdog.refresh();
  }
}

/** @typedef {{ readonly latencies: number[], readonly errors: Record<string, number>, readonly wallMs: number, readonly cpuMs: number, readonly rssMb: number }} Load */

function report() {
  clearTimeout(watchdog);
  const { user, system } = process.cpuUsage(cpu);
  /** @type {Load} */
  const load = {
    latencies,
    errors,
    wallMs: performance.now() - start,
    cpuMs: (user + system) / 1000,
    rssMb: process.resourceUsage().maxRSS / 1024 - rss / 2 ** 20,
  };
  console.log(JSON.stringify(load));
}

/** Calls that have not returned by then never do. */
const watchdog = setTimeout(() => {
  report();
  process.exit(0);
}, Number(patience));
void Promise.all(Array.from({ length: Number(concurrency) }, work)).then(report);
