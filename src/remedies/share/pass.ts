import type { Construction } from '../../analysis/clients.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';

/**
 * What the fixes of one run over a file have planned so far: ESLint applies all of them that do not overlap at once, so that two must
 * not declare the same name, and only the first of several equal clients may be hoisted. The others find it in the next run.
 */
export class SharePass {
  /** Names that the fixes of this run declare. */
  readonly names = new Set<string>();
  readonly #hoisted = new Set<string>();

  constructor(
    readonly file: FileLifecycle,
    /** The id under which the rule is configured, as comments name it. */
    readonly rule: string,
  ) {}

  /** Notes what a fix of this run declares. */
  declare({ key, name }: { readonly key: string; readonly name: string }): void {
    this.#hoisted.add(key);
    this.names.add(name);
  }

  /** Whether an equal client is hoisted in this run. */
  isHoisted(key: string): boolean {
    return this.#hoisted.has(key);
  }
}

/** What makes two constructions equal: the construct and the text that constructs it, apart from white space. */
export function keyOf({ id }: Construction, text: string): string {
  return `${id} ${text.replace(/\s+/g, ' ').replace(/ ?([{}[\](),:]) ?/g, '$1').replace(/,(?=[}\])])/g, '')}`;
}
