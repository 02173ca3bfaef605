import type { TSESTree } from '@typescript-eslint/utils';
import { indexFrom } from '../../ast/ascending.js';
import { memoized } from '../../ast/memo.js';
import { isWithin, propertyName, wrapped } from '../../ast/nodes.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/clients.js';
import { usesOf } from '../names/uses.js';

const slowClients = memoized(({ constructions }: FileLifecycle['clients']): readonly Construction[] =>
  [...constructions.values()].filter(({ construct }) => construct.slow !== undefined),
);

const allClients = memoized(({ constructions }: FileLifecycle['clients']): readonly Construction[] => [
  ...constructions.values(),
]);

/** Clients in the order of the text, each with the end of all that begin before it or with it. */
const spansOf = memoized((clients: readonly Construction[]) => {
  const ordered = [...clients].sort((left, right) => left.node.range[0] - right.node.range[0]);
  let end = 0;
  return ordered.map((client) => ({ client, end: (end = Math.max(end, client.node.range[1])) }));
});

/** The clients in whose construction a node lies. */
function spansAround(spans: ReturnType<typeof spansOf>, place: TSESTree.Node): Construction[] {
  let low = indexFrom(spans, ({ client }) => client.node.range[0], place.range[0] + 1);
  const found: Construction[] = [];
  for (let span = spans[--low]; span && span.end >= place.range[1]; span = spans[--low])
    if (span.client.node !== place && isWithin(place, span.client.node)) found.push(span.client);
  return found;
}

/** Why the client is slow that is given this one: `new S3Client({ requestHandler: new NodeHttpHandler() })`. */
export function slowOwner(file: FileLifecycle, construction: Construction): string | undefined {
  const slow = slowClients(file.clients);
  if (slow.length === 0) return undefined;
  const spans = spansOf(slow);
  const places = placesOf(file, construction);
  const around = new Set(places.flatMap((place) => spansAround(spans, place)));
  const owner = around.size === 0 ? undefined : slow.find((each) => around.has(each));
  return (owner ?? takerOf(slow, places))?.construct.slow;
}

/** A construction, and all that stands for what it makes. */
function placesOf(file: FileLifecycle, { node }: Construction): TSESTree.Node[] {
  return [node, ...[...usesOf(file, node)].map((use) => use.node)];
}

/** What may be slow of what this one sends for other clients, where the file shows none that gets it. */
export function servedUnknown(file: FileLifecycle, construction: Construction): string | undefined {
  const { serves } = construction.construct;
  if (serves === undefined) return undefined;
  const clients = allClients(file.clients);
  const spans = spansOf(clients);
  const places = placesOf(file, construction);
  const isShown = places.some((place) => spansAround(spans, place).length > 0) || takerOf(clients, places);
  return isShown ? undefined : serves;
}

/** The one of some clients that takes what one of some places gives: `options.requestHandler = handler`. */
function takerOf(constructions: readonly Construction[], places: readonly TSESTree.Node[]): Construction | undefined {
  const names = new Set(places.flatMap((place) => settingOf(wrapped(place).parent) ?? []));
  if (names.size === 0) return undefined;
  return constructions.find(({ construct }) =>
    construct.takes?.some(({ option }) => option !== undefined && names.has(option)),
  );
}

/** The name of the property that a node gives a value to. */
function settingOf(node: TSESTree.Node | undefined): string | null {
  if (node?.type === 'Property') return propertyName(node);
  return node?.type === 'AssignmentExpression' && node.left.type === 'MemberExpression'
    ? propertyName(node.left)
    : null;
}
