import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import { isTopLevel, readsOf } from '../../ast/variables.js';
import { fillingMethods } from '../../catalog/conventions/pure-calls.js';
import { fetchLibraries, wholeResponseLibraries } from '../../catalog/conventions/responses.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { RequestCall } from '../names/construction.js';
import { fieldOwnerOf } from '../names/fields.js';
import { fieldExpressionsOf } from '../names/members.js';

/** A whole response in something that outlives its call. */
export interface RetainedResponse {
  /** The expression that puts it there. */
  readonly node: TSESTree.Node;
  /** The response as it stands there; `null` where it has no name. */
  readonly response: TSESTree.Identifier | null;
  /** What keeps it, as the code writes it. */
  readonly keeper: string;
  readonly library: 'axios' | 'fetch' | 'other';
}

/** Members of responses that hold what was sent (axios, got, superagent). */
const DATA = new Set(['data', 'body']);
const FILLING = new Set([...fillingMethods, 'put', 'setItem', 'setex']);

/** The responses of a file that are kept whole, in the order of the text. */
export function retainedResponses(file: FileLifecycle): RetainedResponse[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return [...file.clients.requests.values()].flatMap((request) => [...ofRequest(file, request)]);
}

function* ofRequest(file: FileLifecycle, request: RequestCall): Generator<RetainedResponse> {
  const { library, node, client } = request;
  // A method that another construct shares may deliver data alone.
  if (!wholeResponseLibraries.includes(library.name) || (client && library.name !== 'axios')) return;
  const { parent } = wrapped(node);
  if (parent?.type !== 'AwaitExpression') {
    // A promise that is taken out again is that of a request in flight.
    for (const kept of keptAt(file, wrapped(node), null, library.name)) if (!isEmptied(file, kept.keeper)) yield kept;
    return;
  }
  const value = wrapped(parent);
  yield* keptAt(file, value, null, library.name);
  const declarator = value.parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== value || declarator.id.type !== 'Identifier')
    return;
  const variable = file.variableOf(declarator.id);
  if (!variable || isTopLevel(variable)) return;
  for (const { identifier } of readsOf(variable)) {
    if (identifier.type === 'Identifier') yield* keptAt(file, wrapped(identifier), identifier, library.name);
  }
}

function* keptAt(
  file: FileLifecycle,
  value: TSESTree.Node,
  response: TSESTree.Identifier | null,
  library: string,
): Generator<RetainedResponse> {
  const { parent } = value;
  const kind = library === 'axios' ? 'axios' : fetchLibraries.includes(library) ? 'fetch' : 'other';
  if (parent?.type === 'CallExpression' && parent.callee !== value && parent.callee.type === 'MemberExpression') {
    const container = unwrap(parent.callee.object);
    if (FILLING.has(propertyName(parent.callee) ?? '') && isLongLived(file, container))
      yield { node: parent, response, keeper: file.getText(container), library: kind };
  } else if (parent?.type === 'AssignmentExpression' && parent.right === value && parent.operator !== '+=') {
    const target = unwrap(parent.left);
    if (
      target.type === 'Identifier'
        ? isModuleVariable(file, target)
        : target.type === 'MemberExpression' &&
          (target.computed ? isLongLived(file, unwrap(target.object)) : kind !== 'fetch' && isReadForData(file, target))
    )
      yield {
        node: parent,
        response,
        keeper: file.getText(target.type === 'MemberExpression' && target.computed ? target.object : target),
        library: kind,
      };
  }
}

/** Whether code takes something out of a container, or empties it. */
function isEmptied(file: FileView, keeper: string): boolean {
  return ['delete', 'clear', 'splice', 'shift', 'pop'].some((method) => file.text.includes(`${keeper}.${method}(`));
}

/** A field of `this` from which the file takes nothing but the data: it would do. */
function isReadForData(file: FileView, target: TSESTree.MemberExpression): boolean {
  const name = propertyName(target);
  const owner = fieldOwnerOf(target);
  if (name === null || !owner || unwrap(target.object).type !== 'ThisExpression') return false;
  const reads = fieldExpressionsOf(file, name, owner).filter(
    ({ parent }) => parent.type !== 'AssignmentExpression' && parent.type !== 'PropertyDefinition',
  );
  return (
    reads.length > 0 &&
    reads.every((read) => {
      const { parent } = wrapped(read);
      return parent?.type === 'MemberExpression' && parent.object === read && DATA.has(propertyName(parent) ?? '');
    })
  );
}

/** A container of the module, or a field that is one by its use: filled by key or element. */
function isLongLived(file: FileLifecycle, node: TSESTree.Node): boolean {
  if (node.type === 'Identifier') return isModuleVariable(file, node);
  if (node.type !== 'MemberExpression') return false;
  const object = unwrap(node.object);
  return object.type === 'ThisExpression' || isLongLived(file, object);
}

function isModuleVariable(file: FileView, identifier: TSESTree.Identifier): boolean {
  const variable = file.variableOf(identifier);
  return (
    variable !== null &&
    variable.defs[0]?.type === 'Variable' &&
    isTopLevel(variable) &&
    enclosingFunction(identifier) !== null
  );
}
