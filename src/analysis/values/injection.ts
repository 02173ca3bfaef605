import type { InjectionPoint } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';

/**
 * The injection point by which an owner takes a client; `path` leads from the argument at `index` to the client.
 * `null` where the catalog does not say what the owner does with it.
 */
export function injectionOf(
  { construct }: Construction,
  index: number,
  path: readonly string[],
): InjectionPoint | null {
  const points = [...(construct.wraps ?? []), ...(construct.takes ?? [])];
  return (
    points.find((point) =>
      point.argument === undefined
        ? index === (construct.options ?? 0) && point.option === path.join('.')
        : point.argument === index && path.length === 0,
    ) ?? null
  );
}
