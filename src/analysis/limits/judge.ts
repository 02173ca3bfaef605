import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, isNothing } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { PossibleOptions } from '../values/possible/possible-options.js';
import type { Bound, Possible } from '../values/possible/possible.js';
import { isGiven } from '../values/possible/possible.js';
import { limitValue, type LimitValue } from './limit-values.js';
import { isActing, listenersOf, type RequestObject } from './request-object.js';

/** A limit with its number, for comparing limits with each other. */
export interface KnownLimit {
  readonly fact: TimeoutFact;
  readonly ms: number;
  readonly node: TSESTree.Node;
}

/** An option that is written down and bounds nothing. */
export interface IneffectiveLimit {
  readonly fact: TimeoutFact;
  readonly node: TSESTree.Node;
  readonly kind: 'ignored' | 'overridden' | 'event' | 'warns' | 'never' | 'off';
}

/**
 * An option that other code may set, or a caller through parameters; `phases` are those it would bound, `null` for all.
 */
export interface Hidden {
  readonly opaque: boolean;
  readonly parameters: ReadonlySet<Variable>;
  readonly phases: readonly TimeoutPhase[] | null;
}

/** Nothing is known of what this may bound. */
export const UNSEEN: Hidden = { opaque: true, parameters: new Set(), phases: null };

/** What the options of one call or client say about limits. */
export interface Judgement {
  /** Phases that something bounds. */
  readonly limited: ReadonlySet<TimeoutPhase>;
  /** Options that code which is not seen may set. */
  readonly hidden: readonly Hidden[];
  readonly ineffective: readonly IneffectiveLimit[];
  readonly known: readonly KnownLimit[];
  /** Signals that start to run where they are made. */
  readonly started: readonly TSESTree.CallExpression[];
  /** Limits that have a value, or may have one that is not seen: whatever it is, somebody chose it. */
  readonly chosen: ReadonlySet<TimeoutFact>;
}

/**
 * Longest default in milliseconds that counts as a limit, for the phases that end a silent peer; a chosen limit may be
 * longer.
 */
const SANE_DEFAULT: Readonly<Partial<Record<TimeoutPhase, number>>> = {
  connect: 60_000,
  headers: 180_000,
  body: 180_000,
  total: 600_000,
  pool: 120_000,
};

/** A default so short that nobody has to choose another one, in `strict` either: 10 s of ky, of a connect of undici. */
const SHORT_DEFAULT = 30_000;

/** Collects what several option expressions together say. */
export class Judge {
  readonly #limited = new Set<TimeoutPhase>();
  readonly #hidden: Hidden[] = [];
  readonly #ineffective: IneffectiveLimit[] = [];
  readonly #known: KnownLimit[] = [];
  readonly #started: TSESTree.CallExpression[] = [];
  readonly #chosen = new Set<TimeoutFact>();

  constructor(
    readonly options: PossibleOptions,
    /** Whether sane defaults of the library count, and limits that code switches off. */
    readonly acceptDefaults: boolean,
  ) {}

  get result(): Judgement {
    return {
      limited: this.#limited,
      hidden: this.#hidden,
      ineffective: this.#ineffective,
      known: this.#known,
      started: this.#started,
      chosen: this.#chosen,
    };
  }

  /** Something outside of the options bounds these phases. */
  limit(phases: Iterable<TimeoutPhase>): void {
    for (const phase of phases) this.#limited.add(phase);
  }

  /** Other code has set these limits. */
  choose(facts: Iterable<TimeoutFact>): void {
    for (const fact of facts) this.#chosen.add(fact);
  }

  /** Something that is not seen may bound the call. */
  hide(
    { opaque, parameters }: Pick<Possible, 'opaque' | 'parameters'>,
    phases: readonly TimeoutPhase[] | null = null,
  ): void {
    if (opaque || parameters.size > 0) this.#hidden.push({ opaque, parameters, phases });
  }

  /** Judges the timeout options of a call or client. */
  facts(facts: readonly TimeoutFact[], expressions: readonly Bound[], object: RequestObject | null): void {
    for (const fact of facts) if (fact.phase !== 'idle') this.#fact(fact, expressions, object);
  }

  #fact(fact: TimeoutFact, expressions: readonly Bound[], object: RequestObject | null): void {
    const found = expressions.flatMap((expression) =>
      fact.option.map((option) => this.options.read(expression, option.split('.'))),
    );
    // `timeout: { response: 5000 }` is no value of `timeout`, where that takes a number.
    const values = found.flatMap((possible) => possible.values).filter(({ node }) => !isObject(node));
    const calls = fact.method ? (object?.calls.get(fact.method) ?? []) : [];
    for (const call of calls) {
      const [first] = call.arguments;
      if (first && first.type !== 'SpreadElement')
        values.push(
          ...this.options.read({ node: first, environment: new Map() }, []).values,
          ...parametersOf(this.options, first),
        );
    }
    if (fact.effect !== 'ignored')
      for (const possible of found) this.hide(possible, [fact.phase, ...(fact.covers ?? [])]);
    if (found.some(({ opaque, parameters }) => opaque || parameters.size > 0)) this.#chosen.add(fact);
    let bounded = false;
    let off = false;
    values.push(...this.#switchesAround(fact, expressions));
    for (const value of values) {
      const judged = limitValue(this.options, value, fact);
      if (judged.kind !== 'unset') this.#chosen.add(fact);
      if (judged.kind === 'limits') bounded = this.#limiting(judged, fact, expressions, object, calls) || bounded;
      else if (judged.kind === 'off') {
        off = true;
        // An explicit zero is a decision.
        if (this.acceptDefaults) bounded = true;
        else this.#ineffective.push({ fact, node: judged.node, kind: 'off' });
      } else if (judged.kind === 'never') this.#ineffective.push({ fact, node: judged.node, kind: 'never' });
    }
    if (!off && isSane(fact, this.acceptDefaults ? Infinity : SHORT_DEFAULT)) bounded = true;
    if (bounded) this.limit([fact.phase, ...(fact.covers ?? [])]);
  }

  /** `timeout: false` in place of the object that would hold the limit. */
  #switchesAround({ option }: TimeoutFact, expressions: readonly Bound[]): Bound[] {
    const holders = new Set(
      option.flatMap((path) => (path.includes('.') ? [path.slice(0, path.lastIndexOf('.'))] : [])),
    );
    return [...holders].flatMap((holder) =>
      expressions.flatMap((expression) =>
        this.options.read(expression, holder.split('.')).values.filter(({ node }) => isOff(unwrap(node))),
      ),
    );
  }

  /** Whether a value that looks like a limit bounds anything. */
  #limiting(
    judged: Extract<LimitValue, { kind: 'limits' }>,
    fact: TimeoutFact,
    expressions: readonly Bound[],
    object: RequestObject | null,
    calls: readonly TSESTree.CallExpression[],
  ): boolean {
    const { node } = judged;
    if (fact.effect === 'ignored') this.#ineffective.push({ fact, node, kind: 'ignored' });
    else if (this.#isOverridden(fact, expressions)) this.#ineffective.push({ fact, node, kind: 'overridden' });
    else if (this.#isEffective(fact, expressions, object, calls)) {
      if (judged.ms !== null) this.#known.push({ fact, ms: judged.ms, node });
      if (judged.started) this.#started.push(judged.started);
      return true;
    } else this.#ineffective.push({ fact, node, kind: fact.effect === 'warns' ? 'warns' : 'event' });
    return false;
  }

  /** Whether another option, which is written next to it, takes the place of this one. */
  #isOverridden({ unless }: TimeoutFact, expressions: readonly Bound[]): boolean {
    if (unless === undefined) return false;
    return expressions.some((expression) => {
      const object = this.options.file.resolveConstant(expression.node);
      const isWritten =
        object.type === 'ObjectExpression' &&
        object.properties.some((property) => property.type === 'Property' && propertyName(property) === unless);
      const possible = this.options.read(expression, [unless]);
      return isWritten && isGiven(possible) && possible.values.every((value) => !isNothing(unwrap(value.node)));
    });
  }

  #isEffective(
    fact: TimeoutFact,
    expressions: readonly Bound[],
    object: RequestObject | null,
    calls: readonly TSESTree.CallExpression[],
  ): boolean {
    if (fact.effect === 'aborts') return true;
    if (fact.effect === 'event') return object === null || isHandled(this.options, object, calls);
    const { needs } = fact;
    if (needs === undefined) return false;
    return expressions.some((expression) => {
      const switched = this.options.read(expression, needs.split('.'));
      return (
        switched.opaque ||
        switched.parameters.size > 0 ||
        switched.values.some(({ node }) => this.acceptDefaults || !isFalse(node))
      );
    });
  }
}

function isSane({ phase, default: ms, effect, covers, beneath }: TimeoutFact, most: number): boolean {
  if (beneath === true) return false;
  // A default for the whole attempt was chosen by the library for its peer, such as a language model.
  const longest = covers?.includes('connect') ? SANE_DEFAULT.total : SANE_DEFAULT[phase];
  return ms !== null && ms > 0 && effect === 'aborts' && ms <= Math.min(most, longest ?? 0);
}

function isObject(node: TSESTree.Node): boolean {
  return unwrap(node).type === 'ObjectExpression';
}

function isOff(node: TSESTree.Node): boolean {
  return node.type === 'Literal' && (node.value === false || node.value === 0);
}

function isFalse(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  return value.type === 'Literal' && value.value === false;
}

/** A parameter given to a method that sets a limit is a limit, whatever its number. */
function parametersOf(options: PossibleOptions, node: TSESTree.Node): Bound[] {
  const { opaque, parameters } = options.read({ node, environment: new Map() }, []);
  return opaque || parameters.size > 0 ? [{ node, environment: new Map() }] : [];
}

/** Whether somebody listens to the `timeout` event of a request and acts on it. */
function isHandled(
  { file }: PossibleOptions,
  object: RequestObject,
  calls: readonly TSESTree.CallExpression[],
): boolean {
  const listeners = [
    ...listenersOf(object, 'timeout'),
    ...calls.flatMap(({ arguments: [, listener] }) => (listener ? [listener] : [])),
  ];
  return listeners.some((listener) => isActing(file, listener));
}

/** What may bound some phases without being seen. */
export function hiddenFor(
  { hidden }: Judgement,
  phases: readonly TimeoutPhase[],
): { readonly opaque: boolean; readonly parameters: ReadonlySet<Variable> } {
  const relevant = hidden.filter(
    (each) => each.phases === null || each.phases.some((phase) => phase === 'total' || phases.includes(phase)),
  );
  return {
    opaque: relevant.some(({ opaque }) => opaque),
    parameters: new Set(relevant.flatMap(({ parameters }) => [...parameters])),
  };
}
