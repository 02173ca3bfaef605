import clientLifecycle from 'eslint-plugin-client-lifecycle';
import tseslint from 'typescript-eslint';

export default [
  { files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser: tseslint.parser } },
  clientLifecycle.configs.recommended,
  {
    settings: {
      'client-lifecycle': {
        sharedClients: [
          { construct: 'undici#Agent', module: './src/clients.ts', export: 'Clients', field: 'dispatcher' },
        ],
        timeouts: { connect: 5_000, headers: 30_000, body: 30_000 },
      },
    },
  },
];
