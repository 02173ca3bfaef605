import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { calleeName, isFunction, propertyName, unwrap, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { borrowingMethods } from '../../../catalog/conventions/borrowers.js';
import { clientReaders } from '../../../catalog/conventions/looking.js';
import type { CallLike, Construction } from '../../names/clients.js';
import { namePattern } from '../../names/conventions.js';
import { functionOf } from '../../names/functions.js';
import { moduleOf } from '../../names/import-source.js';
import { endingHelpers } from '../../../catalog/conventions/closing.js';
import { makerMethods } from '../../../catalog/conventions/factories.js';
import { mountingMethods, pluginMethods } from '../../../catalog/conventions/routers.js';
import { classNamed } from '../../names/members.js';
import { packageBehind } from '../../values/borrowers.js';

const ENDING = namePattern(endingHelpers);
const MAKER = namePattern(makerMethods);

/** Functions that look at a value or make it known, and never close it. */
export const MERE_READER = namePattern(clientReaders);

/**
 * Functions of the client's own library, or of a package beside it (`@aws-sdk/s3-request-presigner`), borrow a
 * client.
 */
export function isOfSameVendor(
  file: FileView,
  callee: TSESTree.Node,
  { specifier }: Pick<Construction, 'specifier'>,
): boolean {
  if (callee.type === 'MemberExpression' && borrowingMethods.includes(propertyName(callee) ?? '')) return true;
  const root = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
  const variable = root.type === 'Identifier' ? file.variableOf(root) : null;
  const source = variable && moduleOf(variable);
  if (source === null) return false;
  return source === specifier || (specifier.startsWith('@') && source.startsWith(`${specifier.split('/')[0] ?? ''}/`));
}

/** The parameter of a function or class of this file that an argument becomes. */
export function parameterOf(
  file: FileView,
  call: CallLike,
  callee: TSESTree.Node,
  index: number,
): TSESTree.Parameter | null {
  if (call.arguments.slice(0, index).some((argument) => argument.type === 'SpreadElement')) return null;
  if (call.type === 'CallExpression') return functionOf(file, callee)?.params[index] ?? null;
  const owner = callee.type === 'Identifier' ? classNamed(file, callee.name) : null;
  const constructor = owner?.body.body.find(
    (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
  return constructor?.type === 'MethodDefinition' && isFunction(constructor.value)
    ? (constructor.value.params[index] ?? null)
    : null;
}

/** Whether a member of a client is, or leads to, a close method (`client.close`, `db.$client.end`). */
export function leadsToClose(member: TSESTree.MemberExpression, closeNames: ReadonlySet<string>): boolean {
  let path = propertyName(member) ?? '';
  for (
    let outer = wrapped(member).parent;
    outer?.type === 'MemberExpression' && !closeNames.has(path);
    outer = wrapped(outer).parent
  )
    path += `.${propertyName(outer) ?? ''}`;
  return closeNames.has(path);
}

/** `pool.close = async () => ...`: what is put in the place of a method closes nothing by being there. */
export function isAssigned(member: TSESTree.MemberExpression): boolean {
  return member.parent.type === 'AssignmentExpression' && member.parent.left === member;
}

/** Whether a function promises a new client with every call, which its caller then owns as well. */
export function isMaker(fn: FunctionNode): boolean {
  const { parent } = fn;
  return parent.type === 'MethodDefinition' && MAKER.test(propertyName(parent) ?? '');
}

/**
 * The package of npm that a function or class comes from, which may hold what it gets but does not end it; `null` where
 * it comes from elsewhere, or is called like a shutdown, which is given things to end.
 */
export function holdingPackage(file: FileView, callee: TSESTree.Node): string | null {
  const name = calleeName(callee)?.split('.') ?? [];
  return name.some((part) => ENDING.test(part)) ? null : packageBehind(file, callee);
}

/** `app.use(middleware)`, `app.set('store', store)`: a part of an application, which it does not end by itself. */
export function isMounting(callee: TSESTree.Node): boolean {
  return callee.type === 'MemberExpression' && mountingMethods.includes(propertyName(callee) ?? '');
}

/** `app.register(plugin, options)`: an application takes a plugin, with what it is told. */
export function isRegistering(callee: TSESTree.Node): boolean {
  return callee.type === 'MemberExpression' && pluginMethods.includes(propertyName(callee) ?? '');
}

/** `closeClient: true`: an option by which a plugin ends what it is given. */
export function isClosingOption(name: string | null): boolean {
  return name === null || /^(?:close|end|quit|destroy|disconnect)/i.test(name);
}
