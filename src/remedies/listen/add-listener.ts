import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingStatement, isFunction, unwrap, wrapped } from '../../ast/nodes.js';
import { libraryNameOf } from '../../analysis/names/construction.js';
import type { Unheard } from '../../analysis/events/emitters.js';
import type { FileView } from '../../ast/file-view.js';
import type { Edits } from '../../fix/edits.js';
import { inFileQuotes } from '../../fix/ensure-import.js';
import { insertAfter } from '../../fix/insert-statement.js';
import { CONSOLE, logStatement, logStyleOf } from './log-call.js';

/** A listener for the errors of an emitter. */
export interface ListenerRemedy {
  readonly edits: Edits;
  /** Whether it may be written without asking: the emitter goes on by itself, and the file has a logger. */
  readonly isSafe: boolean;
}

/** Adds a listener that logs, behind the statement that makes the emitter; `null` where it has no name. */
export function addErrorListener(file: FileView, unheard: Unheard): ListenerRemedy | null {
  const { node, recovers, what } = unheard;
  if (what.kind === 'request') return chained(file, node);
  const place = what.kind === 'accepted' ? acceptedPlace(what.parameter) : placeOf(file, node);
  if (!place) return null;
  const own = logStyleOf(file, node);
  const log = logStatement(own ?? CONSOLE, 'error', textFor(unheard));
  const text = inFileQuotes(file, `${place.name}.on('error', (error) => { ${log} });`);
  const edits = place.kind === 'behind' ? insertAfter(file, place.statement, text) : atStartOf(file, place.block, text);
  return { edits, isSafe: recovers && own !== null && what.kind === 'client' };
}

function textFor({ what }: Unheard): string {
  switch (what.kind) {
    case 'client':
      return `a connection of ${libraryNameOf(what.construction)} failed`;
    case 'member':
      return `the ${what.name} failed`;
    case 'accepted':
      return 'the connection failed';
    case 'plain':
      return `the ${what.name} failed`;
    case 'request':
      return 'the request failed';
  }
}

type Place =
  | { readonly kind: 'behind'; readonly name: string; readonly statement: TSESTree.Node }
  | { readonly kind: 'start'; readonly name: string; readonly block: TSESTree.BlockStatement };

/** The name that the statement of a construction gives to it: a variable, or a field that it fills. */
function placeOf(file: FileView, node: TSESTree.Node): Place | null {
  let value = wrapped(node);
  if (value.parent?.type === 'AwaitExpression') value = wrapped(value.parent);
  const { parent } = value;
  const statement = enclosingStatement(node);
  if (parent?.type === 'VariableDeclarator' && parent.init === value && parent.id.type === 'Identifier') {
    const exported = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return exported === parent.parent ? { kind: 'behind', name: parent.id.name, statement } : null;
  }
  if (parent?.type !== 'AssignmentExpression' || parent.right !== value || parent.parent.type !== 'ExpressionStatement')
    return null;
  if (parent.operator !== '=' || !/^(?:Identifier|MemberExpression)$/.test(parent.left.type)) return null;
  return { kind: 'behind', name: file.getText(unwrap(parent.left)), statement: parent.parent };
}

function acceptedPlace(parameter: TSESTree.Identifier): Place | null {
  const fn = parameter.parent;
  return isFunction(fn) && fn.body.type === 'BlockStatement' && fn.body.body.length > 0
    ? { kind: 'start', name: parameter.name, block: fn.body }
    : null;
}

function atStartOf(file: FileView, block: TSESTree.BlockStatement, text: string): Edits {
  const [first] = block.body;
  if (!first) return { refused: 'the function is empty' };
  const indent = ' '.repeat(first.loc.start.column);
  return first.loc.start.line === block.loc.start.line
    ? [{ range: [first.range[0], first.range[0]], text: `${text} ` }]
    : [{ range: [first.range[0], first.range[0]], text: `${text}\n${indent}` }];
}

/** `http.get(url, read)` as a statement of its own: `.on('error', reject)` where there is a `reject`. */
function chained(file: FileView, node: TSESTree.Node): ListenerRemedy | null {
  const reject = rejectAround(node);
  const named = placeOf(file, node);
  const own = logStyleOf(file, node);
  const listener = reject ?? `(error) => { ${logStatement(own ?? CONSOLE, 'error', 'the request failed')} }`;
  if (named?.kind === 'behind')
    return {
      edits: insertAfter(file, named.statement, inFileQuotes(file, `${named.name}.on('error', ${listener});`)),
      isSafe: false,
    };
  if (wrapped(node).parent?.type !== 'ExpressionStatement' && wrapped(node).parent?.type !== 'MemberExpression')
    return null;
  const link = inFileQuotes(file, `.on('error', ${listener})`);
  return { edits: [{ range: [node.range[1], node.range[1]], text: link }], isSafe: false };
}

/** The function that rejects the promise around a node. */
function rejectAround(node: TSESTree.Node): string | null {
  for (let current = node.parent; current; current = current.parent) {
    if (!isFunction(current) || current.parent.type !== 'NewExpression') continue;
    const { callee } = current.parent;
    const [, reject] = current.params;
    return callee.type === 'Identifier' && callee.name === 'Promise' && reject?.type === 'Identifier'
      ? reject.name
      : null;
  }
  return null;
}
