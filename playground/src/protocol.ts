import type { RuleName } from 'eslint-plugin-client-lifecycle';

export type ConfigName = 'recommended' | 'strict' | 'migrate';
export type Language = 'js' | 'ts' | 'tsx';

/** What is linted, and how; all of it can be part of a link. */
export interface State {
  readonly code: string;
  readonly language: Language;
  readonly config: ConfigName;
  /** Rules that are switched on or off by hand, whatever the config says. */
  readonly switched: Readonly<Partial<Record<RuleName, boolean>>>;
  /** The setting `role`; empty where the plugin shall find out. */
  readonly role: string;
  readonly explain: boolean;
  /** Further settings, as the text of a JSON object. */
  readonly settings: string;
}

/** An edit of the code: the text between two offsets is replaced. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A report, or an error of the parser. */
export interface Problem {
  readonly rule: RuleName | null;
  readonly message: string;
  /** The address of the rule's page. */
  readonly url: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly isFixable: boolean;
  readonly suggestions: readonly { readonly title: string; readonly edit: Edit }[];
}

/** The code after fixes, and how many reports are left. */
export interface Fixed {
  readonly code: string;
  readonly left: number;
}

/** What the worker is asked. */
export interface Job {
  readonly id: number;
  readonly state: State;
}

/** What the rules say about a state, and what fixes make of it. */
export interface Verdict {
  readonly problems: readonly Problem[];
  readonly fixed: Fixed;
  readonly migrated: Fixed;
}

/** What the worker found, and in how many milliseconds; `error` where the settings are wrong. */
export type Answer = { readonly id: number } & ({ readonly error: string } | (Verdict & { readonly took: number }));

/** The name under which the code is linted. */
export function fileOf(language: Language): string {
  return `src/service.${language}`;
}
