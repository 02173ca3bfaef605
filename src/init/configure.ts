import type { FileView } from '../ast/file-view.js';
import { paths, relativePath } from '../project/paths.js';
import type { WantedClient } from './clients.js';
import { configuredText, isForFilesOnly, listedText } from './config-edits.js';
import type { Owner } from './owners.js';
import { parsed, type Look } from './project.js';

/** A file that is written: a new one, or a new text of one that is there. */
export interface Write {
  readonly path: string;
  readonly text: string;
  readonly isNew: boolean;
  readonly why: string;
}

/** What the configuration names for fixes to import. */
interface Configured {
  readonly clients: readonly WantedClient[];
  /** Whether they need the function that keeps clients by their arguments. */
  readonly keyed: boolean;
}

/** What a block of settings is to say. */
interface WantedSettings {
  readonly shared: readonly string[];
  readonly keyed: string | null;
  readonly timeouts: boolean;
  /** The files that it is for, where the configuration is that of a workspace. */
  readonly files: string | null;
}

/** A change of a configuration that is there. */
interface Change {
  readonly path: string;
  readonly source: FileView | null;
  readonly why: string;
  readonly entry: { readonly text: string; readonly importLine: string | null };
}

const IMPORT = `import clientLifecycle from 'eslint-plugin-client-lifecycle';`;
const REQUIRE = `const { default: clientLifecycle } = require('eslint-plugin-client-lifecycle');`;
const RECOMMENDED = '  clientLifecycle.configs.recommended,';

/** The configuration of ESLint: that of the project, or of the workspace around it. */
export function configure(look: Look, { clients, keyed }: Configured, writes: Write[], byHand: string[]): void {
  const { folder, owner, sources, style, config, formerConfig, parserPackage, manager } = look;
  const extension = style.typed ? '.ts' : '.js';
  const inside = config ? relativePath(folder, paths.dirname(config.path)) : '';
  const prefix = inside === '' ? '' : `${inside}/`;
  const module = `./${prefix}${sources}clients${extension}`;
  const helper = `./${prefix}${sources}keyed${extension}`;
  const install = manager === 'npm' ? 'npm install -D' : `${manager} add -D`;
  if (style.typed && parserPackage === null) byHand.push(`${install} typescript-eslint, and run this again`);
  const all = {
    shared: clients.map((client) => sharedText(client, module, owner)),
    keyed: keyed ? helper : null,
    timeouts: true,
    files: prefix === '' ? null : `${prefix}**`,
  };
  const whole = `${RECOMMENDED}\n${settingsText(all)}`;
  if (config === null && formerConfig !== null) {
    byHand.push(
      `move ${formerConfig} to eslint.config.mjs (npx @eslint/migrate-config), and add to that:\n${IMPORT}\n${whole}`,
    );
    return;
  }
  if (config === null) {
    const text = `${IMPORT}\n${style.typed ? parserLines(parserPackage) : '\nexport default [\n'}${whole}\n];\n`;
    writes.push({ path: paths.resolve(folder, 'eslint.config.mjs'), text, isNew: true, why: 'turns the rules on' });
    return;
  }
  const { path, text } = config;
  const source = configSource(look, text);
  if (!text.includes('eslint-plugin-client-lifecycle')) {
    const importLine = /\bmodule\.exports\b/.test(text) ? REQUIRE : IMPORT;
    add({ path, source, entry: { text: whole, importLine }, why: 'turns the rules on' }, look, writes, byHand);
    return;
  }
  complete(look, { ...all, clients, module }, writes, byHand);
}

/** What a configuration that has the plugin already lacks. */
function complete(
  look: Look,
  { clients, module, ...all }: WantedSettings & { readonly clients: readonly WantedClient[]; readonly module: string },
  writes: Write[],
  byHand: string[],
): void {
  if (look.config === null) return;
  const { path, text } = look.config;
  const source = configSource(look, text);
  // Another package of the workspace may have a client of that name.
  const isOwn = all.files === null || text.includes(module);
  const missing = clients.filter(({ name }) => !isOwn || !new RegExp(`(?:export|field): ['"]${name}['"]`).test(text));
  const shared = missing.map((client) => sharedText(client, module, look.owner));
  const isSaid = (key: string): boolean =>
    new RegExp(`\\b${key}\\b`).test(text) && (all.files === null || source === null || !isForFilesOnly(source, key));
  const isListed = isSaid('sharedClients') || (isOwn && all.files !== null);
  if (shared.length > 0 && isListed) {
    const listed = source && all.files === null ? listedText(source, shared) : null;
    if (listed) writes.push({ path, text: listed, isNew: false, why: 'names the clients' });
    else {
      const lines = shared.map((line) => `\n    ${line}`).join('');
      byHand.push(`add to the sharedClients of ${relativePath(path, look.folder)}:${lines}`);
    }
  }
  const isKept = isSaid('keyed') || (all.keyed !== null && text.includes(all.keyed));
  const rest = {
    ...all,
    shared: isListed ? [] : shared,
    keyed: isKept ? null : all.keyed,
    timeouts: !isSaid('timeouts'),
  };
  if (rest.shared.length === 0 && rest.keyed === null) return;
  const earlier = writes.findIndex((write) => write.path === path);
  const [change] = earlier < 0 ? [] : writes.splice(earlier, 1);
  const now = change ? configSource(look, change.text) : source;
  const entry = { text: settingsText(rest), importLine: null };
  add({ path, source: now, entry, why: 'names the clients, so that fixes import them' }, look, writes, byHand);
}

/** The tree of a configuration; read as a file of the project, because the reader knows none outside. */
function configSource({ folder, config, reader }: Look, text: string): FileView | null {
  return config && parsed(reader, paths.resolve(folder, config.name), text);
}

function add({ path, source, entry, why }: Change, { folder }: Look, writes: Write[], byHand: string[]) {
  const text = source && configuredText(source, entry);
  if (text) writes.push({ path, text, isNew: false, why });
  else {
    const lines = [...(entry.importLine === null ? [] : [entry.importLine]), entry.text].join('\n');
    byHand.push(`add to ${relativePath(path, folder)}, whose shape is unknown:\n${lines}`);
  }
}

/** The lines of a new configuration that let ESLint read TypeScript. */
function parserLines(parserPackage: string | null): string {
  const isWhole = parserPackage !== '@typescript-eslint/parser';
  return [
    isWhole ? `import tseslint from 'typescript-eslint';` : `import parser from '@typescript-eslint/parser';`,
    '',
    'export default [',
    `  { files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser${isWhole ? ': tseslint.parser' : ''} } },`,
    '',
  ].join('\n');
}

function settingsText({ shared, keyed, timeouts, files }: WantedSettings): string {
  return [
    '  {',
    ...(files === null ? [] : [`    files: ['${files}'],`]),
    '    settings: {',
    `      'client-lifecycle': {`,
    ...(shared.length === 0
      ? []
      : ['        sharedClients: [', ...shared.map((line) => `          ${line}`), '        ],']),
    ...(keyed === null ? [] : [`        keyed: { module: '${keyed}', export: 'keyed' },`]),
    ...(timeouts ? ['        timeouts: { connect: 5_000, headers: 30_000, body: 30_000 },'] : []),
    '      },',
    '    },',
    '  },',
  ].join('\n');
}

function sharedText({ construct, name }: WantedClient, module: string, { end }: Owner): string {
  const exported = end === 'container' ? `export: 'Clients', field: '${name}'` : `export: '${name}'`;
  return `{ construct: '${construct}', module: '${module}', ${exported} },`;
}
