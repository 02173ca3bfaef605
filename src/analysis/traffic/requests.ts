import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { wordsOf } from '../../ast/names.js';
import { enclosingFunction, isFunction, isWithin, propertyName, stringOf, unwrap } from '../../ast/nodes.js';
import { methodsOfCalls } from '../../catalog/conventions/request-options.js';
import { attemptWords, freshKeyMakers, idempotencyWords, gettingFunctions } from '../../catalog/conventions/retries.js';
import { changingWords, messageModels, readingWords, reportedNumbers } from '../../catalog/retries.js';
import type { RequestCall } from '../names/construction.js';
import { lastNameOf } from '../names/calls.js';
import { namePattern, wordPattern } from '../names/conventions.js';
import { nameOfFunction } from '../names/functions.js';

const METHODS = new Map(methodsOfCalls);
const IDEMPOTENCY = wordPattern(idempotencyWords);
const NUMBERS = new Set(reportedNumbers);
const READS = namePattern(gettingFunctions);
const MAKERS = new Set(freshKeyMakers);
const ATTEMPT = wordPattern(attemptWords);
const CHANGING = new Set(changingWords);
/** `$` stands before the operations of FHIR. */
const READING = new RegExp(`(?:^|[/_.$\\-])(?:${readingWords.join('|')})(?:$|[/_.?\\-:])`, 'i');

const MESSAGES = /(?:^|[/_.$-])messages(?:$|[/_.?:-])/i;
const MODEL = new RegExp(messageModels.join('|'), 'i');

/** The HTTP method of a request in capitals; `null` where it is not known. */
export function methodOf(file: FileView, { node, request }: RequestCall): string | null {
  if (request.method !== undefined) return request.method.toUpperCase();
  const called = lastNameOf(node.callee).toLowerCase();
  const method = METHODS.get(called);
  if (method !== undefined) return method;
  for (const argument of node.arguments) {
    const object = file.resolveConstant(argument);
    if (object.type !== 'ObjectExpression') continue;
    for (const property of object.properties) {
      if (property.type !== 'Property' || propertyName(property) !== 'method') continue;
      return stringOf(file.resolveConstant(property.value))?.toUpperCase() ?? null;
    }
    if (object.properties.some((property) => property.type === 'SpreadElement')) return null;
  }
  return node.arguments.length <= 1 || node.arguments.every((each) => each.type !== 'Identifier') ? 'GET' : null;
}

/**
 * Whether a request changes something each time it arrives: POST or PATCH, unless its address, or the function that
 * sends it, says that it only reads, or it has a key by which the peer knows it again.
 */
export function isUnsafe(
  file: FileView,
  call: RequestCall,
  hasKey = IDEMPOTENCY.test(file.getText(call.node)),
): boolean {
  const method = methodOf(file, call);
  if (method !== 'POST' && method !== 'PATCH') return false;
  const address = addressOf(file, call.node);
  if (hasKey || READING.test(address)) return false;
  if (MESSAGES.test(address) && MODEL.test(file.text)) return false;
  return !reportsNumbers(file, call.node) && !isInReader(file, call.node);
}

/** Whether the function around a request says that it gets something: `findUser()`, also around its attempts. */
function isInReader(file: FileView, node: TSESTree.Node): boolean {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const name = nameOfFunction(file, fn);
    // Functions without a name, and `fetchWithRetry()`, say only how the request is sent.
    if (name === null || ATTEMPT.test(name)) continue;
    return READS.test(name) && !wordsOf(name).some((word) => CHANGING.has(word));
  }
  return false;
}

/** Whether a function around a request says that it sends what counts on average: usage, telemetry, logs. */
function reportsNumbers(file: FileView, node: TSESTree.Node): boolean {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn))
    if (wordsOf(nameOfFunction(file, fn) ?? '').some((word) => NUMBERS.has(word))) return true;
  return false;
}

/** Whether code speaks of idempotency anywhere, in whatever form: then a retry has been thought of. */
export function speaksOfIdempotency(text: string): boolean {
  return /idempot/i.test(text);
}

/** Whether code that runs again makes another idempotency key each time: `{ idempotency_key: randomUUID() }`. */
export function makesFreshKey(file: FileView, body: TSESTree.Node): boolean {
  for (const node of ownNodes(file, body, () => true)) {
    if (node.type !== 'Property' || !IDEMPOTENCY.test(propertyName(node) ?? '')) continue;
    const value = file.resolveConstant(node.value);
    if (value.type === 'CallExpression' && isWithin(value, body) && MAKERS.has(lastNameOf(value.callee))) return true;
  }
  return false;
}

/** The text of the address of a request: its literal parts, the names in it, and what is added to it before. */
export function addressOf(file: FileView, { arguments: args }: TSESTree.CallExpression): string {
  const [first] = args;
  if (!first) return '';
  const value = file.resolveConstant(first);
  if (value.type === 'ObjectExpression') {
    const url = value.properties.find(
      (each) => each.type === 'Property' && /^(?:url|path|hostname|uri)$/.test(propertyName(each) ?? ''),
    );
    return url?.type === 'Property' ? file.getText(file.resolveConstant(url.value)) : '';
  }
  const names = [first, ...(value.type === 'MemberExpression' ? [value] : [])].map((each) =>
    file.getText(each).replaceAll(/([a-z])([A-Z])/g, '$1/$2'),
  );
  const texts = [value, ...addedTo(file, first)].map((each) => file.getText(each).replaceAll(/['"`]/g, '/'));
  return `${texts.join(' ')} /${names.join('/ /')}/`;
}

/** What is assigned to the names in an expression and to their members: `url.pathname += '/search'`. */
function addedTo(file: FileView, expression: TSESTree.Node): TSESTree.Node[] {
  return [...descendantsOf(expression, file.visitorKeys)].flatMap((node) =>
    node.type === 'Identifier'
      ? (file.variableOf(node)?.references ?? []).flatMap(({ identifier }) => partOf(identifier))
      : [],
  );
}

function partOf(name: TSESTree.Node): TSESTree.Node[] {
  let target = name;
  while (target.parent?.type === 'MemberExpression' && target.parent.object === target) target = target.parent;
  const { parent } = target;
  return parent?.type === 'AssignmentExpression' && parent.left === target ? [parent.right] : [];
}

/** What runs as part of a node: all of it but the functions that it defines, unless `into` lets one in. */
export function* ownNodes(
  file: FileView,
  root: TSESTree.Node,
  into: (fn: TSESTree.Node) => boolean = () => false,
): Generator<TSESTree.Node> {
  yield* descendantsOf(root, file.visitorKeys, (node) => !isFunction(node) || into(node));
}

/** The value of an option that stands in an object literal among the arguments of a call. */
export function optionIn(file: FileView, args: readonly TSESTree.Node[], name: string): TSESTree.Node | null {
  for (const argument of args) {
    const object = file.resolveConstant(argument);
    if (object.type !== 'ObjectExpression') continue;
    for (const property of object.properties)
      if (property.type === 'Property' && propertyName(property) === name) return unwrap(property.value);
  }
  return null;
}
