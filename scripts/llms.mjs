// The list of rules in llms.txt, as the rules describe themselves.

/**
 * llms.txt with a line for each rule, those of `recommended` first.
 * @param {string} text
 * @param {import('eslint').ESLint.Plugin & { configs: { recommended: import('eslint').Linter.Config } }} plugin
 */
export function withRules(text, plugin) {
  const recommended = Object.keys(plugin.configs.recommended.rules ?? {}).map((name) => name.split('/').at(-1) ?? name);
  const others = Object.keys(plugin.rules ?? {}).filter((name) => !recommended.includes(name));
  const lines = [...recommended, ...others.sort()].map((name) => {
    const note = recommended.includes(name) ? '' : ', in `strict`';
    const rule = /** @type {import('eslint').Rule.RuleModule | undefined} */ (plugin.rules?.[name]);
    return `- [${name}](docs/rules/${name}.md)${note}: ${rule?.meta?.docs?.description ?? ''}`;
  });
  const kept = text.split('\n').filter((line) => !line.includes('](docs/rules/') && line !== '');
  const [title = '', summary = '', install = '', ...pages] = kept;
  return `${[title, '', summary, '', install, '', ...pages, ...lines].join('\n')}\n`;
}
