import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { enclosingFunction, isFunction, wrapped } from '../../../ast/nodes.js';
import type { Construct } from '../../../catalog/types.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { wholeName } from '../../names/conventions.js';
import { variableOfFunction } from '../../names/functions.js';
import { moduleReferences } from '../../names/modules.js';
import { usesOf } from '../../names/uses.js';
import { exportedNames, exportOf } from '../../names/exported.js';
import { isTest } from '../../runs/test-files.js';
import { isOfOtherProgram, isOfService, runsApart } from './own-programs.js';

/**
 * Whether another file closes the one connection of a package (`mongoose.disconnect()`), under the package's own name
 * or under one that a file of the project gives it (`export const db = mongoose.connection`). Without the
 * project nothing is known of other files, and the connection is taken for closed.
 */
export function closesPackageElsewhere(file: FileLifecycle, construct: Construct, specifier: string): boolean {
  const { catalog } = file;
  const users = catalog?.importersOfPackage(specifier);
  if (!catalog || !users) return true;
  const methods = construct.close.map(({ method }) => method.split('.'));
  // `connection.close`, also where the connection has a name in between.
  const closes = methods.map((method) => new RegExp(method.map(wholeName).join('[\\s\\S]*\\.')));
  const says = (path: string, what: readonly RegExp[]): boolean =>
    what.some((pattern) => pattern.test(catalog.textOf(path) ?? ''));
  return [catalog.file, ...users].some((path) => {
    // A test closes what it has opened itself.
    if (isTest(file, path)) return false;
    const isOther = path !== catalog.file;
    if (isOther && says(path, closes))
      return !isOfOtherProgram(file, path) && !(runsApart(file, path) && isOfService(file));
    const user = isOther ? catalog.read(path) : file;
    const handedOn = user ? closesUnderOtherNames(user, specifier, methods) : [];
    if (handedOn.length === 0) return false;
    return (
      catalog.importersOf(path)?.some((importer) => !isTest(file, importer.path) && says(importer.path, handedOn)) ??
      true
    );
  });
}

/**
 * How other files close what a package keeps by what a file exports of it: `db.close` for
 * `export const db = mongoose.connection`, `getDb().close` where a function returns it.
 */
function closesUnderOtherNames(
  file: FileView,
  specifier: string,
  methods: readonly (readonly string[])[],
): readonly RegExp[] {
  return [...moduleReferences(file)]
    .filter((reference) => reference.specifier === specifier)
    .flatMap((reference) => [...usesOf(file, reference.node, reference.path)])
    .flatMap(({ node, path }) => {
      const members = path[0] === 'default' ? path.slice(1) : path;
      const leads = (method: readonly string[]): boolean =>
        method.length > members.length && members.every((name, at) => method[at] === name);
      const rests = methods.filter(leads).map((method) => method.slice(members.length));
      return rests.length === 0
        ? []
        : exportsWith(file, node).flatMap((name) => rests.map((rest) => closeOf(name, rest)));
    });
}

/** `db.close`, `db?.close`, `(await getDb()).close`; an export without a name of its own may be called anything. */
function closeOf(name: string, rest: readonly string[]): RegExp {
  const start = name === 'default' ? '' : wholeName(name.split('.').at(-1) ?? name);
  return new RegExp([start, ...rest.map(wholeName)].join('[()!?\\s]*\\.\\s*'));
}

/** The names of the exports that are a value, or are functions that return it. */
function exportsWith(file: FileView, node: TSESTree.Node): readonly string[] {
  const value = wrapped(node);
  const { parent } = value;
  const direct = exportOf(value);
  if (direct !== null) return [direct];
  if (parent?.type === 'VariableDeclarator' && parent.init === value && parent.id.type === 'Identifier') {
    const variable = file.variableOf(parent.id);
    return variable ? exportedNames(file, variable) : [];
  }
  const isReturned =
    parent?.type === 'ReturnStatement' || (parent !== undefined && isFunction(parent) && parent.body === value);
  const fn = isReturned ? enclosingFunction(value) : null;
  const variable = fn && variableOfFunction(file, fn);
  return variable ? exportedNames(file, variable) : [];
}
