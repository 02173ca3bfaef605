import clientLifecycle from 'eslint-plugin-client-lifecycle';

export default [
  clientLifecycle.configs.recommended,
  {
    settings: {
      'client-lifecycle': {
        sharedClients: [
          { construct: 'undici#Agent', module: './src/clients.js', export: 'dispatcher' },
        ],
        keyed: { module: './src/keyed.js', export: 'keyed' },
        timeouts: { connect: 5_000, headers: 30_000, body: 30_000 },
      },
    },
  },
];
