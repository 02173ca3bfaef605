import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isWithin, propertyName, stringOf, unwrap } from '../../ast/nodes.js';
import { addressOptions } from '../../catalog/conventions/request-options.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction, RequestCall } from '../names/construction.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption, optionsOf } from '../values/options.js';
import { optionIn } from './requests.js';
import { shapeOf } from './shape.js';

/** Libraries of agents whose limits are those of Node.js. */
const AGENTS = /^(?:https?|agentkeepalive)$/;

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

/** Clients of one upstream that are written in the same way. */
function* severalFor(file: FileLifecycle, clients: readonly Construction[]): Generator<Mismatch> {
  const seen = new Map<string, Construction>();
  for (const construction of clients) {
    const { node, id, construct } = construction;
    // A subscriber and a blocking connection need one of their own; those are single sockets.
    const origin = construct.owns === 'socket' ? null : upstreamOf(file, construction);
    if (origin === null) continue;
    const key = [id, ...node.arguments.map((argument) => shapeOf(file, argument)), origin].join(' ');
    const earlier = seen.get(key);
    if (earlier) yield { kind: 'several', construction, first: earlier, origin };
    else seen.set(key, construction);
  }
}

/** The upstream of a client, in words: its origin, its address in the environment, or what its options name. */
function upstreamOf(file: FileLifecycle, construction: Construction): string | null {
  const { node } = construction;
  const [first] = node.arguments;
  if (!first) return null;
  const origin =
    originOf(file, first) ?? originOf(file, optionIn(file, [first], 'baseURL') ?? optionIn(file, [first], 'node'));
  if (origin !== null) return origin;
  if (isEnvironment(first)) return `\`${shapeOf(file, first)}\``;
  if (!node.arguments.every((argument) => isFixed(file, argument))) return null;
  for (const name of addressOptions) {
    const value = optionIn(file, node.arguments, name);
    if (value) return `\`${name}: ${shapeOf(file, value)}\``;
  }
  if (!isAgent(construction)) return null;
  // An agent has no address of its own; the requests that go through it have.
  const [only, ...others] = originsThrough(file, construction);
  return only !== undefined && others.length === 0 ? only : null;
}

/** Agents of Node.js and the like, by whose options nobody knows where their connections lead. */
function isAgent({ library }: Construction): boolean {
  return AGENTS.test(library.name);
}

/** `process.env.DATABASE_URL`. */
function isEnvironment(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  return value.type === 'MemberExpression' && /^process\.env$/.test(pathOf(value.object));
}

function pathOf(node: TSESTree.Node): string {
  const value = unwrap(node);
  if (value.type === 'Identifier') return value.name;
  return value.type === 'MemberExpression' ? `${pathOf(value.object)}.${propertyName(value) ?? ''}` : '';
}

/** Whether an expression has the same value wherever it is written: literals, and what the environment says. */
function isFixed(file: FileView, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(node);
  switch (value.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return value.expressions.every((each) => isFixed(file, each));
    case 'UnaryExpression':
      return isFixed(file, value.argument);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return isFixed(file, value.left) && isFixed(file, value.right);
    case 'ObjectExpression':
      return value.properties.every((each) => each.type === 'Property' && isFixed(file, each.value));
    case 'NewExpression':
      return value.arguments.every((each) => isFixed(file, each));
    default:
      return isEnvironment(value);
  }
}

/** An agent with one limit for all hosts, which requests of several origins go through. */
function* sharedBy(file: FileLifecycle, clients: readonly Construction[]): Generator<Mismatch> {
  for (const construction of clients) {
    if (!isAgent(construction)) continue;
    const limit = lookUpOption(file, optionsOf(construction), 'maxTotalSockets');
    if (limit.kind !== 'present' || !Number.isFinite(numberOf(file, limit.value) ?? NaN)) continue;
    const origins = originsThrough(file, construction);
    if (origins.size > 1) yield { kind: 'shared', construction, option: 'maxTotalSockets', origins: [...origins] };
  }
}

/** The origins of the requests and clients of a file that an agent is given to. */
function originsThrough(file: FileLifecycle, agent: Construction): ReadonlySet<string> {
  const { requests, constructions } = file.clients;
  return new Set([
    ...[...requests.values()].flatMap((request) =>
      uses(file, request, agent) ? (addressOf(file, request) ?? []) : [],
    ),
    ...[...constructions.values()].flatMap(({ node }) =>
      node !== agent.node && isGiven(file, node.arguments, agent) ? (baseOf(file, node) ?? []) : [],
    ),
  ]);
}

function addressOf(file: FileView, { node, client, library }: RequestCall): string | null {
  const [first] = node.arguments;
  const own =
    originOf(file, first) ?? originOf(file, optionIn(file, node.arguments, 'url')) ?? hostOf(file, node, library.name);
  return own ?? (client ? baseOf(file, client.node) : null);
}

/** `https.get({ host: 'api.example.com', path: '/' })`. */
function hostOf(file: FileView, { arguments: given }: TSESTree.CallExpression, library: string): string | null {
  if (library !== 'http' && library !== 'https') return null;
  const host = optionIn(file, given, 'hostname') ?? optionIn(file, given, 'host');
  const name = host ? stringOf(file.resolveConstant(host)) : null;
  return name === null ? null : `${library}://${name.toLowerCase()}`;
}

/** The origin that a client puts in front of all addresses. */
function baseOf(file: FileView, { arguments: given }: Construction['node']): string | null {
  return originOf(file, optionIn(file, given, 'baseURL') ?? optionIn(file, given, 'prefixUrl'));
}

/** Whether a request, or the client that sends it, is given an agent. */
function uses(file: FileView, { node, client }: RequestCall, agent: Construction): boolean {
  return isGiven(file, [...node.arguments, ...(client?.node.arguments ?? [])], agent);
}

function isGiven(file: FileView, given: readonly TSESTree.Node[], agent: Construction): boolean {
  return given.some((argument) =>
    ['agent', 'httpAgent', 'httpsAgent', 'dispatcher'].some((name) => {
      const found = optionIn(file, [argument], name);
      if (!found) return false;
      const value = file.resolveConstant(found);
      if (value === agent.node || isWithin(agent.node, value)) return true;
      // `agent: { https: shared }` of got.
      return (
        value.type === 'ObjectExpression' &&
        value.properties.some((each) => each.type === 'Property' && file.resolveConstant(each.value) === agent.node)
      );
    }),
  );
}
