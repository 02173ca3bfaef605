import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, propertyName, stringOf, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { CONTINUATION_METHODS, ITERATION_METHODS } from './closures.js';

/**
 * How often a function runs, judged by the call it is given to. `many`: repeatedly, `why` completing "this code runs
 * ...";
 * `once`: at most once per process; `same`: as part of the code around it; `unknown`: nothing is known of the callee.
 */
export type CallbackContext =
  { readonly kind: 'many'; readonly why: string } | { readonly kind: 'once' | 'same' | 'unknown' };

const ONCE: CallbackContext = { kind: 'once' };
const SAME: CallbackContext = { kind: 'same' };
const UNKNOWN: CallbackContext = { kind: 'unknown' };

const ROUTE_METHODS = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
  'head',
  'options',
  'all',
  'use',
  'route',
]);
const EVENT_METHODS = new Set(['on', 'addListener', 'addEventListener', 'prependListener', 'subscribe']);
/** Events that an object emits once in its life. */
const ONE_TIME_EVENTS = new Set([
  'listening',
  'ready',
  'open',
  'connect',
  'close',
  'end',
  'finish',
  'exit',
  'beforeExit',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGUSR2',
  'uncaughtException',
  'unhandledRejection',
  'online',
  'DOMContentLoaded',
  'load',
  'install',
  'activate',
]);
const TEST_FUNCTIONS = new Set([
  'it',
  'test',
  'describe',
  'suite',
  'bench',
  'before',
  'after',
  'beforeAll',
  'afterAll',
  'beforeEach',
  'afterEach',
  'context',
  'specify',
  'setup',
  'teardown',
]);
/** Wrappers which call their function once and keep what it returned. */
const MEMOIZING_FUNCTION =
  /^(?:once|lazy|memo|memoi[sz]e|singleton|cached?|useMemo|useState|useRef|useCallback|useEffect|pMemoize|pOnce|shared|defer|createSingleton|createLazy)/i;
/** Functions which register a part of an application or a command: their argument runs once. */
const REGISTERING_FUNCTION =
  /^(?:register|plugin|fp|fastifyPlugin|definePlugin|defineNitroPlugin|defineNuxtPlugin|defineConfig|bootstrap|boot|command|action|provide|bind|factory|useFactory|asFunction|asClass|toDynamicValue|onReady|whenReady|onMounted|decorate)$/;

/** Judges the function at one argument position of a call. */
export function callbackContext(
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  fn: FunctionNode | null,
): CallbackContext {
  const callee = unwrap(call.callee);
  if (call.type === 'NewExpression') {
    if (callee.type === 'Identifier' && callee.name === 'Promise') return SAME;
    return isHandler(fn) ? { kind: 'many', why: 'for every request' } : UNKNOWN;
  }
  const name =
    callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
  const isMember = callee.type === 'MemberExpression';
  const label = calleeName(callee) ?? name;
  if (isMember && ITERATION_METHODS.has(name)) return { kind: 'many', why: `for every element, in ${name}()` };
  if (isMember && CONTINUATION_METHODS.has(name)) return SAME;
  if (name === 'setInterval') return { kind: 'many', why: 'at every tick of setInterval()' };
  if (name === 'setTimeout' || name === 'setImmediate' || name === 'nextTick' || name === 'queueMicrotask') return SAME;
  if (TEST_FUNCTIONS.has(isMember && callee.object.type === 'Identifier' ? callee.object.name : name)) return ONCE;
  if (MEMOIZING_FUNCTION.test(name) || REGISTERING_FUNCTION.test(name)) return ONCE;
  const first = stringOf(call.arguments[0]);
  if (isMember && EVENT_METHODS.has(name) && first !== null) {
    return ONE_TIME_EVENTS.has(first) ? ONCE : { kind: 'many', why: `for every '${first}' event` };
  }
  if (isMember && name === 'once' && first !== null) return ONCE;
  if (isMember && name === 'use' && /^(?:request|response)\.use$/.test(label))
    return { kind: 'many', why: `for every ${label.slice(0, -4)}, as interceptor` };
  if (isMember && ROUTE_METHODS.has(name) && (first?.startsWith('/') || first?.startsWith('*') || isHandler(fn))) {
    return { kind: 'many', why: `for every request, as handler of ${label}(${first === null ? '' : `'${first}'`})` };
  }
  if (isMember && /^(?:query|mutation|subscription)$/.test(name) && /procedure/i.test(rootName(callee)))
    return { kind: 'many', why: `for every call of the procedure, in ${name}()` };
  if (name === 'createServer' || name === 'createSecureServer')
    return { kind: 'many', why: `for every request, as handler of ${name}()` };
  if (isHandler(fn)) return { kind: 'many', why: `for every request, as handler given to ${label}()` };
  return UNKNOWN;
}

/** The name that a chain of members and calls starts from. */
function rootName(node: TSESTree.Node): string {
  let current = unwrap(node);
  while (current.type === 'MemberExpression' || current.type === 'CallExpression') {
    if (current.type === 'MemberExpression' && /procedure/i.test(propertyName(current) ?? ''))
      return propertyName(current) ?? '';
    current = unwrap(current.type === 'MemberExpression' ? current.object : current.callee);
  }
  return current.type === 'Identifier' ? current.name : '';
}

const REQUEST_TYPE =
  /(?:^|\.)(?:Request|FastifyRequest|IncomingMessage|NextApiRequest|NextRequest|HttpRequest|ParameterizedContext|RouterContext|HonoRequest)$/;

/**
 * Whether a function takes what request handlers take: a request and a response, an error before them, a context and
 * `next`,
 * or a first parameter of the type of a request.
 */
export function isHandler(fn: FunctionNode | null): boolean {
  const names = (fn?.params ?? []).map((param) => (param.type === 'Identifier' ? param.name.replace(/^_/, '') : ''));
  const [first, second, third, fourth] = names;
  if (first === undefined) return false;
  if (
    names.length === 4 &&
    /^(?:err|error|e|)$/.test(first) &&
    /^(?:req|request|)$/.test(second ?? '') &&
    (/^(?:res|response)$/.test(third ?? '') || fourth === 'next')
  )
    return true;
  if (/^(?:req|request)$/.test(first))
    return second === undefined || /^(?:res|response|reply|rep|h|next|ctx|context|env)$/.test(second);
  if (first === '' && /^(?:res|response|reply)$/.test(second ?? '')) return true;
  if (/^(?:ctx|context|c)$/.test(first) && second === 'next') return true;
  const [parameter] = fn?.params ?? [];
  const type = parameter?.type === 'Identifier' ? parameter.typeAnnotation?.typeAnnotation : undefined;
  return type?.type === 'TSTypeReference' && REQUEST_TYPE.test(typeName(type.typeName));
}

function typeName(name: TSESTree.EntityName): string {
  return name.type === 'Identifier' ? name.name : name.type === 'TSQualifiedName' ? name.right.name : '';
}
