// docs/messages.md has every message, and is what its script writes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messagesDocument } from '../../scripts/messages-doc.mjs';
import plugin from '../../src/index.js';

const read = (path: string): string => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');

describe('docs/messages.md', () => {
  const page = read('messages.md');

  it('is what `npm run docs` writes: run that where messages have changed', () => {
    expect(messagesDocument(plugin, (name) => read(`rules/${name}.md`))).toBe(page);
  });

  it('has every message of every rule', () => {
    const sections = new Map(page.split(/^## /m).map((section) => [section.split('\n')[0], section]));
    const missing = Object.entries(plugin.rules).flatMap(([name, rule]) =>
      Object.keys(rule.meta?.messages ?? {})
        .filter((id) => !sections.get(name)?.includes(`| \`${id}\` | `))
        .map((id) => `${name} ${id}`),
    );
    expect(missing).toEqual([]);
  });

  it('has messages that are read at a glance: half of them within 140 characters', () => {
    const reports = page.replaceAll(/^Titles of its suggestions:[\s\S]*?(?=^## |(?![\s\S]))/gm, '');
    const lengths = [...reports.matchAll(/^\| `\w+` \| (.+) \|$/gm)].map(([, message = '']) => message.length);
    lengths.sort((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(80);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(140);
    expect(lengths.at(-1)).toBeLessThanOrEqual(240);
  });
});
