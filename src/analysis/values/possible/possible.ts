import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../../../ast/variables.js';
import type { AnalysedFile } from '../../names/clients.js';

/** What the parameters of a function stand for while one call of it is judged. */
export type Environment = ReadonlyMap<Variable, Argument>;

/**
 * The argument of a call behind a parameter: the member at `path` of a value, `fallback` being the parameter's default.
 */
export interface Argument {
  readonly value: Bound | null;
  readonly path: readonly string[];
}

/** An expression, and what the parameters in it stand for. */
export interface Bound {
  readonly node: TSESTree.Node;
  readonly environment: Environment;
}

/** What an option may be, over all ways through the file. */
export interface Possible {
  readonly values: readonly Bound[];
  /** Whether some way leaves it out. */
  readonly absent: boolean;
  /** Whether code which this file does not show may set it. */
  readonly opaque: boolean;
  /** Parameters that may carry it. */
  readonly parameters: ReadonlySet<Variable>;
}

/** What other files say of what is imported from them. */
export interface ForeignCode {
  /** The values of a constant, with who reads on there; `null` where it is not known, or no constant. */
  constant(name: TSESTree.Node): { readonly reader: OptionsReader; readonly values: readonly Bound[] } | null;
  /** What functions of other files do to objects that they are given; `null` where they are not known. */
  changes(call: TSESTree.CallExpression, index: number, path: readonly string[]): Possible | null;
}

/** The answers of a read: inside of a read of the same key, at the greatest depth, and else. */
export interface ReadAnswers {
  readonly again: Possible;
  readonly tooDeep: Possible;
  readonly compute: () => Possible;
}

/** What keeps a value that depends on itself from being read for ever, and most values from being read twice. */
export interface ReadingMemory {
  /** Reads under a key; `owner` is what all of the answer depends on together with the path, `null` if more does. */
  read(key: string, owner: object | null, path: readonly string[], answers: ReadAnswers): Possible;
  /** What was computed before for a place of an owner, on which alone the answer depends, or is now. */
  once(owner: object, place: string, compute: () => Possible): Possible;
}

/** Who reads values: what follows changes of an object asks it for what is written. */
export interface OptionsReader {
  readonly file: AnalysedFile;
  /** What is being read and what was read, so that nothing is read inside of itself, and little twice. */
  readonly memory: ReadingMemory;
  /** What other files say. */
  readonly foreign: ForeignCode;
  read(bound: Bound, path: readonly string[]): Possible;
  argument(argument: TSESTree.CallExpressionArgument, environment: Environment, path: readonly string[]): Possible;
}

export const NO_ENVIRONMENT: Environment = new Map();
export const ABSENT: Possible = { values: [], absent: true, opaque: false, parameters: new Set() };
export const OPAQUE: Possible = { values: [], absent: true, opaque: true, parameters: new Set() };
/** No value, without saying that the option is left out. */
export const NOTHING: Possible = { ...ABSENT, absent: false };

/** Whether it may have a value. */
export function isGiven({ values, opaque, parameters }: Possible): boolean {
  return values.length > 0 || opaque || parameters.size > 0;
}

/** Either of two. */
export function either(a: Possible, b: Possible): Possible {
  return {
    values: [...a.values, ...b.values],
    absent: a.absent || b.absent,
    opaque: a.opaque || b.opaque,
    parameters: new Set([...a.parameters, ...b.parameters]),
  };
}

/** Any of several, the first of which is there: the same as `either` of them one after the other. */
export function anyOf(first: Possible, others: readonly Possible[]): Possible {
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    values: all.flatMap(({ values }) => values),
    absent: all.some(({ absent }) => absent),
    opaque: all.some(({ opaque }) => opaque),
    parameters: new Set(all.flatMap(({ parameters }) => [...parameters])),
  };
}

/** What is written later wins where it is present. */
export function overridden(before: Possible, after: Possible): Possible {
  const sure = !after.absent && !after.opaque && after.parameters.size === 0;
  return sure ? after : { ...either(before, after), absent: before.absent && after.absent };
}

export function itself(node: TSESTree.Node, environment: Environment): Possible {
  return { ...NOTHING, values: [{ node, environment }] };
}

/** How deep expressions are followed. */
export const MAX_DEPTH = 24;
