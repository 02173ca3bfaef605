import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import {
  ancestorsUntil,
  enclosingFunction,
  finalizedTry,
  isFunction,
  isWithin,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { racingWords } from '../../catalog/conventions/values.js';
import { endingMethods, sleepNames } from '../../catalog/conventions/waiting.js';
import { lastNameOf } from '../names/calls.js';
import type { Construction } from '../names/construction.js';
import { namePattern, wordPattern } from '../names/conventions.js';
import { callsOf, functionOf, isExported } from '../names/functions.js';
import { usesOf } from '../names/uses.js';
import { isSetTimeout, timerAround } from './limit-values.js';

/**
 * Code that gives up waiting for a request after a while. `ends`: the request ends as well, or that is not seen;
 * `waits`: only the waiting ends, the request goes on.
 */
export interface Race {
  readonly kind: 'ends' | 'waits';
  readonly node: TSESTree.Node;
}

/** Names of functions which give up waiting after a while, in all libraries that have one. */
const LIMITING = wordPattern(racingWords);
const SLEEP = namePattern(sleepNames);
const ENDING = new Set(endingMethods);
const MAX_DEPTH = 4;

/** Whether the wait for a promise is bounded by code around it, whatever becomes of the request. */
export function isRaced(file: FileView, node: TSESTree.Node): boolean {
  return raceAround(file, node) !== null;
}

/**
 * The code around a promise that bounds the wait for it: `Promise.race`, `pTimeout(...)`, a function of the file that
 * is only called in such a place.
 */
export function raceAround(file: FileView, node: TSESTree.Node, depth = 0): Race | null {
  if (depth > MAX_DEPTH) return null;
  let waits: Race | null = null;
  for (let value = wrapped(node); value.parent; value = wrapped(value.parent)) {
    const { parent } = value;
    let found: Race | null = null;
    switch (parent.type) {
      case 'CallExpression':
      case 'NewExpression':
        if (isLimiting(parent, parent.callee === value))
          found = { kind: ends(file, parent, node) || isEndedBehind(file, parent) ? 'ends' : 'waits', node: parent };
        break;
      case 'VariableDeclarator':
        found = raceOfVariable(file, parent, value, depth);
        break;
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return strongest([waits, raceOfFunction(file, parent, depth)]);
      case 'Program':
        return waits;
      default:
    }
    if (found?.kind === 'ends') return found;
    waits ??= found;
  }
  return waits;
}

/** Whether a `finally` behind a race ends something: `controller.abort()`, `socket.terminate()`. */
function isEndedBehind(file: FileView, race: TSESTree.Node): boolean {
  for (const ancestor of ancestorsUntil(race, enclosingFunction(race)))
    if (ancestor.type === 'TryStatement' && ancestor.finalizer && isWithin(race, ancestor.block))
      return endsSomething(file, ancestor.finalizer);
  return false;
}

/** Whether a client is used in a `try` that gives up after a while, whose `finally` ends it. */
export function isEndedBehindRace(file: FileView, { node }: Construction): boolean {
  const declarator = wrapped(node).parent;
  const variable =
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
      ? file.variableOf(declarator.id)
      : null;
  return (variable ? readsOf(variable) : []).some(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type !== 'MemberExpression' || !ENDING.has(propertyName(parent) ?? '')) return false;
    const attempt = finalizedTry(identifier);
    return attempt !== null && callsIn(file, attempt.block).some((call) => isLimiting(call));
  });
}

/** Whether a timer that starts where a client is constructed ends it: `setTimeout(() => socket.terminate(), ms)`. */
export function isEndedByTimer(file: FileView, { node }: Construction): boolean {
  const home = enclosingFunction(node);
  return [...usesOf(file, node)].some(({ node: use, path }) => {
    const timer = path.length === 1 && ENDING.has(path[0] ?? '') ? timerAround(file, use) : null;
    return timer !== null && home !== null && enclosingFunction(timer) === home;
  });
}

function strongest(races: readonly (Race | null)[]): Race | null {
  return races.find((race) => race?.kind === 'ends') ?? races.find((race) => race !== null) ?? null;
}

function raceOfVariable(
  file: FileView,
  { init, id }: TSESTree.VariableDeclarator,
  value: TSESTree.Node,
  depth: number,
): Race | null {
  const variable =
    init === value && unwrap(value).type !== 'AwaitExpression' && id.type === 'Identifier' ? file.variableOf(id) : null;
  return strongest(
    (variable ? readsOf(variable) : []).map(({ identifier }) => {
      const { parent } = wrapped(identifier);
      return parent?.type === 'ArrayExpression' || parent?.type === 'CallExpression'
        ? raceAround(file, identifier, depth + 1)
        : null;
    }),
  );
}

function raceOfFunction(file: FileView, fn: FunctionNode, depth: number): Race | null {
  const call = wrapped(fn).parent;
  // A function that stands in a call, such as that of a retry or of new Promise(), runs as part of it.
  if (call?.type === 'CallExpression' || call?.type === 'NewExpression')
    return isLimiting(call) ? { kind: 'ends', node: call } : raceAround(file, call, depth + 1);
  if (isExported(file, fn)) return null;
  return depth === 0 ? raceOfCallers(fn, file, depth) : callersRace(fn, file, depth);
}

/** What all callers of a function do, computed once for each function that holds a request. */
const raceOfCallers = memoized(callersRace);

function callersRace(fn: FunctionNode, file: FileView, depth: number): Race | null {
  let first: Race | null = null;
  let waits: Race | null = null;
  for (const call of callsOf(file, fn)) {
    const race = raceAround(file, call, depth + 1);
    if (!race) return null;
    first ??= race;
    if (race.kind === 'waits') waits ??= race;
  }
  return waits ?? first;
}

/** `Promise.race([...])`, `pTimeout(...)`, `source.pipe(timeout(...))`; of a chain on the promise only the last. */
function isLimiting(call: TSESTree.CallExpression | TSESTree.NewExpression, chained = false): boolean {
  const name = lastNameOf(call.callee);
  if (/^(?:set|clear)Timeout$/.test(name)) return false;
  if (!chained && (name === 'race' || LIMITING.test(name))) return true;
  return (
    name === 'pipe' && call.arguments.some((argument) => argument.type === 'CallExpression' && isLimiting(argument))
  );
}

/** Whether giving up may end the request, too; a race against nothing but timers that only settle cannot. */
function ends(file: FileView, call: TSESTree.CallExpression | TSESTree.NewExpression, raced: TSESTree.Node): boolean {
  const [first] = call.arguments;
  if (lastNameOf(call.callee) === 'race') {
    const list = first && file.resolveConstant(first);
    if (list?.type !== 'ArrayExpression') return true;
    const others = list.elements.filter((element) => element && !isWithin(raced, element));
    return others.length === 0 || !others.every((other) => other && isMereTimer(file, other));
  }
  const fn = functionOf(file, call.callee);
  const given = call.arguments.find((argument) => isWithin(raced, argument));
  return !fn || isFunction(given) || !isMereWaiting(file, fn);
}

/**
 * A promise that settles after a while and ends nothing: `sleep(ms)`, `new Promise((_, reject) => setTimeout(reject,
 * ms))`.
 */
function isMereTimer(file: FileView, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(startOfChain(node));
  // `sleep(ms).then(() => controller.abort())`
  if (value !== node && endsSomething(file, node)) return false;
  if (value.type === 'NewExpression') {
    const [executor] = value.arguments;
    return lastNameOf(value.callee) === 'Promise' && isFunction(executor) && isMereWaiting(file, executor);
  }
  if (value.type !== 'CallExpression') return false;
  const fn = functionOf(file, value.callee);
  return fn ? isMereWaiting(file, fn) : SLEEP.test(lastNameOf(value.callee));
}

/** `sleep(ms)` of `sleep(ms).then(() => { throw new Error('late'); })`. */
export function startOfChain(node: TSESTree.Node): TSESTree.Node {
  const value = unwrap(node);
  if (value.type !== 'CallExpression' || value.callee.type !== 'MemberExpression') return value;
  return /^(?:then|catch|finally)$/.test(lastNameOf(value.callee)) ? startOfChain(value.callee.object) : value;
}

/** Whether a function starts a timer and ends nothing. */
function isMereWaiting(file: FileView, fn: FunctionNode): boolean {
  return callsIn(file, fn).some(isSetTimeout) && !endsSomething(file, fn);
}

/** Whether code calls a method that ends a request, a stream or a socket. */
export function endsSomething(file: FileView, code: TSESTree.Node, ending = ENDING): boolean {
  return callsIn(file, code).some(({ callee }) => ending.has(lastNameOf(callee)));
}

function callsIn(file: FileView, code: TSESTree.Node): TSESTree.CallExpression[] {
  return [...descendantsOf(code, file.visitorKeys)].filter((node) => node.type === 'CallExpression');
}
