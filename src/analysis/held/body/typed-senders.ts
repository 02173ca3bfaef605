import { callAround } from '../../../ast/nodes.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { requestsOn } from '../../names/catalog-index.js';
import type { RequestCall } from '../../names/clients.js';
import { typeReferences, usesOfType } from '../../names/typed.js';

/**
 * Requests through what is only typed as a class of the project whose methods return responses, as dependency injection
 * gives it: `constructor(private readonly api: Api) {}`, `this.api.send(path)`.
 */
export function requestsOfTypedSenders(file: FileLifecycle): RequestCall[] {
  if (!file.imported) return [];
  const calls = new Map<RequestCall['node'], RequestCall>();
  for (const { specifier, path, node } of typeReferences(file)) {
    if (!file.imported.knows(specifier)) continue;
    const [known] = file.imported.constructs(specifier, path.length > 0 ? path : ['default'], 'new');
    if (!known?.construct.requests?.length) continue;
    for (const use of usesOfType(file, node)) {
      const call = callAround(use.node);
      const [request] = call ? requestsOn(known.construct, use.path) : [];
      if (call && request && !file.clients.requests.has(call))
        calls.set(call, { node: call, library: known.library, request, alternatives: [], client: null });
    }
  }
  return [...calls.values()];
}
