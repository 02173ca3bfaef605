import type { Construct, Library } from '../../catalog/types.js';
import { packageOf } from '../../project/versions.js';
import type { FileLifecycle } from '../lifecycle.js';
import { unwrap } from '../../ast/nodes.js';
import type { Construction, RequestCall } from '../names/clients.js';
import { escapeRegExp } from '../names/conventions.js';
import { isTest } from '../runs/test-files.js';

/** Files that are looked at from one that exports a client. */
const MAX_FILES = 500;
/** Characters of a hook in which it sets an option. */
const HOOK_LENGTH = 400;

/**
 * Whether another file of the project sets limits for all requests of a module, `axios.defaults.timeout = 5000`, as the
 * entry of a program does.
 */
export function isSetForModule(file: FileLifecycle, { defaults, modules, constructs }: Library): boolean {
  const { catalog } = file;
  const [construct] = constructs;
  if (!catalog || !construct || defaults === undefined) return false;
  return modules.some((specifier) => {
    const sets = settingText(defaults, construct, packageOf(specifier).replace(/^.*\//, ''));
    return (catalog.importersOfPackage(specifier) ?? []).some(
      (path) => path !== catalog.file && !isTest(file, path) && sets?.(catalog.textOf(path) ?? '') === true,
    );
  });
}

/**
 * Which default would limit a request and all others of its kind, as a sentence, where the file sets other defaults of
 * the module: `axios.defaults.timeout` beside `axios.defaults.baseURL = ...`.
 */
export function besideDefaults(file: FileLifecycle, { library, request, node }: RequestCall): string | null {
  const { defaults } = library;
  const option = request.timeouts?.find(
    ({ phase, effect, option: names }) =>
      /^(?:total|headers)$/.test(phase) && effect === 'aborts' && !names.includes('signal'),
  )?.option[0];
  const callee = unwrap(node.callee);
  const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
  if (defaults === undefined || option === undefined || object.type !== 'Identifier') return null;
  const owner = `${object.name}.${defaults}`;
  return new RegExp(`\\b${escapeRegExp(owner)}\\.[\\w.]+\\s*=(?!=)`).test(file.text)
    ? `Set \`${owner}.${option}\` beside the other defaults of this file.`
    : null;
}

/** Whether a file that imports this one, directly or through others, sets limits for all requests of a client of it. */
export function isSetByUser(file: FileLifecycle, { construct }: Construction): boolean {
  const { catalog } = file;
  const sets = settingText(construct.defaults, construct);
  if (!catalog || !sets) return false;
  const found = catalog.findUser(MAX_FILES, (path) => {
    const text = catalog.textOf(path) ?? '';
    if (sets(text) && !isTest(file, path)) return 'found';
    return /\bexport\b[^;]*\bfrom\b|\bmodule\s*\.\s*exports\b/.test(text) ? 'further' : 'end';
  });
  return found === true;
}

/**
 * What a text says that sets an option which limits requests, of an object of one name or of any: as a default, or for
 * each request in a hook.
 */
function settingText(
  defaults: string | undefined,
  { timeouts = [], hooks = [] }: Construct,
  of?: string,
): ((text: string) => boolean) | null {
  const options = timeouts.flatMap(({ option }) => option).filter((name) => !name.includes('.'));
  if (defaults === undefined || options.length === 0) return null;
  const names = options.map(escapeRegExp).join('|');
  const owner = of === undefined ? '' : `\\b${escapeRegExp(of)}\\s*\\.\\s*`;
  const option = `\\b(?:${names})\\b`;
  const within = `[\\s\\S]{0,${String(HOOK_LENGTH)}}?`;
  const patterns = [
    `${owner}\\b${escapeRegExp(defaults)}\\s*(?:\\.|\\[\\s*['"])\\s*${option}['"\\]\\s]*=(?!=)`,
    ...hooks.map((hook) => `${owner}\\b${escapeRegExp(hook)}\\b${within}${option}['"\\]]?\\s*(?:[:,]|\\?*=(?!=))`),
  ].map((source) => new RegExp(source));
  return (text) => patterns.some((pattern) => pattern.test(text));
}
