import type { TSESTree } from '@typescript-eslint/utils';
import type { Construction } from '../../analysis/names/clients.js';
import { bodyFindings, type UnreadBody } from '../../analysis/held/body/responses.js';
import type { FunctionNode } from '../../ast/nodes.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { Remedy } from './remedy.js';

/**
 * What the fixes of one run over a file have planned so far: ESLint applies all of them that do not overlap at once, so
 * that two must not declare the same name, and only the first of several equal clients may be hoisted. The others find
 * it in the next run.
 */
export class SharePass {
  /** Names that the fixes of this run declare. */
  readonly names = new Set<string>();
  /** Uses of imports that the fixes of this run take away. */
  readonly lost = new Set<TSESTree.Node>();
  /** Why functions cannot keep what they construct; asked for each of their calls, and the same for all. */
  readonly kept = new Map<FunctionNode, string | null>();
  readonly #hoisted = new Set<string>();
  #unread: readonly UnreadBody[] | null = null;

  constructor(
    readonly file: FileLifecycle,
    /** The id under which the rule is configured, as comments name it. */
    readonly rule: string,
    /** The working directory of the lint run. */
    readonly cwd: string,
  ) {}

  /** The responses of the file whose body some way leaves unread, where no close of a client frees them. */
  get unread(): readonly UnreadBody[] {
    return (this.#unread ??= bodyFindings(this.file, 'explicit', false).unread);
  }

  /** Notes what a fix of this run adds and takes away. */
  note({ declares, lost = [] }: Remedy): void {
    for (const use of lost) this.lost.add(use);
    if (!declares) return;
    this.#hoisted.add(declares.key);
    for (const name of [declares.name, ...(declares.also ?? [])]) this.names.add(name);
  }

  /** Whether an equal client is hoisted in this run. */
  isHoisted(key: string): boolean {
    return this.#hoisted.has(key);
  }
}

/** What makes two constructions equal: the construct and the text that constructs it, apart from white space. */
export function keyOf({ id }: Construction, text: string): string {
  return `${id} ${normalized(text)}`;
}

/** A text without the white space and trailing commas that only lay it out. */
export function normalized(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}[\](),:]) ?/g, '$1')
    .replace(/,(?=[}\])])/g, '')
    .replace(/,$/, '')
    .trim();
}
