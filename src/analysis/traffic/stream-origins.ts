import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isWithin } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';

const MAX_DEPTH = 5;

/** The upstream call that a value comes from, through names, members and conversions. */
export function originOf(
  file: FileView,
  node: TSESTree.Node,
  upstreams: readonly TSESTree.CallExpression[],
  depth = 0,
): TSESTree.CallExpression | null {
  const direct = upstreams.find((call) => isWithin(call, node));
  if (direct || depth > MAX_DEPTH) return direct ?? null;
  for (const inner of descendantsOf(node, file.visitorKeys, (each) => !isFunction(each))) {
    const variable = inner.type === 'Identifier' ? file.variableOf(inner) : null;
    const definition = variable?.defs[0];
    if (variable && definition?.type === 'Variable') {
      for (const value of valuesOf(variable)) {
        const found = isWithin(inner, value) ? null : originOf(file, value, upstreams, depth + 1);
        if (found) return found;
      }
    }
    // `http.get(url, (upstream) => upstream.pipe(res))`, `.then((response) => ...)`.
    if (definition?.type === 'Parameter' && isFunction(definition.node)) {
      const call = definition.node.parent;
      const found =
        call.type === 'CallExpression' ? upstreams.find((each) => each === call || isWithin(each, call.callee)) : null;
      if (found && enclosingFunction(found)) return found;
    }
  }
  return null;
}

/** What a variable is given, where it is declared or later. */
function valuesOf({ references }: Variable): TSESTree.Node[] {
  return references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
}
