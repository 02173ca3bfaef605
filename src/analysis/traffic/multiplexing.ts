import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isWithin, unwrap } from '../../ast/nodes.js';
import { multiplexers, type MultiplexingFact } from '../../catalog/multiplexing.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import type { RequestCall } from '../names/construction.js';
import { lookUpOption } from '../values/options.js';
import { originOf } from './origins.js';
import { optionIn } from './requests.js';

/** Requests at once to one HTTPS origin, each on a connection of its own, where the library could put all on one. */
export interface Multiplexable {
  readonly node: TSESTree.CallExpression;
  readonly origin: string;
  readonly fact: MultiplexingFact;
}

/** All of them in a file, one for each `Promise.all()`. */
export function multiplexable(file: FileLifecycle): Multiplexable[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return callsNamed(file, 'all', 'allSettled').flatMap((call) => {
    if (!isGlobalCall(file, call, 'Promise')) return [];
    for (const request of file.clients.requests.values()) {
      const found = ofRequest(file, call, request);
      if (found) return [found];
    }
    return [];
  });
}

function ofRequest(file: FileLifecycle, all: TSESTree.CallExpression, request: RequestCall): Multiplexable | null {
  const fact = multiplexers.find(({ library }) => library === request.library.name);
  if (!fact || !isOneOfMany(request.node, all)) return null;
  const [address] = request.node.arguments;
  const own = originOf(file, address);
  const [options] = request.client?.node.arguments ?? [];
  const origin = own ?? (options ? originOf(file, optionIn(file, [options], 'prefixUrl') ?? options) : null);
  if (!origin?.startsWith('https:')) return null;
  const known = file.versions.of(fact.library);
  if (fact.onFrom !== null && (known === null || majorOf(known) >= fact.onFrom)) return null;
  return isOn(file, request, fact) ? null : { node: all, origin, fact };
}

/** Whether a request is what `map()` does with each element of a list inside of `Promise.all()`. */
function isOneOfMany(node: TSESTree.Node, all: TSESTree.CallExpression): boolean {
  if (!isWithin(node, all)) return false;
  const fn = enclosingFunction(node);
  const call = fn?.parent;
  return isFunction(fn) && call?.type === 'CallExpression' && isWithin(call, all) && lastNameOf(call.callee) === 'map';
}

/** Whether the options of the request, of its client or of its dispatcher ask for HTTP/2, or may. */
function isOn(file: FileView, { node, client }: RequestCall, { option, dispatcher }: MultiplexingFact): boolean {
  const given = [...node.arguments.slice(1), ...(client?.node.arguments ?? [])];
  if (given.some((argument) => mayHave(file, argument, option))) return true;
  if (!dispatcher) return false;
  // Without a dispatcher of the file it is the global one, of which nothing is known here.
  const agent = given.map((argument) => optionIn(file, [argument], dispatcher)).find((each) => each !== null);
  const made = agent && file.resolveConstant(agent);
  if (made?.type !== 'NewExpression') return true;
  return made.arguments.some((argument) => mayHave(file, argument, option));
}

function mayHave(file: FileView, options: TSESTree.Node, option: string): boolean {
  if (unwrap(options).type === 'Literal' || unwrap(options).type === 'TemplateLiteral') return false;
  return lookUpOption(file, options, option).kind !== 'absent';
}

function majorOf(version: string): number {
  return Number(/\d+/.exec(version)?.[0] ?? 0);
}
