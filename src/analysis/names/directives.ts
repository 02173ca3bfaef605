import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type SourceCode = Readonly<TSESLint.SourceCode>;

interface Directive {
  readonly type: 'disable' | 'enable' | 'disable-line' | 'disable-next-line';
  readonly node: { readonly loc: TSESTree.SourceLocation };
  readonly value: string;
}

/**
 * Whether a comment of the file turns a rule off at a place, so that no other site may wait for the fix of this one.
 */
export function isDisabledAt(sourceCode: SourceCode, rule: string, position: TSESTree.Position): boolean {
  const all: unknown = Reflect.get(sourceCode, 'getDisableDirectives');
  if (typeof all !== 'function') return false;
  const { directives } = all.call(sourceCode) as { readonly directives: readonly Directive[] };
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
