import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, unwrap } from '../../ast/nodes.js';
import { boundPairs, longestIdle, serverPairs } from '../../catalog/limit-pairs.js';
import type { TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed } from '../names/calls.js';
import type { Construction, RequestCall } from '../names/construction.js';
import { usesOf } from '../names/uses.js';
import { numberOf, timeInWords } from '../values/numbers.js';
import { lookUpOption, optionsOf } from '../values/options.js';

/** Two limits of which one makes the other one useless, or an idle time that is too long. */
export interface Contradiction {
  readonly node: TSESTree.Node;
  /**
   * `above`: a part may take longer than the whole; `bound`: a number above its maximum; `idle`: idle sockets;
   * `server`: its own.
   */
  readonly kind: 'above' | 'bound' | 'idle' | 'server';
  readonly first: string;
  readonly second: string;
}

/** Which phase lies within which other one. */
const WITHIN: readonly (readonly [TimeoutPhase, TimeoutPhase])[] = [
  ['connect', 'total'],
  ['headers', 'total'],
  ['pool', 'total'],
  ['connect', 'headers'],
  ['pool', 'headers'],
];

interface Chosen {
  readonly fact: TimeoutFact;
  readonly ms: number;
  readonly node: TSESTree.Node;
  readonly text: string;
}

/** The limits of a file that contradict each other, one report for each place. */
export function contradictions(file: FileLifecycle): Contradiction[] {
  if (!file.meaning.perCall) return [];
  const found = [
    ...[...file.clients.constructions.values()].flatMap((site) => [...ofClient(file, site)]),
    ...[...file.clients.requests.values()].flatMap((site) => [...ofRequest(file, site)]),
    ...ofServers(file),
  ];
  const seen = new Set<TSESTree.Node>();
  return found.filter(({ node }) => !seen.has(node) && Boolean(seen.add(node)));
}

function* ofClient(file: FileLifecycle, site: Construction): Generator<Contradiction> {
  const { construct } = site;
  if (construct.testDouble || construct.constructedIn) return;
  const options = optionsOf(site);
  const chosen = options ? chosenIn(file, options, construct.timeouts ?? []) : [];
  yield* phasesOf(chosen);
  if (options) yield* boundsOf(file, options);
  const idle = chosen.find(({ fact }) => fact.phase === 'idle');
  if (idle && idle.ms >= longestIdle && construct.owns === 'agent')
    yield { node: idle.node, kind: 'idle', first: idle.text, second: timeInWords(longestIdle) };
}

function* ofRequest(file: FileLifecycle, { node, request }: RequestCall): Generator<Contradiction> {
  for (const argument of node.arguments) {
    if (isFunction(argument)) continue;
    const chosen = chosenIn(file, argument, request.timeouts ?? []);
    yield* phasesOf(chosen);
  }
}

function chosenIn(file: FileView, options: TSESTree.Node, facts: readonly TimeoutFact[]): Chosen[] {
  return facts.flatMap((fact) =>
    fact.option.flatMap((option) => {
      const found = lookUpOption(file, options, option);
      if (found.kind !== 'present' || fact.unit === 'date' || fact.effect === 'ignored') return [];
      const number = numberOf(file, found.value) ?? signalTime(file, found.value);
      if (number === null || number <= 0) return [];
      const ms = fact.unit === 's' ? number * 1_000 : number;
      return [{ fact, ms, node: found.value, text: `\`${option}\` (${timeInWords(ms)})` }];
    }),
  );
}

/** `AbortSignal.timeout(5_000)`. */
function signalTime(file: FileView, node: TSESTree.Node): number | null {
  const call = unwrap(node);
  return call.type === 'CallExpression' && /^AbortSignal\.timeout$/.test(file.getText(call.callee))
    ? numberOf(file, call.arguments[0])
    : null;
}

function* phasesOf(chosen: readonly Chosen[]): Generator<Contradiction> {
  for (const [part, whole] of WITHIN) {
    const first = chosen.find(({ fact }) => fact.phase === part);
    const second = chosen.find(({ fact }) => fact.phase === whole && fact !== first?.fact);
    // A limit of silence measures something else than the whole, and a database's own limit does not bound the wait for
    // it.
    if (first && second && first.ms > second.ms && first.node !== second.node)
      yield { node: first.node, kind: 'above', first: first.text, second: second.text };
  }
}

function* boundsOf(file: FileView, options: TSESTree.Node): Generator<Contradiction> {
  for (const [low, high] of boundPairs) {
    const first = lookUpOption(file, options, low);
    const second = lookUpOption(file, options, high);
    const one = first.kind === 'present' ? numberOf(file, first.value) : null;
    const other = second.kind === 'present' ? numberOf(file, second.value) : null;
    if (first.kind === 'present' && one !== null && other !== null && other > 0 && one > other)
      yield {
        node: first.value,
        kind: 'bound',
        first: `\`${low}\` (${String(one)})`,
        second: `\`${high}\` (${String(other)})`,
      };
  }
}

/** `server.keepAliveTimeout` above `server.headersTimeout`: the server ends a connection that a client just reuses. */
function* ofServers(file: FileLifecycle): Generator<Contradiction> {
  for (const call of callsNamed(file, 'createServer', 'listen', 'serve')) {
    const values = new Map<string, { readonly node: TSESTree.Node; readonly ms: number }>();
    for (const argument of call.arguments) {
      for (const name of new Set(serverPairs.flatMap(({ pair }) => pair))) {
        const found = argument.type === 'ObjectExpression' ? lookUpOption(file, argument, name) : null;
        const ms = found?.kind === 'present' ? numberOf(file, found.value) : null;
        if (found?.kind === 'present' && ms !== null) values.set(name, { node: found.value, ms });
      }
    }
    for (const { node } of usesOf(file, call)) {
      const { parent } = node;
      if (node.type !== 'MemberExpression' || parent?.type !== 'AssignmentExpression' || parent.left !== node) continue;
      const ms = numberOf(file, parent.right);
      if (ms !== null) values.set(propertyName(node) ?? '', { node: parent.right, ms });
    }
    for (const { pair, mayBeEqual, fixedIn } of serverPairs) {
      const [low, high] = pair;
      const one = values.get(low);
      const other = values.get(high);
      if (!one || !other || one.ms <= 0 || other.ms <= 0 || (mayBeEqual ? one.ms <= other.ms : one.ms < other.ms))
        continue;
      if (fixedIn === undefined || file.versions.satisfies('node', fixedIn) !== true)
        yield {
          node: one.node,
          kind: mayBeEqual ? 'above' : 'server',
          first: `\`${low}\` (${timeInWords(one.ms)})`,
          second: `\`${high}\` (${timeInWords(other.ms)})`,
        };
    }
  }
}
