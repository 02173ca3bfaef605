import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';

interface Directive {
  readonly type: 'disable' | 'enable' | 'disable-line' | 'disable-next-line';
  readonly node: { readonly loc: TSESTree.SourceLocation };
  readonly value: string;
}

/**
 * Whether a comment of the file turns a rule off at a place, so that no other site may wait for the fix of this one.
 */
export function isDisabledAt(file: FileView, rule: string, position: TSESTree.Position): boolean {
  const all: unknown = Reflect.get(file.sourceCode, 'getDisableDirectives');
  if (typeof all !== 'function') return false;
  const { directives } = all.call(file.sourceCode) as { readonly directives: readonly Directive[] };
  let disabled = false;
  for (const { type, node, value } of directives) {
    const names = value.split(',').map((name) => name.trim());
    if (value.trim() !== '' && !names.includes(rule)) continue;
    if (type === 'disable-line' && node.loc.start.line === position.line) return true;
    if (type === 'disable-next-line' && node.loc.end.line + 1 === position.line) return true;
    const before =
      node.loc.start.line < position.line ||
      (node.loc.start.line === position.line && node.loc.start.column <= position.column);
    if (before && (type === 'disable' || type === 'enable')) disabled = type === 'disable';
  }
  return disabled;
}
