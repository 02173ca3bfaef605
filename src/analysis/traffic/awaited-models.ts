import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  enclosingFunction,
  enclosingStatement,
  rootOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { bindingsOf, readsOf } from '../../ast/variables.js';
import { modelAnswers, modelAnswerFunctions } from '../../catalog/conventions/streaming.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed } from '../names/calls.js';
import { importedName } from '../names/import-source.js';
import { isLinkedBesidesLimits, responseParameter } from './client-links.js';
import { optionIn } from './requests.js';

/** A model that a handler waits for, and whose answer goes to its client and nowhere else. */
export interface AwaitedModel {
  readonly node: TSESTree.CallExpression;
  /** The statement that answers. */
  readonly passes: TSESTree.Node;
  /** What to listen on. */
  readonly client: string;
}

/** The last names of what is called. */
const NAMES = new Set([
  ...modelAnswers.map((path) => path.split('.').at(-1) ?? ''),
  ...modelAnswerFunctions.flatMap(({ names }) => names),
]);

/** `res.json(await openai.chat.completions.create({ model, messages }))` in a handler without a link to its client. */
export function awaitedModels(file: FileLifecycle): AwaitedModel[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return callsNamed(file, ...NAMES)
    .filter((call) => isModel(file, call))
    .flatMap((node): AwaitedModel[] => {
      const fn = enclosingFunction(node);
      const response = fn && responseParameter(fn);
      if (!fn || response?.type !== 'Identifier') return [];
      if (isLinkedBesidesLimits(file.getText(fn))) return [];
      const passes = answerOf(file, node, fn, response.name);
      return passes ? [{ node, passes, client: response.name }] : [];
    });
}

function isModel(file: FileView, call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  if (optionIn(file, call.arguments, 'model') === null || optionIn(file, call.arguments, 'stream') !== null)
    return false;
  if (callee.type === 'MemberExpression')
    return modelAnswers.some((path) => file.getText(callee).replaceAll(/\s/g, '').endsWith(`.${path}`));
  const imported = importedName(file, callee)?.specifier;
  return modelAnswerFunctions.some(({ module }) => module === imported);
}

/** The only statement that uses what a call gives: one that answers. */
function answerOf(
  file: FileView,
  node: TSESTree.Node,
  fn: FunctionNode,
  response: string,
  depth = 0,
): TSESTree.Node | null {
  const value = wrapped(node);
  const parent = value.parent?.type === 'AwaitExpression' ? wrapped(value.parent).parent : value.parent;
  if (depth === 0 && value.parent?.type !== 'AwaitExpression') return null;
  const declarator = parent && declaratorAround(parent, fn);
  if (!declarator) {
    const statement = enclosingStatement(node);
    return answers(statement, response) ? statement : null;
  }
  const found = [...bindingsOf(declarator.id)].flatMap(({ identifier }) => {
    const variable = file.variableOf(identifier);
    return (variable ? readsOf(variable) : []).map((read) =>
      depth < 2 ? answerOf(file, read.identifier, fn, response, depth + 1) : null,
    );
  });
  return found.length > 0 && found.every((each) => each !== null) ? (found[0] ?? null) : null;
}

function declaratorAround(node: TSESTree.Node, fn: FunctionNode): TSESTree.VariableDeclarator | null {
  for (const each of [node, ...ancestorsUntil(node, fn)]) {
    if (each.type === 'VariableDeclarator') return each;
    if (/Statement$|Function/.test(each.type)) return null;
  }
  return null;
}

/** `res.json(...)`, `return res.send(...)`. */
function answers(statement: TSESTree.Node, response: string): boolean {
  const value =
    statement.type === 'ExpressionStatement'
      ? statement.expression
      : statement.type === 'ReturnStatement'
        ? statement.argument
        : null;
  let call = value && unwrap(value);
  while (call?.type === 'CallExpression' && call.callee.type === 'MemberExpression') {
    const object = unwrap(call.callee.object);
    if (object.type === 'Identifier') return object.name === response;
    const root = rootOf(object);
    if (root) return root.name === response;
    call = object;
  }
  return false;
}
