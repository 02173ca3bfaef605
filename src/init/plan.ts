import { dirname, join, relative } from 'node:path';
import { PAGES } from '../create-rule.js';
import { wantedOf, type WantedClient } from './clients.js';
import { configure, type Write } from './configure.js';
import { endedText } from './edits.js';
import { parsed, type Look } from './project.js';
import { clientsText, keyedText, shutdownText } from './texts.js';

/** What is to be done, and what is left to the user. */
export interface Plan {
  readonly writes: readonly Write[];
  readonly byHand: readonly string[];
  readonly clients: readonly WantedClient[];
}

/** What `init` does in a project. It overwrites no file, and adds only to those whose shape it knows. */
export function planFor(look: Look): Plan {
  const { folder, disk, owner, style, sources, files, reader } = look;
  const extension = style.typed ? '.ts' : '.js';
  const { clients, keyed } = wantedOf(files, reader);
  const modulePath = join(folder, `${sources}clients${extension}`);
  const shutdownPath = join(folder, `${sources}shutdown${extension}`);
  const byHand: string[] = [];
  const writes: Write[] = [];
  const text = clientsText(clients, owner, style);
  const isThere = disk.isFile(modulePath);
  if (isThere && clients.length > 0 && disk.text(modulePath) !== text)
    byHand.push(
      `${relative(folder, modulePath)} is there already: add ${clients.map(({ name }) => name).join(', ')} to it`,
    );
  if (!isThere && clients.length > 0) {
    writes.push({ path: modulePath, text, isNew: true, why: `holds ${clients.map(({ name }) => name).join(', ')}` });
    const hasClose = owner.end !== 'platform' && clients.some(({ close }) => close !== null);
    if (hasClose) end(look, shutdownPath, writes, byHand);
  }
  const keyedPath = join(folder, `${sources}keyed${extension}`);
  const isTaken = disk.isFile(keyedPath) && !/\bfunction keyed\b/.test(disk.text(keyedPath));
  if (keyed > 0 && isTaken)
    byHand.push(`${relative(folder, keyedPath)} is there already: put keyed() of ${PAGES}/shared-client.md elsewhere`);
  if (keyed > 0 && !disk.isFile(keyedPath))
    writes.push({
      path: keyedPath,
      text: keyedText(style),
      isNew: true,
      why: `keeps one client for equal arguments, for ${String(keyed)} ${keyed > 1 ? 'files' : 'file'}`,
    });
  configure(look, { clients, keyed: keyed > 0 && !isTaken }, writes, byHand);
  return { writes, byHand, clients };
}

/** The end of the program: its module, and the entry that calls it. */
function end(look: Look, shutdownPath: string, writes: Write[], byHand: string[]): void {
  const { folder, disk, owner, style, files, reader, endsIn } = look;
  const isPlugin = owner.end === 'hook';
  const signal = endsIn === null && !disk.isFile(shutdownPath);
  if (!signal)
    byHand.push(
      `${endsIn ?? relative(folder, shutdownPath)} ends the program already: ` +
        (isPlugin
          ? 'it has to call app.close(), which closes the clients'
          : 'call closeClients() behind the end of the server or worker'),
    );
  const texts = [...files].flatMap(([path, text]) => {
    const source = parsed(reader, path, text);
    const up = relative(dirname(path), join(folder, look.sources)) || '.';
    const ended =
      source &&
      endedText(source, owner, { signal, plugin: isPlugin }, style, `${up.startsWith('.') ? up : `./${up}`}/`);
    return ended === null || ended === undefined ? [] : [{ path, text: ended }];
  });
  const [entry, ...others] = signal || isPlugin ? texts : [];
  const isFound = entry !== undefined && others.length === 0;
  if (signal)
    writes.push({
      path: shutdownPath,
      text: shutdownText(owner, true, style),
      isNew: true,
      why: 'ends the program on SIGTERM',
    });
  if (isFound) writes.push({ ...entry, isNew: false, why: signal ? 'calls it' : 'registers the clients' });
  else if (signal || isPlugin) {
    const steps = [
      ...(isPlugin ? ['register the plugin `clients`'] : []),
      ...(signal ? [`call closeOnSignal() of ${relative(folder, shutdownPath)}`] : []),
    ];
    byHand.push(`${steps.join(' and ')} where the ${owner.name} program starts`);
  }
}
