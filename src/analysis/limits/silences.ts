import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { calleeName, enclosingClass, enclosingFunction, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import { resolveConstant, variableOf } from '../../ast/variables.js';
import { signingFunctions } from '../../catalog/conventions/borrowers.js';
import { eventReaderPatterns, openRequestPatterns, waitingAddresses } from '../../catalog/conventions/slow-work.js';
import type { CallLike } from '../names/clients.js';
import { sourcePattern } from '../names/conventions.js';
import { fieldIndexOf } from '../names/fields.js';
import { GLOBAL_OBJECTS } from '../names/modules.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * What a request that is meant to stay open says about itself: server-sent events, token streams, long polls, upgrades,
 * watches.
 */
const LONG_LIVED = sourcePattern(openRequestPatterns, true);
/** What a function says that reads such a response. */
const EVENT_STREAM = sourcePattern(eventReaderPatterns);

/** An address that ends with the name of what waits, before its parameters. */
const WAITING_ADDRESS = new RegExp(String.raw`(?:${waitingAddresses.join('|')})(?=["'\`?]|$)`);

const SIGNERS = new Set(signingFunctions);

/** Whether a request is meant to wait for as long as the peer likes. */
export function isLongLived(sourceCode: SourceCode, call: CallLike): boolean {
  const texts = call.arguments.map((argument) => {
    const value = argument.type === 'SpreadElement' ? argument : resolveConstant(sourceCode, argument);
    return /^(?:ArrowFunction|Function|Class)/.test(value.type) ? '' : sourceCode.getText(value);
  });
  if (texts.some((text) => LONG_LIVED.test(text)) || WAITING_ADDRESS.test(texts[0] ?? '')) return true;
  const fn = enclosingFunction(call);
  return fn !== null && EVENT_STREAM.test(sourceCode.getText(fn));
}

/** Whether the function that is called was handed in from outside, so that its limits are its owner's business. */
export function isInjected(sourceCode: SourceCode, callee: TSESTree.Node): boolean {
  const node = unwrap(callee);
  if (node.type === 'MemberExpression') return isInjectedMember(sourceCode, node);
  const variable = node.type === 'Identifier' ? variableOf(sourceCode, node) : null;
  if (!variable || variable.defs.length === 0) return false;
  const [definition] = variable.defs;
  if (definition?.type === 'Parameter') return true;
  if (definition?.type !== 'Variable') return false;
  const values = variable.references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
  return values.some((value) => isChoice(sourceCode, value));
}

function isInjectedMember(sourceCode: SourceCode, node: TSESTree.MemberExpression): boolean {
  if (node.object.type !== 'ThisExpression') return isInjected(sourceCode, node.object);
  const owner = enclosingClass(node);
  const name = propertyName(node);
  if (!owner || name === null) return true;
  const fields = owner.body.body.flatMap((member) =>
    member.type === 'PropertyDefinition' && propertyName(member) === name && member.value ? [member.value] : [],
  );
  const assigned = (fieldIndexOf(sourceCode, owner).members.get(name) ?? []).flatMap((member) => {
    const target = wrapped(member);
    return target.parent?.type === 'AssignmentExpression' && target.parent.left === target ? [target.parent.right] : [];
  });
  return [...fields, ...assigned].some((value) => isChoice(sourceCode, value));
}

/** `options.fetch ?? fetch`, or a parameter. */
function isChoice(sourceCode: SourceCode, value: TSESTree.Node): boolean {
  const node = unwrap(value);
  if (node.type === 'LogicalExpression')
    return /Identifier|MemberExpression/.test(unwrap(node.left).type) && !isGlobalMember(node.left);
  // `secure ? https.request : http.request` chooses among what the file imports.
  if (node.type === 'ConditionalExpression')
    return isGiven(sourceCode, node.consequent) || isGiven(sourceCode, node.alternate);
  return node.type === 'Identifier' && isInjected(sourceCode, node);
}

/** Whether a branch is anything else than an import, a global or a member of these. */
function isGiven(sourceCode: SourceCode, branch: TSESTree.Node): boolean {
  const node = unwrap(branch);
  if (node.type === 'MemberExpression') return isGiven(sourceCode, node.object);
  if (node.type === 'CallExpression') return calleeName(node.callee) !== 'require';
  return node.type !== 'Identifier' || isInjected(sourceCode, node) || isOwnValue(sourceCode, node);
}

/** A variable of the file that holds neither an import nor a module that is required. */
function isOwnValue(sourceCode: SourceCode, identifier: TSESTree.Identifier): boolean {
  const definition = variableOf(sourceCode, identifier)?.defs[0];
  if (definition?.type !== 'Variable') return false;
  const init = definition.node.init && unwrap(definition.node.init);
  return !init || isGiven(sourceCode, init);
}

/** `globalThis.fetch ?? require('node-fetch')`: a choice between two of the same kind. */
function isGlobalMember(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  return (
    value.type === 'MemberExpression' && value.object.type === 'Identifier' && GLOBAL_OBJECTS.has(value.object.name)
  );
}

/** Whether all that is done with a client is to sign addresses, for which nothing is sent. */
export function isOnlySigning(sourceCode: SourceCode, client: TSESTree.Node): boolean {
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
  const reads = (variableOf(sourceCode, declarator.id)?.references ?? []).filter((reference) => reference.isRead());
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
