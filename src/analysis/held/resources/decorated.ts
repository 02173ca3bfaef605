import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap } from '../../../ast/nodes.js';
import { decoratedPools, type DecoratedPool } from '../../../catalog/conventions/decorated-pools.js';
import { applicationParameters } from '../../../catalog/conventions/set-up.js';
import type { Construct, Library } from '../../../catalog/types.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { namePattern } from '../../names/conventions.js';
import { fieldExpressionsOf } from '../../names/members.js';

/** Texts that may take a connection from a pool which a plugin has put on the application. */
export const MAY_USE_DECORATED = new RegExp(
  `\\.(?:${decoratedPools.map(({ member }) => member).join('|')})\\s*\\.\\s*(?:connect|getConnection)\\s*\\(`,
);

const APPLICATION = namePattern(applicationParameters);

/**
 * Expressions that denote a pool on the application: `fastify.pg`, `request.server.pg`, where the package has the
 * plugin.
 */
export function* decoratedUses(
  file: FileLifecycle,
): Generator<{ readonly node: TSESTree.Node; readonly construct: Construct; readonly library: Library }> {
  if (!MAY_USE_DECORATED.test(file.text)) return;
  for (const pool of decoratedPools) {
    const found = hasPlugin(file, pool) ? constructOf(file, pool) : null;
    if (!found) continue;
    for (const node of fieldExpressionsOf(file, pool.member, null))
      if (isApplication(unwrap(node.object))) yield { node, ...found };
  }
}

function constructOf(
  { index }: FileLifecycle,
  { module, construct: name }: DecoratedPool,
): { readonly construct: Construct; readonly library: Library } | null {
  const [known] = (['new', 'call'] as const).flatMap((how) => index.constructs(module, [name], how));
  return known ?? null;
}

function hasPlugin(file: FileLifecycle, { plugin }: DecoratedPool): boolean {
  return file.project?.manifest.dependencies.has(plugin) === true || file.text.includes(plugin);
}

/** `fastify`, `this.server`, `request.server`, and `this` in a handler that is a function of its own. */
function isApplication(object: TSESTree.Node): boolean {
  if (object.type === 'ThisExpression') return true;
  if (object.type === 'Identifier') return APPLICATION.test(object.name);
  return object.type === 'MemberExpression' && APPLICATION.test(propertyName(object) ?? '');
}
