import type { TSESTree } from '@typescript-eslint/utils';
import type { NumberedPhase } from '../../analysis/limits/cure.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, propertyName, unwrap } from '../../ast/nodes.js';
import { declareAtHead } from '../../fix/declare.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { ensureImport } from '../../fix/ensure-import.js';
import type { Settings } from '../../settings.js';
type Expressions = Readonly<Partial<Record<NumberedPhase, string>>>;

/** Where a project keeps its own number. */
export interface ConstantReference {
  readonly module: string;
  readonly export: string;
}

/** Expressions for some phases, and the edits that make them available. */
export interface WrittenNumbers {
  readonly expressions: Expressions;
  readonly edits: readonly Edit[];
}

/** Numbers that suggestions offer where a project has chosen none, in milliseconds: those of the `migrate` config. */
const SUGGESTED: Settings['timeouts'] & { readonly connect: number; readonly headers: number } = {
  connect: 5_000,
  headers: 30_000,
  body: 30_000,
};
/** Names say what they bound. */
const NAMES: Readonly<Record<NumberedPhase, string>> = {
  connect: 'CONNECT_TIMEOUT_MS',
  headers: 'RESPONSE_TIMEOUT_MS',
  body: 'BODY_TIMEOUT_MS',
  total: 'REQUEST_TIMEOUT_MS',
};
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

/** Constants of the file that hold the numbers which would be written. */
interface DeclaredNumbers {
  readonly expressions: Expressions;
  readonly object: DeclaredObject | null;
  readonly hasNumber: boolean;
}

/**
 * How the numbers of one file are written: as a named constant, or as members of one object where the file needs
 * several. Each change declares only what it uses itself, so that nothing unused is left where another one is not
 * applied.
 */
export class Numbers {
  readonly #values: Readonly<Record<NumberedPhase, number>>;
  #known: DeclaredNumbers | null = null;
  readonly #edits = new Map<string, Edit>();

  constructor(
    readonly file: FileView,
    chosen: Settings['timeouts'],
    readonly reference: ConstantReference | null,
    /** All phases that changes of this file need. */
    readonly phases: ReadonlySet<NumberedPhase>,
    /** The places of these changes: each has to find the constant declared, and all declare it at one place. */
    readonly places: readonly TSESTree.Node[],
  ) {
    this.#values = numbersFrom(chosen);
  }

  /** Expressions for some phases at a place. */
  at(place: TSESTree.Node, wanted: readonly NumberedPhase[]): WrittenNumbers | Refusal {
    if (this.reference) return this.#imported(place, wanted, this.reference);
    const known = this.#declared();
    const missing = wanted.filter((phase) => known.expressions[phase] === undefined);
    if (missing.length === 0) return { expressions: known.expressions, edits: [] };
    const added =
      (known.object && this.#extended(known.object, missing)) ?? this.#declaration(place, missing, known.hasNumber);
    return 'refused' in added
      ? added
      : { expressions: { ...known.expressions, ...added.expressions }, edits: added.edits };
  }

  #imported(
    place: TSESTree.Node,
    wanted: readonly NumberedPhase[],
    { module, export: name }: ConstantReference,
  ): WrittenNumbers | Refusal {
    const imported = ensureImport(this.file, { module, name }, [place]);
    if ('refused' in imported) return imported;
    return { expressions: each(wanted, () => imported.expression), edits: imported.edits };
  }

  /** The edit that declares a constant, which many changes share. */
  #atHead(declaration: string): Edit {
    const edit = this.#edits.get(declaration) ?? declareAtHead(this.file, declaration, firstOf(this.places));
    this.#edits.set(declaration, edit);
    return edit;
  }

  #declaration(place: TSESTree.Node, missing: readonly NumberedPhase[], hasNumber: boolean): WrittenNumbers | Refusal {
    const [first] = missing;
    const isSingle = missing.length === 1 && first !== undefined && (this.phases.size <= 1 || hasNumber);
    const name = this.file.freeName([isSingle ? NAMES[first] : OBJECT_NAME], [place], new Set());
    if (name === null) return { refused: 'no name is free for the constant' };
    const value = isSingle
      ? literal(this.#values[first])
      : `{ ${missing.map((phase) => this.#member(phase)).join(', ')} }`;
    const edits = [this.#atHead(`const ${name} = ${value};`)];
    return { expressions: each(missing, (phase) => (isSingle ? name : `${name}.${phase}`)), edits };
  }

  /** Adds members to the object that an earlier change has declared. */
  #extended(object: DeclaredObject, missing: readonly NumberedPhase[]): WrittenNumbers | null {
    const last = object.value.properties.at(-1);
    if (!last) return null;
    const text = missing.map((phase) => `, ${this.#member(phase)}`).join('');
    return {
      expressions: each(missing, (phase) => `${object.name}.${phase}`),
      edits: [{ range: [last.range[1], last.range[1]], text }],
    };
  }

  #member(phase: NumberedPhase): string {
    return `${phase}: ${literal(this.#values[phase])}`;
  }

  /** Constants that an earlier change has declared: the names and numbers that one would write. */
  #declared(): DeclaredNumbers {
    return (this.#known ??= this.#findDeclared());
  }

  #findDeclared(): DeclaredNumbers {
    const expressions: Partial<Record<NumberedPhase, string>> = {};
    let object: DeclaredObject | null = null;
    let hasNumber = false;
    // What runs while the module is evaluated reads only what stands above it.
    const running = this.places.filter((place) => enclosingFunction(place) === null);
    const end = Math.min(...running.map(({ range }) => range[0]));
    for (const statement of this.file.ast.body) {
      if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const' || statement.range[0] > end) continue;
      for (const { id, init } of statement.declarations) {
        const value = init && unwrap(init);
        if (id.type !== 'Identifier' || !value) continue;
        const own = PHASES.find((phase) => NAMES[phase] === id.name && isNumber(value, this.#values[phase]));
        if (own) {
          expressions[own] = id.name;
          hasNumber = true;
        } else if (id.name === OBJECT_NAME && value.type === 'ObjectExpression' && this.#isOwn(value)) {
          object = { name: id.name, value };
          for (const property of value.properties) {
            const phase = PHASES.find((each) => property.type === 'Property' && propertyName(property) === each);
            if (phase) expressions[phase] = `${id.name}.${phase}`;
          }
        }
      }
    }
    return { expressions, object, hasNumber };
  }

  #isOwn({ properties }: TSESTree.ObjectExpression): boolean {
    return properties.every((property) => {
      const phase = PHASES.find((each) => property.type === 'Property' && propertyName(property) === each);
      return phase !== undefined && property.type === 'Property' && isNumber(property.value, this.#values[phase]);
    });
  }
}

interface DeclaredObject {
  readonly name: string;
  readonly value: TSESTree.ObjectExpression;
}

const PHASES: readonly NumberedPhase[] = ['connect', 'headers', 'body', 'total'];

function isNumber(node: TSESTree.Node, value: number): boolean {
  const literalNode = unwrap(node);
  return literalNode.type === 'Literal' && literalNode.value === value;
}

function each(phases: readonly NumberedPhase[], text: (phase: NumberedPhase) => string): Expressions {
  return Object.fromEntries(phases.map((phase) => [phase, text(phase)]));
}

/** `30_000`, as people write it. */
function literal(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '_');
}

function firstOf(places: readonly TSESTree.Node[]): TSESTree.Node | null {
  let first: TSESTree.Node | null = null;
  for (const place of places) if (!first || place.range[0] < first.range[0]) first = place;
  return first;
}
