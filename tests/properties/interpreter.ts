import type { Body, Program, Statement } from './programs.js';

/** What may be true of the variable at one moment, as bits: it is empty, holds, or holds what was given back. */
const NONE = 1;
const HELD = 2;
const RELEASED = 4;

/** States by how control goes on: `normal`, `return`, `throw`, `break` or `continue` with a label or none. */
type Ends = Map<string, number>;

/** What a library's calls do, as far as the rules count it. */
export interface Meaning {
  /** Whether a failing use is a reason to report what is held. */
  readonly useFails: boolean;
  /** Whether any call is. */
  readonly anyFails: boolean;
}

/**
 * Runs every path of a program at once, by sets of states; conditions may go either way, and every call may fail.
 * @param asks What `if (client)` tells: `all` of it, or only that something is `held`, since a variable that has nothing
 * of one acquisition may have something of another one.
 * @returns Whether some path loses what was acquired.
 */
export function loses(program: Program, meaning: Meaning, asks: 'all' | 'held'): boolean {
  return new Interpreter(program, meaning, asks).run();
}

class Interpreter {
  #lost = false;

  constructor(
    readonly program: Program,
    readonly meaning: Meaning,
    readonly asks: 'all' | 'held',
  ) {}

  run(): boolean {
    const ends = this.#list(this.program.body, NONE);
    for (const [, states] of ends) if ((states & HELD) !== 0) this.#lost = true;
    return this.#lost;
  }

  #list(statements: Body, initial: number): Ends {
    const ends: Ends = new Map();
    let states = initial;
    let disposes = false;
    for (const statement of statements) {
      if (states === 0) break;
      disposes ||= statement.kind === 'using';
      const inner = this.#statement(statement, states);
      states = inner.get('normal') ?? 0;
      for (const [end, each] of inner) if (end !== 'normal') add(ends, end, each);
    }
    add(ends, 'normal', states);
    // Disposing may fail in whatever way the list is left; nobody counts that.
    if (disposes) for (const each of [...ends.values()]) add(ends, 'throw', each & ~HELD);
    return ends;
  }

  /** A call that may fail behind its effect: what is held then counts only if the library says so. */
  #calls(states: number, counts: boolean, failing = states): Ends {
    return new Map([
      ['normal', states],
      ['throw', counts ? failing : failing & ~HELD],
    ]);
  }

  #statement(statement: Statement, states: number): Ends {
    const { useFails, anyFails } = this.meaning;
    switch (statement.kind) {
      case 'acquire':
        if ((states & HELD) !== 0) this.#lost = true;
        return this.#calls(HELD, true, states & ~HELD);
      case 'use':
        return this.#calls(states, useFails || anyFails);
      case 'release': {
        const after = (states & NONE) | (states & (HELD | RELEASED) ? RELEASED : 0);
        return this.#calls(after, anyFails);
      }
      case 'work':
        return this.#calls(states, anyFails);
      case 'using':
        return this.#calls(states, anyFails);
      case 'return':
      case 'throw':
        return new Map([[statement.kind, states]]);
      case 'break':
      case 'continue':
        return new Map([[`${statement.kind} ${statement.label ?? ''}`, states]]);
      case 'if': {
        const ends = this.#calls(states, anyFails);
        ends.delete('normal');
        join(ends, this.#list(statement.then, states));
        join(ends, statement.otherwise ? this.#list(statement.otherwise, states) : new Map([['normal', states]]));
        return ends;
      }
      case 'guard': {
        const present = this.asks === 'all' ? states & (HELD | RELEASED) : states;
        const missing = this.asks === 'all' ? states & NONE : states & ~HELD;
        const ends = present ? this.#list(statement.then, present) : new Map<string, number>();
        if (missing) join(ends, this.#list(statement.otherwise ?? [], missing));
        return ends;
      }
      case 'block':
        return this.#labelled(this.#list(statement.body, states), statement.label);
      case 'switch':
        return this.#switch(statement, states);
      case 'loop':
        return this.#loop(statement, states);
      case 'try':
        return this.#try(statement, states);
    }
  }

  #labelled(ends: Ends, label: string | null): Ends {
    return label === null ? ends : redirect(ends, `break ${label}`, 'normal');
  }

  #switch({ cases, hasDefault }: Statement & { kind: 'switch' }, states: number): Ends {
    const ends = this.#calls(states, this.meaning.anyFails);
    ends.delete('normal');
    // Each case begins with what chooses it and what falls through from the one before.
    let falling = 0;
    for (const each of cases) {
      const inner = this.#list(each, states | falling);
      falling = inner.get('normal') ?? 0;
      inner.delete('normal');
      join(ends, inner);
    }
    add(ends, 'normal', falling | (hasDefault ? 0 : states));
    return redirect(ends, 'break ', 'normal');
  }

  #loop({ form, label, body }: Statement & { kind: 'loop' }, states: number): Ends {
    const ends: Ends = new Map();
    const isNext = (end: string): boolean =>
      end === 'normal' || end === 'continue ' || (label !== null && end === `continue ${label}`);
    const isEnd = (end: string): boolean => end === 'break ' || (label !== null && end === `break ${label}`);
    let left = 0;
    let seen = 0;
    // What is acquired in the body of a loop, into a name of the body, is lost when the body is left.
    const own = !this.program.outer && acquires(body);
    const test = (at: number): void => {
      if (form === 'while' || form === 'do') add(ends, 'throw', this.meaning.anyFails ? at : at & ~HELD);
      if (form === 'of') add(ends, 'throw', at & ~HELD);
      if (form !== 'forever') left |= at;
    };
    let next = states;
    if (form !== 'do') test(next);
    while ((next & ~seen) !== 0) {
      seen |= next;
      const inner = this.#list(body, seen);
      next = 0;
      for (const [end, each] of inner) {
        if (own && (each & HELD) !== 0) this.#lost = true;
        if (isNext(end)) next |= each;
        else if (isEnd(end)) left |= each;
        else add(ends, end, each);
      }
      test(next);
    }
    add(ends, 'normal', left);
    return ends;
  }

  #try({ block, handler, finalizer }: Statement & { kind: 'try' }, states: number): Ends {
    let ends = this.#list(block, states);
    const thrown = ends.get('throw') ?? 0;
    if (handler) {
      ends.delete('throw');
      if (thrown) join(ends, this.#list(handler, thrown));
    }
    if (!finalizer) return ends;
    const interrupted = ends;
    ends = new Map();
    for (const [end, each] of interrupted) {
      if (each === 0) continue;
      const inner = this.#list(finalizer, each);
      add(ends, end, inner.get('normal') ?? 0);
      inner.delete('normal');
      join(ends, inner);
    }
    return ends;
  }
}

function acquires(body: Body): boolean {
  return body.some((statement) => {
    switch (statement.kind) {
      case 'acquire':
        return true;
      case 'if':
      case 'guard':
        return acquires(statement.then) || (statement.otherwise !== null && acquires(statement.otherwise));
      case 'block':
        return acquires(statement.body);
      case 'switch':
        return statement.cases.some(acquires);
      case 'try':
        return [statement.block, statement.handler ?? [], statement.finalizer ?? []].some(acquires);
      // The innermost loop around it decides.
      default:
        return false;
    }
  });
}

function add(ends: Ends, end: string, states: number): void {
  if (states !== 0) ends.set(end, (ends.get(end) ?? 0) | states);
}

function join(ends: Ends, more: ReadonlyMap<string, number>): void {
  for (const [end, states] of more) add(ends, end, states);
}

function redirect(ends: Ends, from: string, to: string): Ends {
  const states = ends.get(from) ?? 0;
  ends.delete(from);
  add(ends, to, states);
  return ends;
}
