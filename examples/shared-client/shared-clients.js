/** Where this project keeps its clients: `--fix` imports them instead of adding one more. Paths start at the folder of `eslint.config.js`. */
export const sharedClients = [
  { construct: 'undici#Pool', origin: 'http://127.0.0.1:8501', module: './src/search.ts', export: 'searchPool' },
  { construct: 'pg#Pool', module: './src/database.ts', export: 'database' },
];
