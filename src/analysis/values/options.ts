import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { propertyName, unwrap } from '../../ast/nodes.js';
import type { Construction } from '../names/clients.js';
import { isMerge } from './possible/merges.js';

/** What an options object says about one option. `unknown`: a spread, a variable or a computed key may set it. */
export type OptionValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'present'; readonly value: TSESTree.Node };

const ABSENT: OptionValue = { kind: 'absent' };
const UNKNOWN: OptionValue = { kind: 'unknown' };

/** The options argument of a construction; `null` when none is given. */
export function optionsOf(construction: Construction): TSESTree.CallExpressionArgument | null {
  return construction.node.arguments[construction.construct.options ?? 0] ?? null;
}

/** Looks up an option by its dotted path in an options expression, following constants. */
export function lookUpOption(file: FileView, options: TSESTree.Node | null, path: string): OptionValue {
  if (!options) return ABSENT;
  const object = file.resolveConstant(options);
  if (object.type !== 'ObjectExpression') return UNKNOWN;
  const [name, ...rest] = path.split('.');
  let found: OptionValue = ABSENT;
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') {
      const spread = spreadOption(file, property, path);
      if (spread.kind !== 'absent') found = spread;
      continue;
    }
    const key = propertyName(property);
    if (key === null) found = UNKNOWN;
    else if (key === name) {
      found =
        rest.length === 0
          ? { kind: 'present', value: unwrap(property.value) }
          : lookUpOption(file, property.value, rest.join('.'));
    }
  }
  return found;
}

/** What a spread object says of an option; looked up once, since each object of a chain may spread the one before. */
function spreadOption(file: FileView, spread: TSESTree.SpreadElement, path: string): OptionValue {
  const answers = spreadOptions(spread);
  const found = answers.get(path) ?? lookUpOption(file, spreadSource(spread), path);
  answers.set(path, found);
  return found;
}

const spreadOptions = memoized<TSESTree.SpreadElement, [], Map<string, OptionValue>>(() => new Map());

/** What an options object writes for an option, whatever may be put in its place; `...(given && { given })` counts. */
export function writtenOption(file: FileView, options: TSESTree.Node | null, path: string): TSESTree.Node | null {
  const object = options && file.resolveConstant(options);
  if (object?.type === 'LogicalExpression') return writtenOption(file, object.right, path);
  if (object?.type === 'ConditionalExpression')
    return writtenOption(file, object.consequent, path) ?? writtenOption(file, object.alternate, path);
  if (object?.type !== 'ObjectExpression') return null;
  const [name, ...rest] = path.split('.');
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') {
      const spread = writtenOption(file, spreadSource(property), path);
      if (spread) return spread;
    } else if (propertyName(property) === name) {
      return rest.length === 0 ? unwrap(property.value) : writtenOption(file, property.value, rest.join('.'));
    }
  }
  return null;
}

function spreadSource(spread: TSESTree.SpreadElement): TSESTree.Node {
  return unwrap(spread.argument);
}

/** The value of a boolean option: `null` when it cannot be known. */
export function booleanOption(
  file: FileView,
  construction: Construction,
  option: string,
  fallback: boolean,
): boolean | null {
  const found = lookUpOption(file, optionsOf(construction), option);
  if (found.kind === 'absent') return fallback;
  if (found.kind === 'unknown') return null;
  const value = file.resolveConstant(found.value);
  return value.type === 'Literal' ? Boolean(value.value) : null;
}

/** Whether an options object sets nothing but headers. */
export function setsOnlyHeaders(file: FileView, construction: Construction): boolean {
  const { headerOptions } = construction.construct;
  const options = optionsOf(construction);
  if (!headerOptions || !options) return false;
  const object = file.resolveConstant(options);
  return (
    object.type === 'ObjectExpression' &&
    object.properties.length > 0 &&
    object.properties.every(
      (property) => property.type === 'Property' && headerOptions.includes(propertyName(property) ?? ''),
    )
  );
}

/** Whether a construction asks for a fresh connection each time, also in defaults that others may be merged into. */
export function wantsFreshConnections(file: FileView, construction: Construction): boolean {
  const options = optionsOf(construction);
  const object = options && file.resolveConstant(options);
  const sources = object?.type === 'CallExpression' && isMerge(object.callee) ? object.arguments : [options];
  return (construction.construct.freshWhen ?? []).some(({ option, equals }) =>
    sources.some((source) => {
      const found = lookUpOption(file, source, option);
      const value = found.kind === 'present' ? file.resolveConstant(found.value) : null;
      return value?.type === 'Literal' && value.value === equals;
    }),
  );
}

/** Whether a construction owns nothing because an option that asks for it is not set; in doubt it owns nothing. */
export function ownsNothing(file: FileView, construction: Construction): boolean {
  const { ownsWhen, connectsBy } = construction.construct;
  if (connectsBy !== undefined && lacksOption(file, construction, connectsBy)) return true;
  if (!ownsWhen) return false;
  const found = lookUpOption(file, optionsOf(construction), ownsWhen.option);
  const value = found.kind === 'present' ? file.resolveConstant(found.value) : null;
  return value?.type !== 'Literal' || value.value !== ownsWhen.equals;
}

/** Whether the options are known, and do not have an option. */
function lacksOption(file: FileView, construction: Construction, option: string): boolean {
  const options = optionsOf(construction);
  return (
    options !== null &&
    file.resolveConstant(options).type === 'ObjectExpression' &&
    lookUpOption(file, options, option).kind === 'absent'
  );
}

/** Whether a wrapper is given, or may be given, an existing client, so that it constructs none. */
export function isGivenClient(file: FileView, construction: Construction): boolean {
  const { node, construct } = construction;
  const points = construct.wraps ?? [];
  const byOption = points.flatMap(({ option }) => (option === undefined ? [] : [option]));
  return points.some(({ argument, option }) => {
    if (option !== undefined)
      return isText(file, optionsOf(construction))
        ? false
        : mayBeClient(file, lookUpOption(file, optionsOf(construction), option));
    const given = argument === undefined ? undefined : node.arguments[argument];
    // Where the same argument may be an options object, its members decide.
    return (
      given !== undefined &&
      isClientLike(file, given) &&
      !(byOption.length > 0 && file.resolveConstant(given).type === 'ObjectExpression')
    );
  });
}

/** Whether an argument is a URL instead of options. */
function isText(file: FileView, node: TSESTree.Node | null): boolean {
  return node !== null && !isClientLike(file, node) && file.resolveConstant(node).type !== 'ObjectExpression';
}

function mayBeClient(file: FileView, found: OptionValue): boolean {
  return found.kind === 'unknown' || (found.kind === 'present' && isClientLike(file, found.value));
}

/** Everything but texts, literals and what the environment says may be a client. */
function isClientLike(file: FileView, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(node);
  switch (value.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'ObjectExpression':
    case 'BinaryExpression':
      return false;
    case 'LogicalExpression':
      return isClientLike(file, value.left) && isClientLike(file, value.right);
    case 'MemberExpression':
      return !isEnvironment(value);
    default:
      return true;
  }
}

/** `process.env.NAME`, and `env.NAME` in the writing of constants. */
function isEnvironment(member: TSESTree.MemberExpression): boolean {
  const object = unwrap(member.object);
  if (object.type === 'MemberExpression') return propertyName(object) === 'env';
  return object.type === 'Identifier' && object.name === 'env' && /^[A-Z][A-Z\d_]*$/.test(propertyName(member) ?? '');
}
