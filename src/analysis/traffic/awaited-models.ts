import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  enclosingFunction,
  enclosingStatement,
  isWithin,
  rootOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { bindingsOf, readsOf } from '../../ast/variables.js';
import { loggers } from '../../catalog/conventions/looking.js';
import { modelAnswers, modelAnswerFunctions } from '../../catalog/conventions/streaming.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed } from '../names/calls.js';
import { namePattern } from '../names/conventions.js';
import { importedName } from '../names/import-source.js';
import { answeringAround } from './answering.js';
import { isLinkedBesidesLimits, responseParameter } from './client-links.js';
import { optionIn } from './requests.js';

/** A model that a handler waits for, and whose answer goes to its client and nowhere else. */
export interface AwaitedModel {
  readonly node: TSESTree.CallExpression;
  /** The statement that answers. */
  readonly passes: TSESTree.Node;
  /** What to listen on. */
  readonly client: string;
  /** The signal of the client, where the handler has one. */
  readonly signal: string | null;
  /** The option that takes a signal. */
  readonly option: string;
}

const LOGGER = namePattern(loggers);
/** How many names an answer may go through. */
const MAX_DEPTH = 3;
/** The last names of what is called. */
const NAMES = new Set([
  ...modelAnswers.map((path) => path.split('.').at(-1) ?? ''),
  ...modelAnswerFunctions.flatMap(({ names }) => names),
]);

/** `res.json(await openai.chat.completions.create({ model, messages }))` in a handler without a link to its client. */
export function awaitedModels(file: FileLifecycle): AwaitedModel[] {
  if (!file.meaning.perCall || file.role === 'script' || file.role === 'worker-runtime') return [];
  return callsNamed(file, ...NAMES)
    .filter((call) => isModel(file, call))
    .flatMap((node): AwaitedModel[] => {
      const fn = enclosingFunction(node);
      const response = fn && responseParameter(fn);
      const writes = response?.type === 'Identifier' ? response.name : null;
      const answering = writes === null ? answeringAround(file, node) : null;
      if (!fn || (writes === null && answering?.fn !== fn)) return [];
      if (isLinkedBesidesLimits(file, fn)) return [];
      const passes = answerOf(file, node, fn, writes);
      const option = node.callee.type === 'MemberExpression' ? 'signal' : 'abortSignal';
      return passes ? [{ node, passes, client: writes ?? 'reply.raw', signal: answering?.signal ?? null, option }] : [];
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

/** The first statement that answers with what a call gives, where all others only look at it. */
function answerOf(
  file: FileView,
  node: TSESTree.Node,
  fn: FunctionNode,
  response: string | null,
  depth = 0,
): TSESTree.Node | null {
  const value = wrapped(node);
  const parent = value.parent?.type === 'AwaitExpression' ? wrapped(value.parent).parent : value.parent;
  if (depth === 0 && value.parent?.type !== 'AwaitExpression') return null;
  const declarator = parent && declaratorAround(parent, fn);
  if (!declarator) {
    const statement = enclosingStatement(node);
    return answers(statement, fn, response) ? statement : null;
  }
  const uses = [...bindingsOf(declarator.id)].flatMap(({ identifier }) => {
    const variable = file.variableOf(identifier);
    return variable ? readsOf(variable).filter((read) => !isLookedAt(read.identifier)) : [];
  });
  const found = uses.map(({ identifier }) =>
    depth < MAX_DEPTH ? answerOf(file, identifier, fn, response, depth + 1) : null,
  );
  return found.length > 0 && found.every((each) => each !== null) ? (found[0] ?? null) : null;
}

/** `if (!text)`, `console.log(text)`. */
function isLookedAt(node: TSESTree.Node): boolean {
  const statement = enclosingStatement(node);
  if (statement.type === 'IfStatement') return isWithin(node, statement.test);
  const call = statement.type === 'ExpressionStatement' ? unwrap(statement.expression) : null;
  return call?.type === 'CallExpression' && LOGGER.test(rootOf(unwrap(call.callee))?.name ?? '');
}

function declaratorAround(node: TSESTree.Node, fn: FunctionNode): TSESTree.VariableDeclarator | null {
  for (const each of [node, ...ancestorsUntil(node, fn)]) {
    if (each.type === 'VariableDeclarator') return each;
    if (/Statement$|Function/.test(each.type)) return null;
  }
  return null;
}

/** `res.json(...)`, `return res.send(...)`; where there is no response, what the handler returns. */
function answers(statement: TSESTree.Node, fn: FunctionNode, response: string | null): boolean {
  if (response === null)
    return statement.type === 'ReturnStatement' && statement.argument !== null && enclosingFunction(statement) === fn;
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
