import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { ancestorsUntil, decoratorsOf, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { leavingPatterns } from '../../catalog/conventions/streaming.js';
import { lastNameOf } from '../names/calls.js';
import { sourcePattern } from '../names/conventions.js';
import { isHandler } from '../values/callbacks.js';

/** What ends the upstream, or looks whether the client is still there. */
const LINKED = sourcePattern(leavingPatterns);
/** A limit of time knows nothing of the client. */
const OWN_LIMIT = /\bsignal:\s*AbortSignal\.timeout\([^()]*\)/g;

/** Whether the text of code ties an upstream to the client that waits for it. */
export function isLinked(text: string): boolean {
  return LINKED.test(text);
}

/** Whether a function ties an upstream to its client, where a limit of time on the upstream is no such tie. */
export function isLinkedBesidesLimits(file: FileView, fn: FunctionNode): boolean {
  const text = file.getText(fn);
  if (!isLinked(text)) return false;
  let rest = '';
  let [at] = fn.range;
  for (const { range } of ownTimers(file, fn).sort((one, other) => one.range[0] - other.range[0])) {
    rest += file.text.slice(at, range[0]);
    [, at] = range;
  }
  return isLinked((rest + file.text.slice(at, fn.range[1])).replaceAll(OWN_LIMIT, ''));
}

/** `setTimeout(() => controller.abort(), ms)` and `signal: controller.signal`, where nothing else aborts. */
function ownTimers(file: FileView, fn: FunctionNode): TSESTree.Node[] {
  return [...descendantsOf(fn.body, file.visitorKeys)].flatMap((node) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return [];
    const made = node.init && unwrap(node.init);
    if (made?.type !== 'NewExpression' || lastNameOf(made.callee) !== 'AbortController') return [];
    const variable = file.variableOf(node.id);
    const uses = (variable ? readsOf(variable) : []).map(({ identifier }) => timerUse(identifier));
    return uses.every((use) => use !== null) ? uses : [];
  });
}

/** The timer in which a controller is aborted, or the option that takes its signal; `null` for all other uses. */
function timerUse(controller: TSESTree.Node): TSESTree.Node | null {
  const member = wrapped(controller).parent;
  if (member?.type !== 'MemberExpression') return null;
  const { parent } = wrapped(member);
  if (propertyName(member) === 'signal') return parent?.type === 'Property' ? parent : null;
  if (propertyName(member) !== 'abort') return null;
  const timer = [...ancestorsUntil(member, null)].find(
    (each) => each.type === 'CallExpression' && lastNameOf(each.callee) === 'setTimeout',
  );
  return timer ?? null;
}

/** The parameter of a handler that is the response it writes. */
export function responseParameter(fn: FunctionNode): TSESTree.Parameter | undefined {
  const injected = fn.params.find((each) => decoratorsOf(each).some(({ expression }) => isResponse(expression)));
  if (injected) return injected;
  return isHandler(fn) ? fn.params[fn.params.length === 4 ? 2 : 1] : undefined;
}

/** `@Res()` of Nest. */
function isResponse(decorator: TSESTree.Node): boolean {
  return decorator.type === 'CallExpression' && /^Res(?:ponse)?$/.test(lastNameOf(decorator.callee));
}
