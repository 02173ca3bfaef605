import type { ESLint, Linter, Rule } from 'eslint';
import { configsFor } from './configs/index.js';
import { projectFingerprint } from './project/fingerprint.js';
import { rules, type RuleOptions } from './rules/index.js';
import type { UserSettings } from './settings.js';

export type { RuleOptions } from './rules/index.js';
export type { FrameworkEntry, LibraryEntry, Role, SharedClient, UserSettings as Settings } from './settings.js';

/** The rules, without the prefix `client-lifecycle/`. */
export type RuleName = keyof RuleOptions;

/** The rules of this plugin in a config, with their options. */
export type Rules = {
  [Name in RuleName as `client-lifecycle/${Name}`]?:
    Linter.RuleSeverity | [severity: Linter.RuleSeverity, ...options: Partial<RuleOptions[Name]>];
};

/**
 * A config object that configures this plugin and nothing else. `{ ... } satisfies Config` makes an unknown rule,
 * option or setting an error of the compiler.
 */
export interface Config extends Omit<Linter.Config, 'rules' | 'settings'> {
  rules?: Rules;
  settings?: { 'client-lifecycle'?: UserSettings };
}

/** What the plugin exports. */
export interface ClientLifecyclePlugin extends ESLint.Plugin {
  readonly rules: Record<RuleName, Rule.RuleModule>;
  readonly configs: {
    /** Precise reports, safe fixes. */
    readonly recommended: Linter.Config;
    /** Recommended, and doubtful cases. */
    readonly strict: Linter.Config;
    /** Recommended, for a one-off `eslint --fix` that may change exports and signatures. */
    readonly migrate: Linter.Config;
  };
  /**
   * A text that changes with the project, for `settings['client-lifecycle'].fingerprint`: with it `eslint --cache`
   * lints again when another file may have changed the verdict on this one.
   * @param folder Absolute path of the linted folder, such as `import.meta.dirname`.
   */
  readonly projectFingerprint: (folder: string) => string;
}

/**
 * The one place where rules typed by typescript-eslint become rules typed by ESLint: their trees are the same at run
 * time.
 */
function asEslintRules(
  typed: Readonly<Record<RuleName, { create(context: never): object }>>,
): Record<RuleName, Rule.RuleModule> {
  return typed as Record<RuleName, Rule.RuleModule>;
}

const plugin: ClientLifecyclePlugin = {
  meta: { name: 'eslint-plugin-client-lifecycle', version: '0.1.0', namespace: 'client-lifecycle' },
  rules: asEslintRules(rules),
  configs: configsFor(() => plugin, rules),
  projectFingerprint,
};

// The second name is what `require()` of CommonJS returns.
export { plugin as default, plugin as 'module.exports' };
