import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { Cure, NumberedPhase, PlannedOption } from '../../analysis/limits/cure.js';
import type { LimitFinding } from '../../analysis/limits/finding.js';
import { clientOptions, optionIndexes } from '../../analysis/limits/option-arguments.js';
import { isAddress } from '../../analysis/values/possible/addresses.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, unwrap } from '../../ast/nodes.js';
import { errorFirstCallbacks } from '../../catalog/conventions/values.js';
import { combine, type Edits } from '../../fix/edits.js';
import { mergeIntoObject, mergeOptions } from '../../fix/merge-options.js';
import { indentOf, lineEndOf, startsLine } from '../../fix/layout.js';
import { layoutAt, objectText, type OptionText } from '../../fix/object-text.js';
import { listenToTimeout, withTimeoutOption } from './client-request.js';
type Expressions = Readonly<Partial<Record<NumberedPhase, string>>>;

/** A cure without options inside another one that is not written as an object (`connect: connector`). */
export function writableCure(file: FileView, finding: LimitFinding, cure: Cure): Cure {
  if (cure.kind !== 'options' || cure.options.every(({ path }) => path.length === 1)) return cure;
  const argument = finding.node.arguments[positionOf(file, finding) ?? -1];
  const object = argument && unwrap(argument);
  if (object?.type !== 'ObjectExpression') return cure;
  const unwritable = (name: string): boolean =>
    object.properties.some(
      (property) =>
        property.type === 'Property' &&
        propertyName(property) === name &&
        (property.shorthand || unwrap(property.value).type !== 'ObjectExpression'),
    );
  const options = cure.options.filter(({ path }) => path.length === 1 || !unwritable(path[0] ?? ''));
  return options.length > 0 ? { kind: 'options', options } : cure;
}

/** The edits that write a cure, with an expression for the number of each phase. */
export function editsFor(file: FileLifecycle, finding: LimitFinding, cure: Cure, expressions: Expressions): Edits {
  const { node, problem } = finding;
  if (cure.kind === 'method') {
    const link = `${chainIndent(file, node)}.${cure.method}(${expressions.total ?? ''})`;
    return [{ range: [node.range[1], node.range[1]], text: link }];
  }
  if (cure.kind === 'event') {
    const listener = cure.withListener ? listenToTimeout(file, node) : [];
    const index = positionOf(file, finding);
    return cure.withOption
      ? combine([withTimeoutOption(file, node, index, expressions.headers ?? ''), listener])
      : listener;
  }
  if (problem.kind === 'ineffective' && problem.limit.kind === 'ignored')
    return ignoredBecomesSignal(file, problem.limit.node, cure.options);
  const options = cure.options.map((option): OptionText => ({ path: option.path, text: valueOf(option, expressions) }));
  if (problem.kind === 'ineffective' && problem.limit.kind === 'never')
    return joinedSignal(file, problem.limit.node, options);
  return setOptions(file, finding, options);
}

/** The number in the option's unit, or what the option takes instead of one. */
function valueOf({ phase, fact, isSwitch }: PlannedOption, expressions: Expressions): string {
  const number = expressions[phase] ?? '';
  if (isSwitch) return 'true';
  if (fact.option.includes('signal')) return `AbortSignal.timeout(${number})`;
  if (fact.unit === 'date') return `Date.now() + ${number}`;
  return fact.unit === 's' ? `${number} / 1_000` : number;
}

/** `{ timeout: 5000 }` of fetch becomes a signal with the same number. */
function ignoredBecomesSignal(file: FileView, value: TSESTree.Node, [signal]: readonly PlannedOption[]): Edits {
  const property = value.parent;
  if (
    !signal?.fact.option.includes('signal') ||
    property?.type !== 'Property' ||
    property.parent.type !== 'ObjectExpression'
  )
    return { refused: 'the option is not written in the call' };
  if (property.parent.properties.some((each) => each.type === 'Property' && propertyName(each) === 'signal'))
    return { refused: 'there is a signal' };
  return [{ range: property.range, text: `signal: AbortSignal.timeout(${file.getText(value)})` }];
}

/** A signal that nothing aborts is kept: the limit stands beside it. */
function joinedSignal(file: FileView, value: TSESTree.Node, [limit]: readonly OptionText[]): Edits {
  const property = value.parent;
  if (property?.type !== 'Property' || !limit || property.shorthand)
    return { refused: 'the signal is not written in the call' };
  return [{ range: property.value.range, text: `AbortSignal.any([${file.getText(property.value)}, ${limit.text}])` }];
}

function setOptions(file: FileLifecycle, finding: LimitFinding, options: readonly OptionText[]): Edits {
  const { node, site } = finding;
  const index = positionOf(file, finding);
  if (index === null) return { refused: 'the place of the options is not known' };
  const argument = node.arguments[index];
  const value = argument && unwrap(argument);
  if ('client' in site && argument && isAddress(file, argument))
    return besideAddress(file, argument, site.client.construct.addressOption, options);
  if (index === 0 && argument && isAddress(file, argument))
    return { refused: 'the address stands where the options would' };
  if ('request' in site && site.request.request.optionsFrom !== undefined)
    return beforeCallback(file, node, index, options);
  if (value?.type === 'Identifier' && options.some(({ path }) => path.length > 1))
    return intoVariable(file, value, options);
  return mergeOptions(file, node, index, options);
}

/** `new ProxyAgent(uri)` becomes `new ProxyAgent({ uri, ... })`. */
function besideAddress(
  file: FileView,
  argument: TSESTree.Node,
  name: string | undefined,
  options: readonly OptionText[],
): Edits {
  if (name === undefined) return { refused: 'the address stands where the options would' };
  const address = { path: [name], text: file.getText(argument) };
  return [{ range: argument.range, text: objectText([address, ...options], layoutAt(file, argument.range[0])) }];
}

/** Behind the metadata and in front of the callback; options that are there are completed. */
function beforeCallback(
  file: FileView,
  node: LimitFinding['node'],
  index: number,
  options: readonly OptionText[],
): Edits {
  const argument = node.arguments[index];
  if (!argument || unwrap(argument).type === 'ObjectExpression') return mergeOptions(file, node, index, options);
  const gap = startsLine(file, argument) ? layoutAt(file, argument.range[0]).line : ' ';
  return [{ range: [argument.range[0], argument.range[0]], text: `${objectText(options)},${gap}` }];
}

/**
 * Nested options cannot be spread over a variable, but written into the literal that it holds, where nothing else uses
 * that.
 */
function intoVariable(file: FileView, value: TSESTree.Identifier, options: readonly OptionText[]): Edits {
  let found: TSESTree.Node | null = null;
  for (let scope: TSESLint.Scope.Scope | null = file.getScope(value); scope && !found; scope = scope.upper) {
    const variable = scope.set.get(value.name);
    const definition = variable?.defs[0];
    if (variable && definition?.type === 'Variable' && variable.references.length === 2 && definition.node.init)
      found = unwrap(definition.node.init);
  }
  return found?.type === 'ObjectExpression'
    ? mergeIntoObject(file, found, options)
    : { refused: 'the options are used elsewhere too' };
}

/** The position of the options among the arguments; `null` where it cannot be known. */
function positionOf(file: FileView, { node, site }: LimitFinding): number | null {
  if ('client' in site) return clientOptions(file, site.client).index;
  const { optionsFrom } = site.request.request;
  if (optionsFrom !== undefined) return trailingOptions(file, node, optionsFrom);
  const indexes = optionIndexes(file, site.request) ?? [0];
  if (indexes.length === 1) return indexes[0] ?? 0;
  // One function for (url, options) and (options).
  const [first] = node.arguments;
  return first && !isAddress(file, first) ? 0 : 1;
}

/** Among optional metadata, options and callback: where options stand, or the index of the callback. */
function trailingOptions(file: FileView, { arguments: all }: LimitFinding['node'], from: number): number | null {
  const rest = all.slice(from);
  if (all.length < from || rest.some(({ type }) => type === 'SpreadElement')) return null;
  const literal = rest.findIndex((argument) => unwrap(argument).type === 'ObjectExpression');
  if (literal >= 0) return from + literal;
  const last = rest.at(-1);
  // Anything else in front of the callback is the metadata; two of them are metadata and options that are not seen.
  if (!last || !isCallback(file, last) || rest.length > 2) return null;
  return all.length - 1;
}

function isCallback(file: FileView, argument: TSESTree.Node): boolean {
  const value = file.resolveConstant(argument);
  return isFunction(value) || (value.type === 'Identifier' && errorFirstCallbacks.includes(value.name));
}

/** A line of its own for a link of a chain whose next link has one. */
function chainIndent(file: FileView, node: TSESTree.Node): string {
  const next = file.sourceCode.getTokenAfter(node);
  if (!next || !/^\??\.$/.test(next.value) || next.loc.start.line === node.loc.end.line) return '';
  return lineEndOf(file) + indentOf(file, next);
}
