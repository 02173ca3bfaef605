import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { calleeName, propertyName, unwrap } from '../../../ast/nodes.js';
import { fillingMethods } from '../../../catalog/conventions/pure-calls.js';
import { calledBy } from './callees.js';
import type { Effect, Target } from './effects.js';
import type { HeldKind } from './kind.js';
import { onlyLooks } from './looking.js';
import { promiseResolvedBy } from '../../values/promises.js';

/** A value as an argument of a call. */
export interface Given {
  readonly call: TSESTree.CallExpression | TSESTree.NewExpression;
  readonly index: number;
  /** Members from the delivered value to the argument. */
  readonly path: readonly string[];
  /** Whether the call stands in a nested function. */
  readonly nested: boolean;
}

/**
 * What a call does with what it is given: `nothing`: it only looks, or returns it; `use`: it works with it and keeps
 * nothing. `promise`: the one that the call resolves with it.
 */
export type ArgumentMeaning =
  | { readonly means: 'nothing'; readonly promise?: null }
  | { readonly means: 'use' | 'read'; readonly promise?: null }
  | { readonly means: 'effect'; readonly effect: Effect; readonly promise?: TSESTree.NewExpression | null };

/** Judges a call that gets what is held. */
export function argumentMeaning(file: FileView, kind: HeldKind, { call, index, path, nested }: Given): ArgumentMeaning {
  const callee = unwrap(call.callee);
  const method = callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
  if (onlyLooks(callee) || isConversion(callee)) return { means: 'nothing' };
  if (index === 0 && kind.readers.has(calleeName(callee) ?? '')) return { means: 'read' };
  if (call.type === 'CallExpression' && kind.ownerReleases.has(method))
    return { means: 'effect', effect: { kind: 'release' } };
  if (kind.lends.has(method)) return { means: 'use' };
  const promise = path.length === 0 && index === 0 ? promiseResolvedBy(file, callee) : null;
  const follows = call.type === 'CallExpression' && (kind.nested === 'follow' || !nested);
  const functions = follows ? calledBy(file, callee) : [];
  const targets = functions.flatMap((fn): Target[] => {
    const parameter = fn.params[index];
    return parameter && parameter.type !== 'RestElement' ? [{ fn, parameter, path }] : [];
  });
  if (targets.length > 0 && targets.length === functions.length)
    return { means: 'effect', effect: { kind: 'call', targets }, promise };
  if (kind.given === null) return { means: 'use' };
  return { means: 'effect', effect: { kind: fillsContainer(call) ? 'escape' : kind.given }, promise };
}

/** Whether a call puts its arguments into a container, which has them from there on: `sessions.set(id, session)`. */
export function fillsContainer({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const method = unwrap(callee);
  return method.type === 'MemberExpression' && fillingMethods.includes(propertyName(method) ?? '');
}

/** `Readable.fromWeb(body)`, `Readable.from(body)`: the same stream of the other kind. */
export function isConversion(callee: TSESTree.Node): boolean {
  if (callee.type !== 'MemberExpression') return false;
  return propertyName(callee) === 'fromWeb' || calleeName(callee) === 'Readable.from';
}
