import { PAGES } from '../create-rule.js';
import { paths, relativePath } from '../project/paths.js';
import { wantedOf, type WantedClient } from './clients.js';
import { configure, type Write } from './configure.js';
import { applicationsOf, hooksText, importedModuleText, rootOf } from './container-edits.js';
import { endedText } from './edits.js';
import { parsed, type Look } from './project.js';
import { lookFor } from './placing.js';
import { clientsText, keyedText, laidOut, shutdownText } from './texts.js';

/** What is to be done, and what is left to the user. */
export interface Plan {
  readonly writes: readonly Write[];
  readonly byHand: readonly string[];
  readonly clients: readonly WantedClient[];
}

/** What `init` does in a project. It overwrites no file, and adds only to those whose shape it knows. */
export function planFor(whole: Look): Plan {
  const { clients, keyed, users } = wantedOf(whole.files, whole.reader);
  const look = lookFor(whole, users);
  const { folder, disk, owner, style, sources } = look;
  const extension = style.typed ? '.ts' : '.js';
  const modulePath = paths.resolve(folder, `${sources}clients${extension}`);
  const shutdownPath = paths.resolve(folder, `${sources}shutdown${extension}`);
  const byHand: string[] = [];
  const writes: Write[] = [];
  const text = laidOut(clientsText(clients, owner, style), style.layout);
  const isThere = disk.isFile(modulePath);
  if (isThere && clients.length > 0 && disk.text(modulePath) !== text)
    byHand.push(
      `${relativePath(modulePath, folder)} is there already: add ${clients.map(({ name }) => name).join(', ')} to it`,
    );
  if (!isThere && clients.length > 0) {
    writes.push({ path: modulePath, text, isNew: true, why: `holds ${clients.map(({ name }) => name).join(', ')}` });
    if (owner.end === 'container') contain(look, writes, byHand);
    const hasClose = !['platform', 'container'].includes(owner.end) && clients.some(({ close }) => close !== null);
    if (hasClose) end(look, shutdownPath, writes, byHand);
  }
  const keyedPath = paths.resolve(folder, `${sources}keyed${extension}`);
  const isTaken = disk.isFile(keyedPath) && !/\bfunction keyed\b/.test(disk.text(keyedPath));
  if (keyed > 0 && isTaken)
    byHand.push(
      `${relativePath(keyedPath, folder)} is there already: put keyed() of ${PAGES}/shared-client.md elsewhere`,
    );
  if (keyed > 0 && !disk.isFile(keyedPath))
    writes.push({
      path: keyedPath,
      text: laidOut(keyedText(style), style.layout),
      isNew: true,
      why: `keeps one client for equal arguments, for ${String(keyed)} ${keyed > 1 ? 'files' : 'file'}`,
    });
  configure(look, { clients, keyed: keyed > 0 && !isTaken }, writes, byHand);
  return { writes, byHand, clients };
}

/** The module that gives the clients to the container, and the hooks in which it closes them. */
function contain(look: Look, writes: Write[], byHand: string[]): void {
  const { owner, style, files, reader, endsIn, sources } = look;
  const hasHooks = [...files.values()].some((text) => /\benableShutdownHooks\b/.test(text));
  if (endsIn !== null && !hasHooks)
    byHand.push(`${endsIn} already handles the shutdown: it has to call app.close(), which closes the clients`);
  const trees = [...files].flatMap(([path, text]) => {
    const file = parsed(reader, path, text);
    return file ? [{ path, file }] : [];
  });
  const starts = trees.flatMap(({ path, file }) => applicationsOf(file, owner).map((place) => ({ path, file, place })));
  const [start] = starts;
  const hooks = start && starts.length === 1 ? hooksText(start.file, start.place) : null;
  if (start && hooks !== null && endsIn === null && !hasHooks)
    writes.push({ path: start.path, text: hooks, isNew: false, why: 'ends the program on SIGTERM' });
  else if (endsIn === null && !hasHooks) byHand.push('call enableShutdownHooks() of the application where it starts');
  const name = start && rootOf(start.place);
  const roots = trees.flatMap(({ path, file }) => {
    const from = `${towards(look, path)}clients${style.specifierEnd}`;
    const text = name === undefined || name === null ? null : importedModuleText(file, name, from);
    return text === null ? [] : [{ path, text }];
  });
  const [root] = roots;
  const other = writes.find(({ path }) => path === root?.path);
  if (root && roots.length === 1 && !other)
    writes.push({ ...root, isNew: false, why: 'imports the module of clients' });
  else byHand.push(`add ClientsModule of ${sources}clients.ts to the imports of the root module`);
}

/** The way from a file to the folder of the modules that `init` writes, as imports have it. */
function towards({ folder, sources }: Look, path: string): string {
  const up = relativePath(paths.resolve(folder, sources), paths.dirname(path)) || '.';
  return `${up.startsWith('.') ? up : `./${up}`}/`;
}

/** The end of the program: its module, and the entry that calls it. */
function end(look: Look, shutdownPath: string, writes: Write[], byHand: string[]): void {
  const { folder, disk, owner, style, files, reader, endsIn } = look;
  const isPlugin = owner.end === 'hook';
  const signal = endsIn === null && !disk.isFile(shutdownPath);
  if (!signal)
    byHand.push(
      `${endsIn ?? relativePath(shutdownPath, folder)} already handles the shutdown: ` +
        (isPlugin
          ? 'it has to call app.close(), which closes the clients'
          : 'call closeClients() after the server or worker has closed'),
    );
  const texts = [...files].flatMap(([path, text]) => {
    const source = parsed(reader, path, text);
    const ended = source && endedText(source, owner, { signal, plugin: isPlugin }, style, towards(look, path));
    return ended === null || ended === undefined ? [] : [{ path, text: ended }];
  });
  const [entry, ...others] = signal || isPlugin ? texts : [];
  const isFound = entry !== undefined && others.length === 0;
  if (signal)
    writes.push({
      path: shutdownPath,
      text: laidOut(shutdownText(owner, true, style), style.layout),
      isNew: true,
      why: 'ends the program on SIGTERM',
    });
  if (isFound) writes.push({ ...entry, isNew: false, why: signal ? 'calls closeOnSignal()' : 'registers the clients' });
  else if (signal || isPlugin) {
    const steps = [
      ...(isPlugin ? ['register the plugin `clients`'] : []),
      ...(signal ? [`call closeOnSignal() of ${relativePath(shutdownPath, folder)}`] : []),
    ];
    byHand.push(`${steps.join(' and ')} where the ${owner.name} program starts`);
  }
}
