import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, enclosingFunction, propertyName, wrapped } from '../../ast/nodes.js';
import { isTopLevel, variableOf } from '../../ast/variables.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import type { CallLike } from '../names/clients.js';
import { namePattern } from '../names/conventions.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Sink } from '../values/ownership.js';

const CLOSING = namePattern(closingNames);

/**
 * The variable or field, as text, that each run of the code around a construction gives a new client although it still
 * holds the last one, and that nothing in the file closes: such a place owns no client. `null` where a condition may
 * keep the last one, or where that is unknown.
 */
export function overwrittenBy(file: FileLifecycle, node: CallLike, sinks: readonly Sink[]): string | null {
  const { sourceCode } = file;
  if (sinks.some((sink) => sink.kind === 'closed')) return null;
  const kept = sinks.flatMap((sink) => (sink.kind === 'kept' ? [sink] : []));
  if (kept.length !== 1 || (kept[0]?.by !== 'module' && kept[0]?.by !== 'field')) return null;
  const target = assignedTo(node);
  const fn = enclosingFunction(node);
  if (!target || !fn) return null;
  const name = nameOf(file, target);
  if (name === null || mayKeep(node, fn) || leavesBefore(sourceCode.getText(fn.body), name, target, fn)) return null;
  return closesSomewhere(sourceCode.text, name) ? null : name;
}

/** The left side of `target = await new Client()`. */
function assignedTo(node: TSESTree.Node): TSESTree.Node | null {
  let value = wrapped(node);
  while (value.parent?.type === 'AwaitExpression') value = wrapped(value.parent);
  const { parent } = value;
  return parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === value
    ? parent.left
    : null;
}

function nameOf({ sourceCode }: FileLifecycle, target: TSESTree.Node): string | null {
  if (target.type === 'Identifier') {
    const variable = variableOf(sourceCode, target);
    return variable && isTopLevel(variable) && variable.defs.length === 1 ? target.name : null;
  }
  if (target.type !== 'MemberExpression' || target.object.type !== 'ThisExpression') return null;
  const name = propertyName(target);
  return name === null ? null : `this.${name}`;
}

/** Whether a condition or a handler of errors stands between the construction and its function. */
function mayKeep(node: TSESTree.Node, fn: TSESTree.Node): boolean {
  for (const ancestor of ancestorsUntil(node, fn)) {
    switch (ancestor.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'SwitchCase':
      case 'CatchClause':
        return true;
      default:
    }
  }
  return false;
}

/** `if (client) return client;` before the construction, or anything else that looks at what is held. */
function leavesBefore(body: string, name: string, target: TSESTree.Node, fn: TSESTree.Node): boolean {
  const before = body.slice(0, Math.max(0, target.range[0] - bodyStart(fn)));
  return mentions(before, name);
}

function bodyStart(fn: TSESTree.Node): number {
  return 'body' in fn && fn.body && !Array.isArray(fn.body) ? (fn.body as TSESTree.Node).range[0] : fn.range[0];
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll(/[$.#]/g, '\\$&')}(?![\\w$])`).test(text);
}

/** Whether the text says somewhere that what the place holds, or a copy of it, is closed. */
function closesSomewhere(text: string, name: string): boolean {
  const held = name.split('.').at(-1) ?? name;
  for (const [, method] of text.matchAll(
    new RegExp(`\\b${held.replaceAll(/[$#]/g, '\\$&')}\\s*[?!]*\\.\\s*(\\w+)\\s*\\(`, 'g'),
  ))
    if (CLOSING.test(method ?? '')) return true;
  return false;
}
