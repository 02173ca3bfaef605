import type { FileView } from '../../ast/file-view.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction, RequestCall } from '../names/clients.js';
import { headsOf, isPath } from '../values/possible/addresses.js';
import type { PossibleOptions } from '../values/possible/possible-options.js';
import { NO_ENVIRONMENT, type Bound, type Environment, isGiven } from '../values/possible/possible.js';
import { clientOptions } from './option-arguments.js';
import { requestOptions } from './request-arguments.js';

/**
 * Whether a request is sent to a path alone, and nothing that this file shows gives its client an origin: Node.js
 * cannot resolve it, so the code is for browsers.
 */
export function isWithoutOrigin(
  file: FileView,
  options: PossibleOptions,
  call: RequestCall,
  environment: Environment,
): boolean {
  const { node, library, client } = call;
  const { originOption } = library;
  const given = requestOptions(file, call, environment);
  if (originOption === undefined || !given) return false;
  if (client && mayHaveOrigin(options, client, originOption)) return false;
  if (given.some((bound) => isGiven(options.read(bound, [originOption])))) return false;
  const [first] = node.arguments;
  if (!first || first.type === 'SpreadElement') return false;
  const isOptions = given.some((bound) => bound.node === first);
  const addresses = isOptions
    ? given.flatMap((bound) => options.read(bound, ['url']).values)
    : [{ node: first, environment }];
  const heads = addresses.flatMap((address) => headsOf(options, address));
  // A path that the client puts before each address makes one of every name.
  const isRelative = client && hasPathForOrigin(options, client, originOption) ? isNoAddress : isPath;
  return heads.length > 0 && heads.every(isRelative) && !file.text.includes(`defaults.${originOption}`);
}

function isNoAddress(head: string | null): boolean {
  return head !== null && !/^(?:[a-z][\w+.-]*:|\/\/)/i.test(head);
}

/** Whether all requests of a client in its file are such, or it completes addresses by a path: `baseURL: '/api'`. */
export function isForPathsOnly(file: FileLifecycle, options: PossibleOptions, construction: Construction): boolean {
  const { originOption } = construction.library;
  if (originOption === undefined) return false;
  const calls = [...file.clients.requests.values()].filter(({ client }) => client === construction);
  if (!calls.every((call) => isWithoutOrigin(file, options, call, NO_ENVIRONMENT))) return false;
  return calls.length > 0 || hasPathForOrigin(options, construction, originOption);
}

/** Whether a client puts a path before each address, which nothing gives an origin later. */
function hasPathForOrigin(options: PossibleOptions, client: Construction, originOption: string): boolean {
  const heads = originsOfClient(options, client, originOption) ?? [];
  return heads.length > 0 && heads.every(isPath) && !options.file.text.includes(`defaults.${originOption}`);
}

function mayHaveOrigin(options: PossibleOptions, client: Construction, originOption: string): boolean {
  return !(originsOfClient(options, client, originOption)?.every(isPath) ?? false);
}

/** The beginnings that its options give a client for its addresses; `null` where they are not seen. */
function originsOfClient(
  options: PossibleOptions,
  client: Construction,
  originOption: string,
): readonly (string | null)[] | null {
  const { given } = clientOptions(options.file, client);
  return given?.flatMap((node) => originsOf(options, { node, environment: NO_ENVIRONMENT }, originOption)) ?? null;
}

/** The beginnings that the origin of a client's addresses may have, `null` among them where one is not known. */
function originsOf(options: PossibleOptions, given: Bound, originOption: string): (string | null)[] {
  const origin = options.read(given, [originOption]);
  const heads = origin.values.flatMap((value) => headsOf(options, value));
  return isGiven({ ...origin, values: [] }) ? [...heads, null] : heads;
}
