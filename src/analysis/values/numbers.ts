import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isWritten, unwrap } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { readsTowards } from './member-reads.js';
import { propertiesNamed } from './properties-named.js';

/** The number that an expression of literals and constants of the file is; `null` where that is not known. */
export function numberOf(file: FileView, node: TSESTree.Node | null | undefined): number | null {
  if (!node) return null;
  const value = file.resolveConstant(node);
  switch (value.type) {
    case 'Literal':
      return typeof value.value === 'number' ? value.value : null;
    case 'UnaryExpression': {
      const argument = value.operator === '-' ? numberOf(file, value.argument) : null;
      return argument === null ? null : -argument;
    }
    case 'Identifier':
      return value.name === 'Infinity' ? Infinity : null;
    case 'BinaryExpression': {
      const left = numberOf(file, value.left);
      const right = numberOf(file, value.right);
      if (left === null || right === null) return null;
      if (value.operator === '*') return left * right;
      if (value.operator === '+') return left + right;
      if (value.operator === '-') return left - right;
      return value.operator === '/' && right !== 0 ? left / right : null;
    }
    case 'MemberExpression': {
      const member = constantMember(file, value);
      return member && numberOf(file, member);
    }
    default:
      return null;
  }
}

/** `LIMITS.total`: what a constant object of the file, which nothing changes there, holds; `null` if not known. */
function constantMember(
  file: FileView,
  { object, property, computed }: TSESTree.MemberExpression,
): TSESTree.Node | null {
  const holder = unwrap(object);
  const variable = holder.type === 'Identifier' ? file.variableOf(holder) : null;
  const init = variable && initializerOf(variable);
  const literal = init && unwrap(init);
  if (!variable || computed || property.type !== 'Identifier' || literal?.type !== 'ObjectExpression') return null;
  const [member, ...others] = propertiesNamed(literal, property.name);
  if (member?.type !== 'Property' || others.length > 0) return null;
  const isChanged = readsTowards(variable, [property.name]).some(
    ({ identifier: { parent } }) => parent.type === 'MemberExpression' && isWritten(parent),
  );
  return isChanged ? null : member.value;
}

/** A time for messages: `5 s`, `300 ms`, `2 min`. */
export function timeInWords(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${String(ms / 60_000)} min`;
  return ms >= 1_000 ? `${String(Math.round(ms / 100) / 10)} s` : `${String(ms)} ms`;
}
