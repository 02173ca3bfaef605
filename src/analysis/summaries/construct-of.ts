import type { FileView } from '../../ast/file-view.js';
import { calleeName } from '../../ast/nodes.js';
import type { CloseMethod, Construct, RequestFact } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { libraryNameOf } from '../names/construction.js';
import { originOf } from '../values/argument-origin.js';
import { pinsAddress } from '../values/pinning.js';
import { booleanOption, isGivenClient, ownsNothing, wantsFreshConnections } from '../values/options.js';

/** Whether a construction makes something of its own, which a caller would have to share. */
export function isWorthTelling(file: FileView, construction: Construction): boolean {
  const { construct } = construction;
  if (construct.owns === 'none' || construct.testDouble || construct.conversation || construct.singleton) return false;
  return (
    !isGivenClient(file, construction) && !ownsNothing(file, construction) && !wantsFreshConnections(file, construction)
  );
}

/** How a function or class of the project makes what a construction in it makes. */
export interface Making {
  readonly create: 'new' | 'call';
  readonly async: boolean;
  readonly at: readonly string[];
  /** The methods of a class that close it, where it is not the client itself. */
  readonly close?: readonly CloseMethod[];
  /** The methods of a class in which it may open its first connection; `null` where that may happen anywhere. */
  readonly opensIn?: readonly string[] | null;
  /** The methods of a class whose result is the instance, or a promise of it. */
  readonly returnsSelf?: readonly string[];
  /** The methods of a class whose result is the client. */
  readonly handsOut?: readonly string[];
}

/**
 * The catalog entry of a function or class of the project: the facts on the client, without those on the options of its
 * own constructor, which the caller does not give.
 */
export function constructOf(view: FileView, file: string, construction: Construction, making: Making): Construct {
  const { construct } = construction;
  const wrapped = making.close !== undefined;
  const facts: Construct = {
    ...without(construct),
    create: making.create,
    ...(making.async || construct.async ? { async: true } : {}),
    ...(making.at.length > 0 ? { at: making.at } : {}),
    keepAlive: keepsAlive(view, construction),
    close: making.close ?? construct.close,
    constructedIn: constructedIn(view, file, construction, making),
  };
  return wrapped ? { ...withoutMethods(facts), returnsSelf: making.returnsSelf ?? [] } : facts;
}

/** Where the client is made; what opens it is told by the outermost class around it. */
function constructedIn(
  view: FileView,
  file: string,
  construction: Construction,
  { create, opensIn, handsOut = [] }: Making,
): Construct['constructedIn'] {
  const { construct } = construction;
  const known = construct.constructedIn;
  if (known && create === 'call') return known;
  return {
    file: known?.file ?? file,
    line: known?.line ?? construction.node.loc.start.line,
    client: known?.client ?? nameOf(view, construction),
    constant: known?.constant ?? originOf(view, construction.node.arguments) === 'constant',
    ...(known?.pinned || (construct.owns === 'agent' && pinsAddress(view, construction)) ? { pinned: true } : {}),
    ...(opensIn ? { opensIn } : {}),
    ...(handsOut.length > 0 ? { handsOut } : {}),
  };
}

/** Facts that the arguments of a construction decide are true of its own arguments only. */
function without(construct: Construct): Construct {
  const {
    versions: _versions,
    exclude: _exclude,
    options: _options,
    wraps: _wraps,
    takes: _takes,
    ownsWhen: _ownsWhen,
    freshWhen: _freshWhen,
    timeouts: _timeouts,
    limits: _limits,
    retries: _retries,
    headerOptions: _headerOptions,
    sharedAs: _sharedAs,
    defaults: _defaults,
    hooks: _hooks,
    at: _at,
    requests,
    ...facts
  } = construct;
  return { ...facts, ...(requests ? { requests: requests.map(withoutLimits) } : {}) };
}

/** Limits of a request depend on those of its client, which stand in another file. */
function withoutLimits({ timeouts: _timeouts, ignores: _ignores, ...request }: RequestFact): RequestFact {
  return request;
}

/** A class around a client has other methods than the client. */
function withoutMethods({
  requests: _requests,
  derives: _derives,
  returnsSelf: _returnsSelf,
  views: _views,
  acquires: _acquires,
  ...facts
}: Construct): Construct {
  // What they return is data: a class that hands its client out is not summed up.
  return { ...facts, views: [] };
}

function keepsAlive(file: FileView, construction: Construction): boolean {
  const { keepAlive = true } = construction.construct;
  if (typeof keepAlive === 'boolean') return keepAlive;
  return booleanOption(file, construction, keepAlive.option, keepAlive.default) ?? true;
}

function nameOf(file: FileView, construction: Construction): string {
  const { node } = construction;
  const name = libraryNameOf(construction);
  const written = calleeName(node.callee) ?? file.getText(node.callee);
  const made = node.type === 'NewExpression' ? `new ${written}()` : `${written}()`;
  return written.toLowerCase().includes(name.toLowerCase()) ? made : `${made} of ${name}`;
}
