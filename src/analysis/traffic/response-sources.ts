import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, rootOf, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';
import { streamAnswers } from '../../catalog/conventions/streaming.js';
import type { FileLifecycle } from '../lifecycle.js';
import { lastNameOf } from '../names/calls.js';
import { receiverAround } from './answering.js';

/** `new ReadableStream({ start() { ... } })` that a handler answers with, and whose `cancel` ends nothing. */
export interface ResponseSource {
  /** The handler. */
  readonly fn: FunctionNode;
  /** The signal of its client. */
  readonly signal: string;
  /** The parameters by which the source gives its parts. */
  readonly controllers: readonly Variable[];
  /** Its `start` and `pull`. */
  readonly methods: readonly FunctionNode[];
}

const ANSWERS = new Set(streamAnswers);

/** All of them in a file. */
export function responseSources(file: FileLifecycle): ResponseSource[] {
  if (!/\bnew ReadableStream\b/.test(file.text)) return [];
  return [...descendantsOf(file.ast, file.visitorKeys)].flatMap((node): ResponseSource[] => {
    if (node.type !== 'NewExpression' || lastNameOf(node.callee) !== 'ReadableStream') return [];
    const [source] = node.arguments;
    const receiver = source?.type === 'ObjectExpression' ? receiverAround(node) : null;
    if (!receiver || source?.type !== 'ObjectExpression' || !isAnswer(file, node) || endsInCancel(file, source))
      return [];
    const methods = ['start', 'pull'].flatMap((name) => {
      const method = memberOf(source, name);
      return isFunction(method) ? [method] : [];
    });
    const controllers = methods.flatMap(({ params: [first] }) => {
      const variable = first?.type === 'Identifier' ? file.variableOf(first) : null;
      return variable ? [variable] : [];
    });
    return controllers.length > 0 ? [{ ...receiver, controllers, methods }] : [];
  });
}

function memberOf(object: TSESTree.ObjectExpression, name: string): TSESTree.Node | null {
  const found = object.properties.find((each) => each.type === 'Property' && propertyName(each) === name);
  return found?.type === 'Property' ? unwrap(found.value) : null;
}

/** Whether `cancel` may end something: it calls anything but the console, or is not seen. */
function endsInCancel(file: FileView, source: TSESTree.ObjectExpression): boolean {
  if (source.properties.some(({ type }) => type !== 'Property')) return true;
  const cancel = memberOf(source, 'cancel');
  if (!cancel) return false;
  if (!isFunction(cancel)) return true;
  return [...descendantsOf(cancel.body, file.visitorKeys)].some(
    (node) =>
      node.type === 'AssignmentExpression' ||
      (node.type === 'CallExpression' && rootOf(unwrap(node.callee))?.name !== 'console'),
  );
}

/** `new Response(stream)`, `c.body(stream)`, where the stream has a name as well. */
function isAnswer(file: FileView, stream: TSESTree.NewExpression): boolean {
  const { parent } = wrapped(stream);
  if (isGiven(stream)) return true;
  const variable =
    parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
  return variable !== null && readsOf(variable).some(({ identifier }) => isGiven(identifier));
}

function isGiven(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  if (parent?.type !== 'NewExpression' && parent?.type !== 'CallExpression') return false;
  return parent.arguments[0] === value && ANSWERS.has(lastNameOf(parent.callee));
}
