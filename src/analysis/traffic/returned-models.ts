import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, unwrap } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import {
  keepsAnswerPatterns,
  modelAnswerFunctions,
  modelFunctions,
  modelResponses,
} from '../../catalog/conventions/streaming.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed } from '../names/calls.js';
import { sourcePattern } from '../names/conventions.js';
import { importedName } from '../names/import-source.js';
import { receiverAround } from './answering.js';
import { isLinked } from './client-links.js';
import { optionIn } from './requests.js';

const FUNCTIONS = [...modelFunctions, ...modelAnswerFunctions].flatMap(({ names }) => names);
/** Texts that may ask a model by functions of modules whose clients they do not name, or read what is streamed. */
export const MAY_STREAM = new RegExp(String.raw`\bfor\s+await\b|\b(?:${FUNCTIONS.join('|')})\b`);

/** A stream of a model that a handler returns as its answer, and that nothing ends when the client leaves. */
export interface ReturnedModel {
  readonly node: TSESTree.CallExpression;
  /** What the handler could have handed on. */
  readonly signal: string;
}

const KEEPS = sourcePattern(keepsAnswerPatterns);

/** `return streamText({ model }).toUIMessageStreamResponse()` in handlers that know the signal of their client. */
export function returnedModels(file: FileLifecycle): ReturnedModel[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return callsNamed(file, ...modelResponses).flatMap((call): ReturnedModel[] => {
    const handler = receiverAround(call);
    const model = call.callee.type === 'MemberExpression' ? modelOf(file, call.callee.object) : null;
    if (!handler || !model || enclosingFunction(model) !== enclosingFunction(call)) return [];
    const text = file.getText(handler.fn);
    return isLinked(text) || KEEPS.test(text) ? [] : [{ node: model, signal: handler.signal }];
  });
}

/** The call that asks the model, all of whose options are known and without a signal. */
function modelOf(file: FileView, object: TSESTree.Node): TSESTree.CallExpression | null {
  const named = unwrap(object);
  const variable = named.type === 'Identifier' ? file.variableOf(named) : null;
  const init = variable ? initializerOf(variable) : named;
  const value = init && unwrap(init);
  const call = value?.type === 'AwaitExpression' ? unwrap(value.argument) : value;
  if (call?.type !== 'CallExpression') return null;
  const imported = importedName(file, call.callee);
  const [options] = call.arguments;
  const isModel = modelFunctions.some(
    ({ module, names }) => imported?.specifier === module && names.includes(imported.path[0] ?? ''),
  );
  if (!isModel || options?.type !== 'ObjectExpression') return null;
  const isKnown = options.properties.every(({ type }) => type === 'Property');
  return isKnown && optionIn(file, [options], 'abortSignal') === null ? call : null;
}
