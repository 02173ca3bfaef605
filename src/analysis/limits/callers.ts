import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isWithin, type FunctionNode } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { TimeoutPhase } from '../../catalog/types.js';
import type { RequestCall } from '../names/clients.js';
import { callsOf, describeFunction, isExported } from '../names/functions.js';
import { problemOf, type LimitFinding } from './finding.js';
import { hiddenFor, type Judgement } from './judge.js';
import { entered } from '../values/possible/environments.js';
import type { Environment } from '../values/possible/possible.js';
import type { OpenFunction } from './open-functions.js';
import { isRaced } from './races.js';
import type { SiteJudge } from './site-judge.js';

/** A call that leaves a request without a limit. */
export interface Unlimited extends Pick<LimitFinding, 'problem' | 'wrapper' | 'chosen'> {
  readonly node: TSESTree.CallExpression;
}

/** What the callers of the functions around a request give it. */
export interface Callers {
  readonly unlimited: readonly Unlimited[];
  /** Whether some set a limit, or may: code that is not seen, or that is judged elsewhere. */
  readonly others: boolean;
  /** Whether some of this file do. */
  readonly limited: boolean;
  /** Functions around the request that other files may call. */
  readonly open: readonly OpenFunction[];
}

/** One step outwards: a call of the function that an inner call stands in. */
interface Entry {
  readonly fn: FunctionNode;
  readonly call: TSESTree.CallExpression;
}

const MAX_WRAPPERS = 3;

/** Looks for the calls of the functions around a request that leave it without a limit. */
export class CallerSearch {
  constructor(
    readonly judge: SiteJudge,
    readonly call: RequestCall,
    /** Phases that a judgement of the request leaves open. */
    readonly lackingIn: (judgement: Judgement) => readonly TimeoutPhase[],
  ) {}

  /** The callers of the function whose parameters a node is given. */
  of(node: TSESTree.CallExpression, parameters: ReadonlySet<Variable>, chain: readonly Entry[] = []): Callers {
    const around = functionOfParameters(node, parameters);
    // What a function gives itself again, its first caller has given.
    const calls =
      around && chain.length < MAX_WRAPPERS
        ? callsOf(this.judge.file, around).filter((call) => !isWithin(call, around))
        : [];
    const open: OpenFunction[] =
      around && isExported(this.judge.file, around) && [...parameters].every(({ scope }) => scope.block === around)
        ? [{ fn: around, request: this.call, parameters }]
        : [];
    let others = calls.length === 0;
    let limited = calls.length === 0 && open.length === 0;
    const unlimited: Unlimited[] = [];
    for (const outer of calls) {
      const found =
        around && !isRaced(this.judge.file, outer) ? this.#caller([...chain, { fn: around, call: outer }]) : null;
      unlimited.push(...(found?.unlimited ?? []));
      open.push(...(found?.open ?? []));
      others ||= found?.others ?? true;
      limited ||= found?.limited ?? true;
    }
    return { unlimited, others, limited, open };
  }

  /**
   * Whether a function of the file gets the address as a parameter, and no caller leaves the request without a limit:
   * all of them name this machine.
   */
  isOnlyLocal(): boolean {
    const [address] = this.call.node.arguments;
    const { file } = this.judge;
    const variable = address?.type === 'Identifier' ? file.variableOf(address) : null;
    if (variable?.defs[0]?.type !== 'Parameter') return false;
    const fn = functionOfParameters(this.call.node, new Set([variable]));
    if (!fn || isExported(file, fn) || callsOf(file, fn).length === 0) return false;
    return this.of(this.call.node, new Set([variable])).unlimited.length === 0;
  }

  /** What the last caller of a chain does; `null` where it sets a limit, or may. */
  #caller(chain: readonly Entry[]): Callers | null {
    const outermost = chain.at(-1);
    if (!outermost) return null;
    // What the innermost parameters stand for is written with those of the functions around it.
    const environment = chain.reduceRight<Environment>(
      (around, { fn, call }) => entered(this.judge.file, fn, call, around),
      new Map(),
    );
    const judgement = this.judge.request(this.call, environment);
    const lacking = this.lackingIn(judgement);
    const { opaque, parameters } = hiddenFor(judgement, lacking);
    // A client without limits that is lent is reported itself.
    if (lacking.length === 0 || opaque || (judgement.lent.length > 0 && !judgement.bare)) return null;
    if (parameters.size > 0) return this.of(outermost.call, parameters, chain);
    const wrapper = describeFunction(this.judge.file, outermost.fn);
    const problem = problemOf(judgement, lacking);
    const unlimited = [{ node: outermost.call, problem, wrapper, chosen: judgement.chosen }];
    return { unlimited, others: false, limited: false, open: [] };
  }
}

/** The nearest function around a node that has one of the parameters. */
function functionOfParameters(node: TSESTree.Node, parameters: ReadonlySet<Variable>): FunctionNode | null {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const around = fn;
    if ([...parameters].some((variable) => variable.scope.block === around)) return around;
  }
  return null;
}
