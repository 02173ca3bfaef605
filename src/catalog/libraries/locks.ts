import { fileHandle, genericPool, mutex, sema, semaphore } from '../acquires/locks-and-channels.js';
import type { Construct, Library } from '../types.js';

/** Nothing to close or to share: what counts is what is acquired from it. */
const local: Pick<Construct, 'create' | 'owns' | 'close'> = { create: 'new', owns: 'none', close: [] };

export const genericPools: Library = {
  name: 'generic-pool',
  modules: ['generic-pool'],
  versions: '>=3 <4',
  source: ['generic-pool@3.9.0 lib/Pool.js: acquire(), release(resource), destroy(resource); a second release rejects'],
  constructs: [{ export: 'createPool', ...local, create: 'call', acquires: genericPool, injectAs: { type: 'Pool' } }],
};

export const asyncMutex: Library = {
  name: 'async-mutex',
  modules: ['async-mutex'],
  versions: '>=0.3 <1',
  source: ['async-mutex@0.5.0 lib/Mutex.d.ts', 'async-mutex@0.5.0 lib/Semaphore.d.ts'],
  constructs: [
    { export: 'Mutex', ...local, acquires: mutex },
    { export: 'Semaphore', ...local, acquires: semaphore },
  ],
};

export const asyncSema: Library = {
  name: 'async-sema',
  modules: ['async-sema'],
  versions: '>=3 <4',
  source: ['async-sema@3.1.1 lib/index.d.ts'],
  constructs: [{ export: 'Sema', ...local, acquires: sema }],
};

/** `open()` of the promise API; the other functions close by themselves what they open. */
export const files: Library = {
  name: 'fs/promises',
  modules: ['fs/promises'],
  builtin: true,
  needs: 'open',
  versions: '*',
  source: ['run: Node.js 20.20.2, 24.21.0, 26.10.0'],
  constructs: [],
  acquires: [fileHandle('open')],
};

export const fileSystem: Library = {
  name: 'fs',
  modules: ['fs'],
  builtin: true,
  needs: 'open',
  versions: '*',
  source: ['run: Node.js 20.20.2, 24.21.0, 26.10.0'],
  constructs: [],
  acquires: [fileHandle('promises.open')],
};
