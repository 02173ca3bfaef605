import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, unwrap } from '../../ast/nodes.js';
import type { InjectionPoint, Library, TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction, RequestCall } from '../names/clients.js';
import { usesOf } from '../names/uses.js';
import { areLoopback, headsOf, isLoopback, isPath } from '../values/possible/addresses.js';
import { PossibleOptions } from '../values/possible/possible-options.js';
import { NO_ENVIRONMENT, type Bound, type Environment, isGiven, type Possible } from '../values/possible/possible.js';
import { carriedBy, carriedByModule, type Carried } from './carriers.js';
import { isProxyHelper, joined, propertiesOf, type Handed } from './handed-over.js';
import { Judge, UNSEEN, type Judgement } from './judge.js';
import { limitValue, type LimitValue } from './limit-values.js';
import { clientOptions } from './option-arguments.js';
import { raceAround, type Race } from './races.js';
import { isPlain, requestOptions } from './request-arguments.js';
import { requestObjectOf, timerOver, type RequestObject } from './request-object.js';
import { isInjected, isLongLived, writesSocket } from './silences.js';
import { isForPathsOnly, isWithoutOrigin } from './without-origin.js';

/** Options that hand over a client whose own limits hold for the request. */
const CARRYING = new Set(['dispatcher', 'requestHandler']);
/** Options that hold a peer's name or address. */
const LOCAL_OPTIONS = ['hostname', 'host', 'baseURL', 'prefixUrl', 'url', 'connectionString'];
const EVERYTHING = ['connect', 'headers', 'body', 'total'] as const;

/** What was found out about a request, and the agents it is given whose `timeout` only closes idle sockets. */
export interface RequestJudgement extends Judgement {
  readonly object: RequestObject | null;
  /** Clients of this file that carry no limit; the report belongs to them. */
  readonly lent: readonly Construction[];
  /** Whether the request is sent without such a client on some way. */
  readonly bare: boolean;
  /** `timeout` options of agents that bound no request. */
  readonly agentTimeouts: readonly TSESTree.Node[];
  /** Code that gives up waiting for it, without ending it where it is no limit. */
  readonly race: Race | null;
  /** Options that belong to other libraries. */
  readonly mistaken: readonly TSESTree.Property[];
}

/** Judges single requests and clients; the rules of what is required stand elsewhere. */
export class SiteJudge {
  readonly options: PossibleOptions;
  readonly #modules = new Map<Library, Carried>();
  readonly #clients = new Map<Construction, Judgement>();
  readonly #requests = new Map<RequestCall, RequestJudgement>();
  readonly #carrying = new WeakMap<Possible, Handed>();
  readonly #lending = new WeakMap<Possible, Handed>();
  /** How many clients are being judged: those whose judgement is not whole yet. */
  #judging = 0;

  constructor(
    readonly file: FileLifecycle,
    readonly acceptDefaults: boolean,
  ) {
    this.options = new PossibleOptions(file, file.catalog?.elsewhere ?? null);
  }

  /** The limits of a request; `environment` says what the parameters around it stand for. */
  request(call: RequestCall, environment: Environment): RequestJudgement {
    if (environment.size > 0) return this.#judged(call, environment);
    const known = this.#requests.get(call) ?? this.#judged(call, environment);
    this.#requests.set(call, known);
    return known;
  }

  #judged(call: RequestCall, environment: Environment): RequestJudgement {
    const { node, request, library } = call;
    const facts = request.timeouts ?? [];
    const judge = new Judge(this.options, this.acceptDefaults);
    const given = requestOptions(this.file, call, environment);
    if (!given) judge.hide(UNSEEN);
    const expressions = given ?? [];
    const object = facts.some(({ method }) => method !== undefined) ? requestObjectOf(this.file, node) : null;
    // Whoever gets a ClientRequest may add the listener; a promise that is returned is only waited for.
    if (object?.escapes || (object?.returned && facts.some(({ effect }) => effect === 'event'))) judge.hide(UNSEEN);
    const races = [raceAround(this.file, node), timerOver(this.file, node, object)];
    if (isLongLived(this.file, node) || object?.calls.has('upgrade') || races.some((race) => race?.kind === 'ends'))
      judge.limit(EVERYTHING);
    judge.facts(facts, expressions, object);
    if (isInjected(this.file, node.callee) || this.#isLimitedByClient(call)) judge.hide(UNSEEN);
    this.#address(call, environment, expressions, judge);
    this.#carried(this.#moduleDefaults(library), facts, judge);
    const borrowed = this.#borrowed(request.borrows ?? [], expressions, judge);
    if (
      borrowed.bare &&
      this.file.clients.setters.size > 0 &&
      (request.borrows ?? []).some(({ option }) => option === 'dispatcher')
    )
      judge.limit(EVERYTHING);
    const mistaken = expressions.flatMap((expression) =>
      propertiesOf(this.file, expression.node, request.ignores ?? []),
    );
    return { ...judge.result, object, ...borrowed, mistaken, race: races.find((race) => race !== null) ?? null };
  }

  /** Whether a client that has no limits of its own may limit each request: by its interceptors, or on its session. */
  #isLimitedByClient({ client, request }: RequestCall): boolean {
    if (!client) return false;
    const { limitedBy = [] } = client.construct;
    const options = clientOptions(this.file, client).given ?? [];
    if (
      options.some((node) =>
        limitedBy.some((name) => isGiven(this.options.read({ node, environment: NO_ENVIRONMENT }, [name]))),
      )
    )
      return true;
    const methods = (request.timeouts ?? []).flatMap(({ method }) => method ?? []);
    if (methods.length === 0) return false;
    return [...usesOf(this.file, client.node)].some(({ path }) => path.length === 1 && methods.includes(path[0] ?? ''));
  }

  /** The limits of a client, which hold for all its requests. */
  client(construction: Construction): Judgement {
    const known = this.#clients.get(construction);
    if (known) return known;
    this.#judging += 1;
    const judgement = this.#judgedClient(construction);
    this.#judging -= 1;
    return judgement;
  }

  #judgedClient(construction: Construction): Judgement {
    const { node, construct } = construction;
    const judge = new Judge(this.options, this.acceptDefaults);
    this.#clients.set(construction, judge.result);
    const facts = construct.timeouts ?? [];
    const { given } = clientOptions(this.file, construction);
    if (!given) judge.hide(UNSEEN);
    const expressions = (given ?? []).map((argument): Bound => ({ node: argument, environment: new Map() }));
    const object = facts.some(({ method }) => method !== undefined) ? requestObjectOf(this.file, node) : null;
    judge.facts(facts, expressions, object);
    this.#localOptions(expressions, judge);
    const isRemote = construct.localWithout?.some((name) =>
      expressions.some((expression) => isGiven(this.options.read(expression, [name]))),
    );
    if (isRemote === false) judge.limit(EVERYTHING);
    const [first] = node.arguments;
    if (first && first.type !== 'SpreadElement') {
      const heads = headsOf(this.options, { node: first, environment: new Map() });
      if (heads.every(isLoopback)) judge.limit(EVERYTHING);
    }
    this.#carried(carriedBy(this.file, construction), facts, judge);
    // An instance is made with the defaults that its module has by then.
    const { assigned } = this.#moduleDefaults(construction.library);
    const before = assigned.filter((each) => each.node.range[0] < node.range[0] || enclosingFunction(node) !== null);
    this.#carried({ assigned: before, hooked: false, escapes: false }, facts, judge);
    if (isForPathsOnly(this.file, this.options, construction)) judge.hide(UNSEEN);
    const base = this.#parentOf(construction);
    if (base) {
      const inherited = this.client(base);
      judge.limit(inherited.limited);
      judge.choose(inherited.chosen);
      for (const each of inherited.hidden) judge.hide(each, each.phases);
    }
    const { bare, lent } = this.#borrowed(construct.takes ?? [], expressions, judge);
    if (!bare && lent.length > 0) judge.limit(EVERYTHING);
    this.#clients.set(construction, judge.result);
    return judge.result;
  }

  /** The client which a client was derived from: `base.extend(...)`. */
  #parentOf({ node, construct }: Construction): Construction | null {
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression' || !construct.derives) return null;
    const { values } = this.options.read({ node: callee.object, environment: new Map() }, []);
    const found = values.flatMap((value) => this.file.clients.constructions.get(unwrap(value.node)) ?? []);
    return found[0] ?? null;
  }

  /** A path without an origin only works in a browser; a peer on this machine is not lost on the way. */
  #address(call: RequestCall, environment: Environment, expressions: readonly Bound[], judge: Judge): void {
    const { node, request, library } = call;
    const [first] = node.arguments;
    if (!first || first.type === 'SpreadElement') return;
    const heads = expressions.some((expression) => expression.node === first)
      ? []
      : headsOf(this.options, { node: first, environment });
    const isFetch = request.body?.kind === 'fetch-response' || library.overFetch === true;
    if ((isFetch && heads.some(isPath)) || isWithoutOrigin(this.file, this.options, call, environment))
      judge.hide(UNSEEN);
    if (areLoopback(heads)) judge.limit(EVERYTHING);
    this.#localOptions(expressions, judge);
  }

  /** A socket of this machine, or its name, among the options. */
  #localOptions(expressions: readonly Bound[], judge: Judge): void {
    for (const expression of expressions) {
      const { values, opaque } = this.options.read(expression, ['socketPath']);
      const hosts = LOCAL_OPTIONS.flatMap((name) =>
        this.options.read(expression, [name]).values.flatMap((value) => headsOf(this.options, value)),
      );
      const isSocket = (values.length > 0 && !opaque) || writesSocket(this.file, expression.node);
      if (isSocket || areLoopback(hosts)) judge.limit(EVERYTHING);
    }
  }

  #moduleDefaults(library: Library): Carried {
    const known = this.#modules.get(library) ?? carriedByModule(this.file, library);
    this.#modules.set(library, known);
    return known;
  }

  #carried({ assigned, hooked }: Carried, facts: readonly TimeoutFact[], judge: Judge): void {
    if (hooked) judge.hide(UNSEEN);
    judge.choose(assigned.map(({ fact }) => fact));
    for (const { fact, node } of assigned) {
      const own = facts.find(({ option }) => option.some((name) => fact.option.includes(name)));
      const possible = this.options.read({ node, environment: new Map() }, []);
      const limits =
        possible.opaque ||
        possible.parameters.size > 0 ||
        possible.values.some((value) => this.#isDecision(limitValue(this.options, value, fact).kind));
      if (own && limits) judge.limit([fact.phase, ...(fact.covers ?? [])]);
    }
  }

  #isDecision(kind: LimitValue['kind']): boolean {
    return kind === 'limits' || (kind === 'off' && this.acceptDefaults);
  }

  /**
   * Clients that are handed over: one with limits carries them, one without is reported itself, an unknown one means
   * silence.
   */
  #borrowed(
    points: readonly InjectionPoint[],
    expressions: readonly Bound[],
    judge: Judge,
  ): Pick<RequestJudgement, 'lent' | 'bare' | 'agentTimeouts'> {
    const parts: Handed[] = [];
    let bare = true;
    for (const { option } of points) {
      if (option === undefined) continue;
      const found = expressions.map((expression) => this.options.read(expression, option.split('.')));
      for (const possible of found) {
        const isCarrying = CARRYING.has(option);
        if (isCarrying) judge.hide(possible);
        const handed = this.#handedOver(possible, isCarrying);
        judge.limit(handed.limited);
        for (const phases of handed.hidden) judge.hide(UNSEEN, phases);
        parts.push(handed);
        if (isCarrying && !possible.absent) bare = false;
      }
    }
    return {
      lent: joined(parts.map(({ lent }) => lent)),
      bare,
      agentTimeouts: joined(parts.map((part) => part.agentTimeouts)),
    };
  }

  /** What the clients that an option may hold say of limits; looked at once, however many requests have the option. */
  #handedOver(possible: Possible, isCarrying: boolean): Handed {
    const answers = isCarrying ? this.#carrying : this.#lending;
    const known = answers.get(possible) ?? this.#handed(possible, isCarrying);
    // What a client says is whole when nothing is asked of another one that it takes.
    if (this.#judging === 0) answers.set(possible, known);
    return known;
  }

  #handed({ values }: Possible, isCarrying: boolean): Handed {
    const lent: Construction[] = [];
    const agentTimeouts: TSESTree.Node[] = [];
    const limited = new Set<TimeoutPhase>();
    const hidden: (readonly TimeoutPhase[] | null)[] = [];
    for (const { node } of values) {
      const given = this.file.clients.constructions.get(unwrap(node));
      const own = given && this.client(given);
      for (const phase of own?.limited ?? []) limited.add(phase);
      for (const each of own?.hidden ?? []) hidden.push(each.phases);
      if (given) agentTimeouts.push(...this.#idleTimeouts(given));
      if (!isCarrying || isPlain(node)) continue;
      if (given) lent.push(given);
      else if (!isProxyHelper(this.file, node)) hidden.push(null);
    }
    return { lent, agentTimeouts, limited, hidden };
  }

  #idleTimeouts(construction: Construction): TSESTree.Node[] {
    const { construct } = construction;
    const [options] = clientOptions(this.file, construction).given ?? [];
    if (!options) return [];
    return (construct.timeouts ?? [])
      .filter(({ phase, effect }) => phase === 'idle' && effect === 'event')
      .flatMap(({ option }) =>
        option.flatMap((name) =>
          this.options
            .read({ node: options, environment: new Map() }, name.split('.'))
            .values.map((value) => value.node),
        ),
      );
  }
}
