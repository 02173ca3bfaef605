// Each block of code in a rule's page is what the page says: a block below "Wrong" is reported, one below "Right" is
// clean under all rules, and a pair of "before" and "after" is what `--fix` makes of it. The word behind the language
// says so where the section does not; a further word names the config: ```js wrong strict
import { readFileSync } from 'node:fs';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin, { type RuleName } from '../../src/index.js';
import { blocksOf, isScript, kindOf, type Block } from './blocks.js';

type ConfigName = keyof typeof plugin.configs;

function configOf(name: RuleName, { words, language }: Block): Linter.Config[] {
  const { recommended } = plugin.rules[name].meta?.docs as unknown as { recommended: ConfigName };
  const config = plugin.configs[(words[1] as ConfigName | undefined) ?? recommended];
  return [
    { ...config, plugins: { 'client-lifecycle': plugin } },
    ...(/tsx?$/.test(language) ? [{ files: ['**/*.ts'], languageOptions: { parser } }] : []),
  ];
}

/** Characters of the longest message that is read at a glance. */
const LONGEST = 240;

/** In each page, whatever the rule. */
const SECTIONS = ['Wrong', 'Right', 'Messages', 'Fix safety', 'Settings', 'When not to use it', 'Related rules'];

/** What a message looks like, whatever stands in its places. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}

describe.each(Object.keys(plugin.rules) as RuleName[])('the page of %s', (name) => {
  const blocks = blocksOf(`docs/rules/${name}.md`).filter(isScript);
  const linter = new Linter();
  const messagesOf = (block: Block): string[] =>
    linter
      .verify(block.code, configOf(name, block), `src/service.${block.language}`)
      .map(({ ruleId, line, message }) => `${ruleId ?? 'ESLint'}:${line} ${message}`);

  const page = readFileSync(new URL(`../../docs/rules/${name}.md`, import.meta.url), 'utf8');

  it('has what a reader looks for', () => {
    const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(SECTIONS.filter((title) => !sections.includes(title))).toEqual([]);
    // eslint-doc-generator asks for the section where a rule has options, and refuses it elsewhere.
    const options = page.split('\n## Options\n')[1]?.split('\n## ')[0];
    if (options !== undefined) expect(options).toContain('```js config');
    expect(page).toMatch(new RegExp(`^// eslint-disable-next-line client-lifecycle/${name} -- \\w`, 'm'));
  });

  it('shows messages as the rule writes them', () => {
    for (const [, id = '', example = ''] of page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)) {
      const template = plugin.rules[name].meta?.messages?.[id];
      if (template === undefined) continue;
      expect(example, id).toMatch(patternOf(template));
      expect(example.length, id).toBeLessThanOrEqual(LONGEST);
    }
  });

  it('shows what is wrong and what is right', () => {
    const kinds = blocks.map(kindOf);
    expect(kinds).toContain('wrong');
    expect(kinds).toContain('right');
  });

  it.each(blocks.filter((block) => kindOf(block) === 'wrong'))('reports the wrong block in line $line', (block) => {
    expect(messagesOf(block).join('\n')).toContain(`client-lifecycle/${name}:`);
  });

  it.each(blocks.filter((block) => kindOf(block) === 'right'))(
    'is silent about the right block in line $line',
    (block) => {
      // A page of strict shows what its own rule asks for, without the rest of a service around it.
      const isStrict = !(`client-lifecycle/${name}` in (plugin.configs.recommended.rules ?? {}));
      expect(messagesOf(block).filter((text) => !isStrict || text.startsWith(`client-lifecycle/${name}:`))).toEqual([]);
    },
  );

  const pairs = blocks.flatMap((block, at) => (kindOf(block) === 'before' ? [{ block, next: blocks[at + 1] }] : []));
  it.each(pairs)('shows what is written in place of the block in line $block.line', ({ block, next }) => {
    expect(next && kindOf(next)).toBe('after');
    const { output } = linter.verifyAndFix(block.code, configOf(name, block), {
      filename: `src/service.${block.language}`,
    });
    expect(output).toBe(next?.code);
  });
});
