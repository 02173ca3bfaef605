import { sharedArguments, sharedFile, specifierOf } from '../../analysis/clients/shared-modules.js';
import { stringOf } from '../../ast/nodes.js';
import { ensureImport } from '../../fix/ensure-import.js';
import type { SharedClient } from '../../settings.js';
import { complete } from './complete.js';
import { normalized, type SharePass } from './pass.js';
import type { Remedy } from './remedy.js';
import { placesOf, useName } from './replace-site.js';
import type { Site } from './site.js';
import { unsharableUse } from './uses.js';

/** Uses the client that the project shares, as the settings name it. */
export function importShared(pass: SharePass, site: Site): readonly Remedy[] {
  const { file, client } = site;
  return file.settings.sharedClients
    .filter(({ construct }) => construct === client.construction.id)
    .map((shared) => remedy(pass, site, shared));
}

function remedy(pass: SharePass, site: Site, shared: SharedClient): Remedy {
  const { file, client } = site;
  const data = { name: shared.export, module: shared.module };
  const refuse = (refused: string): Remedy => ({ title: 'importShared', data, safety: 'safe', edits: { refused } });
  const path = sharedFile(shared, pass.cwd);
  if (path !== null && path === file.filename) return refuse('this module keeps the shared client');
  if (!hasSameOptions(pass, site, shared, path)) return refuse(`its options differ from those of ${shared.export}`);
  const reason = unsharableUse(file, client);
  if (reason) return refuse(reason);
  const module = specifierOf(file.sourceCode, file.filename, path, shared);
  if (module === null) return refuse('the file has no path from which another one could be imported');
  const imported = ensureImport(file.sourceCode, { module, name: shared.export }, placesOf(site));
  if ('refused' in imported) return refuse(imported.refused);
  const [name = ''] = imported.expression.split('.');
  const isNew = imported.edits.length > 0;
  if (isNew && pass.names.has(name)) return { ...refuse('its import waits for another fix of this run'), waits: true };
  const declares = isNew ? { declares: { key: `import ${module}`, name } } : {};
  return {
    title: 'importShared',
    data,
    safety: 'safe',
    ...declares,
    ...complete(pass, site, [useName(site, imported.expression), imported.edits], []),
  };
}

/**
 * Whether a site gives no options, or those with which the shared client is constructed, and its origin is the same.
 */
function hasSameOptions(pass: SharePass, { file, client }: Site, shared: SharedClient, path: string | null): boolean {
  const { node, construct } = client.construction;
  if (client.node !== node) return false;
  const text = normalized(node.arguments.map((argument) => file.sourceCode.getText(argument)).join(','));
  const known = sharedArguments(path, pass.cwd, shared);
  if (client.origin === 'constant' && known !== null && normalized(known) === text) return true;
  const [first, ...rest] = node.arguments;
  if ((construct.options ?? 0) === 0)
    return shared.origin === undefined && (!first || isEmpty(first)) && rest.length === 0;
  return shared.origin !== undefined && originOf(stringOf(first)) === originOf(shared.origin) && rest.every(isEmpty);
}

function isEmpty(argument: { readonly type: string }): boolean {
  return (
    argument.type === 'ObjectExpression' &&
    'properties' in argument &&
    Array.isArray(argument.properties) &&
    argument.properties.length === 0
  );
}

function originOf(url: string | null): string {
  try {
    return new URL(url ?? '').origin;
  } catch {
    return '';
  }
}
