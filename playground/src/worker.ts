// Lints beside the page, so that typing never waits.
import { lint } from './lint.js';
import type { Answer, Job } from './protocol.js';

const answer = (message: Answer): void => {
  self.postMessage(message);
};

self.addEventListener('message', ({ data: { id, state } }: MessageEvent<Job>) => {
  const start = performance.now();
  lint(state).then(
    (found) => {
      answer({ id, ...found, took: performance.now() - start });
    },
    (error: unknown) => {
      answer({ id, error: error instanceof Error ? error.message : String(error) });
    },
  );
});
