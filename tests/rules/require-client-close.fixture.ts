import { requireClientClose } from '../../src/rules/require-client-close.js';

type Context = Parameters<typeof requireClientClose.create>[0];

/** The rule without its fixes and suggestions, for tests of what it reports. */
export const reportsOnly: typeof requireClientClose = {
  ...requireClientClose,
  create(context) {
    const report = (descriptor: Parameters<Context['report']>[0]): void => {
      context.report({ ...descriptor, fix: null, suggest: null });
    };
    return requireClientClose.create(Object.create(context, { report: { value: report } }) as Context);
  },
};

/** The rule without its suggestions, for tests of what `--fix` writes and of what it does not write. */
export const fixesOnly: typeof requireClientClose = {
  ...requireClientClose,
  create(context) {
    const report = (descriptor: Parameters<Context['report']>[0]): void => {
      context.report({ ...descriptor, suggest: null });
    };
    return requireClientClose.create(Object.create(context, { report: { value: report } }) as Context);
  },
};

/** A database library which only these tests know, to show that entries of the settings work like built-in ones. */
export const acme = {
  'client-lifecycle': {
    clients: [
      {
        name: 'acme-db',
        modules: ['acme-db'],
        constructs: [
          {
            export: 'Pool',
            create: 'new',
            owns: 'pool',
            opens: 'first-use',
            holdsProcess: true,
            idle: { kind: 'timeout', ms: 10_000 },
            close: [{ method: 'end', graceful: true, returns: 'promise', idempotent: false }],
          },
          {
            export: 'connect',
            create: 'call',
            async: true,
            owns: 'socket',
            opens: 'construction',
            holdsProcess: true,
            close: [{ method: 'end', graceful: true, returns: 'promise', idempotent: true }],
          },
          {
            export: 'Queue',
            create: 'new',
            owns: 'pool',
            opens: 'construction',
            holdsProcess: true,
            options: 1,
            wraps: [{ option: 'connection' }],
            close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
          },
          { export: 'Closeless', create: 'new', owns: 'pool', opens: 'construction', close: [] },
        ],
      },
      {
        name: 'acme-orm',
        modules: ['acme-orm'],
        constructs: [
          {
            export: 'connect',
            create: 'call',
            async: true,
            owns: 'pool',
            opens: 'construction',
            holdsProcess: true,
            close: [{ method: 'disconnect', graceful: true, returns: 'promise', idempotent: true, on: 'module' }],
          },
        ],
      },
    ],
  },
};

/** {@link acme} with further settings. */
export const acmeWith = (settings: Record<string, unknown>): Record<string, unknown> => ({
  'client-lifecycle': { ...acme['client-lifecycle'], ...settings },
});

export const commonjs = { parserOptions: {}, sourceType: 'commonjs' as const };
