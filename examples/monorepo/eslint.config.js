import clientLifecycle from 'eslint-plugin-client-lifecycle';

const settings = {
  // A verdict may depend on another package, which ESLint's cache does not know.
  fingerprint: clientLifecycle.projectFingerprint(import.meta.dirname),
  sharedClients: [
    { construct: 'undici#Pool', origin: 'https://stock.example.com', module: '@acme/clients', export: 'stock' },
    { construct: 'undici#Pool', origin: 'https://mail.example.com', module: '@acme/clients', export: 'mail' },
  ],
};

export default [clientLifecycle.configs.recommended, { settings: { 'client-lifecycle': settings } }];
