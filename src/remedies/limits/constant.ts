import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap } from '../../ast/nodes.js';
import { freeName } from '../../ast/names.js';
import type { Settings } from '../../settings.js';
import { declareAtHead } from '../../fix/declare.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { ensureImport } from '../../fix/ensure-import.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Phases for which numbers are written. */
export type NumberedPhase = 'connect' | 'headers' | 'body' | 'total';

/** Where a project keeps its own number. */
export interface ConstantReference {
  readonly module: string;
  readonly export: string;
}

/** Numbers that suggestions offer where a project has chosen none, in milliseconds: those of the `migrate` config. */
const SUGGESTED: Settings['timeouts'] & { readonly connect: number; readonly headers: number } = {
  connect: 5_000,
  headers: 30_000,
  body: 30_000,
};
const NUMBER_NAME = 'REQUEST_TIMEOUT_MS';
const OBJECT_NAME = 'REQUEST_TIMEOUTS_MS';

/**
 * Milliseconds for each phase: what the settings say, completed; the whole call may take as long as its phases
 * together.
 */
export function numbersFrom(chosen: Settings['timeouts']): Readonly<Record<NumberedPhase, number>> {
  const given = Object.keys(chosen).length > 0 ? chosen : SUGGESTED;
  const headers = given.headers ?? given.total ?? given.body ?? SUGGESTED.headers;
  const body = given.body ?? headers;
  const connect = given.connect ?? Math.min(SUGGESTED.connect, headers);
  return { connect, headers, body, total: given.total ?? connect + headers + body };
}

/** How the numbers of one file are written: as a named constant, which the first change of the file declares. */
export class Numbers {
  readonly #values: Readonly<Record<NumberedPhase, number>>;

  constructor(
    readonly sourceCode: SourceCode,
    chosen: Settings['timeouts'],
    readonly reference: ConstantReference | null,
    /** All phases that changes of this file need. */
    readonly phases: readonly NumberedPhase[],
  ) {
    this.#values = numbersFrom(chosen);
  }

  /** Expressions for some phases at a place, and the edits that make them available. */
  at(
    place: TSESTree.Node,
    wanted: readonly NumberedPhase[],
  ):
    | {
        readonly expressions: Readonly<Record<NumberedPhase, string>>;
        readonly edits: readonly Edit[];
        readonly declares: boolean;
      }
    | Refusal {
    if (this.reference) return this.#imported(place, this.reference);
    const known = this.#existing(wanted);
    if (known) return { expressions: known, edits: [], declares: false };
    const single = new Set(this.phases.map((phase) => this.#values[phase])).size === 1;
    const name = freeName(this.sourceCode, [single ? NUMBER_NAME : OBJECT_NAME], [place], new Set());
    if (name === null) return { refused: 'no name is free for the constant' };
    const text = single
      ? literal(this.#values[wanted[0] ?? 'headers'])
      : `{ ${this.phases.map((phase) => `${phase}: ${literal(this.#values[phase])}`).join(', ')} }`;
    const edits = [declareAtHead(this.sourceCode, `const ${name} = ${text};`)];
    return { expressions: all((phase) => (single ? name : `${name}.${phase}`)), edits, declares: true };
  }

  #imported(place: TSESTree.Node, { module, export: name }: ConstantReference): ReturnType<Numbers['at']> {
    const imported = ensureImport(this.sourceCode, { module, name }, [place]);
    if ('refused' in imported) return imported;
    return { expressions: all(() => imported.expression), edits: imported.edits, declares: imported.edits.length > 0 };
  }

  /** A constant that an earlier change has declared. */
  #existing(wanted: readonly NumberedPhase[]): Readonly<Record<NumberedPhase, string>> | null {
    for (const statement of this.sourceCode.ast.body) {
      if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
      for (const { id, init } of statement.declarations) {
        const value = init && unwrap(init);
        if (id.type !== 'Identifier' || !value) continue;
        if (
          id.name === NUMBER_NAME &&
          value.type === 'Literal' &&
          wanted.every((phase) => value.value === this.#values[phase])
        )
          return all(() => NUMBER_NAME);
        if (
          id.name === OBJECT_NAME &&
          value.type === 'ObjectExpression' &&
          wanted.every((phase) =>
            value.properties.some((property) => property.type === 'Property' && propertyName(property) === phase),
          )
        ) {
          return all((phase) => `${OBJECT_NAME}.${phase}`);
        }
      }
    }
    return null;
  }
}

function all(text: (phase: NumberedPhase) => string): Readonly<Record<NumberedPhase, string>> {
  return { connect: text('connect'), headers: text('headers'), body: text('body'), total: text('total') };
}

/** `30_000`, as people write it. */
function literal(value: number): string {
  return Number.isInteger(value) ? String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '_') : String(value);
}
