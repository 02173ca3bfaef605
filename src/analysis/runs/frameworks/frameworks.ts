import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { functionsOf } from '../../../ast/functions.js';
import { memoized } from '../../../ast/memo.js';
import { enclosingClass, propertyName, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { commandParameters } from '../../../catalog/conventions/handlers.js';
import type { ExportFact, Framework, MethodFact, Runs } from '../../../catalog/framework-types.js';
import { frameworks as catalogued } from '../../../catalog/frameworks/index.js';
import { glob, namePattern } from '../../names/conventions.js';
import { exportsOf, functionsIn } from '../../names/exports.js';
import { importSourceOf } from '../../names/import-source.js';
import { variableOfFunction } from '../../names/functions.js';
import { importsOf } from '../roles/imports.js';
import { marksOf, membersIn, namedDecorators } from './decorators.js';
import { describeCall, handoversOf, matches, namesOfCallee, type Handover } from './registrations.js';
type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

const COMMAND_PARAMETER = namePattern(commandParameters);

/** How often a framework runs a function. */
export interface FrameworkRun {
  readonly runs: Runs;
  /** Completes "this code runs ...", for `many`. */
  readonly why: string;
  readonly framework: Framework;
  /** Whether, for `close`, it ends one object which it is given. */
  readonly disposes?: boolean;
}

/** A function of the file that runs when the process or a test shuts down. */
export interface CloseHook {
  /** The call that registers it, or the method that the framework calls. */
  readonly node: TSESTree.Node;
  readonly fn: FunctionNode;
  readonly kind: 'call' | 'method';
  readonly framework: Framework;
  /** Whether it ends one object, which it is given, instead of the program. */
  readonly disposes: boolean;
}

/** What the frameworks that a file uses do with its functions. */
export class FrameworkAnalysis {
  readonly #file: FileView;
  readonly #active: readonly Framework[];
  readonly #modules: ReadonlyMap<Framework, (specifier: string) => boolean>;
  readonly #specifiersOfImport: (specifier: string) => readonly string[];
  #hooks: readonly CloseHook[] | null = null;
  #exported: ReadonlyMap<FunctionNode, string> | null = null;

  /**
   * @param own frameworks that the settings describe; they say more of a file than the catalog's
   * @param specifiersOfImport the modules that the project's file behind a specifier imports
   */
  constructor(
    file: FileView,
    own: readonly Framework[] = [],
    specifiersOfImport: (specifier: string) => readonly string[] = () => [],
  ) {
    const known = [...own, ...catalogued];
    this.#file = file;
    this.#specifiersOfImport = specifiersOfImport;
    const imports = importsOf(file);
    const specifiers = [...imports.values, ...imports.types];
    this.#modules = new Map(known.map((framework) => [framework, matcherOf(framework)]));
    this.imported = new Set(known.filter((framework) => specifiers.some(matcherOf(framework))));
    // What a file imports says more than what any file may use.
    this.#active = [
      ...this.imported,
      ...known.filter((framework) => framework.ambient && !this.imported.has(framework)),
    ];
  }

  /** The frameworks that the file imports. */
  readonly imported: ReadonlySet<Framework>;

  /** How often a framework runs a function expression or a declared function; `null` where none says. */
  ofFunction(fn: FunctionNode): FrameworkRun | null {
    return (
      this.perRequestProvider(fn) ??
      this.#ofMethod(fn) ??
      this.#ofName(fn) ??
      this.#ofExport(fn) ??
      this.#ofParameter(fn)
    );
  }

  /** What is done with the function and with all that name it; running often outweighs running once. */
  #ofName(fn: FunctionNode): FrameworkRun | null {
    const named = fn.type === 'FunctionDeclaration' ? variableOfFunction(this.#file, fn) : null;
    const runs = [fn, ...(named ? readsOf(named).map(({ identifier }) => identifier) : [])].flatMap(
      (value) => this.ofValue(value) ?? [],
    );
    return runs.find((run) => run.runs === 'many') ?? runs[0] ?? null;
  }

  /** How often a framework runs the function that an expression denotes, judged by the call that gets it. */
  ofValue(value: TSESTree.Node): FrameworkRun | null {
    for (const handover of handoversOf(this.#file, value)) {
      const run = this.ofHandover(handover);
      if (run) return run;
    }
    return null;
  }

  /** How often a framework runs a function that is handed to a call. */
  ofHandover(handover: Handover): FrameworkRun | null {
    for (const framework of this.#active) {
      const { names, isMember } = namesOfCallee(
        this.#file,
        handover.call.callee,
        this.#modules.get(framework) ?? (() => false),
      );
      const registration = framework.registrations?.find(
        (entry) =>
          entry.calls.some((call) => names.includes(call)) &&
          (this.imported.has(framework) || !isMember || entry.first !== undefined || entry.proves === true) &&
          matches(this.#file, entry, handover),
      );
      if (!registration) continue;
      const why = (registration.why ?? '')
        .replace('{call}', describeCall(handover.call))
        .replace('{member}', handover.members.at(-1) ?? 'function');
      return { runs: registration.runs, why, framework, disposes: registration.disposes === true };
    }
    return null;
  }

  /** Why every request gets an instance of a class, by its decorator; `null` where it does not or that is unknown. */
  perRequestClass(owner: ClassNode): string | null {
    for (const { scoped } of this.#active) {
      for (const fact of scoped ?? []) {
        const decorated = namedDecorators(owner).some(
          ({ name, text }) => fact.decorators.includes(name) && text.includes(fact.argument),
        );
        if (decorated) return fact.why.replace('{class}', owner.id?.name ?? 'class');
      }
    }
    return null;
  }

  /** `{ provide, scope: Scope.REQUEST, useFactory }`: what the function returns lives for one request. */
  perRequestProvider(fn: FunctionNode): FrameworkRun | null {
    const property = wrapped(fn).parent;
    if (property?.type !== 'Property' || property.parent.type !== 'ObjectExpression') return null;
    const name = propertyName(property);
    for (const framework of this.imported) {
      for (const { argument, provider } of framework.scoped ?? []) {
        if (provider?.factory !== name) continue;
        if (membersIn(property.parent, provider.option).includes(argument))
          return { runs: 'many', why: provider.why, framework };
      }
    }
    return null;
  }

  /** The functions that run at shutdown, in the order of the text. */
  get closeHooks(): readonly CloseHook[] {
    return (this.#hooks ??= this.#findHooks());
  }

  /** The place which the imported framework has for a client, as a sentence. */
  get place(): string | null {
    return [...this.imported].find(({ place }) => place !== undefined)?.place ?? null;
  }

  #findHooks(): CloseHook[] {
    const hooks: CloseHook[] = [];
    for (const node of functionsOf(this.#file)) {
      const method = this.#ofMethod(node);
      if (method) {
        if (method.runs === 'close')
          hooks.push({ node: node.parent, fn: node, kind: 'method', framework: method.framework, disposes: false });
        continue;
      }
      const value = this.#handoverRun(node);
      if (value) hooks.push({ ...value, fn: node, kind: 'call' });
    }
    return hooks;
  }

  #handoverRun(fn: FunctionNode): Pick<CloseHook, 'node' | 'framework' | 'disposes'> | null {
    const variable = variableOfFunction(this.#file, fn);
    const values = [
      fn,
      ...(variable && fn.type === 'FunctionDeclaration' ? readsOf(variable).map(({ identifier }) => identifier) : []),
    ];
    for (const value of values) {
      for (const handover of handoversOf(this.#file, value)) {
        const run = this.ofHandover(handover);
        if (run?.runs === 'close')
          return { node: handover.call, framework: run.framework, disposes: run.disposes === true };
      }
    }
    return null;
  }

  #ofMethod(fn: FunctionNode): FrameworkRun | null {
    const definition = fn.parent;
    if (definition.type !== 'MethodDefinition' && definition.type !== 'PropertyDefinition') return null;
    const owner = enclosingClass(definition);
    const name = propertyName(definition);
    if (!owner || name === null) return null;
    const decorators = namedDecorators(definition).map((decorator) => decorator.name);
    for (const [framework, isModule] of this.#modules) {
      const fact = framework.methods?.find((entry) => isMethod(entry, name, decorators, owner));
      if (!fact) continue;
      if (!this.imported.has(framework) && !(fact.classes && this.#baseImports(owner, isModule))) continue;
      const decorator = decorators.find((each) => fact.decorators?.includes(each)) ?? '';
      const why = (fact.why ?? '')
        .replace('{method}', `${owner.id ? `${owner.id.name}.` : ''}${name}()`)
        .replace('{decorator}', decorator);
      return { runs: fact.runs, why, framework };
    }
    return null;
  }

  /** Whether the base class comes from a file of the project that imports a framework: `extends BaseCommand`. */
  #baseImports({ superClass }: ClassNode, isModule: (specifier: string) => boolean): boolean {
    const specifier = superClass?.type === 'Identifier' ? importSourceOf(this.#file, superClass) : null;
    return specifier !== null && this.#specifiersOfImport(specifier).some(isModule);
  }

  /** Functions that a platform finds by the name of their export, also through wrappers. */
  #ofExport(fn: FunctionNode): FrameworkRun | null {
    const name = this.#exports.get(fn);
    if (name === undefined) return null;
    for (const framework of this.#active) {
      const fact = framework.exports?.find((entry) => this.#isExport(entry, name, fn));
      if (fact) return { runs: fact.runs, why: (fact.why ?? '').replace('{name}', name), framework };
    }
    return null;
  }

  #isExport({ names, beside, directive, runs }: ExportFact, name: string, { params: [first] }: FunctionNode): boolean {
    if (!names.includes(name) && !names.includes('*')) return false;
    if (beside && !exportsOf(this.#file).some((other) => beside.includes(other.name))) return false;
    // `handler` is also what yargs calls with the arguments of a command.
    if (runs === 'many' && first?.type === 'Identifier' && COMMAND_PARAMETER.test(first.name)) return false;
    return (
      directive === undefined ||
      this.#file.ast.body.some(
        (statement) => statement.type === 'ExpressionStatement' && statement.directive === directive,
      )
    );
  }

  get #exports(): ReadonlyMap<FunctionNode, string> {
    this.#exported ??= new Map(
      exportsOf(this.#file).flatMap(({ name, value }) =>
        functionsIn(this.#file, value).map((fn) => [fn, name] as const),
      ),
    );
    return this.#exported;
  }

  /** A function whose first parameter is typed as the application registers itself with it. */
  #ofParameter(fn: FunctionNode): FrameworkRun | null {
    const [first] = fn.params;
    const annotation =
      first && 'typeAnnotation' in first && first.typeAnnotation
        ? first.typeAnnotation.typeAnnotation
        : typeOfVariable(fn);
    const type = annotation?.type === 'TSTypeReference' ? this.#file.getText(annotation.typeName) : null;
    const framework = type === null ? undefined : this.#active.find(({ setUpTypes }) => setUpTypes?.includes(type));
    return framework ? { runs: 'once', why: '', framework } : null;
  }
}

/** The type of the constant that a function initialises: `const plugin: FastifyPluginAsync = async (app) => {}`. */
function typeOfVariable(fn: FunctionNode): TSESTree.TypeNode | undefined {
  const { parent } = wrapped(fn);
  return parent?.type === 'VariableDeclarator' ? parent.id.typeAnnotation?.typeAnnotation : undefined;
}

function isMethod(
  { decorators, names, classes }: MethodFact,
  name: string,
  present: readonly string[],
  owner: ClassNode,
): boolean {
  if (decorators) return decorators.some((decorator) => present.includes(decorator));
  if (!names?.includes(name)) return false;
  return (
    classes === undefined ||
    classes.some((wanted) =>
      marksOf(owner).some((mark) => (wanted.startsWith('*') ? mark.endsWith(wanted.slice(1)) : mark === wanted)),
    )
  );
}

/** Whether a specifier is one of a framework's modules; compiled once for all files. */
const matcherOf = memoized(({ modules }: Framework): ((specifier: string) => boolean) => {
  const patterns = modules.map((name) => new RegExp(`^${glob(name, '.+')}$`));
  return (specifier) => patterns.some((pattern) => pattern.test(specifier));
});
