import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where Debian puts it, or where the environment says it is. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. */
export const hasBrowser = existsSync(executablePath);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser without windows. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** A server of the files of a folder, below `/playground/`, as a site would have them. */
export async function serve(folder: URL): Promise<{ readonly url: string; readonly stop: () => void }> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '').replace(/[?#].*/, '').replace(/^\/playground\//, '') || 'index.html';
    const file = new URL(name, folder);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/playground/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
