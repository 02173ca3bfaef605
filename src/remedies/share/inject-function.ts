import type { TSESTree } from '@typescript-eslint/utils';
import { callsOf, isExported, referencesTo, variableOfFunction } from '../../analysis/names/functions.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import type { FunctionNode } from '../../ast/nodes.js';
import { appendParameter } from '../../fix/class-members.js';
import { combine } from '../../fix/edits.js';
import { kindOf } from './hoist.js';
import { injectable, injectedEdits, parameterName, parameterText } from './inject.js';
import type { SharePass } from './pass.js';
import type { Remedy } from './remedy.js';
import { isRefused, type Site } from './site.js';

/**
 * Lets a function of the file that is only ever called directly be given the client, as a last parameter with the
 * shared client as default.
 */
export function injectIntoFunction(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file, fn } = site;
  if (!fn || client.origin !== 'constant' || !variableOfFunction(file, fn)) return [];
  const refuse = (refused: string): readonly Remedy[] => [
    { title: 'injectIntoFunction', safety: 'migrate', data: {}, edits: { refused } },
  ];
  const reason = unextendable(file, fn);
  if (reason !== null) return refuse(reason);
  const given = injectable(pass, site);
  if (isRefused(given)) return refuse(given.refused);
  const parameter = parameterName(site, site.names, [fn.body]);
  if (parameter === null) return refuse('no name is free for it');
  const name = file.freeName(
    site.names,
    [fn.body, client.node],
    new Set([...pass.names, parameter]),
    site.binding?.variable ?? null,
  );
  if (name === null) return refuse('no name is free for it');
  const added = appendParameter(file, fn, parameterText(parameter, given.type, name));
  const { safety } = kindOf(site);
  return [
    {
      title: 'injectIntoFunction',
      safety: safety === 'suggestion' ? 'suggestion' : 'migrate',
      data: { parameter, name },
      edits: combine([injectedEdits(pass, site, given, name, parameter), added]),
      declares: { key: given.key, name },
    },
  ];
}

/** Why a function cannot take a further parameter without changing what its callers give it. */
function unextendable(file: FileView, fn: FunctionNode): string | null {
  if (isExported(file, fn)) return 'the function is exported';
  const calls = callsOf(file, fn);
  if (calls.length === 0 || calls.length < referencesTo(file, fn).length) return 'the function is handed on';
  if (
    calls.some(
      ({ arguments: given }) => given.length > fn.params.length || given.some(({ type }) => type === 'SpreadElement'),
    )
  )
    return 'a call gives it more arguments than it names';
  const usesArguments = [...descendantsOf(fn, file.visitorKeys)].some(
    (node: TSESTree.Node) => node.type === 'Identifier' && node.name === 'arguments',
  );
  return usesArguments ? 'the function uses `arguments`' : null;
}
