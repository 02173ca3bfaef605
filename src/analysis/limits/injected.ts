import { callAround } from '../../ast/nodes.js';
import { injectedClients, type InjectedClient } from '../../catalog/injected-clients.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { RequestCall } from '../names/clients.js';
import { escapeRegExp, textPattern } from '../names/conventions.js';
import { typeReferences, usesOfType } from '../names/typed.js';
import { isTest } from '../runs/test-files.js';
import { problemOf, type LimitPolicy, type LimitProblem } from './finding.js';
import { leftOpen } from './lacking.js';
import type { SiteJudge } from './site-judge.js';

const LIMITED = new Map(injectedClients.map((client) => [client, textPattern(client.limitedBy)]));

/** Matches texts that may get a client injected which the catalog does not construct. */
export const injectedText = new RegExp(injectedClients.map(({ module }) => escapeRegExp(module)).join('|'));

/** A request through a client that a framework injects, which nothing limits. */
export interface UnlimitedInjected {
  readonly client: InjectedClient;
  readonly call: RequestCall;
  readonly problem: LimitProblem;
}

/**
 * The requests of a file through injected clients that nothing limits, in no file of the project either:
 * `this.http.get(url)` of `constructor(private readonly http: HttpService)`.
 */
export function unlimitedInjected(file: FileLifecycle, policy: LimitPolicy, judge: SiteJudge): UnlimitedInjected[] {
  return injectedClients.flatMap((client) => {
    const found = file.text.includes(client.module) ? callsThrough(file, client) : [];
    const bare = found.flatMap((call): UnlimitedInjected[] => {
      const { judgement, lacking, hidden } = leftOpen(policy, judge, call);
      const problem = problemOf(judgement, lacking);
      const isBare = lacking.length > 0 && !hidden.opaque && hidden.parameters.size === 0 && problem.kind === 'missing';
      return isBare ? [{ client, call, problem }] : [];
    });
    return bare.length > 0 && isUnlimited(file, client) ? bare : [];
  });
}

function callsThrough(file: FileLifecycle, client: InjectedClient): RequestCall[] {
  const calls = new Map<RequestCall['node'], RequestCall>();
  for (const { specifier, path, node } of typeReferences(file)) {
    if (specifier !== client.module || path.join('.') !== client.type) continue;
    for (const use of usesOfType(file, node)) {
      const call = callAround(use.node);
      const [first = '', ...rest] = use.path;
      const method = client.members.includes(first) ? rest : use.path;
      const [known] = call && method.length === 1 ? file.index.requests(client.like, method) : [];
      if (call && known)
        calls.set(call, { node: call, library: known.library, request: known.request, alternatives: [], client: null });
    }
  }
  return [...calls.values()];
}

/** Whether no file that could sets a limit for all requests; unknown where they cannot be named. */
function isUnlimited(file: FileLifecycle, client: InjectedClient): boolean {
  const { catalog } = file;
  const users = [client.module, client.like].map((specifier) => catalog?.importersOfPackage(specifier) ?? null);
  return users.every(
    (paths) =>
      paths?.every((path) => isTest(file, path) || !LIMITED.get(client)?.test(catalog?.textOf(path) ?? '')) === true,
  );
}
