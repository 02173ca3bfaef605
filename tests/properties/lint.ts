import { Linter } from 'eslint';
import plugin from '../../src/index.js';

const linter = new Linter();

/** What is reported in a module of a service. */
export function lint(code: string, rules: NonNullable<Linter.Config['rules']>): Linter.LintMessage[] {
  return linter.verify(code, configOf(rules), { filename: 'service.mjs' });
}

/** The config of a service with some rules of the plugin. */
export function configOf(rules: NonNullable<Linter.Config['rules']>, settings: object = {}): Linter.Config[] {
  return [
    {
      files: ['**'],
      plugins: { 'client-lifecycle': plugin },
      rules,
      settings: { 'client-lifecycle': { role: 'service', ...settings } },
    },
  ];
}
