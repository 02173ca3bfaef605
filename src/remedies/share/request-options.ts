import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { Construction } from '../../analysis/names/clients.js';
import { escapeRegExp } from '../../analysis/names/conventions.js';
import { exportsOf } from '../../analysis/names/exports.js';
import { nameOfFunction } from '../../analysis/names/functions.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { enclosingFunction, type FunctionNode } from '../../ast/nodes.js';
import { lendingOptions } from '../../catalog/conventions/request-options.js';
import { handsOn } from './handed-on.js';

type Catalog = NonNullable<FileLifecycle['catalog']>;

/** Files that are read for one agent; more means that nothing is known of what they do. */
const MAX_FILES = 300;
/** Functions that hand the options on, one to the other. */
const MAX_NAMES = 6;
/** `config.httpsAgent.`: whoever takes the agent out again may do anything with it. */
const TAKEN_OUT = new RegExp(`[.?]\\s*(?:${lendingOptions.join('|')})\\s*[!?]?\\s*[.[]`);
/** `const { httpsAgent } = config`. */
const TAKEN_APART = new RegExp(`[{,]\\s*(?:${lendingOptions.join('|')})\\b[^}=]*\\}\\s*=[^=>]`);

/**
 * Why an agent that a function hands to its caller in the options of a request may not be shared: a file that gets the
 * options takes the agent out of them, to close or to change it. `null` where all of them only send.
 */
export function whyNotOnlySent(file: FileLifecycle, { construct, node }: Construction): string | null {
  const { catalog } = file;
  const methods = construct.close.map(({ method }) => escapeRegExp(method));
  const closes = new RegExp(
    `\\b(?:${lendingOptions.join('|')})\\s*[!?]?\\s*\\.\\s*(?:${[...methods, 'on'].join('|')})\\s*\\(`,
  );
  const takes = (text: string): boolean => TAKEN_OUT.test(text) || TAKEN_APART.test(text) || closes.test(text);
  if (takes(file.text)) return 'the code takes it out of the options of a request again';
  if (exportsOf(file).length === 0) return null;
  if (!catalog) return 'other files, which are not known, get it in the options of a request';
  const users = usersOf(catalog);
  if (users === null) return 'too many files may get it in the options of a request';
  const taking = new Set([...users].filter(([, text]) => takes(text)).map(([path]) => path));
  if (taking.size === 0) return null;
  const fn = enclosingFunction(node);
  const getting = fn && gettingFrom(fn, file, catalog, users);
  return getting === null || getting.some((path) => taking.has(path))
    ? 'another file takes it out of the options of a request again'
    : null;
}

/** The files that get what a function returns: the same for each agent in it; `null` where that is not known. */
const gettingFrom = memoized(
  (
    fn: FunctionNode,
    file: FileView,
    catalog: Catalog,
    users: ReadonlyMap<string, string>,
  ): readonly string[] | null => {
    const name = nameOfFunction(file, fn);
    return name === null ? null : callersOf(catalog, users, name);
  },
);

/** The files that import a file, at whatever distance, with their texts; `null` for too many. */
const usersOf = memoized((catalog: Catalog): ReadonlyMap<string, string> | null => {
  const users = new Map<string, string>();
  const isKnown = catalog.findUser(MAX_FILES, (path) => {
    users.set(path, catalog.textOf(path) ?? '');
    return users.size >= MAX_FILES ? 'unknown' : 'further';
  });
  return isKnown === null ? null : users;
});

/**
 * Whether a text makes a variable of what a function returns and only hands it to further calls: told without parsing,
 * because a hundred files may do so.
 */
function keepsToItself(text: string, name: string): boolean {
  const called = escapeRegExp(name);
  const assigned = [...text.matchAll(new RegExp(`([\\w$.]+)\\s*=\\s*(?:[\\w$]+\\.)?${called}\\(`, 'g'))];
  return (
    assigned.length === text.split(name).length - 1 &&
    assigned.every(([, variable = '']) => {
      const own = `(?<![\\w$.])${escapeRegExp(variable)}(?![\\w$])`;
      const uses = text.match(new RegExp(own, 'g'))?.length ?? 0;
      const harmless = text.match(new RegExp(`(?:(?:const|let|var) |[(,]\\s*)${own}(?=\\s*[,)=])|${own}\\s*=`, 'g'));
      return !variable.includes('.') && uses === (harmless?.length ?? 0);
    })
  );
}

/**
 * The files that call a function, or one that hands on what it returns, by name; `null` where what it returns may get
 * further.
 */
function callersOf(catalog: Catalog, users: ReadonlyMap<string, string>, first: string): readonly string[] | null {
  const names = new Set([first]);
  const callers = new Set<string>();
  for (const name of names) {
    for (const [path, text] of users) {
      if (!text.includes(name)) continue;
      callers.add(path);
      if (keepsToItself(text, name)) continue;
      const read = catalog.read(path);
      const further = read && handsOn(read, name);
      if (!further || names.size > MAX_NAMES) return null;
      for (const other of further) names.add(other);
    }
  }
  return [...callers];
}
