import fc from 'fast-check';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { faultyModules, textOf, type Line } from './features.js';
import { format, layouts } from './formatting.js';
import { configOf, lint } from './lint.js';
import { runs } from './runs.js';

const RULES = { ...plugin.configs.strict.rules, ...plugin.configs.migrate.rules };
const SETTINGS = { fixes: 'migrate', timeouts: { connect: 1_000, headers: 2_000, body: 2_000, total: 5_000 } };

/** A module without all lines that rules ask for, or all but some of them. */
function faulty(lines: readonly Line[], kept: readonly boolean[]): string {
  let index = 0;
  return textOf(lines.filter(({ keeps }) => keeps === undefined || kept[index++ % kept.length]));
}

const reports = (code: string): string[] =>
  lint(code, RULES)
    .map(({ ruleId, messageId, message }) => (ruleId === null ? message : `${ruleId} ${messageId ?? ''}`))
    .sort();

it('reports are the same and fixes lose nothing, however a text is laid out', () => {
  const keeping = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(faultyModules(), keeping, layouts(), (lines, kept, layout) => {
      const code = faulty(lines, kept);
      const { text, comments } = format(code, layout);
      expect({ text, reports: reports(text) }).toEqual({ text, reports: reports(code) });

      const { output, messages } = new Linter().verifyAndFix(text, configOf(RULES, SETTINGS), {
        filename: 'service.mjs',
      });
      expect({ output, fatal: messages.filter(({ fatal }) => fatal) }).toEqual({ output, fatal: [] });
      const lost = comments.filter((comment) => output.split(comment).length !== 2);
      expect({ text, output, lost }).toEqual({ text, output, lost: [] });
      expect(output.startsWith('\uFEFF')).toBe(layout.mark);
      if (layout.lineEnd === '\r\n') expect({ output, bare: /[^\r]\n/.test(output) }).toEqual({ output, bare: false });
    }),
    runs(25),
  );
});
