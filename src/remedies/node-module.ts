import type { FileView } from '../ast/file-view.js';
import { plainNodeNames } from '../catalog/conventions/node-modules.js';

const NAMES = plainNodeNames.join('|');
const PREFIXED = /(?:\bfrom\s*|\b(?:require|import)\s*\(\s*)['"]node:/;
const BARE = new RegExp(String.raw`(?:\bfrom\s*|\b(?:require|import)\s*\(\s*)['"](?:${NAMES})['"]`);

/** A module of Node.js as the file writes such names: with `node:` in front, unless it has only names without. */
export function nodeModule({ text }: FileView, name: string): string {
  return BARE.test(text) && !PREFIXED.test(text) ? name : `node:${name}`;
}
