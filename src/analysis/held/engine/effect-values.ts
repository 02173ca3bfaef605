import type { Effect } from './effects.js';

export const RELEASE: Effect = { kind: 'release' };
export const ESCAPE: Effect = { kind: 'escape' };
export const LOAN: Effect = { kind: 'loan' };
export const CHAIN: Effect = { kind: 'chain' };

/** Expressions that hold a value together with others. */
export const CONTAINERS = new Set([
  'Property',
  'ObjectExpression',
  'ArrayExpression',
  'SpreadElement',
  'ConditionalExpression',
  'LogicalExpression',
]);
