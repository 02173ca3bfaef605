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
  return heads.length > 0 && heads.every(isPath) && !file.text.includes(`defaults.${originOption}`);
}

/** Whether all requests of a client in its file are such. */
export function isForPathsOnly(file: FileLifecycle, options: PossibleOptions, construction: Construction): boolean {
  if (construction.library.originOption === undefined) return false;
  const calls = [...file.clients.requests.values()].filter(({ client }) => client === construction);
  return calls.length > 0 && calls.every((call) => isWithoutOrigin(file, options, call, NO_ENVIRONMENT));
}

function mayHaveOrigin(options: PossibleOptions, client: Construction, originOption: string): boolean {
  const { given } = clientOptions(options.file, client);
  return (
    !given ||
    given.some((node) => {
      const bound: Bound = { node, environment: NO_ENVIRONMENT };
      return isGiven(options.read(bound, [originOption]));
    })
  );
}
