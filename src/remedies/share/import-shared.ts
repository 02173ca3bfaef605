import { sharedArguments, sharedFile, specifierOf } from '../../analysis/clients/shared-modules.js';
import { freeName, outerReferences } from '../../ast/names.js';
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
    .filter(({ construct }) => isNamed(construct, client.construction.id))
    .map((shared) => remedy(pass, site, shared));
}

function remedy(pass: SharePass, site: Site, shared: SharedClient): Remedy {
  const { file, client } = site;
  const data = { name: shared.export, module: shared.module };
  const refuse = (refused: string): Remedy => ({ title: 'importShared', data, safety: 'safe', edits: { refused } });
  const named = sharedFile(shared, file.filename, pass.cwd);
  if (named.kind === 'missing') return refuse(`there is no file ${shared.module}`);
  const path = named.kind === 'file' ? named.path : null;
  if (path !== null && path === file.filename) return refuse('this module keeps the shared client');
  if (!hasSameOptions(site, shared, path)) return refuse(`its options differ from those of ${shared.export}`);
  const reason = unsharableUse(file, client);
  if (reason) return refuse(reason);
  const module = specifierOf(file.sourceCode, file.filename, path, shared);
  if (module === null) return refuse('the file has no path from which another one could be imported');
  const except = site.binding?.variable ?? null;
  const local = freeName(file.sourceCode, localNames(site, shared), placesOf(site), new Set(), except);
  if (local === null) return refuse('no name is free for it');
  const wanted = { module, name: shared.export, local, isFree: true };
  const imported = ensureImport(file.sourceCode, wanted, placesOf(site), except);
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

/** Names for the import: the name of the export; the ones which the code here uses, where that is the default. */
function localNames(site: Site, { export: name }: SharedClient): readonly string[] {
  return name === 'default' ? site.names : [name, `shared${name.charAt(0).toUpperCase()}${name.slice(1)}`];
}

/**
 * Whether a site gives no options, or those with which the shared client is constructed, and its origin is the same.
 */
function hasSameOptions({ file, client }: Site, shared: SharedClient, path: string | null): boolean {
  const { node, construct } = client.construction;
  if (client.node !== node) return false;
  const text = normalized(node.arguments.map((argument) => file.sourceCode.getText(argument)).join(','));
  const known = sharedArguments(path, shared);
  const isSame = client.origin === 'constant' || readsGlobalsOnly({ file, client });
  if (isSame && known !== null && normalized(known) === text) return true;
  const [first, ...rest] = node.arguments;
  if ((construct.options ?? 0) === 0)
    return shared.origin === undefined && (!first || isEmpty(first)) && rest.length === 0;
  return shared.origin !== undefined && originOf(stringOf(first)) === originOf(shared.origin) && rest.every(isEmpty);
}

/** Whether arguments name nothing of the file: what they read (`process.env.NAME`), the shared module reads as well. */
function readsGlobalsOnly({ file, client }: Pick<Site, 'file' | 'client'>): boolean {
  return client.construction.node.arguments.every((argument) =>
    [...outerReferences(file.sourceCode, argument)].every(({ variable }) => !variable || variable.defs.length === 0),
  );
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

/** Whether a setting names a construct: `@aws-sdk/client-*#*Client` stands for `@aws-sdk/client-*#S3Client` as well. */
function isNamed(setting: string, id: string): boolean {
  if (setting === id) return true;
  const [library, name = ''] = setting.split('#');
  const [idLibrary, idName = ''] = id.split('#');
  const [head = '', tail] = name.split('*');
  return library === idLibrary && tail !== undefined && idName.startsWith(head) && idName.endsWith(tail);
}
