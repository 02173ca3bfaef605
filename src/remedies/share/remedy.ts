import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit, Edits } from '../../fix/edits.js';
import { isRefusal } from '../../fix/edits.js';

/**
 * How far a change may be trusted. `safe`: behaviour stays the same apart from what the rule is about; `migrate`: a
 * maintainer wants it, but should look at it, so that it is automatic only with `fixes: 'migrate'`; `suggestion`: never
 * automatic.
 */
export type Safety = 'safe' | 'migrate' | 'suggestion';

/** Titles of the suggestions that share a client, by message id; the rule has them among its messages. */
export const SHARE_TITLES = {
  hoist: 'Construct it once, as `{{name}}` above {{place}}, and share it.',
  hoistWithLimit:
    'Construct it once, as `{{name}}` above {{place}}. Its limit ({{limit}}) then holds for all calls together.',
  hoistWithUnseen:
    'Construct it once, as `{{name}}` above {{place}}. The code here does not show all of its options: limits ' +
    'among them then hold for all calls together.',
  hoistAndKeepOpen: 'Construct it once, as `{{name}}` above {{place}}. {{end}}',
  hoistAsPool:
    'Construct it once, as a {{construct}} above {{place}}: on one connection all calls would wait for each other.',
  field: 'Construct it once, in the field `{{name}}` of the provider, and share it.',
  lazy: 'Create it once, when it is first needed, and keep it as `{{name}}`.',
  lazyWithLimit:
    'Create it once, when it is first needed, and keep it as `{{name}}`. Its limit ({{limit}}) then holds for ' +
    'all calls together.',
  lazyWithUnseen:
    'Create it once, when it is first needed, and keep it as `{{name}}`. The code here does not show all of its ' +
    'options: limits among them then hold for all calls together.',
  lazyAndKeepOpen: 'Create it once, when it is first needed, and keep it as `{{name}}`. {{end}}',
  lazyOnce:
    'Create it once, when it is first needed, and keep it as `{{name}}`. What {{read}} gives is then read only once.',
  inFactory: 'Let {{factory}} create it once and keep it as `{{name}}`: all of its callers get the same one.',
  inFactoryOnce:
    'Let {{factory}} create it once and keep it as `{{name}}`: all of its callers get the same one. What ' +
    '{{read}} gives is then read only once.',
  inFactoryWithLimit:
    'Let {{factory}} create it once and keep it as `{{name}}`. Its limit ({{limit}}) then holds for all of its ' +
    'callers together.',
  inFactoryWithUnseen:
    'Let {{factory}} create it once and keep it as `{{name}}`. The code here does not show all of its options: ' +
    'limits among them then hold for all of its callers together.',
  injectIntoClass:
    'Take it through the constructor, as `{{parameter}}`, which is `{{name}}` of this module unless another one ' +
    'is given.',
  injectIntoFunction:
    'Take it as the last parameter, `{{parameter}}`, which is `{{name}}` of this module unless another one is given.',
  keyed: 'Keep one for each distinct {{key}} in `{{name}}`, {{bound}}.',
  byValue: 'Keep one for equal arguments, with `{{name}}`, at most 100 at a time.',
  closeInFinally: 'Close it in a `finally` block around its use.',
  importShared: 'Use `{{name}}`, the shared client of {{module}}.',
  reuse: 'Use `{{name}}`, the equal client of this module.',
} as const;

export type ShareTitle = keyof typeof SHARE_TITLES;

/** One way to share a client. */
export interface Remedy {
  readonly title: ShareTitle;
  readonly data: Readonly<Record<string, string>>;
  readonly safety: Safety;
  readonly edits: Edits;
  /** Whether `fixes: 'migrate'` prefers it to the remedies in front of it, unless one of them is safe. */
  readonly preferred?: boolean;
  /** Set where the edits are refused only until other fixes of the same run are applied. */
  readonly waits?: boolean;
  /** Uses of imports that it takes away. */
  readonly lost?: readonly TSESTree.Node[];
  /**
   * What it adds to the module when it is applied: no other fix of the same run may declare the name or an equal
   * client.
   */
  readonly declares?: { readonly key: string; readonly name: string; readonly also?: readonly string[] };
}

/** What is done about a client: at most one of a fix and suggestions, and why there is nothing better. */
export interface Decision {
  readonly fix: readonly Edit[] | null;
  readonly suggestions: readonly {
    readonly title: ShareTitle;
    readonly data: Readonly<Record<string, string>>;
    readonly edits: readonly Edit[];
  }[];
  /** Why there is no automatic fix; `null` when there is one. */
  readonly reason: string | null;
  /**
   * Whether a fix of this run, or of the next one, moves the construction, so that other fixes leave its text alone
   * until then.
   */
  readonly moves?: boolean;
}

/**
 * Chooses among the remedies of one client, best first: the first that may be automatic is the fix, otherwise all are
 * suggested.
 */
export function decide(
  remedies: readonly Remedy[],
  fixes: 'safe' | 'migrate',
): Decision & { readonly chosen: Remedy | null } {
  const isAutomatic = ({ safety }: Remedy): boolean =>
    safety === 'safe' || (safety === 'migrate' && fixes === 'migrate');
  const waiting = remedies.findIndex((remedy) => remedy.waits === true && isAutomatic(remedy));
  // What another fix prepares is better than what comes after it.
  const considered = waiting < 0 ? remedies : remedies.slice(0, waiting);
  const possible = considered.flatMap((remedy) =>
    isRefusal(remedy.edits) || remedy.edits.length === 0 ? [] : [{ remedy, edits: remedy.edits }],
  );
  const automatics = possible.filter(({ remedy }) => isAutomatic(remedy));
  const automatic =
    automatics.find(({ remedy }) => remedy.safety === 'safe') ??
    automatics.find(({ remedy }) => remedy.preferred) ??
    automatics[0];
  if (automatic) return { fix: automatic.edits, suggestions: [], reason: null, moves: true, chosen: automatic.remedy };
  const [wait] = remedies.slice(waiting < 0 ? remedies.length : waiting);
  if (wait)
    return {
      fix: null,
      suggestions: [],
      reason: isRefusal(wait.edits) ? wait.edits.refused : null,
      moves: true,
      chosen: null,
    };
  const suggestions = possible.map(({ remedy: { title, data }, edits }) => ({ title, data, edits }));
  const reasons = remedies.flatMap(({ edits }) => (isRefusal(edits) ? [edits.refused] : []));
  const reason =
    possible.length > 0 ? whyNotAutomatic(possible.map(({ remedy }) => remedy)) : [...new Set(reasons)].join('; ');
  return { fix: null, suggestions, reason: reason || 'no remedy is known', chosen: null };
}

function whyNotAutomatic(possible: readonly Remedy[]): string {
  return possible.some(({ safety }) => safety === 'migrate')
    ? "only a suggestion, automatic with fixes: 'migrate'"
    : 'only a suggestion: it changes more than the life of the client';
}
