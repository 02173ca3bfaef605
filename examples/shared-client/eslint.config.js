import parser from '@typescript-eslint/parser';
import clientLifecycle from 'eslint-plugin-client-lifecycle';
import { sharedClients } from './shared-clients.js';

export default [
  clientLifecycle.configs.strict,
  { files: ['**/*.ts'], languageOptions: { parser } },
  { settings: { 'client-lifecycle': { sharedClients } } },
];
