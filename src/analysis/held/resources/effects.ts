import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction } from '../../../ast/nodes.js';
import { variableOf, type Variable } from '../../../ast/variables.js';
import type { AcquireFact } from '../../../catalog/types.js';
import type { Use } from '../../names/uses.js';
import { effectsIn, type Effects } from '../engine/effects.js';
import { kindOfResource } from './kind.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A resource, where it is held, and all that is done with it there and beyond. */
export interface HeldResource {
  readonly fact: AcquireFact;
  readonly home: TSESTree.Node;
  readonly uses: readonly Use[];
  /** Calls of the owner's releasing methods without an argument. */
  readonly ownerReleases: readonly TSESTree.CallExpression[];
}

/** Collects what a function does with a resource; `uses` may reach beyond it. */
export function resourceEffects(sourceCode: SourceCode, { fact, home, uses, ownerReleases }: HeldResource): Effects {
  return effectsIn(sourceCode, { kind: kindOfResource(fact), home, uses, endings: { releases: ownerReleases } });
}

/** The error of a callback `(error, resource) => ...`, with which there is no resource. */
export function errorOf(sourceCode: SourceCode, received: TSESTree.Node): Variable | null {
  const fn = enclosingFunction(received);
  const error = fn && isFunction(fn) && fn.params[1] === received ? fn.params[0] : null;
  return error?.type === 'Identifier' ? variableOf(sourceCode, error) : null;
}
