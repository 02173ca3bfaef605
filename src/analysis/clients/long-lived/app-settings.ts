import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, stringOf, unwrap } from '../../../ast/nodes.js';
import { initializerOf } from '../../../ast/variables.js';
import type { Construct } from '../../../catalog/types.js';
import { importSourceOf } from '../../names/import-source.js';
import { escapeRegExp, wholeName } from '../../names/conventions.js';

/**
 * The name under which an application of Express keeps a value, which nothing but `app.get(name)` gives out again:
 * `app.set('redis', redis)`; `null` for all other containers.
 */
export function settingOf(file: FileView, container: TSESTree.Node): string | null {
  const variable = container.type === 'Identifier' ? file.variableOf(container) : null;
  const made = variable && initializerOf(variable);
  const call = made && unwrap(made);
  const maker = call?.type === 'CallExpression' ? unwrap(call.callee) : null;
  if (maker?.type !== 'Identifier' || importSourceOf(file, maker) !== 'express') return null;
  const { parent } = container;
  const setting = parent?.type === 'MemberExpression' && parent.object === container ? callAround(parent) : null;
  return stringOf(setting?.arguments[0]);
}

/** Tells whether a text closes something, and asks an application for one of the settings. */
export function settingClosing(names: readonly string[], { close }: Construct): (text: string) => boolean {
  if (names.length === 0) return () => false;
  const asks = new RegExp(`\\.\\s*get\\s*\\(\\s*['"\`](?:${names.map(escapeRegExp).join('|')})['"\`]`);
  const ends = new RegExp(
    close.map(({ method }) => `\\.\\s*${wholeName(method.split('.').at(-1) ?? method)}`).join('|'),
  );
  return (text) => asks.test(text) && ends.test(text);
}
