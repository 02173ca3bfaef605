import type { TSESTree } from '@typescript-eslint/utils';
import { sharedFile, specifierOf } from '../../analysis/clients/shared-modules.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { FileView } from '../../ast/file-view.js';
import { declareAbove } from '../../fix/declare.js';
import { combine, type Edits, type Refusal } from '../../fix/edits.js';
import { ensureImport, inFileQuotes } from '../../fix/ensure-import.js';
import { inFileStyle, lineEndOf, unitOf } from '../../fix/layout.js';
import type { KeyedHelper } from '../../settings.js';
import { nodeModule } from '../node-module.js';
import { normalized, type SharePass } from './pass.js';
import { isRefused, type Site } from './site.js';

/** Names for the function, best first. */
const NAMES = ['keyed', 'keyedByValue'];

/**
 * The function that keeps one client for equal arguments, in TypeScript. Plain data counts by value, and is kept as a
 * hash only, because it may hold secrets; instances and functions count as themselves. What is dropped behind the last
 * hundred is not closed, because a caller may still use it.
 */
export const KEYED = `
/** Remembers the last 100 results of \`make\`: plain data is compared by value, anything else as itself. */
function keyed<Args extends unknown[], Made>(make: (...args: Args) => Made): (...args: Args) => Made {
  const kept = new Map<string, Made>();
  const ids = new WeakMap<object, string>();
  let count = 0;

  function keyOf(value: unknown, depth = 0): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
      return \`\${typeof value} \${String(value)}\`;
    if (Buffer.isBuffer(value)) return \`bytes \${value.toString('base64')}\`;
    if (Array.isArray(value) && depth < 10) return \`[\${value.map((item) => keyOf(item, depth + 1)).join()}]\`;
    if (Object.getPrototypeOf(value) === Object.prototype && depth < 10)
      return \`{\${Object.entries(value).map((entry) => keyOf(entry, depth)).join()}}\`;
    const id = ids.get(value) ?? \`#\${String(++count)}\`;
    ids.set(value, id);
    return id;
  }

  return (...args) => {
    const key = createHash('sha256').update(keyOf(args)).digest('base64');
    const made = kept.get(key) ?? make(...args);
    kept.delete(key);
    kept.set(key, made);
    if (kept.size > 100) kept.delete(kept.keys().next().value as string);
    return made;
  };
}`.trimStart();

/** The helper as a file names it, and the edits that put it there. */
export interface Keyed {
  readonly name: string;
  /** Its text, which goes in front of what uses it; empty where the file has it or imports it. */
  readonly text: string;
  readonly edits: Edits;
  /** Whether a fix brings it into the file. */
  readonly isNew: boolean;
}

/** The helper for a site: the one that the file has, the import of the project's own, or its text. */
export function keyedHelper(pass: SharePass, site: Site): Keyed | Refusal {
  const { file, top, client, typed } = site;
  const existing = existingHelper(file, typed) ?? importedHelper(file);
  if (existing !== null) return { name: existing, text: '', edits: [], isNew: false };
  if (file.settings.keyed) return projectHelper(pass, site, file.settings.keyed);
  const name = file.freeName(NAMES, [client.node, top], pass.names);
  if (name === null) return { refused: 'no name is free for it' };
  const imported = ensureImport(file, { module: nodeModule(file, 'crypto'), name: 'createHash' }, [top]);
  if (isRefused(imported)) return imported;
  const text = helperText(file, typed).replace('function keyed', `function ${name}`);
  return { name, text: text.replace('createHash', imported.expression), edits: imported.edits, isNew: true };
}

/** Whether a file has the helper, or the project does, so that one more use of it takes a line. */
export function hasHelper(file: FileLifecycle, typed: boolean): boolean {
  return file.settings.keyed !== null || existingHelper(file, typed) !== null || importedHelper(file) !== null;
}

/** The function of the project that the settings name, as `init` has written it. */
function projectHelper({ cwd }: SharePass, { file, top, client }: Site, helper: KeyedHelper): Keyed | Refusal {
  const { filename } = file;
  const named = sharedFile(helper, filename, cwd);
  if (named.kind === 'missing') return { refused: `there is no file ${helper.module}` };
  const path = named.kind === 'file' ? named.path : null;
  if (path === filename) return { refused: 'this module keeps clients by their arguments' };
  const module = specifierOf(file, path, helper);
  if (module === null) return { refused: 'the file has no path from which another one could be imported' };
  const local = helper.export === 'default' ? { local: 'keyed', isFree: true } : {};
  const imported = ensureImport(file, { module, name: helper.export, ...local }, [top, client.node]);
  if (isRefused(imported)) return imported;
  return { name: imported.expression, text: '', edits: imported.edits, isNew: imported.edits.length > 0 };
}

/** The helper as an earlier fix has written it, in whatever layout it is now. */
function existingHelper(file: FileView, typed: boolean): string | null {
  const wanted = bare(helperText(file, typed));
  const found = file.ast.body.find(
    (statement): statement is TSESTree.FunctionDeclarationWithName =>
      statement.type === 'FunctionDeclaration' &&
      statement.id !== null &&
      statement.params.length === 1 &&
      isHelperName(statement.id.name) &&
      bare(file.getText(statement)).replace(`function ${statement.id.name}`, 'function keyed') === wanted,
  );
  return found?.id.name ?? null;
}

/** The helper as the file imports it from a module of the project that somebody has moved it to. */
function importedHelper(file: FileLifecycle): string | null {
  for (const statement of file.ast.body) {
    if (statement.type !== 'ImportDeclaration') continue;
    const found = statement.specifiers.find(({ local }) => isHelperName(local.name));
    const text = found && file.catalog?.textOfImport(statement.source.value);
    if (!text) continue;
    const wanted = [KEYED, withoutTypes(KEYED)].map((helper) => bare(helper.slice(helper.indexOf('const kept'))));
    if (wanted.some((body) => bare(text).includes(body.slice(0, -1)))) return found.local.name;
  }
  return null;
}

/** Whether a name is one that the helper gets. */
export function isHelperName(name: string): boolean {
  return NAMES.some((each) => name.replace(/\d+$/, '') === each);
}

/** A text without its comment, quotes, semicolons and layout. */
function bare(text: string): string {
  return normalized(text.replace(/^\/\*\*.*\*\/\s*/, '').replace(/['";()]/g, ' ')).replace(/ /g, '');
}

function helperText(file: FileView, typed: boolean): string {
  const unit = unitOf(file);
  return (typed ? KEYED : withoutTypes(KEYED))
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      const styled = inFileQuotes(file, inFileStyle(file, line.trimStart(), null));
      return unit.repeat(indent / 2) + styled;
    })
    .join(lineEndOf(file));
}

/** The helper in JavaScript. */
export function withoutTypes(text: string): string {
  return text
    .replace(/<(?:Args extends|string, |object, )[^>]*>/g, '')
    .replace('(make: (...args: Args) => Made): (...args: Args) => Made', '(make)')
    .replace('value: unknown, depth = 0): string', 'value, depth = 0)')
    .replace(' as string', '');
}

/** Puts the helper, where the file has none, and what uses it above a statement. */
export function declareKeyed({ file, top }: Site, helper: Keyed, text: string): Edits {
  const gap = lineEndOf(file).repeat(2);
  const whole = helper.text === '' ? text : helper.text + gap + text;
  return combine([[declareAbove(file, top, whole)], helper.edits]);
}
