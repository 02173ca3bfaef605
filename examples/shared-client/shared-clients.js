/** Where this project keeps its clients: `--fix` imports them instead of hoisting one more. Paths are relative to where ESLint runs. */
export const sharedClients = [
  { construct: 'undici#Pool', origin: 'http://127.0.0.1:8501', module: './src/search.ts', export: 'searchPool' },
  { construct: 'pg#Pool', module: './src/database.ts', export: 'database' },
];
