import type { Program } from '../program.js';

const download = (name: string, ended: string): string => `import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const download = (url: string, path: string): Promise<void> =>
  new Promise<void>((resolve) => {
    http.get(url, (res) => {
      const file = createWriteStream(path);
      res.pipe(file);
      ${ended}
    });
  });

export async function call(url: string, index: number): Promise<unknown> {
  const path = join(tmpdir(), \`pipes-${name}-\${String(process.pid)}-\${String(index)}\`);
  await download(url + (index % 2 ? '/${name}' : '/ok'), path);
  const { size } = await stat(path);
  await rm(path);
  return size;
}
`;

/** Streams of which one fails. */
export const pipes: readonly Program[] = [
  {
    name: 'a download that breaks off rejects the promise that waits for its end',
    before: 'hangs',
    fix: 'must',
    contains: ['(resolve, reject) =>', 'if (error) reject(error);'],
    service: download('reset', `file.on('finish', () => { resolve(); });`),
  },
  {
    name: 'a download whose promise is settled by the close of the file, which also follows an error',
    fix: 'never',
    service: download('big', `file.on('close', () => { resolve(); });`),
  },
  {
    name: 'a proxy ends its answer when that of the upstream breaks off',
    before: 'hangs',
    fix: 'must',
    contains: ['pipeline(answer, res, () => {})'],
    service: `import http from 'node:http';
import type { AddressInfo } from 'node:net';

let upstream = '';
const server = http.createServer((request, res) => {
  http.get(upstream + (request.url ?? '/'), (answer) => {
    res.writeHead(answer.statusCode ?? 502);
    answer.pipe(res);
  });
});
const started = new Promise<number>((resolve) => {
  server.listen(0, '127.0.0.1', () => { resolve((server.address() as AddressInfo).port); });
});

export async function call(url: string, index: number): Promise<unknown> {
  upstream = url;
  const answer = await fetch(\`http://127.0.0.1:\${String(await started)}/\${index % 2 ? 'reset' : 'ok'}\`);
  return answer.text();
}

export function closeServer(): void {
  server.close();
  server.closeAllConnections();
}
`,
  },
];
