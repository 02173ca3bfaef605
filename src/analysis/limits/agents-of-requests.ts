import type { FileLifecycle } from '../lifecycle.js';
import { isExportedValue } from '../names/functions.js';
import type { Construction, RequestCall } from '../names/construction.js';
import { lookUpOption, optionsOf } from '../values/options.js';

const OPTIONS = ['dispatcher', 'agent', 'httpAgent', 'httpsAgent'];

/** An agent that stays in its file, and the requests that are given it. */
export interface AgentUse {
  readonly agent: Construction;
  readonly requests: readonly RequestCall[];
}

/** The agents of a file through which only requests of the file go. */
export function agentsOf(file: FileLifecycle): AgentUse[] {
  const byAgent = new Map<Construction, RequestCall[]>();
  for (const request of file.clients.requests.values()) {
    const agent = agentOf(file, request);
    if (agent) (byAgent.get(agent) ?? byAgent.set(agent, []).get(agent))?.push(request);
  }
  return [...byAgent]
    .filter(([{ node }]) => !isExportedValue(file, node))
    .map(([agent, requests]) => ({ agent, requests }));
}

function agentOf(file: FileLifecycle, { node, client }: RequestCall): Construction | null {
  const options = client && optionsOf(client);
  for (const argument of [...node.arguments, ...(options ? [options] : [])]) {
    for (const name of OPTIONS) {
      const given = lookUpOption(file, argument, name);
      const made = given.kind === 'present' ? file.clients.constructions.get(file.resolveConstant(given.value)) : null;
      if (made) return made;
    }
  }
  return null;
}
