// Lints beside the page, so that typing never waits.
import type { Answer, Job, State, Verdict } from './protocol.js';

// Loading begins before the first question.
const rules = import('./lint.js');

const answer = (message: Answer): void => {
  self.postMessage(message);
};

/** Rules and parser are loaded side by side; the parser is large, and only TypeScript needs it. */
async function judge(state: State): Promise<Verdict & { took: number }> {
  const [{ lint }, parser] = await Promise.all([
    rules,
    state.language === 'js' ? null : import('@typescript-eslint/parser'),
  ]);
  const start = performance.now();
  return { ...lint(state, parser?.default ?? null), took: performance.now() - start };
}

/** What is wrong with the settings, without the rule and the file that ESLint adds. */
function textOf({ message }: Error): string {
  return message
    .replace(/^Error while loading rule '[^']*': (?:eslint-plugin-client-lifecycle: )?/, '')
    .replace(/\s*Occurred while linting \S+$/, '');
}

self.addEventListener('message', ({ data: { id, state } }: MessageEvent<Job>) => {
  judge(state).then(
    (found) => {
      answer({ id, ...found });
    },
    (error: unknown) => {
      answer({ id, error: error instanceof Error ? textOf(error) : String(error) });
    },
  );
});
