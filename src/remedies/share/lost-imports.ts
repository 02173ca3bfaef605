import type { TSESTree } from '@typescript-eslint/utils';
import { indexFrom } from '../../ast/ascending.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized, perFile } from '../../ast/memo.js';
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
  for (const variable of imported(file)) {
    const uses = usesOfImport(variable);
    const gone = new Set(
      edits.flatMap(({ range }) => usesWithin(uses, range)).filter((use) => !kept.some((node) => isWithin(use, node))),
    );
    if (gone.size === 0) continue;
    lost.push(...gone);
    const left = uses.length - gone.size;
    if (left === 0) unused.add(variable);
    else if (left <= pass.lost.size && uses.every((use) => gone.has(use) || pass.lost.has(use)))
      return { edits: { refused: 'it is the last use of an import, which goes in the next run' }, waits: true };
  }
  if (unused.size === 0) return { edits, lost };
  const removed = removeImports(file, unused);
  return { edits: isRefusal(removed) ? removed : merged(edits, removed), lost };
}

/** What a file imports; asked for by each change of it. */
const imported = perFile(({ scopeManager }: FileView) =>
  (scopeManager?.scopes ?? [])
    .slice(0, 2)
    .flatMap(({ variables }) =>
      variables.filter(
        (variable) =>
          isTopLevel(variable) &&
          variable.defs.some((definition) => definition.type === 'ImportBinding' || isRequire(definition.node)),
      ),
    ),
);

/** The uses of an import in the order of the text. */
const usesOfImport = memoized((variable: Variable): readonly TSESTree.Node[] =>
  variable.references
    .flatMap(({ init, identifier }) => (init === true ? [] : [identifier]))
    .sort((left, right) => left.range[0] - right.range[0]),
);

/** Those of some nodes, in the order of the text, that lie in a range. */
function usesWithin(nodes: readonly TSESTree.Node[], [start, end]: Edit['range']): readonly TSESTree.Node[] {
  const first = indexFrom(nodes, ({ range }) => range[0], start);
  return nodes.slice(
    first,
    indexFrom(nodes, ({ range }) => range[1], end + 1),
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
