import type { ESLint, Linter, Rule } from 'eslint';
import { configsFor } from './configs/index.js';
import { rules } from './rules/index.js';

/** What the plugin exports. */
export interface ClientLifecyclePlugin extends ESLint.Plugin {
  readonly rules: Record<string, Rule.RuleModule>;
  readonly configs: {
    /** Precise reports, safe fixes. */
    readonly recommended: Linter.Config;
    /** Recommended, and doubtful cases. */
    readonly strict: Linter.Config;
    /** Recommended, for a one-off `eslint --fix` that may change exports and signatures. */
    readonly migrate: Linter.Config;
  };
}

/**
 * The one place where rules typed by typescript-eslint become rules typed by ESLint: their trees are the same at run
 * time.
 */
function asEslintRules(
  typed: Readonly<Record<string, { create(context: never): object }>>,
): Record<string, Rule.RuleModule> {
  return typed as Record<string, Rule.RuleModule>;
}

const plugin: ClientLifecyclePlugin = {
  meta: { name: 'eslint-plugin-client-lifecycle', version: '0.1.0', namespace: 'client-lifecycle' },
  rules: asEslintRules(rules),
  configs: configsFor(() => plugin, rules),
};

export default plugin;
