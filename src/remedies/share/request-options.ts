import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { Construction } from '../../analysis/names/clients.js';
import { escapeRegExp } from '../../analysis/names/conventions.js';
import { exportsOf } from '../../analysis/names/exports.js';
import { lendingOptions } from '../../catalog/conventions/request-options.js';

/** Files that are read for one agent; more means that nothing is known of what they do. */
const MAX_FILES = 300;
/** `config.httpsAgent.`: whoever takes the agent out again may do anything with it. */
const TAKEN_OUT = new RegExp(`[.?]\\s*(?:${lendingOptions.join('|')})\\s*[!?]?\\s*[.[]`);
/** `const { httpsAgent } = config`. */
const TAKEN_APART = new RegExp(`[{,]\\s*(?:${lendingOptions.join('|')})\\b[^}=]*\\}\\s*=[^=>]`);

/**
 * Why an agent that a function hands to its caller in the options of a request may not be shared: a file that gets the
 * options takes the agent out of them, to close or to change it. `null` where all of them only send.
 */
export function whyNotOnlySent(file: FileLifecycle, { construct }: Construction): string | null {
  const { sourceCode, catalog } = file;
  const methods = construct.close.map(({ method }) => escapeRegExp(method));
  const closes = new RegExp(
    `\\b(?:${lendingOptions.join('|')})\\s*[!?]?\\s*\\.\\s*(?:${[...methods, 'on'].join('|')})\\s*\\(`,
  );
  const takes = (text: string): boolean => TAKEN_OUT.test(text) || TAKEN_APART.test(text) || closes.test(text);
  if (takes(sourceCode.text)) return 'the code takes it out of the options of a request again';
  if (exportsOf(sourceCode).length === 0) return null;
  if (!catalog) return 'other files, which are not known, get it in the options of a request';
  let read = 1;
  const found = catalog.findUser(MAX_FILES, (path) => {
    if (++read > MAX_FILES) return 'unknown';
    return takes(catalog.textOf(path) ?? '') ? 'found' : 'further';
  });
  if (found === null) return 'too many files may get it in the options of a request';
  return found ? 'another file takes it out of the options of a request again' : null;
}
