import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { effectsIn, type Effects } from '../engine/effects.js';
import type { Acquisition } from './acquisitions.js';
import { endingsOf, errorsOf } from './endings.js';
import type { TrackedBody } from './facts.js';
import { kindOfBody } from './kind.js';
import { BodyUses } from './uses.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Collects what the function does with a response that receives it from a call. */
export function effectsOf(sourceCode: SourceCode, acquisition: Acquisition): Effects {
  const { home, received, path = [] } = acquisition;
  const kind = kindOfBody(acquisition.body);
  const uses = new BodyUses(sourceCode, kind, home);
  return effectsIn(sourceCode, {
    kind,
    home,
    ...(received.binding && { pattern: { node: received.node, path } }),
    uses: received.binding ? uses.bound(received.node, path) : uses.of(received.node, path),
    endings: endingsOf(sourceCode, acquisition),
  });
}

/** Collects the effects on a parameter that receives a response or its body. */
export function effectsOfParameter(
  sourceCode: SourceCode,
  body: TrackedBody,
  fn: TSESTree.Node,
  parameter: TSESTree.Node,
  path: readonly string[],
): Effects {
  const kind = kindOfBody(body);
  return effectsIn(sourceCode, {
    kind,
    home: fn,
    pattern: { node: parameter, path },
    uses: new BodyUses(sourceCode, kind, fn).bound(parameter, path),
    endings: { releases: [], errors: errorsOf(sourceCode, fn, parameter) },
  });
}
