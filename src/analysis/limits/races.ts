import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import { readsOf, variableOf } from '../../ast/variables.js';
import { callsOf, isExported } from '../names/functions.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Names of functions which give up waiting after a while, in all libraries that have one. */
const LIMITING = /time_?out|deadline|^race$|timebox/i;
const MAX_DEPTH = 4;

/**
 * Whether the wait for a promise is bounded by code around it: `Promise.race`, `pTimeout(...)`, a function of the file
 * that is only
 * called in such a place.
 */
export function isRaced(sourceCode: SourceCode, node: TSESTree.Node, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  for (let value = wrapped(node); value.parent; value = wrapped(value.parent)) {
    const { parent } = value;
    switch (parent.type) {
      case 'CallExpression':
      case 'NewExpression':
        if (isLimiting(parent, parent.callee === value)) return true;
        break;
      case 'VariableDeclarator': {
        const variable =
          parent.init === value && !isAwaited(value) && parent.id.type === 'Identifier'
            ? variableOf(sourceCode, parent.id)
            : null;
        if (variable && readsOf(variable).some(({ identifier }) => isRacedArgument(sourceCode, identifier, depth)))
          return true;
        break;
      }
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return isRacedFunction(sourceCode, parent, depth);
      case 'Program':
        return false;
      default:
    }
  }
  return false;
}

function isAwaited(value: TSESTree.Node): boolean {
  return unwrap(value).type === 'AwaitExpression';
}

function isRacedArgument(sourceCode: SourceCode, identifier: TSESTree.Node, depth: number): boolean {
  const { parent } = wrapped(identifier);
  return (
    (parent?.type === 'ArrayExpression' || parent?.type === 'CallExpression') &&
    isRaced(sourceCode, identifier, depth + 1)
  );
}

function isRacedFunction(sourceCode: SourceCode, fn: TSESTree.Node, depth: number): boolean {
  if (!isFunction(fn)) return false;
  const value = wrapped(fn);
  const call = value.parent;
  // A function that stands in a call, such as that of a retry or of new Promise(), runs as part of it.
  if (call?.type === 'CallExpression' || call?.type === 'NewExpression')
    return isLimiting(call) || isRaced(sourceCode, call, depth + 1);
  if (isExported(sourceCode, fn)) return false;
  const calls = callsOf(sourceCode, fn);
  return calls.length > 0 && calls.every((each) => isRaced(sourceCode, each, depth + 1));
}

/** `Promise.race([...])`, `pTimeout(...)`, `source.pipe(timeout(...))`; of a chain on the promise only the last. */
function isLimiting(call: TSESTree.CallExpression | TSESTree.NewExpression, chained = false): boolean {
  const callee = unwrap(call.callee);
  const name =
    callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
  if (/^(?:set|clear)Timeout$/.test(name)) return false;
  if (!chained && LIMITING.test(name)) return true;
  return (
    name === 'pipe' && call.arguments.some((argument) => argument.type === 'CallExpression' && isLimiting(argument))
  );
}
