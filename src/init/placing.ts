import { inFileQuotes } from '../fix/ensure-import.js';
import { inFileStyle, unitOf } from '../fix/layout.js';
import { relativePath } from '../project/paths.js';
import { parsed, specifierEnd, type Look } from './project.js';
import type { Layout } from './texts.js';

/**
 * The look at a project for the files that need the new modules: these stand in the same part of it, in the language
 * and module system of those files. A server beside a front end may have little in common with the rest.
 */
export function lookFor(look: Look, users: readonly string[]): Look {
  if (users.length === 0) return look;
  const texts = new Map(users.map((path) => [path, look.files.get(path) ?? '']));
  const folders = new Set(users.map((path) => /^[^/\\]+(?=[/\\])/.exec(relativePath(path, look.folder))?.[0] ?? ''));
  const [folder = ''] = folders;
  const sources = folders.size === 1 && folder !== '' ? `${folder}/` : folders.has('src') ? 'src/' : '';
  const typed = users.filter((path) => /\.[mc]?tsx?$/.test(path)).length * 2 > users.length;
  const isModule = [...texts].some(([path, text]) => path.endsWith('.mjs') || /^\s*(?:import|export)\s/m.test(text));
  const own = specifierEnd(texts, typed, isModule, null) ?? specifierEnd(look.files, typed, isModule, '.js') ?? '';
  const style = { typed, commonjs: !isModule && !typed, specifierEnd: own };
  return { ...look, sources, style: { ...style, layout: layoutOf(look, users) } };
}

/** How the first of some files that can be read is laid out. */
function layoutOf({ files, reader }: Look, users: readonly string[]): Layout {
  for (const path of users) {
    const file = parsed(reader, path, files.get(path) ?? '');
    if (!file) continue;
    const semicolons = inFileStyle(file, 'a;', null) === 'a;';
    return { quote: inFileQuotes(file, "'"), semicolons, unit: unitOf(file) };
  }
  return { quote: "'", semicolons: true, unit: '  ' };
}
