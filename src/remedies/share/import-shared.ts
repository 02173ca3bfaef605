import { sharedInProject } from '../../analysis/clients/project-shared.js';
import { sharedConstruction, sharedFile, specifierOf } from '../../analysis/clients/shared-modules.js';
import type { Construction } from '../../analysis/names/clients.js';
import { exportOf, libraryNameOf } from '../../analysis/names/construction.js';
import type { FileView } from '../../ast/file-view.js';
import { capitalized } from '../../ast/names.js';
import { stringOf } from '../../ast/nodes.js';
import { isRefusal, type Refusal } from '../../fix/edits.js';
import { ensureImport } from '../../fix/ensure-import.js';
import type { SharedClient } from '../../settings.js';
import { complete } from './complete.js';
import { isClosedOnlyAtShutdown } from './existing.js';
import { kindOf } from './hoist.js';
import { keepAliveEdits } from './keep-alive.js';
import { normalized, type SharePass } from './pass.js';
import type { Remedy, Safety } from './remedy.js';
import { placesOf, useName } from './replace-site.js';
import type { Site } from './site.js';
import { throughContainer, type Given } from './through-container.js';
import { unsharable, unsharableUse } from './uses.js';
import { withEdits } from './with-edits.js';

/** Uses the client that the project shares, as the settings name it, or as another module has it. */
export function importShared(pass: SharePass, site: Site): readonly Remedy[] {
  const { file, client } = site;
  const named = file.settings.sharedClients
    .filter(({ construct }) => isNamed(construct, file, client.construction))
    .map((shared) => remedy(pass, site, shared, 'safe'));
  return [...named, ...found(pass, site)];
}

/** The client that the project has already, with the same arguments: what two modules would each have one of. */
function found(pass: SharePass, site: Site): readonly Remedy[] {
  const { file, client } = site;
  const { construction } = client;
  if (client.node !== construction.node || client.keepsConnections === false) return [];
  if (!namesNothing(file, construction)) return [];
  const { safety } = kindOf(site);
  if (unsharable(file, client, true) !== null || safety === 'suggestion') return [];
  const text = argumentsText(file, construction);
  const other = sharedInProject(
    file,
    construction,
    (candidate, file) => argumentsText(file, candidate) === text && namesNothing(file, candidate),
  );
  if (!other || !isClosedOnlyAtShutdown(other.file, other.construction, other.variable)) return [];
  return [remedy(pass, site, other.shared, safety)];
}

function argumentsText(file: FileView, { node }: Construction): string {
  return normalized(node.arguments.map((argument) => file.getText(argument)).join(','));
}

function remedy(pass: SharePass, site: Site, shared: SharedClient, safety: Safety): Remedy {
  const { file, client } = site;
  const named = sharedFile(shared, file.filename, pass.cwd);
  const path = named.kind === 'file' ? named.path : null;
  const module = named.kind === 'missing' ? null : specifierOf(file, path, shared);
  // A path from the settings is told as it is written there, one that was found as the import has it.
  const isWritten = file.settings.sharedClients.includes(shared);
  const name = shared.field === undefined ? shared.export : `${shared.export}.${shared.field}`;
  const data = { name, module: isWritten ? shared.module : (module ?? shared.module) };
  const refuse = (refused: string): Remedy => ({ title: 'importShared', data, safety, edits: { refused } });
  if (named.kind === 'missing') return refuse(`there is no file ${shared.module}`);
  if (path !== null && path === file.filename) return refuse('this module keeps the shared client');
  if (
    shared.construct.includes('*') &&
    sharedConstruction(path, shared)?.callee !== exportOf(file, client.construction)
  )
    return refuse(`${name} may be a client of another service`);
  if (!hasSameOptions(site, shared, path) && !isKeptAlive(site, shared, path))
    return refuse(`its options differ from those of ${name}`);
  const reason = unsharableUse(file, client);
  if (reason) return refuse(reason);
  if (module === null) return refuse('the file has no path from which another one could be imported');
  const except = site.binding?.variable ?? null;
  const local = file.freeName(localNames(site, shared), placesOf(site), new Set(), except);
  if (local === null) return refuse('no name is free for it');
  const wanted = { module, name: shared.export, local, isFree: true };
  const imported = ensureImport(file, wanted, placesOf(site), except);
  if ('refused' in imported) return refuse(imported.refused);
  const used = placed(site, shared, imported);
  if ('refused' in used) return refuse(used.refused);
  const [first = ''] = imported.expression.split('.');
  const isNew = imported.edits.length > 0;
  if (isNew && pass.names.has(first)) return { ...refuse('its import waits for another fix of this run'), waits: true };
  const declares = isNew ? { declares: { key: `import ${module}`, name: first } } : {};
  return {
    title: 'importShared',
    data,
    safety,
    ...declares,
    ...complete(pass, site, [useName(site, used.expression), imported.edits, used.edits], []),
  };
}

/** How the code at a site names the client, once what the settings name is imported. */
function placed(site: Site, { field }: SharedClient, { expression }: Given): Given | Refusal {
  if (field === undefined) return { expression, edits: [] };
  const given = throughContainer(site, expression);
  return 'refused' in given ? given : { ...given, expression: `${given.expression}.${field}` };
}

/** Names for the import: the name of the export; the ones which the code here uses, where that is the default. */
function localNames(site: Site, { export: name }: SharedClient): readonly string[] {
  return name === 'default' ? site.names : [name, `shared${capitalized(name)}`];
}

/**
 * Whether a site gives no options, or those with which the shared client is constructed, and its origin is the same.
 */
function hasSameOptions({ file, client }: Site, shared: SharedClient, path: string | null): boolean {
  const { node, construct } = client.construction;
  if (client.node !== node) return false;
  const text = argumentsText(file, client.construction);
  const known = sharedConstruction(path, shared)?.args ?? null;
  const isSame = client.origin === 'constant' || namesNothing(file, client.construction);
  if (isSame && known !== null && normalized(known) === text) return true;
  const [first, ...rest] = node.arguments;
  if ((construct.options ?? 0) === 0)
    return shared.origin === undefined && (!first || isEmpty(first)) && rest.length === 0;
  return shared.origin !== undefined && originOf(stringOf(first)) === originOf(shared.origin) && rest.every(isEmpty);
}

/** Whether the shared client is that of the site, but for that it keeps its connections. */
function isKeptAlive(site: Site, shared: SharedClient, path: string | null): boolean {
  const { file, client } = site;
  const { node } = client.construction;
  const edits = client.keepsConnections === false && client.node === node ? keepAliveEdits(site) : [];
  const known = sharedConstruction(path, shared)?.args ?? null;
  if (isRefusal(edits) || edits.length === 0 || known === null || !namesNothing(file, client.construction))
    return false;
  const made = normalized(withEdits(file, node, edits));
  return made.endsWith(`(${normalized(known)})`);
}

/** Whether arguments read globals at most (`process.env.NAME`), which another module reads as well. */
function namesNothing(file: FileView, { node }: Construction): boolean {
  return node.arguments.every((argument) => file.readsGlobalsOnly(argument));
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

/**
 * Whether a setting names a construct: `@aws-sdk/client-s3#S3Client`, or `@aws-sdk/client-*#*Client`, which stands for
 * those of all services.
 */
function isNamed(setting: string, file: FileView, construction: Construction): boolean {
  if (setting === construction.id) return true;
  const [library = '', name = ''] = setting.split('#');
  if (library !== construction.library.name && library !== libraryNameOf(construction)) return false;
  const exported = exportOf(file, construction);
  const [head = '', tail] = name.split('*');
  return tail === undefined ? name === exported : exported?.startsWith(head) === true && exported.endsWith(tail);
}
