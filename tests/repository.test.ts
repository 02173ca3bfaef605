import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

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
