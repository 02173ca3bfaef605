import type { TSESTree } from '@typescript-eslint/utils';
import { isWithin } from '../../ast/nodes.js';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import { combine, isRefusal, type Edit, type Edits } from '../../fix/edits.js';
import { removeImports } from '../../fix/remove-import.js';
import type { SharePass } from './pass.js';
import type { Remedy } from './remedy.js';
import type { Site } from './site.js';

/**
 * A change with the removal of the imports that it leaves without use. `kept`: nodes whose text it writes elsewhere.
 * When other changes of the same run take the remaining uses away, this one waits, so that the last one can remove the
 * import.
 */
export function withoutLostImports(
  pass: SharePass,
  { file }: Site,
  edits: readonly Edit[],
  kept: readonly TSESTree.Node[],
): Pick<Remedy, 'edits' | 'lost' | 'waits'> {
  const lost: TSESTree.Node[] = [];
  const unused = new Set<Variable>();
  for (const variable of imported(file.scopeManager?.scopes ?? [])) {
    const uses = variable.references.filter(({ init }) => init !== true).map(({ identifier }) => identifier);
    const gone = uses.filter(
      (use) =>
        edits.some(({ range }) => range[0] <= use.range[0] && range[1] >= use.range[1]) &&
        !kept.some((node) => isWithin(use, node)),
    );
    if (gone.length === 0) continue;
    lost.push(...gone);
    const left = uses.filter((use) => !gone.includes(use));
    if (left.length === 0) unused.add(variable);
    else if (left.every((use) => pass.lost.has(use)))
      return { edits: { refused: 'it is the last use of an import, which goes in the next run' }, waits: true };
  }
  if (unused.size === 0) return { edits, lost };
  const removed = removeImports(file, unused);
  return { edits: isRefusal(removed) ? removed : merged(edits, removed), lost };
}

function imported(scopes: readonly { readonly variables: readonly Variable[] }[]): Variable[] {
  return scopes
    .slice(0, 2)
    .flatMap(({ variables }) =>
      variables.filter(
        (variable) =>
          isTopLevel(variable) &&
          variable.defs.some((definition) => definition.type === 'ImportBinding' || isRequire(definition.node)),
      ),
    );
}

function isRequire(node: TSESTree.Node): boolean {
  return (
    node.type === 'VariableDeclarator' &&
    node.init?.type === 'CallExpression' &&
    node.init.callee.type === 'Identifier' &&
    node.init.callee.name === 'require'
  );
}

/** An insertion at the end of a statement that goes takes its place. */
function merged(edits: readonly Edit[], removed: readonly Edit[]): Edits {
  const result = [...edits];
  const rest = removed.map((removal) => {
    const index = result.findIndex(
      ({ range, text }) =>
        range[0] === range[1] && /^\r?\n/.test(text) && range[0] > removal.range[0] && range[0] <= removal.range[1],
    );
    const [insertion] = index < 0 ? [] : result.splice(index, 1);
    return insertion
      ? { range: [removal.range[0], insertion.range[0]] as const, text: insertion.text.trimStart() }
      : removal;
  });
  return combine([result, rest]);
}
