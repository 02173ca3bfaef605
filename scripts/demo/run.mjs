// Runs a copy of the content pipeline against the five APIs.
import { join } from 'node:path';
import { quantile } from '../../bench/measure/figures.mjs';
import { runProgram } from '../../bench/measure/process.mjs';
import { startApis, totals } from './apis.mjs';

/**
 * @typedef {ReturnType<typeof totals> & { readonly summary: string, readonly p50: number, readonly p99: number,
 * readonly cpuMs: number, readonly rssMb: number, readonly wallMs: number }} Run
 */

/**
 * One run of fifty prompts in a process of its own.
 * @param {string} folder Where the copy's `main.js` is.
 * @returns {Promise<Run>}
 * @throws Error when the pipeline does not end by itself.
 */
export async function runPipeline(folder) {
  const apis = await startApis();
  try {
    const env = Object.fromEntries(Object.entries(apis).map(([name, { url }]) => [`CONTENT_${name}_URL`, url]));
    const { stdout, stderr, ended, code, usage, ms } = await runProgram(join(folder, 'main.js'), {
      env,
      probe: true,
      deadline: 30_000,
    });
    if (!ended || code !== 0 || !usage)
      throw new Error(`The pipeline ended with code ${String(code)}.\n${stdout}${stderr}`);
    const { latencies, cpuMs, rssMb } = usage;
    return {
      ...totals(apis),
      summary: stdout.trim(),
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      cpuMs,
      rssMb,
      wallMs: ms,
    };
  } finally {
    await Promise.all(Object.values(apis).map((api) => api.close()));
  }
}
