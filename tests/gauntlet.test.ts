import { describe, expect, it } from 'vitest';
import { fix, PRESETS } from '../scripts/gauntlet/fix.mjs';
import { programsOf } from '../scripts/gauntlet/programs.mjs';
import { catalog } from '../src/catalog/index.js';
import plugin from '../src/index.js';

/** Every so many programs; a prime, so that all shapes and kinds of files have their turn. */
const STEP = 59;

const programs = [...programsOf(catalog)].filter((_, index) => index % STEP === 0);

let fixed = 0;

describe('the gauntlet, a cross-section', () => {
  it.each(programs.map((program) => [program.name, program.extension, program] as const))(
    '%s (%s)',
    (_, extension, program) => {
      for (const preset of PRESETS) {
        const { problems, output } = fix(plugin, preset, program, { cwd: '/', filename: `/src/program.${extension}` });
        expect(problems, output).toEqual([]);
        if (preset === 'migrate' && output !== program.code) fixed++;
      }
    },
  );

  it('has something to fix', () => {
    expect(fixed).toBeGreaterThan(programs.length / 8);
  });
});
