import type { CloseMethod, Construct, Library } from '../types.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];

/** A session with a server of tools: one for each use is what it is for, and nothing but close() ends it. */
const session = {
  owns: 'socket',
  keepAlive: true,
  idle: { kind: 'peer' },
  perJob: true,
  perUse: true,
  close,
} satisfies Partial<Construct>;

/** Clients of the Model Context Protocol. */
export const modelContext = {
  name: '@modelcontextprotocol/sdk',
  modules: ['@modelcontextprotocol/sdk/client/index.js', '@modelcontextprotocol/sdk/client'],
  versions: '>=1 <2',
  source: [
    '@modelcontextprotocol/sdk@1.32.2 dist/esm/client/index.d.ts:126',
    '@modelcontextprotocol/sdk@1.32.2 dist/esm/shared/protocol.d.ts:287',
  ],
  constructs: [{ export: 'Client', create: 'new', ...session, opens: 'first-use', views: [] }],
} satisfies Library;

const toolClient = {
  create: 'call',
  async: true,
  ...session,
  opens: 'construction',
  views: ['tools', 'toolsFromDefinitions'],
} satisfies Omit<Construct, 'export'>;

/** The same as the AI SDK makes them. */
export const aiTools = {
  name: '@ai-sdk/mcp',
  modules: ['@ai-sdk/mcp'],
  versions: '>=0.0.1 <3',
  source: ['@ai-sdk/mcp@1.0.102 dist/index.d.ts:644', '@ai-sdk/mcp@1.0.102 dist/index.mjs:1837'],
  constructs: ['createMCPClient', 'experimental_createMCPClient'].map((name) => ({ export: name, ...toolClient })),
} satisfies Library;

/** Before they had a package of their own. */
export const ai = {
  name: 'ai',
  modules: ['ai'],
  versions: '>=4 <6',
  source: ['@ai-sdk/mcp@1.0.102 dist/index.d.ts:703 (the same function under its former name)'],
  constructs: [{ export: 'experimental_createMCPClient', ...toolClient }],
} satisfies Library;
