import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import type { TimeoutFact } from '../../catalog/types.js';
import { factsOf } from '../../analysis/limits/evidence.js';
import type { LimitFinding } from '../../analysis/limits/findings.js';
import { isAddress } from '../../analysis/limits/silences.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { combine, type Edits } from '../../fix/edits.js';
import { insertAfter } from '../../fix/insert-statement.js';
import { insertArgument, mergeIntoObject, mergeOptions, objectText, type OptionText } from '../../fix/merge-options.js';
import { Numbers, numbersFrom, type ConstantReference, type NumberedPhase } from './constant.js';
import { phasesOf, planFor, type Plan } from './plan.js';
import { mayBeCut } from './whole-read.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
type Expressions = Readonly<Record<NumberedPhase, string>>;

/** What can be done about one finding. */
export interface LimitRepair {
  readonly edits: Edits;
  /**
   * Whether it may be applied without being asked for: the project has chosen numbers and nothing that is slow by
   * design is cut.
   */
  readonly automatic: boolean;
  /** The numbers it writes, in words. */
  readonly numbers: string;
}

/**
 * The repairs of all findings of a file, in order; only the first that needs the constant declares it, the others reuse
 * it in a later pass.
 */
export function repairLimits(
  file: FileLifecycle,
  findings: readonly LimitFinding[],
  reference: ConstantReference | null,
): ReadonlyMap<LimitFinding, LimitRepair> {
  const plans = new Map(
    findings.flatMap((finding): [LimitFinding, Plan][] => {
      const plan = isRepairable(finding) ? planFor(finding, writableFacts(file, finding)) : null;
      return plan ? [[finding, plan]] : [];
    }),
  );
  const order: readonly NumberedPhase[] = ['connect', 'headers', 'body', 'total'];
  const { timeouts } = file.settings;
  const chosen = Object.keys(timeouts).length > 0;
  const automatic = (finding: LimitFinding, plan: Plan) =>
    chosen &&
    (plan.kind !== 'options' ||
      !plan.cuts ||
      ('request' in finding.site && mayBeCut(file, finding.site.request) === null));
  const applied = [...plans]
    .filter(([finding, plan]) => !chosen || automatic(finding, plan))
    .flatMap(([finding, plan]) => numbersOf(finding, plan));
  const all = new Set(applied.length > 0 ? applied : [...plans].flatMap(([finding, plan]) => numbersOf(finding, plan)));
  const numbers = new Numbers(
    file.sourceCode,
    timeouts,
    reference,
    order.filter((phase) => all.has(phase)),
  );
  const values = numbersFrom(timeouts);
  const repairs = new Map<LimitFinding, LimitRepair>();
  let declared = false;
  for (const [finding, plan] of plans) {
    const phases = numbersOf(finding, plan);
    const own = automatic(finding, plan);
    // Equal clients must stay equal until one of them is shared.
    if (own && 'client' in finding.site && file.moving.has(finding.site.client.node)) continue;
    const written =
      phases.length > 0
        ? numbers.at(finding.node, phases)
        : { expressions: NO_EXPRESSIONS, edits: [], declares: false };
    if ('refused' in written) continue;
    // A second declaration of the same name in the same pass would not parse.
    if (own && written.declares && declared) continue;
    const edits = combine([written.edits, editsFor(file, finding, plan, written.expressions)]);
    if ('refused' in edits) continue;
    declared ||= own && written.declares;
    const words = phases
      .map((phase) => `${phase === 'total' ? 'the whole call' : phase} ${String(values[phase] / 1000)} s`)
      .join(', ');
    repairs.set(finding, { edits, automatic: own, numbers: words || 'as the option says' });
  }
  return repairs;
}

/** Facts without the options which another version of the library ignores. */
function writableFacts(file: FileLifecycle, finding: LimitFinding): readonly TimeoutFact[] {
  const { site } = finding;
  const facts = factsOf(finding);
  if ('client' in site) return facts;
  const { request, alternatives } = site.request;
  const ignored = new Set(
    [request, ...alternatives].flatMap(({ timeouts = [] }) =>
      timeouts.flatMap(({ effect, option }) => (effect === 'ignored' ? option : [])),
    ),
  );
  return facts.filter(({ option, effect }) => effect === 'ignored' || !option.some((name) => ignored.has(name)));
}

const NO_EXPRESSIONS: Expressions = { connect: '', headers: '', body: '', total: '' };

/** A number that is only in the wrong option is kept. */
function numbersOf({ problem }: LimitFinding, plan: Plan): readonly NumberedPhase[] {
  return problem.kind === 'ineffective' && problem.limit.kind === 'ignored' ? [] : phasesOf(plan);
}

/** A wrapper's call and a limit that contradicts another one need a decision of their own. */
function isRepairable({ problem, wrapper }: LimitFinding): boolean {
  return (
    wrapper === null &&
    (problem.kind === 'missing' || problem.kind === 'agent-timeout' || problem.kind === 'ineffective')
  );
}

function editsFor(file: FileLifecycle, finding: LimitFinding, plan: Plan, expressions: Expressions): Edits {
  const { sourceCode } = file;
  const { node, problem } = finding;
  if (plan.kind === 'method') return chained(node, plan.method, expressions.total, problem);
  if (plan.kind === 'event') {
    const listener = listenTo(file, node);
    return plan.withOption ? combine([requestOption(file, finding, expressions.headers), listener]) : listener;
  }
  if (problem.kind === 'ineffective' && problem.limit.kind === 'ignored')
    return ignoredBecomesSignal(sourceCode, problem.limit.node, plan);
  const options = plan.options.map(({ path, phase, form }): OptionText => ({
    path,
    text:
      form === 'switch'
        ? 'true'
        : form === 'signal'
          ? `AbortSignal.timeout(${expressions[phase]})`
          : expressions[phase],
  }));
  return setOptions(file, finding, withoutUnwritable(sourceCode, finding, options));
}

/** `superagent.get(url).timeout(ms)`; a number that switches it off is replaced. */
function chained(node: TSESTree.Node, method: string, ms: string, problem: LimitFinding['problem']): Edits {
  if (problem.kind === 'ineffective') return [{ range: problem.limit.node.range, text: ms }];
  return [{ range: [node.range[1], node.range[1]], text: `.${method}(${ms})` }];
}

/** `{ timeout: 5000 }` of fetch becomes a signal with the same number. */
function ignoredBecomesSignal(sourceCode: SourceCode, value: TSESTree.Node, plan: Plan): Edits {
  const property = value.parent;
  if (
    plan.kind !== 'options' ||
    !plan.cuts ||
    property?.type !== 'Property' ||
    property.parent.type !== 'ObjectExpression'
  )
    return { refused: 'the option is not written in the call' };
  if (property.parent.properties.some((each) => each.type === 'Property' && propertyName(each) === 'signal'))
    return { refused: 'there is a signal' };
  return [{ range: property.range, text: `signal: AbortSignal.timeout(${sourceCode.getText(value)})` }];
}

/** An option inside another one that is not written as an object (`connect: connector`) is left out. */
function withoutUnwritable(
  sourceCode: SourceCode,
  finding: LimitFinding,
  options: readonly OptionText[],
): readonly OptionText[] {
  const argument = finding.node.arguments[indexOf(sourceCode, finding)];
  const object = argument && unwrap(argument);
  if (object?.type !== 'ObjectExpression') return options;
  const unwritable = (name: string) =>
    object.properties.some(
      (property) =>
        property.type === 'Property' &&
        propertyName(property) === name &&
        (property.shorthand || unwrap(property.value).type !== 'ObjectExpression'),
    );
  const kept = options.filter(({ path }) => path.length === 1 || !unwritable(path[0] ?? ''));
  return kept.length > 0 ? kept : options;
}

function setOptions(file: FileLifecycle, finding: LimitFinding, options: readonly OptionText[]): Edits {
  const { sourceCode } = file;
  const { node, problem } = finding;
  const index = indexOf(sourceCode, finding);
  const argument = node.arguments[index];
  if ('client' in finding.site && argument && isAddress(sourceCode, argument))
    return { refused: 'the address stands where the options would' };
  if (problem.kind === 'ineffective' && problem.limit.kind === 'off') {
    const property = problem.limit.node.parent;
    const [replacement] = options.filter(
      ({ path }) => property?.type === 'Property' && propertyName(property) === path.at(-1),
    );
    const literal = argument && unwrap(argument).type === 'ObjectExpression';
    if (!literal && property?.type === 'Property' && replacement && !property.shorthand)
      return [{ range: property.value.range, text: replacement.text }];
  }
  if (problem.kind === 'ineffective' && problem.limit.kind === 'never') {
    const property = problem.limit.node.parent;
    const [limit] = options;
    if (property?.type !== 'Property' || !limit || property.shorthand)
      return { refused: 'the signal is not written in the call' };
    return [
      { range: property.value.range, text: `AbortSignal.any([${sourceCode.getText(property.value)}, ${limit.text}])` },
    ];
  }
  const value = argument && unwrap(argument);
  if (value?.type === 'Identifier' && options.some(({ path }) => path.length > 1))
    return intoVariable(sourceCode, value, options);
  return mergeOptions(sourceCode, node, index, options);
}

/**
 * Nested options cannot be spread over a variable, but written into the literal that it holds, where nothing else uses
 * that.
 */
function intoVariable(sourceCode: SourceCode, value: TSESTree.Identifier, options: readonly OptionText[]): Edits {
  let found: TSESTree.Node | null = null;
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(value); scope && !found; scope = scope.upper) {
    const variable = scope.set.get(value.name);
    const definition = variable?.defs[0];
    if (variable && definition?.type === 'Variable' && variable.references.length === 2 && definition.node.init)
      found = unwrap(definition.node.init);
  }
  return found?.type === 'ObjectExpression'
    ? mergeIntoObject(sourceCode, found, options)
    : { refused: 'the options are used elsewhere too' };
}

/** The position of the options among the arguments. */
function indexOf(sourceCode: SourceCode, { node, site }: LimitFinding): number {
  if ('client' in site) return site.client.construct.options ?? 0;
  const indexes = site.request.request.options ?? [0];
  if (indexes.length === 1) return indexes[0] ?? 0;
  // One function for (url, options) and (options).
  const [first] = node.arguments;
  return first && !isAddress(sourceCode, first) ? 0 : 1;
}

/** `timeout` of http.request: into its options, or as a new argument between the address and the callback. */
function requestOption(file: FileLifecycle, finding: LimitFinding, ms: string): Edits {
  const { sourceCode } = file;
  const { node } = finding;
  const options = [{ path: ['timeout'], text: ms }];
  const index = indexOf(sourceCode, finding);
  const argument = node.arguments[index];
  const value = argument && unwrap(argument);
  const isCallback =
    value !== undefined &&
    index > 0 &&
    node.arguments.length === index + 1 &&
    value.type !== 'ObjectExpression' &&
    !isNamedOptions(value);
  if (isCallback && node.type === 'CallExpression') return insertArgument(node, index, objectText(options));
  return mergeOptions(sourceCode, node, index, options);
}

function isNamedOptions(value: TSESTree.Node): boolean {
  return value.type === 'Identifier' && /opt|conf|param|init|setting/i.test(value.name);
}

/** A listener that ends the request: a statement behind the variable that holds it, or chained to the call. */
function listenTo({ sourceCode, filename }: FileLifecycle, node: TSESTree.Node): Edits {
  const value = wrapped(node);
  const { parent } = value;
  const error = "new Error('The request timed out')";
  if (
    parent?.type === 'VariableDeclarator' &&
    parent.init === value &&
    parent.id.type === 'Identifier' &&
    parent.parent.declarations.length === 1
  ) {
    const { name } = parent.id;
    return insertAfter(sourceCode, parent.parent, `${name}.on('timeout', () => { ${name}.destroy(${error}); });`);
  }
  const self = /\.[cm]?tsx?$/.test(filename) ? "this: import('node:http').ClientRequest" : '';
  return [
    { range: [node.range[1], node.range[1]], text: `.on('timeout', function (${self}) { this.destroy(${error}); })` },
  ];
}
