import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { statusMembers } from '../../../catalog/conventions/streams.js';
import { reachableNodes } from '../../../flow/graph.js';
import { HeldAnalysis, type Held, type HeldLeaks } from '../engine/analysis.js';
import type { Effects } from '../engine/effects.js';
import { NONE, OPEN, type Leak, type ThrowMode } from '../engine/holding.js';
import { isOverwriting } from '../engine/overwriting.js';
import { settledMembers } from '../engine/lists.js';
import { OwnUses } from '../engine/uses.js';
import { alternativeOf, type Alternative } from './absence.js';
import type { Acquisition } from './acquisitions.js';
import { isOnlyChecked } from './checks.js';
import { endingsOf } from './endings.js';
import { kindOfBody } from './kind.js';
import { placesOf, type Place, type PlacementProblem } from './placement.js';

/** The ways on which one response is lost, and what a fix has to know. */
export interface BodyLeaks {
  readonly leaks: readonly Leak[];
  readonly effects: Effects;
  /** What may arrive instead of the response. */
  readonly unless: Alternative;
  /** Whether it may still be unread when a statement, or an arrow, returns it. */
  isHeldIn(leaving: TSESTree.Node): boolean;
  /** Where it can be released on all of these ways; `null` where that cannot be said. */
  places(isNamed: (at: TSESTree.Node) => boolean): Place[] | null;
}

/** Analyses who releases responses, with what is shared by all of a file. */
export class LeakAnalysis {
  readonly #engine: HeldAnalysis;

  constructor(
    readonly file: FileView,
    readonly throws: ThrowMode,
    readonly withSender: boolean,
  ) {
    this.#engine = new HeldAnalysis(file, throws);
  }

  /** The ways on which the response of an acquisition is lost. */
  leaksOf(acquisition: Acquisition): BodyLeaks {
    const unless = alternativeOf(this.file, acquisition);
    const { held, effects } = this.#usesOf(acquisition, unless);
    const { leaks, solution, isHeldIn } = this.#leaksIn(acquisition, held, effects);
    const lent = acquisition.lent === true;
    const throwers = new Set(leaks.flatMap(({ by, node }) => (by ? [node] : [])));
    return {
      leaks: lent ? leaks.filter(({ kind, by }) => kind === 'throw' || by) : leaks,
      effects,
      unless,
      isHeldIn,
      places: (isNamed) => this.#places(held, effects, solution, { isNamed, lent, throwers }),
    };
  }

  #leaksIn(acquisition: Acquisition, held: Held, effects: Effects): Pick<HeldLeaks, 'leaks' | 'solution' | 'isHeldIn'> {
    const none = { leaks: [], solution: null, isHeldIn: () => true };
    if (acquisition.typed && !effects.reads) return none;
    if (acquisition.doubtful && !['ok', ...statusMembers].some((name) => effects.members.has(name))) return none;
    const isUnused = effects.at.size === 0 && acquisition.lent !== true;
    if (isUnused && !this.#isReached(held)) return none;
    const found = this.#engine.leaksOf(held, effects);
    // There is one thing to say then, unless the program ends on every way.
    if (isUnused)
      return found.leaks.length > 0 ? { ...none, leaks: [{ kind: 'dropped', node: acquisition.call }] } : none;
    const given = acquisition.typed === true && acquisition.at === null;
    return given && found.solution && isOnlyChecked(acquisition.home, effects, found.solution()) ? none : found;
  }

  /** Whether control comes to where it arrives at all. */
  #isReached({ home, at }: Held): boolean {
    if (!at) return true;
    const graph = this.#engine.graphOf(home);
    const reached = reachableNodes(graph);
    return graph.at(at).some((node) => reached.has(node));
  }

  /** What the function does with it; where that tells what it is, what all values of its name are used for. */
  #usesOf(acquisition: Acquisition, unless: Alternative): { readonly held: Held; readonly effects: Effects } {
    const { request, typed, doubtful } = acquisition;
    const isKnown = request !== null && typed !== true && !doubtful;
    const held = this.#held(acquisition, unless, isKnown);
    const effects = this.#engine.effectsOf(held);
    if (effects.at.size > 0 || !isKnown) return { held, effects };
    const ofName = this.#held(acquisition, unless, false);
    return { held: ofName, effects: this.#engine.effectsOf(ofName) };
  }

  #held(acquisition: Acquisition, unless: Alternative, replaced: boolean): Held {
    const { home, at, received, path = [], call } = acquisition;
    const kind = kindOfBody(acquisition.body);
    const uses = new OwnUses(this.file, kind, home, replaced);
    const settled = acquisition.settled === true ? settledMembers(this.file, received.node) : null;
    return {
      kind,
      home,
      at,
      ...(received.binding && !settled && { pattern: { node: received.node, path } }),
      ...(settled && { statuses: settled.statuses }),
      uses: settled
        ? [...settled.values, ...settled.others].flatMap((node) => [...uses.of(node, [])])
        : [...(received.binding ? uses.bound(received.node, path) : uses.of(received.node, path))],
      lent: acquisition.lent === true,
      endings: endingsOf(this.file, acquisition, this.withSender),
      arrives: unless === 'none' && !settled ? OPEN : OPEN | NONE,
      like: call.type === 'CallExpression' ? call : null,
    };
  }

  #places(
    held: Held,
    effects: Effects,
    solution: HeldLeaks['solution'],
    known: Pick<PlacementProblem, 'isNamed' | 'lent' | 'throwers'>,
  ): Place[] | null {
    return placesOf({
      solution: solution?.() ?? this.#engine.solve(held, effects),
      holder: held,
      uses: new Set([
        ...[...effects.at].flatMap(([node, effect]) => (this.#engine.onlyThrows(held, effect) ? [] : [node])),
        ...effects.needs,
      ]),
      overwrites: (target) => isOverwriting(this.file, target, effects),
      ...known,
    });
  }
}
