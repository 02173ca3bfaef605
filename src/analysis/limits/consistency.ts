import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName } from '../../ast/nodes.js';
import { boundPairs, longestIdle, serverPairs } from '../../catalog/limit-pairs.js';
import type { TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed } from '../names/calls.js';
import type { Construction, RequestCall } from '../names/construction.js';
import { usesOf } from '../names/uses.js';
import { numberOf, timeInWords } from '../values/numbers.js';
import { lookUpOption, optionsOf } from '../values/options.js';
import { agentsOf } from './agents-of-requests.js';
import { chosenFor, chosenIn, type Chosen } from './chosen.js';
import type { Contradiction } from './contradiction.js';
import { retryBudgets } from './retry-budgets.js';

/** Which phase lies within which other one, or comes before it. */
const PAIRS: readonly { readonly pair: readonly [TimeoutPhase, TimeoutPhase]; readonly kind: 'above' | 'wait' }[] = [
  { pair: ['connect', 'total'], kind: 'above' },
  { pair: ['headers', 'total'], kind: 'above' },
  { pair: ['pool', 'total'], kind: 'above' },
  { pair: ['connect', 'headers'], kind: 'wait' },
  { pair: ['pool', 'headers'], kind: 'wait' },
];
/** Of a database the whole is a query, which begins when there is a connection. */
const DATABASE_PAIRS: typeof PAIRS = [
  ...PAIRS.map(({ pair }) => ({ pair, kind: 'wait' as const })),
  { pair: ['pool', 'body'], kind: 'wait' },
];

/** The limits of a file that contradict each other, one report for each place. */
export function contradictions(file: FileLifecycle, peerKeepAlive = longestIdle): Contradiction[] {
  if (!file.meaning.perCall) return [];
  const found = [
    ...[...file.clients.constructions.values()].flatMap((site) => [...ofClient(file, site, peerKeepAlive)]),
    ...[...file.clients.requests.values()].flatMap((site) => [...ofRequest(file, site)]),
    ...acrossAgents(file),
    ...retryBudgets(file),
    ...ofServers(file),
  ];
  const seen = new Set<TSESTree.Node>();
  return found.filter(({ node }) => !seen.has(node) && Boolean(seen.add(node)));
}

function* ofClient(file: FileLifecycle, site: Construction, peerKeepAlive: number): Generator<Contradiction> {
  const { construct } = site;
  if (construct.testDouble || construct.constructedIn) return;
  const options = optionsOf(site);
  const chosen = options ? chosenIn(file, options, construct.timeouts ?? []) : [];
  yield* phasesOf(chosen, chosen, construct.owns === 'pool' ? DATABASE_PAIRS : PAIRS);
  if (options) yield* boundsOf(file, options);
  const idle = chosen.find(({ fact }) => fact.phase === 'idle');
  if (idle && idle.ms >= peerKeepAlive && construct.owns === 'agent')
    yield { node: idle.node, kind: 'idle', first: idle.text, second: timeInWords(peerKeepAlive) };
}

function* ofRequest(file: FileLifecycle, { node, request }: RequestCall): Generator<Contradiction> {
  for (const argument of node.arguments) {
    if (isFunction(argument)) continue;
    const chosen = chosenIn(file, argument, request.timeouts ?? []);
    yield* phasesOf(chosen, chosen);
  }
}

/** The limits of an agent of this file that are above those of all requests which go through it. */
function* acrossAgents(file: FileLifecycle): Generator<Contradiction> {
  for (const { agent, requests } of agentsOf(file)) {
    const options = optionsOf(agent);
    const own = options ? chosenIn(file, options, agent.construct.timeouts ?? []) : [];
    const found = requests.map((request) => [...phasesOf(own, chosenFor(file, request))]);
    const [first] = found;
    const contradiction = first?.find(({ node }) => found.every((each) => each.some((other) => other.node === node)));
    if (contradiction) yield contradiction;
  }
}

function* phasesOf(parts: readonly Chosen[], wholes: readonly Chosen[], pairs = PAIRS): Generator<Contradiction> {
  for (const { pair, kind } of pairs) {
    const first = parts.find(({ fact }) => fact.phase === pair[0]);
    const second = wholes.find(({ fact }) => fact.phase === pair[1] && fact !== first?.fact);
    // A limit of silence measures something else than the whole, and a database's own limit does not bound the wait for
    // it.
    if (first && second && first.ms > second.ms && first.node !== second.node)
      yield { node: first.node, kind, first: first.text, second: second.text };
  }
}

function* boundsOf(file: FileView, options: TSESTree.Node): Generator<Contradiction> {
  for (const { pair, idle } of boundPairs) {
    const [low, high] = pair;
    const first = lookUpOption(file, options, low);
    const second = lookUpOption(file, options, high);
    const one = first.kind === 'present' ? numberOf(file, first.value) : null;
    const other = second.kind === 'present' ? numberOf(file, second.value) : null;
    if (first.kind === 'present' && one !== null && other !== null && other > 1 && (idle ? one >= other : one > other))
      yield {
        node: first.value,
        kind: one > other ? 'bound' : 'allIdle',
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
