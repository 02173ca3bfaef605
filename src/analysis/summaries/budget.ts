/** Further files that are parsed for one linted file, and whose text is read; what earlier ones brought in is free. */
const MAX_FILES = 200;
const MAX_TEXTS = 800;

/** How many other files may still be looked at for one linted file. */
export class Budget {
  #files = MAX_FILES;
  #texts = MAX_TEXTS;

  /** Whether no further file may be looked at. */
  get isSpent(): boolean {
    return this.#files <= 0 || this.#texts <= 0;
  }

  takeFile(): void {
    this.#files--;
  }

  takeText(): void {
    this.#texts--;
  }
}
