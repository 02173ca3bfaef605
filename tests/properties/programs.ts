import fc from 'fast-check';

/** A statement of the little language that the programs are written in. `id` makes names and numbers unique. */
export type Statement =
  /** Takes what has to be given back, in a declaration of its own or into a variable declared outside. */
  | { readonly kind: 'acquire' }
  | { readonly kind: 'use' | 'release' | 'work' | 'return' | 'throw' }
  | { readonly kind: 'break' | 'continue'; readonly label: string | null }
  | { readonly kind: 'if' | 'guard'; readonly then: Body; readonly otherwise: Body | null }
  | { readonly kind: 'loop'; readonly form: LoopForm; readonly label: string | null; readonly body: Body }
  | { readonly kind: 'block'; readonly label: string | null; readonly body: Body }
  /** `using`: what follows in the same list runs before its value is disposed of. */
  | { readonly kind: 'using' }
  | { readonly kind: 'switch'; readonly cases: readonly Body[]; readonly hasDefault: boolean }
  | { readonly kind: 'try'; readonly block: Body; readonly handler: Body | null; readonly finalizer: Body | null };

export type Body = readonly Statement[];
type LoopForm = 'while' | 'do' | 'of' | 'for' | 'forever';

/** A function of the little language. */
export interface Program {
  readonly body: Body;
  /** Whether what is acquired is kept in a variable of the whole function, which is `null` at first. */
  readonly outer: boolean;
}

/** How the parts of a program are written for one library. */
export interface Dialect {
  readonly head: string;
  /** Of the function. */
  readonly parameters: string;
  readonly name: string;
  readonly acquire: string;
  readonly use: string;
  readonly release: string;
}

interface Place {
  /** Whether what is acquired has a name here. */
  readonly named: boolean;
  /** Whether the variable may still be empty here. */
  readonly outer: boolean;
  readonly inLoop: boolean;
  /** Labels of blocks, for `break`. */
  readonly labels: readonly string[];
  /** Labels of loops, for both. */
  readonly loops: readonly string[];
  readonly depth: number;
}

type Leaf = 'use' | 'release' | 'work' | 'return' | 'throw' | 'using';

const leaf = (kind: Leaf): fc.Arbitrary<Statement> => fc.constant<Statement>({ kind });

const known = new Map<string, fc.Arbitrary<Statement>>();

/** A list of statements at a place. */
function body(place: Place, most: number): fc.Arbitrary<Body> {
  const key = JSON.stringify(place);
  const each = known.get(key) ?? statement(place);
  known.set(key, each);
  return fc.array(each, { minLength: 0, maxLength: most });
}

function statement(place: Place): fc.Arbitrary<Statement> {
  const { named, outer, inLoop, labels, loops, depth } = place;
  const simple: fc.WeightedArbitrary<Statement>[] = [
    { weight: 3, arbitrary: leaf('work') },
    { weight: 1, arbitrary: leaf('return') },
    { weight: 1, arbitrary: leaf('throw') },
    ...(named
      ? [
          { weight: 4, arbitrary: leaf('use') },
          { weight: 4, arbitrary: leaf('release') },
        ]
      : []),
    ...(inLoop || labels.length > 0 ? [{ weight: 2, arbitrary: jump(place) }] : []),
  ];
  if (depth === 0) return fc.oneof(...simple);
  const inner: Place = { ...place, depth: depth - 1 };
  const label = `l${String(labels.length + loops.length)}`;
  const maybe = (content: fc.Arbitrary<Body>): fc.Arbitrary<Body | null> => fc.option(content);
  const choice = fc.record<Statement & { kind: 'if' }>({
    kind: fc.constant('if'),
    then: body(inner, 3),
    otherwise: maybe(body(inner, 2)),
  });
  return fc.oneof(
    ...simple,
    { weight: 3, arbitrary: choice },
    ...(named && outer
      ? [
          {
            weight: 3,
            arbitrary: choice.map((made): Statement => ({ ...made, kind: 'guard' })),
          },
        ]
      : []),
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom<LoopForm>('while', 'do', 'of', 'for', 'forever'), fc.boolean())
        .chain(([form, isNamed]) =>
          body({ ...inner, inLoop: true, loops: isNamed ? [...loops, label] : loops }, 3).map((content): Statement => ({
            kind: 'loop',
            form,
            label: isNamed ? label : null,
            body: content,
          })),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.boolean().chain((isNamed) =>
        body({ ...inner, labels: isNamed ? [...labels, label] : labels }, 3).map((content): Statement => ({
          kind: 'block',
          label: isNamed ? label : null,
          body: content,
        })),
      ),
    },
    { weight: 1, arbitrary: leaf('using') },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('switch' as const),
        // `break` leaves the switch, `continue` the loop around it.
        cases: fc.array(body({ ...inner, labels: [...labels, ''] }, 2), { minLength: 1, maxLength: 3 }),
        hasDefault: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(body(inner, 3), maybe(body(inner, 2)), maybe(body(inner, 2)))
        .map(([block, handler, finalizer]): Statement => ({
          kind: 'try',
          block,
          handler,
          finalizer: handler || finalizer ? finalizer : [],
        })),
    },
  );
}

function jump({ inLoop, labels, loops }: Place): fc.Arbitrary<Statement> {
  const isInSwitch = labels.includes('');
  const breaks = [...labels.filter((name) => name !== ''), ...loops, ...(inLoop || isInSwitch ? [null] : [])];
  const continues = [...loops, ...(inLoop ? [null] : [])];
  const all: Statement[] = [
    ...breaks.map((label): Statement => ({ kind: 'break', label })),
    ...continues.map((label): Statement => ({ kind: 'continue', label })),
  ];
  return all.length > 0 ? fc.constantFrom(...all) : leaf('work');
}

const START: Place = { named: false, outer: false, inLoop: false, labels: [], loops: [], depth: 2 };

/** Programs with one acquisition: some way into the function, perhaps in a loop, a `try` or a branch. */
export function programs(): fc.Arbitrary<Program> {
  return fc
    .boolean()
    .chain((outer) => around({ ...START, named: outer, outer }, 2).map((content) => ({ body: content, outer })));
}

/** A list with the acquisition in it, below up to `depth` statements. */
function around(place: Place, depth: number): fc.Arbitrary<Body> {
  const here = fc
    .tuple(body({ ...place, depth: 1 }, 2), body({ ...place, named: true }, 4))
    .map(([before, after]): Body => [...before, { kind: 'acquire' }, ...after]);
  if (depth === 0) return here;
  const label = `a${String(depth)}`;
  const inLoop: Place = { ...place, inLoop: true, loops: [...place.loops, label] };
  const wrapped: fc.Arbitrary<Statement> = fc.oneof(
    around(inLoop, depth - 1).chain((content) =>
      fc
        .constantFrom<LoopForm>('while', 'do', 'of', 'for', 'forever')
        .map((form): Statement => ({ kind: 'loop', form, label, body: content })),
    ),
    fc
      .tuple(
        around(place, depth - 1),
        fc.option(body({ ...place, depth: 1 }, 2)),
        fc.option(body({ ...place, depth: 1 }, 2)),
      )
      .map(([block, handler, finalizer]): Statement => ({
        kind: 'try',
        block,
        handler,
        finalizer: handler || finalizer ? finalizer : [],
      })),
    around(place, depth - 1).map((then): Statement => ({ kind: 'if', then, otherwise: null })),
  );
  const nested = fc
    .tuple(body({ ...place, depth: 1 }, 2), wrapped, body({ ...place, depth: 1 }, 2))
    .map(([before, statement, after]): Body => [...before, statement, ...after]);
  return fc.oneof({ weight: 2, arbitrary: here }, { weight: 1, arbitrary: nested });
}

/** Whether a label is jumped to: JavaScript does without those that are not. */
export function print({ body: content, outer }: Program, dialect: Dialect): string {
  const printer = new Printer(dialect, outer);
  const declared = outer ? `  let ${dialect.name} = null;\n` : '';
  return `${dialect.head}\nexport async function load(${dialect.parameters}) {\n${declared}${printer.list(content, '  ')}}\n`;
}

class Printer {
  #count = 0;

  constructor(
    readonly dialect: Dialect,
    readonly outer: boolean,
  ) {}

  list(statements: Body, indent: string): string {
    return statements.map((each) => `${indent}${this.#statement(each, indent)}\n`).join('');
  }

  #block(statements: Body, indent: string): string {
    return `{\n${this.list(statements, `${indent}  `)}${indent}}`;
  }

  #next(): string {
    return String(++this.#count);
  }

  #statement(statement: Statement, indent: string): string {
    const { dialect } = this;
    switch (statement.kind) {
      case 'acquire':
        return `${this.outer ? '' : 'const '}${dialect.name} = ${dialect.acquire};`;
      case 'use':
        return dialect.use;
      case 'release':
        return dialect.release;
      case 'work':
        return `work${this.#next()}();`;
      case 'return':
        return `return ${this.#next()};`;
      case 'throw':
        return `throw new Error('${this.#next()}');`;
      case 'break':
      case 'continue':
        return `${statement.kind}${statement.label === null ? '' : ` ${statement.label}`};`;
      case 'if':
      case 'guard': {
        const test = statement.kind === 'guard' ? dialect.name : `ok${this.#next()}()`;
        const otherwise = statement.otherwise ? ` else ${this.#block(statement.otherwise, indent)}` : '';
        return `if (${test}) ${this.#block(statement.then, indent)}${otherwise}`;
      }
      case 'loop':
        return (statement.label === null ? '' : `${statement.label}: `) + this.#loop(statement, indent);
      case 'block':
        return (statement.label === null ? '' : `${statement.label}: `) + this.#block(statement.body, indent);
      case 'using':
        return `using guard${this.#next()} = lock();`;
      case 'switch': {
        const inner = `${indent}  `;
        const cases = statement.cases.map((content, index) => {
          const isLast = index === statement.cases.length - 1;
          return `${inner}${isLast && statement.hasDefault ? 'default' : `case ${String(index)}`}: ${this.#block(content, inner)}\n`;
        });
        return `switch (pick${this.#next()}()) {\n${cases.join('')}${indent}}`;
      }
      case 'try': {
        const handler = statement.handler ? ` catch ${this.#block(statement.handler, indent)}` : '';
        const finalizer = statement.finalizer ? ` finally ${this.#block(statement.finalizer, indent)}` : '';
        return `try ${this.#block(statement.block, indent)}${handler}${finalizer}`;
      }
    }
  }

  #loop({ form, body: content }: Statement & { kind: 'loop' }, indent: string): string {
    const number = this.#next();
    const block = this.#block(content, indent);
    switch (form) {
      case 'while':
        return `while (more${number}()) ${block}`;
      case 'do':
        return `do ${block} while (more${number}());`;
      case 'of':
        return `for (const item${number} of items${number}) ${block}`;
      case 'for':
        return `for (let i${number} = 0; i${number} < 3; i${number}++) ${block}`;
      case 'forever':
        return `for (;;) ${block}`;
    }
  }
}
