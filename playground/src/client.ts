import type { Answer, Job, State } from './protocol.js';

/**
 * The worker, which is asked one thing at a time: what comes in while it works waits, and only the newest of it is
 * asked.
 */
export class LintClient {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lint' });
  readonly #hear: (answer: Answer) => void;
  #id = 0;
  #isBusy = false;
  #waiting: State | null = null;

  /** @param hear called with each answer to the newest question. */
  constructor(hear: (answer: Answer) => void) {
    this.#hear = hear;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      this.#isBusy = false;
      if (data.id === this.#id && !this.#waiting) this.#hear(data);
      const next = this.#waiting;
      this.#waiting = null;
      if (next) this.ask(next);
    });
    this.#worker.addEventListener('error', ({ message }) => {
      this.#isBusy = false;
      this.#hear({ id: this.#id, error: `The rules could not be loaded: ${message}` });
    });
  }

  /** Asks for the verdict on a state. */
  ask(state: State): void {
    if (this.#isBusy) {
      this.#waiting = state;
      return;
    }
    this.#isBusy = true;
    const job: Job = { id: ++this.#id, state };
    this.#worker.postMessage(job);
  }
}
