import type { ESLint, Linter } from 'eslint';
import type { Preset } from '../create-rule.js';

/** What a config needs to know of a rule. */
interface ConfigurableRule {
  readonly meta: { readonly docs?: { readonly recommended: Preset } };
  readonly strictOptions: readonly unknown[] | null;
}

const NAMESPACE = 'client-lifecycle';
const FILES = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'];
/**
 * Milliseconds that the `migrate` config writes where a project has chosen none: 5 s to connect, 30 s for headers and
 * body.
 */
const MIGRATE_TIMEOUTS = { connect: 5_000, headers: 30_000, body: 30_000 };

/** The shared configs, computed from the rules; the plugin is asked for late because it contains them. */
export function configsFor(
  plugin: () => ESLint.Plugin,
  rules: Readonly<Record<string, ConfigurableRule>>,
): { recommended: Linter.Config; strict: Linter.Config; migrate: Linter.Config } {
  const entries = Object.entries(rules);
  const recommended = entries.filter(([, rule]) => rule.meta.docs?.recommended === 'recommended');
  return {
    recommended: config(
      'recommended',
      plugin,
      recommended.map(([name]) => [name, 'error']),
    ),
    strict: config(
      'strict',
      plugin,
      entries.map(([name, { strictOptions }]) => [name, strictOptions ? ['error', ...strictOptions] : 'error']),
    ),
    migrate: config(
      'migrate',
      plugin,
      recommended.map(([name]) => [name, 'error']),
      {
        [NAMESPACE]: { fixes: 'migrate', timeouts: MIGRATE_TIMEOUTS },
      },
    ),
  };
}

function config(
  name: string,
  plugin: () => ESLint.Plugin,
  rules: readonly (readonly [string, Linter.RuleEntry])[],
  settings?: Record<string, object>,
): Linter.Config {
  return {
    name: `${NAMESPACE}/${name}`,
    files: FILES,
    get plugins() {
      return { [NAMESPACE]: plugin() };
    },
    rules: Object.fromEntries(rules.map(([rule, entry]) => [`${NAMESPACE}/${rule}`, entry])),
    ...(settings && { settings }),
  };
}
