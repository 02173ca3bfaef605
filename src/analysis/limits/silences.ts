import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import {
  calleeName,
  enclosingClass,
  enclosingFunction,
  isNothing,
  propertyName,
  unwrap,
  wrapped,
} from '../../ast/nodes.js';
import { signingFunctions } from '../../catalog/conventions/borrowers.js';
import {
  eventReaderPatterns,
  openRequestPatterns,
  streamAddresses,
  waitingAddresses,
} from '../../catalog/conventions/slow-work.js';
import type { CallLike } from '../names/clients.js';
import { sourcePattern } from '../names/conventions.js';
import { fieldIndexOf } from '../names/fields.js';
import { GLOBAL_OBJECTS } from '../names/modules.js';
import { usesOf } from '../names/uses.js';
import { lookUpOption } from '../values/options.js';

/**
 * What a request that is meant to stay open says about itself: server-sent events, token streams, long polls, upgrades,
 * watches.
 */
const LONG_LIVED = sourcePattern(openRequestPatterns, true);
/** What a function says that reads such a response. */
const EVENT_STREAM = sourcePattern(eventReaderPatterns);

/** An address that ends with the name of what waits, before its parameters. */
const WAITING_ADDRESS = addressPattern(waitingAddresses);
const STREAM_ADDRESS = addressPattern(streamAddresses);

function addressPattern(ends: readonly string[]): RegExp {
  return new RegExp(String.raw`(?:${ends.join('|')})(?=["'\`?]|$)`);
}

const SIGNERS = new Set(signingFunctions);

/** Whether a request is meant to wait for as long as the peer likes. */
export function isLongLived(file: FileView, call: CallLike): boolean {
  const texts = call.arguments.map((argument) => {
    const value = argument.type === 'SpreadElement' ? argument : file.resolveConstant(argument);
    return /^(?:ArrowFunction|Function|Class)/.test(value.type) ? '' : file.getText(value);
  });
  const [address = ''] = texts;
  if (texts.some((text) => LONG_LIVED.test(text)) || WAITING_ADDRESS.test(address)) return true;
  if (STREAM_ADDRESS.test(address) && !isReadWhole(file, call)) return true;
  const fn = enclosingFunction(call);
  return fn !== null && isEventStream(fn, file);
}

/** Methods of a fetch response that wait for the end of its body. */
const WHOLE = new Set(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData', 'buffer']);

/** Whether code waits for the end of a body, which an endless one does not have. */
function isReadWhole(file: FileView, call: CallLike): boolean {
  return [...usesOf(file, call)].some(({ path }) => WHOLE.has(path.at(-1) ?? ''));
}

const isEventStream = memoized((fn: TSESTree.Node, file: FileView): boolean => EVENT_STREAM.test(file.getText(fn)));

/** Whether the function that is called was handed in from outside, so that its limits are its owner's business. */
export function isInjected(file: FileView, callee: TSESTree.Node): boolean {
  const node = unwrap(callee);
  if (node.type === 'MemberExpression') return isInjectedMember(file, node);
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  if (!variable || variable.defs.length === 0) return false;
  const [definition] = variable.defs;
  if (definition?.type === 'Parameter') return true;
  if (definition?.type !== 'Variable') return false;
  const values = variable.references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
  return values.some((value) => isChoice(file, value));
}

function isInjectedMember(file: FileView, node: TSESTree.MemberExpression): boolean {
  if (node.object.type !== 'ThisExpression') return isInjected(file, node.object);
  const owner = enclosingClass(node);
  const name = propertyName(node);
  if (!owner || name === null) return true;
  const fields = owner.body.body.flatMap((member) =>
    member.type === 'PropertyDefinition' && propertyName(member) === name && member.value ? [member.value] : [],
  );
  const assigned = (fieldIndexOf(file, owner).members.get(name) ?? []).flatMap((member) => {
    const target = wrapped(member);
    return target.parent?.type === 'AssignmentExpression' && target.parent.left === target ? [target.parent.right] : [];
  });
  return [...fields, ...assigned].some((value) => isChoice(file, value));
}

/** `options.fetch ?? fetch`, or a parameter. */
function isChoice(file: FileView, value: TSESTree.Node): boolean {
  const node = unwrap(value);
  if (node.type === 'LogicalExpression')
    return /Identifier|MemberExpression/.test(unwrap(node.left).type) && !isGlobalMember(node.left);
  // `secure ? https.request : http.request` chooses among what the file imports.
  if (node.type === 'ConditionalExpression') return isGiven(file, node.consequent) || isGiven(file, node.alternate);
  return node.type === 'Identifier' && isInjected(file, node);
}

/** Whether a branch is anything else than an import, a global or a member of these. */
function isGiven(file: FileView, branch: TSESTree.Node): boolean {
  const node = unwrap(branch);
  if (node.type === 'MemberExpression') return isGiven(file, node.object);
  if (node.type === 'CallExpression') return calleeName(node.callee) !== 'require';
  return node.type !== 'Identifier' || isInjected(file, node) || isOwnValue(file, node);
}

/** A variable of the file that holds neither an import nor a module that is required. */
function isOwnValue(file: FileView, identifier: TSESTree.Identifier): boolean {
  const definition = file.variableOf(identifier)?.defs[0];
  if (definition?.type !== 'Variable') return false;
  const init = definition.node.init && unwrap(definition.node.init);
  return !init || isGiven(file, init);
}

/** `globalThis.fetch ?? require('node-fetch')`: a choice between two of the same kind. */
function isGlobalMember(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  return (
    value.type === 'MemberExpression' && value.object.type === 'Identifier' && GLOBAL_OBJECTS.has(value.object.name)
  );
}

/** Whether all that is done with a client is to sign addresses, for which nothing is sent. */
export function isOnlySigning(file: FileView, client: TSESTree.Node): boolean {
  let value = wrapped(client);
  while (value.parent?.type === 'ConditionalExpression' || value.parent?.type === 'LogicalExpression')
    value = wrapped(value.parent);
  const declarator = value.parent;
  if (
    declarator?.type !== 'VariableDeclarator' ||
    declarator.id.type !== 'Identifier' ||
    declarator.parent.parent.type === 'ExportNamedDeclaration'
  )
    return false;
  const reads = (file.variableOf(declarator.id)?.references ?? []).filter((reference) => reference.isRead());
  return (
    reads.length > 0 &&
    reads.every(({ identifier }) => {
      const argument = wrapped(identifier);
      return (
        argument.parent?.type === 'CallExpression' &&
        argument.parent.arguments[0] === argument &&
        SIGNERS.has(calleeName(argument.parent.callee) ?? '')
      );
    })
  );
}

/** `new WebSocket(null)`, which a server makes for a connection that it has already accepted. */
export function isWithoutPeer({ arguments: [first] }: CallLike): boolean {
  return first?.type === 'Literal' && first.value === null;
}

/** Whether options name a socket of this machine, wherever its path comes from: `socketPath: this.socketPath`. */
export function writesSocket(file: FileView, options: TSESTree.Node): boolean {
  const object = file.resolveConstant(options);
  const found = object.type === 'ObjectExpression' ? lookUpOption(file, object, 'socketPath') : null;
  return found?.kind === 'present' && !isNothing(unwrap(found.value));
}
