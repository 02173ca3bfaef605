import fc from 'fast-check';
import { expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { correctModules, textOf } from './features.js';
import { lint } from './lint.js';
import { runs } from './runs.js';

const RULES = plugin.configs.recommended.rules ?? {};

it('a correct module has no report; without one of the lines that a rule asks for it has', () => {
  fc.assert(
    fc.property(correctModules(), fc.nat(), (lines, choice) => {
      const code = textOf(lines);
      expect({ code, found: lint(code, RULES).map(({ message }) => message) }).toEqual({ code, found: [] });
      const asked = lines.filter(({ keeps }) => keeps !== undefined);
      const dropped = asked[choice % asked.length];
      const without = textOf(lines, dropped);
      const found = new Set(lint(without, RULES).map(({ ruleId }) => ruleId));
      expect({ without, dropped: dropped?.text, found: [...found] }).toEqual({
        without,
        dropped: dropped?.text,
        found: [`client-lifecycle/${dropped?.keeps ?? ''}`],
      });
    }),
    runs(25),
  );
});
