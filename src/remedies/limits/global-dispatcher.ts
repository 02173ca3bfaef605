import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { callAround, unwrap, wrapped } from '../../ast/nodes.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { Construction } from '../../analysis/names/clients.js';
import { isExported, isExportedValue } from '../../analysis/names/functions.js';
import { splitUses, type Use } from '../../analysis/names/uses.js';
import { functionsBetween } from '../../analysis/values/closures.js';

/** Whether a client becomes the one that all requests of the process use, also those of other files and packages. */
export function isGlobalDispatcher(file: FileLifecycle, { node }: Construction): boolean {
  const { own, shared } = splitUses(file, node);
  return becomesGlobal(file, own) || sharedGlobal(shared, file);
}

/** Asked once for all clients that one name is given. */
const sharedGlobal = memoized((uses: readonly Use[], file: FileLifecycle) => becomesGlobal(file, uses));

function becomesGlobal(file: FileLifecycle, uses: readonly Use[]): boolean {
  const pending: (readonly Use[])[] = [uses];
  const seen = new Set<readonly Use[] | TSESTree.Node>();
  for (let list = pending.pop(); list; list = pending.pop()) {
    if (seen.has(list)) continue;
    seen.add(list);
    for (const { node: use, path } of list) {
      if (path.length === 0 && (isSet(file.clients.setters, use) || isPutOnGlobal(use))) return true;
      // What a client is composed with, or wrapped by, becomes global in its place.
      const made = path.length === 1 && path[0] === 'compose' ? callAround(use) : wrapperAround(use, path);
      if (!made || seen.has(made)) continue;
      seen.add(made);
      const { own, shared } = splitUses(file, made);
      pending.push(own, shared);
    }
  }
  return false;
}

/**
 * Whether other files of the project send requests through a dispatcher: its limits are the longest that any of them
 * can choose, so that they have to be looked at before it gets shorter ones.
 */
export function isSentElsewhere(file: FileLifecycle, { node, construct }: Construction): boolean {
  const { catalog } = file;
  if (!catalog || construct.injectAs?.type !== 'Dispatcher') return false;
  const reached =
    isExportedValue(file, wrapped(node)) || functionsBetween(node, null).some((fn) => isExported(file, fn));
  return reached && catalog.importersOf(catalog.file)?.length !== 0;
}

function isSet(setters: ReadonlyMap<TSESTree.Node, number>, use: TSESTree.Node): boolean {
  const argument = wrapped(use);
  const index = argument.parent ? setters.get(argument.parent) : undefined;
  return (
    index !== undefined && argument.parent?.type === 'CallExpression' && argument.parent.arguments[index] === argument
  );
}

/** `globalThis[Symbol.for('undici.globalDispatcher.1')] = agent`, `https.globalAgent = agent`. */
function isPutOnGlobal(use: TSESTree.Node): boolean {
  const value = wrapped(use);
  const target =
    value.parent?.type === 'AssignmentExpression' && value.parent.right === value ? unwrap(value.parent.left) : null;
  if (target?.type !== 'MemberExpression') return false;
  const object = unwrap(target.object);
  return (
    (object.type === 'Identifier' && /^(?:globalThis|global)$/.test(object.name)) ||
    (target.property.type === 'Identifier' && target.property.name === 'globalAgent')
  );
}

/** `new RetryAgent(agent)`. */
function wrapperAround(use: TSESTree.Node, path: readonly string[]): TSESTree.NewExpression | null {
  const value = wrapped(use);
  return path.length === 0 && value.parent?.type === 'NewExpression' && value.parent.arguments[0] === value
    ? value.parent
    : null;
}
