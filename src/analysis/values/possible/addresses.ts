import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { propertyName, unwrap } from '../../../ast/nodes.js';
import { addressWords, optionsWords, payloadWords, textFunctions } from '../../../catalog/conventions/values.js';
import type { AnalysedFile, RequestCall } from '../../names/clients.js';
import { namePattern, wordPattern } from '../../names/conventions.js';
import { buildsAddress } from './merges.js';
import { PossibleOptions } from './possible-options.js';
import { NO_ENVIRONMENT, type Bound, type OptionsReader } from './possible.js';

const URL_NAME = wordPattern(addressWords);
const TEXT = namePattern(textFunctions);
const OPTIONS_NAME = wordPattern(optionsWords);
const NO_ADDRESS = wordPattern([...optionsWords, ...payloadWords]);

/** Whether the first argument of an overloaded request function is an address, not the options. */
export function isAddress(file: FileView, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(node);
  switch (value.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
      return true;
    case 'NewExpression':
      return value.callee.type === 'Identifier' && value.callee.name === 'URL';
    case 'CallExpression':
      return nameMatches(value.callee, URL_NAME) || nameMatches(value.callee, TEXT);
    case 'Identifier': {
      const type = typeOf(file, value);
      return type === 'unknown' ? !NO_ADDRESS.test(value.name) : type === 'address';
    }
    case 'MemberExpression': {
      const name = propertyName(value) ?? '';
      return URL_NAME.test(name) && !OPTIONS_NAME.test(name);
    }
    case 'AwaitExpression':
      return isAddress(file, value.argument);
    case 'LogicalExpression':
      return isAddress(file, value.left) || isAddress(file, value.right);
    case 'ConditionalExpression':
      return isAddress(file, value.consequent) || isAddress(file, value.alternate);
    default:
      return false;
  }
}

function nameMatches(callee: TSESTree.Node, pattern: RegExp): boolean {
  const node = unwrap(callee);
  return pattern.test(
    node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? (propertyName(node) ?? '') : '',
  );
}

/** What the annotation of a variable says. */
function typeOf(file: FileView, identifier: TSESTree.Identifier): 'address' | 'options' | 'unknown' {
  const declared = file.variableOf(identifier)?.identifiers[0];
  const type = declared?.type === 'Identifier' ? declared.typeAnnotation?.typeAnnotation : undefined;
  if (type?.type === 'TSStringKeyword') return 'address';
  if (type?.type !== 'TSTypeReference') return 'unknown';
  return type.typeName.type === 'Identifier' && type.typeName.name === 'URL' ? 'address' : 'options';
}

/** Whether what stands where a client takes its options is surely an address, a list or nothing of that kind. */
export function isNoOptions(file: FileView, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(node);
  // A name that says nothing may stand for options that the file does not show.
  if (value.type === 'Identifier')
    return typeOf(file, value) === 'address' || (URL_NAME.test(value.name) && !NO_ADDRESS.test(value.name));
  return isAddress(file, node);
}

/** How deep the head of a composed address is followed. */
const MAX_NESTING = 6;

/** The constant beginnings that an address may have, `null` among them where one is not known. */
export function headsOf(options: OptionsReader, address: Bound, depth = 0): (string | null)[] {
  const imported = depth > MAX_NESTING ? null : options.foreign.constant(unwrap(address.node));
  if (imported) return imported.values.flatMap((each) => headsOf(imported.reader, each, depth + 1));
  const { values, opaque, parameters } = options.read(address, []);
  const heads = values.flatMap(({ node, environment }): (string | null)[] => {
    const value = unwrap(node);
    if (depth > MAX_NESTING) return [null];
    if (value.type === 'Literal') return [typeof value.value === 'string' ? value.value : null];
    if (isModuleUrl(value)) return ['file:'];
    if (value.type === 'BinaryExpression') return headsOf(options, { node: value.left, environment }, depth + 1);
    if (value.type === 'NewExpression' && value.callee.type === 'Identifier' && value.callee.name === 'URL') {
      const base = value.arguments[1] ?? value.arguments[0];
      return base && base.type !== 'SpreadElement' ? headsOf(options, { node: base, environment }, depth + 1) : [null];
    }
    if (value.type === 'CallExpression' && buildsAddress(options.file, value.callee)) {
      const [base] = value.arguments;
      return base && base.type !== 'SpreadElement' ? headsOf(options, { node: base, environment }, depth + 1) : [null];
    }
    if (value.type !== 'TemplateLiteral') return [null];
    const [text] = value.quasis;
    const [head] = value.expressions;
    if (text && text.value.raw !== '') return [text.value.raw];
    return head ? headsOf(options, { node: head, environment }, depth + 1) : [''];
  });
  return opaque || parameters.size > 0 || heads.length === 0 ? [...heads, null] : heads;
}

/** `import.meta.url`, the file of the module itself. */
function isModuleUrl(node: TSESTree.Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'MetaProperty' && propertyName(node) === 'url';
}

/** Whether an address has no origin, so that it only works where there is a document, or names a file or its data. */
export function isPath(head: string | null): boolean {
  return head !== null && /^(?:\/(?!\/)|\.{1,2}\/|\?|file:|data:|blob:)/.test(head);
}

/** Whether a `fetch` is sent to a path alone, which Node.js refuses: the code is for browsers. */
export function isPathWithoutOrigin(file: AnalysedFile, { node, request, library }: RequestCall): boolean {
  const [first] = node.arguments;
  // A function of the project or of the user's settings may put the origin before the path.
  const isFetch =
    library.source.length > 0 &&
    request.makesAddress !== true &&
    (request.body?.kind === 'fetch-response' || library.overFetch === true);
  if (!isFetch || !first || first.type === 'SpreadElement' || (request.options ?? []).includes(0)) return false;
  const options = new PossibleOptions(file);
  return headsOf(options, { node: first, environment: NO_ENVIRONMENT }).some(isPath);
}

/** Names and addresses of the machine itself (RFC 6761, RFC 5735, RFC 4291). */
const LOOPBACK = new RegExp(
  String.raw`^(?:(?:https?|wss?|postgres(?:ql)?|mysql|redis|mongodb):\/\/)?(?:[^/@]*@)?` +
    String.raw`(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?)(?![\w.-])`,
);

/** Whether an address is a constant of this machine. */
export function isLoopback(head: string | null): boolean {
  return head !== null && LOOPBACK.test(head);
}

/** Whether there are addresses, and all are constants of this machine. */
export function areLoopback(heads: readonly (string | null)[]): boolean {
  return heads.length > 0 && heads.every(isLoopback);
}
