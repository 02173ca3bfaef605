import { Linter } from 'eslint/universal';
import plugin, { type RuleName } from 'eslint-plugin-client-lifecycle';
import versions from 'virtual:versions';
import { fileOf, type ConfigName, type Fixed, type Problem, type State, type Verdict } from './protocol.js';

const PREFIX = 'client-lifecycle/';
const linter = new Linter();

/**
 * What the rules say about a state, and what fixes make of it.
 * @param parser The one of TypeScript; `null` for JavaScript.
 * @throws Error where the settings are wrong.
 */
export function lint(state: State, parser: Linter.Parser | null): Verdict {
  const configs = configsOf(state, state.config, parser);
  const problems = linter.verify(state.code, configs, fileOf(state.language)).map(problemOf);
  return {
    problems,
    fixed: fix(state, configs),
    migrated: state.config === 'migrate' ? fix(state, configs) : fix(state, configsOf(state, 'migrate', parser)),
  };
}

function configsOf(state: State, config: ConfigName, parser: Linter.Parser | null): Linter.Config[] {
  const base = plugin.configs[config];
  return [
    base,
    ...(parser
      ? [{ files: ['**/*.{ts,tsx}'], languageOptions: { parser, parserOptions: { tsconfigRootDir: '/' } } }]
      : []),
    { rules: switchedRules(state), settings: { 'client-lifecycle': settingsOf(state) } },
    { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  ];
}

function switchedRules({ switched, config }: State): Linter.RulesRecord {
  const { strict, [config]: base } = plugin.configs;
  const entries = Object.entries(switched).map(([rule, isOn]): [string, Linter.RuleEntry] => {
    const name = PREFIX + rule;
    return [name, isOn ? (base.rules?.[name] ?? strict.rules?.[name] ?? 'error') : 'off'];
  });
  return Object.fromEntries(entries);
}

function settingsOf({ settings, role, explain }: State): object {
  const given: unknown = settings.trim() === '' ? {} : JSON.parse(settings);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error('The settings are not a JSON object.');
  const chosen = 'versions' in given && typeof given.versions === 'object' ? given.versions : {};
  return {
    ...(role !== '' && { role }),
    ...(explain && { explainFixes: true }),
    ...given,
    versions: 'versions' in given && typeof given.versions !== 'object' ? given.versions : { ...versions, ...chosen },
  };
}

function fix({ code, language }: State, configs: Linter.Config[]): Fixed {
  const { output, messages } = linter.verifyAndFix(code, configs, { filename: fileOf(language) });
  return { code: output, left: messages.length };
}

function problemOf(message: Linter.LintMessage): Problem {
  const rule = message.ruleId?.startsWith(PREFIX) ? (message.ruleId.slice(PREFIX.length) as RuleName) : null;
  // An error of a parser need not have a place.
  const [line, column] = [message.line ?? 1, message.column ?? 1];
  const { endLine = line, endColumn = column + 1, suggestions = [] } = message;
  return {
    rule,
    message: message.message,
    url: (rule && plugin.rules[rule].meta?.docs?.url) ?? '',
    line,
    column,
    endLine,
    endColumn,
    isFixable: message.fix !== undefined,
    suggestions: suggestions.map(({ desc, fix: { range, text } }) => ({
      title: desc,
      edit: { from: range[0], to: range[1], insert: text },
    })),
  };
}
