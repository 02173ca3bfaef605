// Counts what the plugin's own code does: how often its blocks run, which neither the machine nor its load changes.
import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';

const session = new Session();

/**
 * Begins to count; what the engine optimizes would no longer be counted, so that all runs slowly from here on, nor would
 * blocks of what ran before.
 */
export async function startCounting() {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}

/** Ends it, so that times can be measured again. */
export async function stopCounting() {
  await session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  setFlagsFromString('--opt');
  setFlagsFromString('--maglev');
}

/**
 * How often blocks of the plugin run while something does.
 * @param {() => void} run
 * @param {'/dist/' | '/src/'} [folder] where the code lies that runs
 * @returns {Promise<number>}
 */
export async function stepsOf(run, folder = '/dist/') {
  // What was counted before is taken away.
  await session.post('Profiler.takePreciseCoverage');
  run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => url.includes(folder) && !url.includes('node_modules'))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}
