import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { enclosingFunction, propertyName } from '../../ast/nodes.js';
import { isTopLevel } from '../../ast/variables.js';
import type { CallLike } from '../names/clients.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Sink } from '../values/ownership.js';
import { assignedTo, closesSomewhere, isConditional, mentions, textBefore } from './assigned.js';

/**
 * The variable or field, as text, that each run of the code around a construction gives a new client although it still
 * holds the last one, and that nothing in the file closes: such a place owns no client. `null` where a condition may
 * keep the last one, or where that is unknown.
 */
export function overwrittenBy(file: FileLifecycle, node: CallLike, sinks: readonly Sink[]): string | null {
  if (sinks.some((sink) => sink.kind === 'closed')) return null;
  const kept = sinks.flatMap((sink) => (sink.kind === 'kept' ? [sink] : []));
  if (kept.length !== 1 || (kept[0]?.by !== 'module' && kept[0]?.by !== 'field')) return null;
  const target = assignedTo(node);
  const fn = enclosingFunction(node);
  if (!target || !fn) return null;
  const name = nameOf(file, target);
  // `if (client) return client;` before the construction, or anything else that looks at what is held.
  if (name === null || isConditional(node, fn) || mentions(textBefore(file, fn, target), name)) return null;
  const answers = closedSomewhere(file);
  const closed = answers.get(name) ?? closesSomewhere(file.text, name);
  answers.set(name, closed);
  return closed ? null : name;
}

/** Names of which is known whether the file closes what they hold: one may be given a client in many places. */
const closedSomewhere = perFile((): Map<string, boolean> => new Map());

function nameOf(file: FileView, target: TSESTree.Node): string | null {
  if (target.type === 'Identifier') {
    const variable = file.variableOf(target);
    return variable && isTopLevel(variable) && variable.defs.length === 1 ? target.name : null;
  }
  if (target.type !== 'MemberExpression' || target.object.type !== 'ThisExpression') return null;
  const name = propertyName(target);
  return name === null ? null : `this.${name}`;
}
