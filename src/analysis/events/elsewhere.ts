import { listeningMethods } from '../../catalog/conventions/listeners.js';
import type { FileLifecycle } from '../lifecycle.js';

/** Files that are followed from one that exports an emitter. */
const MAX_FILES = 60;
const LISTENS = new RegExp(
  `\\.(?:${listeningMethods.join('|')})\\s*(?:<[^>]*>)?\\(\\s*['"\`]error['"\`]|\\.onerror\\s*=`,
);

/** Whether a text adds a listener for `error` to anything. */
export function listensIn(text: string): boolean {
  return LISTENS.test(text);
}

/**
 * Whether a file that imports this one, directly or through another, listens for the errors of anything: to what, is
 * not followed. Without the project nothing is known of other files, and none listens.
 */
export function listensElsewhere({ catalog }: FileLifecycle): boolean {
  if (!catalog) return false;
  const found = catalog.findUser(MAX_FILES, (path) => {
    const text = catalog.textOf(path) ?? '';
    if (listensIn(text)) return 'found';
    // Only what is exported again goes further.
    return /\bexport\b[^;]*\bfrom\b/.test(text) ? 'further' : 'end';
  });
  return found !== false;
}
