// The picture of docs/architecture.md, drawn from the imports of src, so that it cannot say what the code does not do.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMPORT = /^(?:import|export)\s[^;]*?from '(\.[^']+)'/gm;

/**
 * The part of a file: its folder in src, the room for files of the analysis, the name for a file beside the folders.
 * @param {string} file relative to src, with forward slashes
 */
function partOf(file) {
  const [first = '', second = '', third] = file.split('/');
  if (first === 'analysis') return `analysis/${third === undefined ? second.replace(/\.ts$/, '') : second}`;
  return first.replace(/\.ts$/, '');
}

/**
 * Which parts each part imports from, types included.
 * @returns {ReadonlyMap<string, ReadonlySet<string>>}
 */
export function partsOfSource() {
  const source = join(ROOT, 'src');
  /** @type {Map<string, Set<string>>} */
  const parts = new Map();
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const part = partOf(name.replaceAll('\\', '/'));
    const imported = parts.get(part) ?? new Set();
    parts.set(part, imported);
    for (const [, specifier = ''] of readFileSync(join(source, name), 'utf8').matchAll(IMPORT)) {
      const target = relative(source, join(source, dirname(name), specifier)).replaceAll('\\', '/');
      const other = partOf(target.replace(/\.js$/, '.ts'));
      if (other !== part) imported.add(other);
    }
  }
  return parts;
}

/**
 * The layers: each part stands above all that it imports from. Throws where parts import from each other in a
 * circle.
 * @param {ReadonlyMap<string, ReadonlySet<string>>} parts
 * @returns {string[][]} from the ground up
 */
export function layersOf(parts) {
  /** @type {string[][]} */
  const layers = [];
  const placed = new Set();
  while (placed.size < parts.size) {
    const layer = [...parts]
      .filter(([part, imported]) => !placed.has(part) && [...imported].every((other) => placed.has(other)))
      .map(([part]) => part)
      .sort();
    if (layer.length === 0) {
      throw new Error(
        `These parts of src import from each other in a circle: ${[...parts.keys()].filter((part) => !placed.has(part)).join(', ')}`,
      );
    }
    for (const part of layer) placed.add(part);
    layers.push(layer);
  }
  return layers;
}

/** The picture as text: a line for each part, the highest layer first. */
export function architecturePicture() {
  const parts = partsOfSource();
  const layers = layersOf(parts);
  const width = Math.max(...[...parts.keys()].map((part) => part.length));
  const lines = layers.flatMap((layer, height) =>
    layer.map((part, index) => {
      const imported = [...(parts.get(part) ?? [])].sort().join(', ');
      const level = index === 0 ? String(height + 1).padStart(2) : '  ';
      return `${level}  ${imported === '' ? part : `${part.padEnd(width)}  imports from  ${imported}`}`;
    }),
  );
  return ['layer', ...lines.reverse()].join('\n');
}

const MARKS = /(<!-- picture: npm run docs -->\n```text\n)[\s\S]*?(```\n<!-- end of the picture -->)/;

/**
 * The page with the picture of today.
 * @param {string} page
 */
export function withPicture(page) {
  return page.replace(MARKS, (_, start, end) => `${start}${architecturePicture()}\n${end}`);
}
