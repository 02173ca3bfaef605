import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isWithin } from '../../../ast/nodes.js';
import { returningListeners } from '../../../catalog/conventions/streams.js';
import type { BodyKind, BodyFact } from '../../../catalog/types.js';
import type { FileLifecycle } from '../../lifecycle.js';
import type { RequestCall } from '../../names/clients.js';
import { Delivery, type Acquisition } from './acquisitions.js';
import { bodyPipes } from './body-pipes.js';
import { deadlockOf, type Deadlock } from './deadlock.js';
import type { Leak, ThrowMode } from '../engine/holding.js';
import { targetsIn, type Effects } from '../engine/effects.js';
import { returnsOnly } from '../engine/giving-back.js';
import { unreadErrorBody } from './error-bodies.js';
import { bodyOf, pendingBody } from './facts.js';
import { runsInDrivenPage } from '../../runs/driven-pages.js';
import { LeakAnalysis, type BodyLeaks } from './leaks.js';
import { requestsByFetchValue } from './fetch-values.js';
import { argumentsEnd, endsByItself } from './signals.js';
import { unguardedReaders, type UnguardedReader } from './readers.js';
import { isUnguarded, unguardedPipes } from './streams.js';
import { Told } from './told.js';
import { typedAcquisitions } from './typed.js';
import { requestsOfTypedSenders } from './typed-senders.js';

/** A response whose body some way leaves unread. */
export interface UnreadBody {
  readonly acquisition: Acquisition;
  readonly lost: BodyLeaks;
  /** Whether a timer is going to end the request, and with it the body. */
  readonly endsByItself: boolean;
}

/** What a file does wrong with response bodies. */
export interface BodyFindings {
  readonly unread: readonly UnreadBody[];
  /** `getReader()` calls whose reader is not cancelled where its loop ends early, or no loop reads all of it. */
  readonly readers: readonly (UnguardedReader & Pick<UnreadBody, 'endsByItself'>)[];
  /** `pipe()` calls that lose the errors of one of their streams. */
  readonly pipes: readonly TSESTree.CallExpression[];
  /** Closes that wait for a body which the caller can only read after them. */
  readonly deadlocks: readonly Deadlock[];
  /** Requests whose rejected statuses leave a stream in the error, with the clause that leaves it. */
  readonly errorBodies: readonly { readonly call: TSESTree.CallExpression; readonly clause: TSESTree.CatchClause }[];
}

const NOTHING: BodyFindings = { unread: [], readers: [], pipes: [], deadlocks: [], errorBodies: [] };
const known = new WeakMap<FileLifecycle, Map<string, BodyFindings>>();

/**
 * Follows every response of a file to the ends of the functions that hold it; once for all rules that ask.
 * `withSender`: whether the end of the client that has sent a request frees its body.
 */
export function bodyFindings(file: FileLifecycle, throws: ThrowMode, withSender = true): BodyFindings {
  const byMode = known.get(file) ?? new Map<string, BodyFindings>();
  known.set(file, byMode);
  const mode = `${throws} ${String(withSender)}`;
  const findings = byMode.get(mode) ?? scanned(file, throws, withSender);
  byMode.set(mode, findings);
  return findings;
}

/** What is found, where the role of the file says that it matters; that is asked last, since it needs other files. */
function scanned(file: FileLifecycle, throws: ThrowMode, withSender: boolean): BodyFindings {
  const found = new BodyScan(file, throws, withSender).run();
  return Object.values(found).some((each: readonly unknown[]) => each.length > 0) && file.meaning.bodies
    ? found
    : NOTHING;
}

class BodyScan {
  readonly #facts: ReadonlyMap<BodyKind, BodyFact>;
  readonly #analysis: LeakAnalysis;
  readonly #unread: UnreadBody[] = [];
  readonly #told = new Told();
  readonly #readers = new Map<TSESTree.CallExpression, BodyFindings['readers'][number]>();
  readonly #pipes = new Set<TSESTree.CallExpression>();
  readonly #deadlocks: Deadlock[] = [];
  readonly #errorBodies: BodyFindings['errorBodies'][number][] = [];
  readonly #reported = new Set<TSESTree.Node>();
  /** Calls and functions whose response has been followed. */
  readonly #followed = new Set<TSESTree.Node>();
  /** Parameters of helpers, each followed once however many callers give it a response. */
  readonly #parameters = new Set<TSESTree.Node>();
  /** Parameters of helpers that throw without releasing what they look at. */
  readonly #throwers = new Set<TSESTree.Node>();

  constructor(
    readonly file: FileLifecycle,
    throws: ThrowMode,
    withSender: boolean,
  ) {
    this.#facts = new Map(file.index.bodies.map((fact) => [fact.kind, fact]));
    this.#analysis = new LeakAnalysis(file, throws, withSender);
  }

  run(): BodyFindings {
    const { clients, index } = this.file;
    for (const request of clients.requests.values()) this.#request(request, false);
    for (const { request, doubtful } of requestsByFetchValue(this.file, index)) this.#request(request, doubtful);
    for (const request of requestsOfTypedSenders(this.file)) this.#request(request, false);
    const typed = typedAcquisitions(this.file, this.#facts, this.#followed);
    if (typed.length > 0 && this.file.role !== 'browser') this.#typed(typed);
    for (const pipe of bodyPipes(this.file)) if (isUnguarded(this.file, pipe)) this.#pipes.add(pipe);
    return {
      unread: this.#unread,
      readers: [...this.#readers.values()],
      pipes: [...this.#pipes],
      deadlocks: this.#deadlocks,
      errorBodies: this.#errorBodies,
    };
  }

  /** Calls first: what they hand to a function of the file is followed there, and reported once. */
  #typed(found: readonly Acquisition[]): void {
    const isCall = ({ at }: Acquisition): boolean => at !== null;
    for (const acquisition of [...found.filter(isCall), ...found.filter((each) => !isCall(each))]) {
      const parameter = acquisition.at === null ? acquisition.received.node : null;
      if (parameter && this.#parameters.has(parameter)) continue;
      // `const response: Response = await Promise.race([fetch(url), late])`: the request in it has been followed.
      if (acquisition.at && this.#followed.has(acquisition.at)) continue;
      this.#follow([acquisition], null);
    }
  }

  #request(request: RequestCall, doubtful: boolean): void {
    const body = bodyOf(this.file, request, this.#facts);
    if (!body || runsInDrivenPage(this.file, request.node)) return;
    const delivery = new Delivery(this.file, request, body, doubtful);
    const found = this.#follow(delivery.run(), delivery);
    const deadlock = deadlockOf(this.file, request, found);
    if (deadlock) this.#deadlocks.push(deadlock);
    const clause = unreadErrorBody(this.file, request);
    if (clause && !this.#reported.has(request.node)) this.#errorBodies.push({ call: request.node, clause });
  }

  /** Follows responses, and what becomes of them in callers, helpers and clones. */
  #follow(acquisitions: Acquisition[], delivery: Delivery | null): Effects[] {
    const all: Effects[] = [];
    for (const acquisition of acquisitions) {
      this.#followed.add(acquisition.at === null ? acquisition.home : acquisition.call);
      if (acquisition.at) this.#followed.add(acquisition.at);
      const lost = this.#analysis.leaksOf(acquisition);
      const { leaks, effects } = lost;
      all.push(effects);
      const elsewhere = this.file.catalog?.elsewhere ?? null;
      const given = argumentsEnd(this.file, acquisition.call, elsewhere);
      if (given === 'no body') continue;
      const ends =
        given === 'signal' || (acquisition.request !== null && endsByItself(this.file, acquisition.request, elsewhere));
      const isElsewhere = isLostElsewhere(acquisition, lost);
      const isCallers = acquisition.at === null && acquisition.request === null;
      const own = leaks.filter(
        // What fails by accident leaves a response that a caller has given to this caller.
        (leak) => !leak.by && !(isCallers && leak.kind === 'implicit') && !isRefusal(acquisition, effects, leak),
      );
      if (own.length > 0 && !this.#reported.has(acquisition.call) && !isElsewhere) {
        this.#reported.add(acquisition.call);
        if (!this.#told.has(acquisition.call, own)) {
          this.#told.add(acquisition.call, own);
          const body = isAwaitedByListeners(acquisition, effects) ? pendingBody(acquisition.body) : acquisition.body;
          this.#unread.push({
            acquisition: { ...acquisition, body },
            lost: { ...lost, leaks: own },
            endsByItself: ends,
          });
        }
      }
      // What a helper gives back is followed where its caller goes on with it.
      if (!acquisition.lent && !acquisition.givenBack)
        acquisitions.push(...(delivery?.onward(acquisition, lost) ?? []));
      if (own.length === 0) acquisitions.push(...this.#lent(acquisition, leaks));
      for (const reader of unguardedReaders(this.file, effects))
        this.#readers.set(reader.call, { ...reader, endsByItself: ends });
      for (const pipe of unguardedPipes(this.file, effects)) this.#pipes.add(pipe);
      // A clone is a response of its own.
      for (const clone of effects.clones) acquisitions.push(cloneOf(acquisition, clone));
      acquisitions.push(...this.#handedOn(acquisition, effects, !isElsewhere));
    }
    return all;
  }

  /** Helpers of the file that look at the response and throw; each is told once, with the first response it gets. */
  #lent(acquisition: Acquisition, leaks: readonly Leak[]): Acquisition[] {
    return leaks.flatMap(({ by }) => {
      if (!by?.parameter || this.#throwers.has(by.parameter)) return [];
      this.#throwers.add(by.parameter);
      const received = { node: by.parameter, binding: true };
      const { fn: home, path } = by;
      return [{ ...acquisition, home, at: null, received, path, typed: false, doubtful: false, lent: true }];
    });
  }

  /** Helpers of the file that get the response own it where they read it on some way. */
  #handedOn(acquisition: Acquisition, effects: Effects, typed: boolean): Acquisition[] {
    return targetsIn(effects).flatMap(({ fn, parameter, path }) => {
      if (!parameter || this.#parameters.has(parameter)) return [];
      this.#parameters.add(parameter);
      const received = { node: parameter, binding: true };
      const call = acquisition.request ? acquisition.call : parameter;
      const givenBack = returnsOnly(this.file, fn, parameter);
      return [{ ...acquisition, call, home: fn, at: null, received, path, typed, doubtful: false, givenBack }];
    });
  }
}

/**
 * Whether only a function that is given the response loses it: where nothing but types tells of the response, whoever
 * reads it on another way is at fault, however many callers there are.
 */
function isLostElsewhere({ request }: Acquisition, { leaks, effects }: BodyLeaks): boolean {
  return (
    request === null &&
    leaks.length > 0 &&
    targetsIn(effects).some(({ fn, parameter }) => parameter && leaks.every(({ node }) => isWithin(node, fn)))
  );
}

/** A function that throws before it has looked at the response which it is given has not taken it over. */
function isRefusal({ at, request }: Acquisition, { touches }: Effects, { node }: Leak): boolean {
  if (at !== null || request !== null || node.type !== 'ThrowStatement') return false;
  return [...touches].every(({ range }) => range[0] > node.range[1]);
}

/** Whether a stream was made before its response, and code listens for what comes. */
function isAwaitedByListeners({ request }: Acquisition, { members }: Effects): boolean {
  return request?.request.body?.delivery === 'value' && returningListeners.some((name) => members.has(name));
}

function cloneOf(acquisition: Acquisition, call: TSESTree.CallExpression): Acquisition {
  return {
    ...acquisition,
    call,
    at: call,
    received: { node: call, binding: false },
    home: enclosingFunction(call) ?? acquisition.home,
    doubtful: false,
  };
}
