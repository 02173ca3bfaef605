// docs/messages.md: every message with an example, and every title of a suggestion, so that all of it can be read as one
// text. Reports come from the tables of the rules' pages, whose test holds them true; titles from linting the pages' code.
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';

const HEAD = `# Messages

Every message of every rule, and every title of a suggestion, with an example. A message says what is wrong and what to write; the rule's page says why it matters. Names, lines and options come from the example; \`‹name›\` stands for a
part that depends on the code. \`npm run docs\` writes this page from the pages of the rules.
`;

/** @typedef {{ messages: Map<string, string>, titles: Map<string, string> }} Seen */

/**
 * The page.
 * @param {Pick<import('../src/index.js').ClientLifecyclePlugin, 'rules' | 'configs'>} plugin
 * @param {(name: string) => string} pageOf the text of a rule's page
 * @returns {string}
 */
export function messagesDocument(plugin, pageOf) {
  const names = Object.keys(plugin.rules);
  const seen = lintPages(plugin, names.map(pageOf));
  const sections = Object.entries(plugin.rules).map(([name, rule]) => {
    const known = seen.get(name) ?? { messages: new Map(), titles: new Map() };
    const table = tableOf(pageOf(name));
    const reports = Object.keys(rule.meta?.messages ?? {}).filter(
      (id) => !known.titles.has(id) && (table.has(id) || known.messages.has(id)),
    );
    const titles = Object.entries(rule.meta?.messages ?? {}).filter(([id]) => !reports.includes(id));
    return [
      `\n## ${name}\n\n[The rule's page](rules/${name}.md)\n\n| id | example |\n|---|---|\n`,
      ...reports.map((id) => `| \`${id}\` | ${table.get(id) ?? cell(known.messages.get(id) ?? '')} |\n`),
      ...(titles.length === 0 ? [] : ['\nTitles of its suggestions:\n\n| id | example |\n|---|---|\n']),
      ...titles.map(
        ([id, template]) => `| \`${id}\` | ${table.get(id) ?? cell(known.titles.get(id) ?? withPlaces(template))} |\n`,
      ),
    ].join('');
  });
  return HEAD + sections.join('');
}

/**
 * What the rules say about all code of the pages.
 * @param {Pick<import('../src/index.js').ClientLifecyclePlugin, 'configs'>} plugin
 * @param {readonly string[]} pages
 * @returns {Map<string, Seen>}
 */
function lintPages(plugin, pages) {
  /** @type {Map<string, Seen>} */
  const seen = new Map();
  const linter = new Linter();
  const config = [plugin.configs.strict, { files: ['**/*.ts'], languageOptions: { parser } }];
  for (const page of pages)
    for (const [, language = '', code = ''] of page.matchAll(/^```(js|ts)(?: (?!config).*)?\n([\s\S]*?)^```$/gm))
      for (const { ruleId, messageId = '', message, suggestions = [] } of linter.verify(
        code,
        config,
        `src/service.${language}`,
      )) {
        const name = ruleId?.replace('client-lifecycle/', '') ?? '';
        const known = seen.get(name) ?? { messages: new Map(), titles: new Map() };
        seen.set(name, known);
        if (!known.messages.has(messageId)) known.messages.set(messageId, message);
        for (const { messageId: id = '', desc } of suggestions) if (!known.titles.has(id)) known.titles.set(id, desc);
      }
  return seen;
}

/**
 * The messages in the table of a rule's page, by their ids.
 * @param {string} page
 * @returns {Map<string, string>}
 */
function tableOf(page) {
  return new Map([...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, id = '', example = '']) => [id, example]));
}

/**
 * A template with its places in words, where no page shows it filled in.
 * @param {string} template
 */
function withPlaces(template) {
  return template.replace(/\{\{(\w+)\}\}/g, '‹$1›');
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', String.raw`\|`);
}
