import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, isFunction, propertyName } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { TIMEOUT_PHASES, type Library } from '../../catalog/types.js';
import type { CallLike, Construction, RequestCall } from '../names/clients.js';
import type { FileLifecycle } from '../lifecycle.js';
import { describeFunction } from '../names/functions.js';
import { isGivenClient } from '../values/options.js';
import { runsInDrivenPage } from '../runs/driven-pages.js';
import { CallerSearch, type Unlimited } from './callers.js';
import { carriedBy } from './carriers.js';
import { timerClearedEarly } from './cleared-timers.js';
import { contradictionOf } from './contradicting.js';
import { problemOf, type LimitFinding, type LimitPolicy, type LimitProblem } from './finding.js';
import { unlimitedInjected } from './injected.js';
import { hiddenFor, type Judgement } from './judge.js';
import { lackingOf, lackingPhases } from './lacking.js';
import { areLimitedElsewhere, bareCallsOutside, unlimitedImports } from './open-senders.js';
import { isSharedBy } from './limit-values.js';
import { bounds, boundsRequests, isConnection } from './phases.js';
import { isSetByUser, isSetForModule, besideDefaults } from './set-elsewhere.js';
import { isEndedBehindRace, isEndedByTimer } from './races.js';
import { isOnlySigning, isWithoutPeer } from './silences.js';
import { SiteJudge, type RequestJudgement } from './site-judge.js';
import { Senders, type CallLimits } from './senders.js';
import { slowClient } from './slow-work.js';

/** All requests and clients of a file that are left without a limit, or with one that does not work. */
export function limitFindings(file: FileLifecycle, policy: LimitPolicy): LimitFinding[] {
  const { requests, constructions } = file.clients;
  const finder = new LimitFinder(file, policy);
  finder.importedCalls();
  finder.injected();
  if (finder.findings.length + requests.size + constructions.size === 0 || !file.meaning.limits) return [];
  for (const request of requests.values()) finder.request(request);
  for (const construction of constructions.values())
    if (!construction.construct.constructedIn) finder.client(construction);
  return finder.findings.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

class LimitFinder {
  readonly findings: LimitFinding[] = [];
  readonly #reported = new Set<TSESTree.Node>();
  readonly #judge: SiteJudge;
  /** Which client sends which requests; computed when first asked for. */
  #senders: Senders | null = null;
  readonly #callLimits = new WeakMap<readonly RequestCall[], CallLimits>();
  readonly #forAll = new Set<LimitFinding['forAll']>();
  readonly #signals = new Map<TSESTree.CallExpression, LimitFinding['node'][]>();

  constructor(
    readonly file: FileLifecycle,
    readonly policy: LimitPolicy,
  ) {
    this.#judge = new SiteJudge(file, policy.acceptDefaults);
  }

  request(call: RequestCall): void {
    const facts = call.request.timeouts ?? [];
    if (facts.length === 0 || runsInDrivenPage(this.file, call.node)) return;
    if (call.client && boundsRequests(call.client.construct.timeouts ?? [])) {
      this.#instanceRequest(call);
      return;
    }
    this.#bareRequest(call);
  }

  /** A request through a client is only reported for what its own options do. */
  #instanceRequest(call: RequestCall): void {
    const judgement = this.#judge.request(call, new Map());
    const site = { request: call };
    this.#sharedSignal(call.node, site, judgement);
    const off = judgement.ineffective.find(({ kind }) => kind === 'off');
    const lacking = lackingPhases(this.policy, judgement, call.request.timeouts ?? [], null);
    if (off && lacking.length > 0 && !hiddenFor(judgement, lacking).opaque)
      this.#report(call.node, { kind: 'ineffective', limit: off }, site, null);
  }

  #bareRequest(call: RequestCall): void {
    const { node } = call;
    const judgement = this.#judge.request(call, new Map());
    const site = { request: call };
    const facts = call.request.timeouts ?? [];
    if (this.#sharedSignal(node, site, judgement)) return;
    const unheeded = judgement.ineffective.find(
      ({ kind }) => kind === 'overridden' || (kind === 'ignored' && !boundsRequests(facts)),
    );
    const lacking = lackingOf(this.file, this.policy, call, judgement);
    // An option that the library does not heed is wrong whoever gives the others.
    if (unheeded && (lacking.length > 0 || unheeded.kind === 'ignored')) {
      this.#report(node, { kind: 'ineffective', limit: unheeded }, site, null, judgement.chosen);
      return;
    }
    if (lacking.length === 0) {
      this.#limitedRequest(call, judgement);
      return;
    }
    const { opaque, parameters } = hiddenFor(judgement, lacking);
    if (opaque || isSetForModule(this.file, call.library)) return;
    const problem = problemOf(judgement, lacking);
    if (parameters.size > 0) {
      this.#wrapperCalls(call, { node, problem, wrapper: null, chosen: judgement.chosen }, parameters);
      return;
    }
    if ((judgement.lent.length > 0 && !judgement.bare) || this.#callersOf(call).isOnlyLocal()) return;
    const forAll = problem.kind === 'missing' ? besideDefaults(this.file, call) : null;
    if (forAll === null) this.#report(node, problem, site, null, judgement.chosen);
    else this.#once(call, problem, forAll);
  }

  /** One report for all requests that one limit elsewhere would bound. */
  #once(call: RequestCall, problem: LimitProblem, forAll: string): void {
    if (this.#forAll.has(forAll)) return;
    this.#forAll.add(forAll);
    this.#report(call.node, problem, { request: call }, null, new Set(), { forAll });
  }

  /** Requests through clients that a framework injects, whose limits are set where the framework makes them. */
  injected(): void {
    const found = unlimitedInjected(this.file, this.policy, this.#judge);
    for (const { call, problem, client } of found) this.#once(call, problem, client.remedy);
  }

  /** Calls of functions of other files that leave out the limit which other calls of them set. */
  importedCalls(): void {
    for (const { node, sender, specifier, more } of unlimitedImports(this.file, this.policy)) {
      const { fn, request } = sender.open;
      const wrapper = `${describeFunction(sender.file, fn)} of ${specifier}${more}`;
      const sent = calleeName(request.node.callee) ?? undefined;
      const site = { request: { ...request, node } };
      this.#report(node, { kind: 'missing', phases: sender.lacking }, site, wrapper, new Set(), { sent });
    }
  }

  #callersOf(call: RequestCall): CallerSearch {
    return new CallerSearch(this.#judge, call, (judgement) => lackingOf(this.file, this.policy, call, judgement));
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

  /**
   * A function of the file that hands its parameter on as options: where none of its callers sets a limit, it is the
   * one place that can; where some do, the others are at fault.
   */
  #wrapperCalls(call: RequestCall, own: Unlimited, parameters: ReadonlySet<Variable>): void {
    const { unlimited, others, limited, open } = this.#callersOf(call).of(call.node, parameters);
    const bare = limited || this.file.role === 'library' ? null : bareCallsOutside(this.file, open);
    const isOwn =
      unlimited.every(({ problem }) => problem.kind === 'missing') &&
      (bare === 'limited'
        ? false
        : bare === null
          ? !others && unlimited.length > 0
          : bare + unlimited.length > 0 && own.problem.kind === 'missing');
    for (const { node, problem, wrapper, chosen } of isOwn ? [own] : unlimited)
      this.#report(node, problem, { request: call }, wrapper, chosen);
  }

  client(construction: Construction): void {
    const { construct, node } = construction;
    const facts = construct.timeouts ?? [];
    if (
      construct.testDouble ||
      !boundsRequests(facts) ||
      isGivenClient(this.file, construction) ||
      isOnlySigning(this.file, node) ||
      isWithoutPeer(node) ||
      isEndedBehindRace(this.file, construction) ||
      isEndedByTimer(this.file, construction) ||
      this.#isLimitedByHolder(node)
    )
      return;
    const judgement = this.#judge.client(construction);
    const site = { client: construction };
    if (this.#sharedSignal(node, site, judgement)) return;
    const lacking = lackingPhases(this.policy, judgement, facts, construct).filter(
      (phase) => phase !== 'body' || this.policy.phases !== null || slowClient(this.file, construction).body === null,
    );
    if (lacking.length === 0) {
      this.#contradictions(node, site, construction.library, judgement);
      return;
    }
    const { opaque, parameters } = hiddenFor(judgement, isConnection(construct) ? TIMEOUT_PHASES : lacking);
    if (opaque || parameters.size > 0 || this.#isLimitedPerCall(construction)) return;
    if (isSetForModule(this.file, construction.library) || isSetByUser(this.file, construction)) return;
    if (areLimitedElsewhere(this.file, construction, this.policy)) return;
    // An option that other classes of the library take is no limit that was meant to bound these phases.
    const ineffective = judgement.ineffective.find(
      ({ kind, fact }) => kind !== 'ignored' || lacking.some((phase) => bounds(fact, phase)),
    );
    this.#report(
      node,
      ineffective ? { kind: 'ineffective', limit: ineffective } : { kind: 'missing', phases: lacking },
      site,
      null,
      judgement.chosen,
    );
  }

  /** `new Client({ timeout, fetchOptions: { dispatcher: new Agent() } })`: the outer client limits what it sends. */
  #isLimitedByHolder(node: CallLike): boolean {
    const path: string[] = [];
    for (let inner: TSESTree.Node = node; inner.parent && !isFunction(inner); inner = inner.parent) {
      if (inner.type === 'Property') path.unshift(propertyName(inner) ?? '');
      const outer = this.file.clients.constructions.get(inner.parent);
      if (outer && outer.node.callee !== inner && this.#isLimitedWith(outer, path.join('.'))) return true;
    }
    return false;
  }

  /** Whether a client limits every request, also those through what stands in one of its options. */
  #isLimitedWith(client: Construction, path: string): boolean {
    const { construct } = client;
    const facts = construct.timeouts ?? [];
    if (!boundsRequests(facts) || construct.takes?.some(({ option }) => option === path)) return false;
    return lackingPhases(this.policy, this.#judge.client(client), facts, construct).length === 0;
  }

  /** Whether every request through a client that stays in this file has limits of its own. */
  #isLimitedPerCall(construction: Construction): boolean {
    const requests = this.#requestsThrough(construction);
    if (requests.length === 0) return false;
    const { nodes, limited, unchosen } = this.#limitsOfCalls(requests);
    // An event stream needs no limits of its own, but those of the client it is lent.
    if (!limited || unchosen.some((call) => call.client !== construction)) return false;
    return !carriedBy(this.file, construction, nodes).escapes;
  }

  /** Whether each of some requests has limits of its own; asked once for all clients that send the same ones. */
  #limitsOfCalls(requests: readonly RequestCall[]): CallLimits {
    const known = this.#callLimits.get(requests);
    if (known) return known;
    const limits = {
      nodes: requests.map(({ node }) => node),
      limited: requests.every((call) => {
        const facts = call.request.timeouts ?? [];
        const judgement = this.#judge.request(call, new Map());
        const lacking = lackingPhases(this.policy, judgement, facts, null);
        const { opaque, parameters } = hiddenFor(judgement, lacking);
        // A request that takes no limit of its own has only those of its client.
        return boundsRequests(facts) && (lacking.length === 0 || opaque || parameters.size > 0);
      }),
      unchosen: requests.filter((call) => this.#judge.request(call, new Map()).chosen.size === 0),
    };
    this.#callLimits.set(requests, limits);
    return limits;
  }

  /** Its own requests, and those that are sent by it because it is lent: `request(url, { dispatcher: agent })`. */
  #requestsThrough(construction: Construction): readonly RequestCall[] {
    this.#senders ??= new Senders(this.file.clients.requests.values(), (call) =>
      call.request.borrows === undefined ? [] : this.#judge.request(call, new Map()).lent,
    );
    return this.#senders.of(construction);
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
      this.#signals.set(signal, users);
      users.push(node);
      found = true;
      if (users.length === 1 && ('client' in site || this.file.repeat.of(node) !== null))
        this.#report(signal, { kind: 'shared-signal', signal }, site, null);
    }
    return found;
  }

  #contradictions(node: CallLike, site: LimitFinding['site'], library: Library, judgement: Judgement): void {
    const problem = contradictionOf(site, library, judgement);
    if (problem) this.#report(node, problem, site, null);
  }

  #report(
    node: CallLike,
    problem: LimitProblem,
    site: LimitFinding['site'],
    wrapper: string | null,
    chosen: LimitFinding['chosen'] = new Set(),
    more: Pick<LimitFinding, 'sent' | 'forAll'> = {},
  ): void {
    if (this.#reported.has(node)) return;
    this.#reported.add(node);
    this.findings.push({ node, problem, site, wrapper, chosen, ...more });
  }
}
