import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import {
  TIMEOUT_PHASES,
  type Construct,
  type Library,
  type TimeoutFact,
  type TimeoutPhase,
} from '../../catalog/types.js';
import type { CallLike, Construction, RequestCall } from '../names/clients.js';
import { callsOf, describeFunction } from '../names/functions.js';
import type { FileLifecycle } from '../lifecycle.js';
import { isGivenClient } from '../values/options.js';
import { carriedBy } from './carriers.js';
import { hiddenFor, type IneffectiveLimit, type Judgement, type KnownLimit } from './judge.js';
import { isSharedBy } from './limit-values.js';
import type { Environment } from './possible-options.js';
import { isRaced } from './races.js';
import { isOnlySigning } from './silences.js';
import { SiteJudge, type RequestJudgement } from './site-judge.js';
import { timerClearedEarly } from './cleared-timers.js';

export type { TimeoutPhase } from '../../catalog/types.js';

/** What is wrong with the limits of a request or client. */
export type LimitProblem =
  /** Nothing bounds these phases. */
  | { readonly kind: 'missing'; readonly phases: readonly TimeoutPhase[] }
  /** Something is written down that bounds nothing. */
  | { readonly kind: 'ineffective'; readonly limit: IneffectiveLimit }
  /** An agent's `timeout`, which closes idle sockets only. */
  | { readonly kind: 'agent-timeout'; readonly node: TSESTree.Node }
  /** An option of another library. */
  | { readonly kind: 'mistaken'; readonly node: TSESTree.Property }
  /** A timer that no longer runs while the body is read. */
  | { readonly kind: 'cleared'; readonly clear: TSESTree.Node; readonly read: TSESTree.Node }
  /** A signal that started to run before the request. */
  | { readonly kind: 'shared-signal'; readonly signal: TSESTree.CallExpression }
  /** Two limits of which the second can never fire. */
  | { readonly kind: 'contradiction'; readonly first: KnownLimit; readonly second: KnownLimit }
  | { readonly kind: 'beneath'; readonly limit: KnownLimit };

/** One report. */
export interface LimitFinding {
  /** The call or `new` expression to report. */
  readonly node: CallLike;
  readonly problem: LimitProblem;
  /** The request, or the client that could carry the limit for all its requests. */
  readonly site: { readonly request: RequestCall } | { readonly client: Construction };
  /** The wrapper of this file whose call is reported. */
  readonly wrapper: string | null;
}

/** What counts as a limit. */
export interface LimitPolicy {
  /**
   * Phases that must be bounded; `null`: what ends a silent peer, and a stalled body where the library has a limit of
   * its own for it.
   */
  readonly phases: readonly TimeoutPhase[] | null;
  /** Whether a sane default of the library is as good as a chosen limit. */
  readonly acceptDefaults: boolean;
}

/** Limit of the platform's `fetch` on waiting for the headers, in milliseconds. */
const FETCH_HEADERS_MS = 300_000;
const MAX_WRAPPERS = 3;

/** All requests and clients of a file that are left without a limit, or with one that does not work. */
export function limitFindings(file: FileLifecycle, policy: LimitPolicy): LimitFinding[] {
  const { requests, constructions } = file.clients;
  if (requests.size + constructions.size === 0 || !file.meaning.limits) return [];
  const finder = new LimitFinder(file, policy);
  for (const request of requests.values()) finder.request(request);
  for (const construction of constructions.values())
    if (!construction.construct.constructedIn) finder.client(construction);
  return finder.findings.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

class LimitFinder {
  readonly findings: LimitFinding[] = [];
  readonly #judge: SiteJudge;
  readonly #signals = new Map<TSESTree.CallExpression, LimitFinding['node'][]>();

  constructor(
    readonly file: FileLifecycle,
    readonly policy: LimitPolicy,
  ) {
    this.#judge = new SiteJudge(file, policy.acceptDefaults);
  }

  request(call: RequestCall): void {
    const facts = call.request.timeouts ?? [];
    if (facts.length === 0) return;
    if (call.client && boundsRequests(call.client.construct.timeouts ?? [])) {
      this.#instanceRequest(call);
      return;
    }
    this.#bareRequest(call, call.node, new Map(), null, 0);
  }

  /** A request through a client is only reported for what its own options do. */
  #instanceRequest(call: RequestCall): void {
    const judgement = this.#judge.request(call, new Map());
    const site = { request: call };
    this.#sharedSignal(call.node, site, judgement);
    const off = judgement.ineffective.find(({ kind }) => kind === 'off');
    const lacking = this.#lacking(judgement, call.request.timeouts ?? [], null);
    if (off && lacking.length > 0 && !hiddenFor(judgement, lacking).opaque)
      this.#report(call.node, { kind: 'ineffective', limit: off }, site, null);
  }

  #bareRequest(
    call: RequestCall,
    node: TSESTree.CallExpression,
    environment: Environment,
    wrapper: string | null,
    depth: number,
  ): void {
    const judgement = this.#judge.request(call, environment);
    const site = { request: call };
    const facts = call.request.timeouts ?? [];
    if (depth === 0 && this.#sharedSignal(node, site, judgement)) return;
    const unheeded = judgement.ineffective.find(
      ({ kind }) => kind === 'overridden' || (kind === 'ignored' && !boundsRequests(facts)),
    );
    const lacking = this.#lacking(judgement, facts, null);
    const [mistaken] = judgement.mistaken;
    // An option that the library does not heed is wrong whoever gives the others.
    if (unheeded && depth === 0 && (lacking.length > 0 || unheeded.kind === 'ignored')) {
      this.#report(node, { kind: 'ineffective', limit: unheeded }, site, wrapper);
      return;
    }
    if (lacking.length === 0) {
      if (depth === 0) this.#limitedRequest(call, judgement);
      return;
    }
    const { opaque, parameters } = hiddenFor(judgement, lacking);
    if (opaque) return;
    if (parameters.size > 0) {
      this.#wrapperCalls(call, parameters, node, depth);
      return;
    }
    if (judgement.lent.length > 0 && !judgement.bare) return;
    const [ineffective] = judgement.ineffective;
    const [agentTimeout] = judgement.agentTimeouts;
    if (ineffective) this.#report(node, { kind: 'ineffective', limit: ineffective }, site, wrapper);
    else if (mistaken) this.#report(node, { kind: 'mistaken', node: mistaken }, site, wrapper);
    else if (agentTimeout) this.#report(node, { kind: 'agent-timeout', node: agentTimeout }, site, wrapper);
    else this.#report(node, { kind: 'missing', phases: lacking }, site, wrapper);
  }

  /** A request that has its limits may still have some that cannot work. */
  #limitedRequest(call: RequestCall, judgement: RequestJudgement): void {
    const site = { request: call };
    const cleared = timerClearedEarly(this.file, call);
    const [mistaken] = judgement.mistaken;
    if (cleared) this.#report(call.node, { kind: 'cleared', ...cleared }, site, null);
    else if (mistaken) this.#report(call.node, { kind: 'mistaken', node: mistaken }, site, null);
    else this.#contradictions(call.node, site, call.library, judgement);
  }

  /** A function of the file that hands its parameter on as options is judged where it is called. */
  #wrapperCalls(
    call: RequestCall,
    parameters: ReadonlySet<Variable>,
    node: TSESTree.CallExpression,
    depth: number,
  ): void {
    if (depth >= MAX_WRAPPERS) return;
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      const around = fn;
      const own = [...parameters].some((variable) => variable.scope.block === around);
      if (!own) continue;
      for (const outer of callsOf(this.file.sourceCode, around)) {
        if (isRaced(this.file.sourceCode, outer)) continue;
        const inner = this.#judge.options.enter(around, outer, new Map());
        this.#bareRequest(call, outer, inner, describeFunction(this.file.sourceCode, around), depth + 1);
      }
      return;
    }
  }

  client(construction: Construction): void {
    const { construct, node } = construction;
    const facts = construct.timeouts ?? [];
    if (
      construct.testDouble ||
      !boundsRequests(facts) ||
      isGivenClient(this.file.sourceCode, construction) ||
      isOnlySigning(this.file.sourceCode, node)
    )
      return;
    const judgement = this.#judge.client(construction);
    const site = { client: construction };
    if (this.#sharedSignal(node, site, judgement)) return;
    const lacking = this.#lacking(judgement, facts, construct);
    if (lacking.length === 0) {
      this.#contradictions(node, site, construction.library, judgement);
      return;
    }
    const { opaque, parameters } = hiddenFor(judgement, isConnection(construct) ? TIMEOUT_PHASES : lacking);
    if (opaque || parameters.size > 0 || this.#isLimitedPerCall(construction)) return;
    const [ineffective] = judgement.ineffective;
    this.#report(
      node,
      ineffective ? { kind: 'ineffective', limit: ineffective } : { kind: 'missing', phases: lacking },
      site,
      null,
    );
  }

  /** Whether every request through a client that stays in this file has limits of its own. */
  #isLimitedPerCall(construction: Construction): boolean {
    const requests = [...this.file.clients.requests.values()].filter(({ client }) => client === construction);
    // A request that takes no limit of its own has only those of its client.
    if (
      requests.length === 0 ||
      requests.some(({ request }) => !boundsRequests(request.timeouts ?? [])) ||
      carriedBy(this.file, construction).escapes
    )
      return false;
    return requests.every((call) => {
      const judgement = this.#judge.request(call, new Map());
      const lacking = this.#lacking(judgement, call.request.timeouts ?? [], null);
      const { opaque, parameters } = hiddenFor(judgement, lacking);
      return lacking.length === 0 || opaque || parameters.size > 0;
    });
  }

  #lacking(judgement: Judgement, facts: readonly TimeoutFact[], construct: Construct | null): TimeoutPhase[] {
    const { limited } = judgement;
    const has = (phase: TimeoutPhase) =>
      facts.some((fact) => fact.effect !== 'ignored' && (fact.phase === phase || fact.covers?.includes(phase)));
    const isBounded = (phase: TimeoutPhase) => limited.has(phase) || limited.has('total');
    if (this.policy.phases) return this.policy.phases.filter((phase) => has(phase) && !isBounded(phase));
    if (!has('headers') && !has('total')) return [];
    if (construct && isConnection(construct)) return limited.size > 0 ? [] : ['headers'];
    if (!isBounded('headers')) return ['headers'];
    const dedicated = facts.some(({ phase, effect, covers }) => phase === 'body' && effect === 'aborts' && !covers);
    return dedicated && !isBounded('body') ? ['body'] : [];
  }

  /**
   * A signal that was started when the module was loaded or the object constructed has expired for all later requests.
   */
  #sharedSignal(node: CallLike, site: LimitFinding['site'], { started }: Judgement): boolean {
    let found = false;
    for (const signal of started) {
      const shared = 'client' in site || isSharedBy(signal, node);
      if (!shared) continue;
      const users = this.#signals.get(signal) ?? [];
      this.#signals.set(signal, [...users, node]);
      found = true;
      if (users.length === 0 && ('client' in site || this.file.repeat.of(node) !== null))
        this.#report(signal, { kind: 'shared-signal', signal }, site, null);
    }
    return found;
  }

  #contradictions(node: CallLike, site: LimitFinding['site'], library: Library, { known }: Judgement): void {
    const connect = known.find(({ fact }) => fact.phase === 'connect');
    const whole = known.find(
      ({ fact }) => fact.phase !== 'connect' && (fact.phase === 'total' || fact.covers?.includes('connect')),
    );
    const long = library.overFetch
      ? known.find(
          ({ fact, ms }) =>
            (fact.phase === 'total' || fact.phase === 'headers') &&
            fact.option.every((name) => name !== 'signal') &&
            ms > FETCH_HEADERS_MS,
        )
      : undefined;
    if (connect && whole && connect.ms > whole.ms)
      this.#report(node, { kind: 'contradiction', first: whole, second: connect }, site, null);
    else if (long) this.#report(node, { kind: 'beneath', limit: long }, site, null);
  }

  #report(node: CallLike, problem: LimitProblem, site: LimitFinding['site'], wrapper: string | null): void {
    if (this.findings.some((finding) => finding.node === node)) return;
    this.findings.push({ node, problem, site, wrapper });
  }
}

/** Whether timeout facts say something of requests, not only of idle connections. */
function boundsRequests(facts: readonly TimeoutFact[]): boolean {
  return facts.some(({ phase, effect }) => phase !== 'idle' && phase !== 'pool' && effect !== 'ignored');
}

/** Whether a client talks to one database or cache, where any limit ends a silent peer. */
export function isConnection({ owns }: Construct): boolean {
  return owns === 'pool' || owns === 'socket';
}
