import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const inRoot = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

function json(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}

it('has a lock file that fits package.json and names no host, so that it installs from any registry', () => {
  const manifest = json('package.json') as { dependencies: object; devDependencies: object; peerDependencies: object };
  const { packages } = json('package-lock.json') as {
    packages: Record<string, { resolved?: string } & typeof manifest>;
  };
  expect(Object.values(packages).filter(({ resolved }) => resolved?.includes('://'))).toEqual([]);
  const { dependencies, devDependencies, peerDependencies } = manifest;
  expect(packages['']).toMatchObject({ dependencies, devDependencies, peerDependencies });
});

it('has one address, that of package.json, in code, pages and issue forms', () => {
  const { repository, homepage, bugs } = json('package.json') as {
    repository: { url: string };
    homepage: string;
    bugs: string;
  };
  const address = repository.url.replace(/^git\+|\.git$/g, '');
  expect([homepage, bugs]).toEqual([`${address}#readme`, `${address}/issues`]);
  const pages = address.replace('github.com/client-lifecycle', 'client-lifecycle.github.io');
  const files = ['src', 'docs', '.github'].flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const text = [...files, ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'llms.txt'].map(inRoot)]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const addresses = text.match(/https?:\/\/[\w./-]*client-lifecycle[\w./-]*/g) ?? [];
  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter((each) => !each.startsWith(address) && !each.startsWith(pages))).toEqual([]);
});
