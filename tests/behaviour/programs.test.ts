import { describe, expect, it } from 'vitest';
import { examine, newTypeErrors, prepare } from './harness.js';
import { bodies } from './programs/bodies.js';
import { close } from './programs/close.js';
import { pipes } from './programs/pipes.js';
import { release } from './programs/release.js';
import { share } from './programs/share.js';
import { timeouts } from './programs/timeouts.js';
import { unshared } from './programs/unshared.js';

const THEMES = { share, unshared, bodies, pipes, timeouts, release, close };
const only = process.env['PROGRAM'];
const themes = Object.entries(THEMES).map(([theme, programs]) => ({
  theme,
  prepared: programs
    .filter(({ name }) => !only || `${theme} ${name}`.includes(only))
    .map((program) => prepare(program)),
}));

// The busiest machine must not make a program fail that waits for its turn.
describe.concurrent.each(themes)('$theme', { timeout: 240_000 }, ({ prepared }) => {
  it.each(prepared.map((one) => [one.program.name, one] as const))('%s', async (_name, one) => {
    expect((await examine(one)).join('\n')).toBe('');
  });
});

it('no fix makes an error of types', { timeout: 240_000 }, () => {
  expect(newTypeErrors(themes.flatMap(({ prepared }) => prepared)).join('\n')).toBe('');
});
