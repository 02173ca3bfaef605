import type { TSESTree } from '@typescript-eslint/utils';
import { isTransparent, propertyName } from '../../ast/nodes.js';
import type { FileLifecycle } from '../lifecycle.js';

/** `fetch(url, { agent: new ProxyAgent() })`: an option that the request never looks at opens nothing. */
export function isIgnored({ clients }: FileLifecycle, construction: TSESTree.Node): boolean {
  let node = construction;
  while (node.parent && (isTransparent(node.parent) || /^(?:Conditional|Logical)/.test(node.parent.type)))
    node = node.parent;
  const property = node.parent;
  if (property?.type !== 'Property' || property.value !== node) return false;
  const call = property.parent.parent;
  const request = call.type === 'CallExpression' ? clients.requests.get(call) : undefined;
  return request?.request.ignores?.includes(propertyName(property) ?? '') === true;
}
