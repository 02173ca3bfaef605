import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { unwrap } from '../../ast/nodes.js';
import { isConstant, isTopLevel } from '../../ast/variables.js';
import { relativePath } from '../../project/paths.js';
import { lifecycleBeside, type FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/clients.js';
import { isTest } from '../runs/test-files.js';
import { mayName } from '../summaries/gates.js';
import { summarize } from '../values/ownership.js';
import { ValueWalk } from '../values/value-walk.js';
import { shortened } from './labels.js';
import { perCallClients, type PerCallClient } from './per-call.js';

/** Files that are looked at for calls of the functions of one file; what more of them call stays theirs. */
const MAX_FILES = 60;

/** `export ... from`, `exports.x = require(...)`, `...require(...)`: the file exports others again. */
const AGAIN = /\bexport\b[^;'"]*?\bfrom\b|\bexports?\b[^;\n]*\brequire\s*\(|\.\.\.\s*require\s*\(/;

/** A call, in another file, of a function that makes a client for it, which that file would be told of. */
export interface OutsideCall {
  /** The file of the call, absolute. */
  readonly path: string;
  readonly line: number;
}

/** The calls of a function in other files. */
export interface OutsideCalls {
  /** Those that make what they get live for one call. */
  readonly told: readonly OutsideCall[];
  /** Whether all calls give nothing, or values that are there as long as the process. */
  readonly giveLasting: boolean;
}

/** Whether a file is told that a client which a function of another file makes for it lives for one call only. */
export type IsTold = (client: PerCallClient) => boolean;

/**
 * The calls, in other files of the package, that get what a construction of this file makes; `null` where not all files
 * that may have some can be named. Those of other packages are theirs: nobody knows whether this file is linted
 * together with them.
 * @param names The names under which the function is exported.
 */
export function outsideCalls(
  file: FileLifecycle,
  construction: Construction,
  names: readonly string[],
  isTold: IsTold,
): OutsideCalls | null {
  const { catalog } = file;
  const home = catalog?.packageOf(catalog.file) ?? null;
  if (!catalog || home === null) return null;
  const isOurs = ({ construct }: Construction): boolean => isMadeBy(construct, catalog.file, construction);
  const told: OutsideCall[] = [];
  let giveLasting = true;
  const seen = new Set<string>([catalog.file]);
  const pending: { readonly target: string; readonly names: readonly string[] | null }[] = [
    { target: catalog.file, names },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { target, names: called } = next;
    const importers = catalog.importersOf(target);
    if (importers === null) return null;
    const users = importers.flatMap(({ path }) => {
      const text = catalog.textOf(path) ?? '';
      return isTest(file, path) || called?.some((name) => mayName(text, name)) === false ? [] : [{ path, text }];
    });
    // One caller is told itself; nothing has to be read to know that.
    if (target === catalog.file && users.length < 2 && !users.some(({ text }) => AGAIN.test(text))) return null;
    for (const { path, text } of users) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (seen.size > MAX_FILES) return null;
      if (AGAIN.test(text)) pending.push({ target: path, names: null });
      const other = catalog.packageOf(path) === home ? lifecycleBeside(file, path) : null;
      const calls = [...(other?.clients.constructions.values() ?? [])].filter(isOurs);
      giveLasting &&= other !== null && calls.every(({ node }) => node.arguments.every((each) => lasts(other, each)));
      if (!other) continue;
      for (const client of perCallClients(other))
        if (isOurs(client.construction) && isTold(client)) told.push({ path, line: client.node.loc.start.line });
      // Behind a function that hands it on stand the calls of others, by whatever name.
      if (calls.some((call) => isHandedOn(other, call))) pending.push({ target: path, names: null });
    }
  }
  return { told, giveLasting };
}

/** Whether a function of the project makes what a construction in a file makes, whichever file it stands in itself. */
export function isMadeBy(
  { create, constructedIn }: Construction['construct'],
  path: string,
  { node }: Construction,
): boolean {
  return create === 'call' && constructedIn?.file === path && constructedIn.line === node.loc.start.line;
}

/** Room for the path of a call in a message, in characters. */
const ROOM = 24;

/** Where calls stand, in words: `2 files, for example src/a.js:3`. */
export function placesOf(calls: readonly OutsideCall[], cwd: string): string {
  const files = new Set(calls.map(({ path }) => path));
  const [first] = calls;
  const place = first ? `${shortened(relativePath(first.path, cwd), ROOM)}:${String(first.line)}` : '';
  return `${String(files.size)} files, for example ${place}`;
}

/** Whether a function of a file returns what it got from another one. */
function isHandedOn(file: FileLifecycle, construction: Construction): boolean {
  const walk = new ValueWalk(file, construction);
  walk.value(construction.node, []);
  return summarize(walk.sinks).kind === 'returned';
}

/** Whether an argument is a plain value, or one that other modules or the environment have for good. */
export function lasts(file: FileView, argument: TSESTree.Node): boolean {
  const value = unwrap(argument);
  switch (value.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return value.expressions.every((each) => lasts(file, each));
    case 'MemberExpression':
      return !value.computed && lasts(file, value.object);
    case 'Identifier': {
      const variable = file.variableOf(value);
      // `process.env.REGION`, `undefined`
      if (!variable || variable.defs.length === 0) return true;
      return isTopLevel(variable) && (variable.defs[0]?.type === 'ImportBinding' || isConstant(variable));
    }
    default:
      return false;
  }
}
