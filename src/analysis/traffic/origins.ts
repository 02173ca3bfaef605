import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isWithin, stringOf } from '../../ast/nodes.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction, RequestCall } from '../names/construction.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption, optionsOf } from '../values/options.js';
import { optionIn } from './requests.js';

/** Clients and upstreams that do not stand in a relation of one to one. */
export type Mismatch =
  | {
      readonly kind: 'several';
      readonly construction: Construction;
      readonly first: Construction;
      readonly origin: string;
    }
  | {
      readonly kind: 'shared';
      readonly construction: Construction;
      readonly option: string;
      readonly origins: readonly string[];
    };

/**
 * The origin of a text such as `https://api.example.com/v1/users`; `null` where it is none, or not all of it is known.
 */
export function originOf(file: FileView, node: TSESTree.Node | null | undefined): string | null {
  if (!node) return null;
  const value = file.resolveConstant(node);
  if (value.type === 'BinaryExpression' && value.operator === '+') return originOf(file, value.left);
  if (value.type === 'TemplateLiteral' && value.quasis[0]?.value.raw === '')
    return originOf(file, value.expressions[0]);
  const text = stringOf(value) ?? '';
  const isWhole = value.type === 'Literal' || (value.type === 'TemplateLiteral' && value.expressions.length === 0);
  // Of a template only what stands before its first expression is known: the host has to end in it.
  return (isWhole ? /^https?:\/\/[^/?#]+/ : /^https?:\/\/[^/?#]+(?=[/?#])/).exec(text)?.[0].toLowerCase() ?? null;
}

/** All of them in a file. */
export function mismatches(file: FileLifecycle): Mismatch[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  const clients = [...file.clients.constructions.values()]
    .filter(
      ({ construct, node }) =>
        construct.owns !== 'none' &&
        !construct.conversation &&
        !construct.testDouble &&
        !construct.constructedIn &&
        file.repeat.of(node) === null,
    )
    .sort((one, other) => one.node.range[0] - other.node.range[0]);
  return [...severalFor(file, clients), ...sharedBy(file, clients)];
}

/** Clients of one origin that are written in the same way. */
function* severalFor(file: FileView, clients: readonly Construction[]): Generator<Mismatch> {
  const seen = new Map<string, Construction>();
  for (const construction of clients) {
    const { node, id, construct } = construction;
    const [first] = node.arguments;
    const origin =
      originOf(file, first) ??
      (first ? originOf(file, optionIn(file, [first], 'baseURL') ?? optionIn(file, [first], 'node')) : null);
    // A subscriber and a blocking connection need one of their own; those are single sockets.
    if (origin === null || construct.owns === 'socket') continue;
    const key = `${id} ${node.arguments.map((argument) => file.getText(argument)).join(', ')}`;
    const earlier = seen.get(key);
    if (earlier) yield { kind: 'several', construction, first: earlier, origin };
    else seen.set(key, construction);
  }
}

/** An agent with one limit for all hosts, which requests of several origins go through. */
function* sharedBy(file: FileLifecycle, clients: readonly Construction[]): Generator<Mismatch> {
  for (const construction of clients) {
    if (!/^(?:https?|agentkeepalive)$/.test(construction.library.name)) continue;
    const limit = lookUpOption(file, optionsOf(construction), 'maxTotalSockets');
    if (limit.kind !== 'present' || !Number.isFinite(numberOf(file, limit.value) ?? NaN)) continue;
    const origins = new Set(
      [...file.clients.requests.values()].flatMap((request) =>
        uses(file, request, construction) ? (addressOf(file, request) ?? []) : [],
      ),
    );
    if (origins.size > 1) yield { kind: 'shared', construction, option: 'maxTotalSockets', origins: [...origins] };
  }
}

function addressOf(file: FileView, { node, client }: RequestCall): string | null {
  const [first] = node.arguments;
  const own = originOf(file, first) ?? originOf(file, optionIn(file, node.arguments, 'url'));
  if (own !== null || !client) return own;
  const [options] = client.node.arguments;
  return options ? originOf(file, optionIn(file, [options], 'baseURL')) : null;
}

/** Whether a request, or the client that sends it, is given an agent. */
function uses(file: FileView, { node, client }: RequestCall, agent: Construction): boolean {
  return [...node.arguments, ...(client?.node.arguments ?? [])].some((argument) =>
    ['agent', 'httpAgent', 'httpsAgent'].some((name) => {
      const given = optionIn(file, [argument], name);
      if (!given) return false;
      const value = file.resolveConstant(given);
      return value === agent.node || isWithin(agent.node, value);
    }),
  );
}
