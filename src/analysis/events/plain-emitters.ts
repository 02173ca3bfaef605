import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { callAround, outOfObjects, stringOf, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { returningListeners } from '../../catalog/conventions/streams.js';
import { acceptedConnections, plainEmitters } from '../../catalog/error-events.js';
import type { FileLifecycle } from '../lifecycle.js';
import { exportName } from '../names/export-names.js';
import { functionOf } from '../names/functions.js';
import { moduleReferences } from '../names/modules.js';
import { usesOf } from '../names/uses.js';
import type { Unheard } from './emitters.js';
import { emitterUses, type EmitterUses } from './listening.js';

type Accepted = (typeof acceptedConnections)[number];
type Construction = TSESTree.CallExpression | TSESTree.NewExpression;

/** Methods after which nothing is left that could fail for long. */
const ENDING: ReadonlySet<string> = new Set(['write', 'end', 'destroy']);

const given = acceptedConnections.filter(({ listenerAtEnd }) => listenerAtEnd === true);
const names = [...new Set([...plainEmitters, ...given].map(({ module }) => module))].join('|');
const events = [...new Set(acceptedConnections.flatMap(({ event }) => event ?? []))].join('|');

/** Matches texts that may have emitters which are no clients of the catalog. */
export const plainEmitterText = new RegExp(`['"](?:node:)?(?:${names})['"]|\\.on\\(\\s*['"](?:${events})['"]`);

/** Sockets and the like that a file makes or accepts, and to whose errors nothing listens. */
export function* ofPlainEmitters(file: FileLifecycle): Generator<Unheard> {
  for (const { specifier, node, path } of moduleReferences(file)) {
    const module = specifier.replace(/^node:/, '');
    const made = plainEmitters.filter((fact) => fact.module === module);
    const accepted = acceptedConnections.filter((fact) => fact.module === module);
    if (made.length + accepted.length === 0) continue;
    for (const use of usesOf(file, node, path)) {
      const call = constructionAround(use.node);
      if (!call) continue;
      const name = exportName(use.path);
      const type = call.type === 'NewExpression' ? 'new' : 'call';
      const fact = made.find(({ exports, create }) => create === type && exports.includes(name));
      if (fact) yield* unheard(file, call, fact);
      for (const each of accepted) if (each.exports.includes(name)) yield* acceptedBy(file, call, each);
    }
  }
}

/** The call of a function, or the construction of a class, that an expression names. */
function constructionAround(node: TSESTree.Node): Construction | null {
  const { parent } = node;
  if (parent?.type === 'NewExpression' && parent.callee === node) return parent;
  return parent?.type === 'CallExpression' && parent.callee === node ? parent : null;
}

function* unheard(
  file: FileView,
  node: Construction,
  { when, what }: (typeof plainEmitters)[number],
): Generator<Unheard> {
  const { listens, escapes, methods } = emitterUses(file, node);
  if (listens || escapes || methods.size === 0) return;
  yield { node, effect: 'ends', when, recovers: false, what: { kind: 'plain', name: what } };
}

/** `server.on('connection', (socket) => ...)`, and `net.createServer((socket) => ...)`. */
function* acceptedBy(file: FileLifecycle, server: Construction, fact: Accepted): Generator<Unheard> {
  const last = fact.listenerAtEnd ? server.arguments.at(-1) : undefined;
  const direct = last && functionOf(file, unwrap(last));
  if (direct) yield* unheardParameter(file, direct, fact);
  const listeners = listenersFor(file, server, fact.event);
  const isHeard = listeners.some((fn) => usesOfGiven(file, fn, fact).some((use) => use.listens));
  // Whoever gets the server, or another listener, may listen to what it accepts: `applyWSSHandler({ wss })` of tRPC.
  if (listeners.length === 0 || isGivenAway(file, server) || isHeard) return;
  for (const fn of listeners) yield* unheardParameter(file, fn, fact);
}

/** Whether a call gets something that the file makes, as an argument or in one. */
function isGivenAway(file: FileView, made: Construction): boolean {
  return [...usesOf(file, made)].some(({ node, path }) => {
    const value = outOfObjects(node);
    const { parent } = value;
    return (
      path.length === 0 &&
      (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') &&
      parent.arguments.some((argument) => argument === value)
    );
  });
}

/** The functions of the file that listen for an event of what it makes. */
function listenersFor(file: FileView, server: Construction, event: string | null): FunctionNode[] {
  return [...usesOf(file, server)].flatMap(({ node, path }) => {
    if (event === null || path.length !== 1 || !returningListeners.includes(path[0] ?? '')) return [];
    const [name, listener] = callAround(node)?.arguments ?? [];
    return (name && listener && stringOf(name) === event ? functionOf(file, unwrap(listener)) : null) ?? [];
  });
}

/** What a listener does with what it is given. */
function usesOfGiven(file: FileView, fn: FunctionNode, { index = 0 }: Accepted): EmitterUses[] {
  const parameter = fn.params[index];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : null;
  return (variable?.references ?? []).map(({ identifier }) => emitterUses(file, identifier));
}

function* unheardParameter(file: FileView, fn: FunctionNode, fact: Accepted): Generator<Unheard> {
  const { index = 0, when } = fact;
  const parameter = fn.params[index];
  if (parameter?.type !== 'Identifier') return;
  const uses = usesOfGiven(file, fn, fact);
  // A listener that does nothing with it stands in for one of a subclass; one that only answers is done with it.
  if (uses.length === 0 || uses.some((use) => use.listens || use.escapes)) return;
  if (uses.every(({ methods }) => [...methods].every((method) => ENDING.has(method)))) return;
  yield { node: parameter, effect: 'ends', when, recovers: false, what: { kind: 'accepted', parameter } };
}
