import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { callAround, isFunction, wrapped } from '../../ast/nodes.js';
import { callbackParameters } from '../../catalog/conventions/values.js';
import type { Versions } from '../../project/versions.js';
import type { BorrowFact, Construct, DerivedConstruct } from '../../catalog/types.js';
import { requestsOn, type CatalogIndex, type KnownConstruct } from './catalog-index.js';
import type { CallLike, Clients, Construction, Handlers, RequestCall } from './construction.js';
import { forwardedTo } from './forwarders.js';
import { importedName, type ImportedName } from './import-source.js';
import { classNamed, variableOfClass } from './members.js';
import { importedFactoryCalls } from './imported-factories.js';
import { globalReferences, moduleReferences } from './modules.js';
import { namePattern } from './conventions.js';
import { ofThisVersion } from './this-version.js';
import { typeReferences, usesOfType } from './typed.js';
import { splitUses, usesOf, usesOfVariable, type Use } from './uses.js';

/** What the callback of a request is called. */
const CALLBACK_NAME = namePattern(callbackParameters);
export type { AnalysedFile, CallLike, Clients, Construction, RequestCall } from './construction.js';

/**
 * Finds constructions and requests, from imports, `require` and globals outwards.
 * @param project Entries for what the file imports from other files of its project.
 * @param handlers What those do with their arguments.
 * @param mayKeep Whether a specifier stands for a file of the project that keeps what its functions give.
 */
export function findClients(
  file: FileView,
  index: CatalogIndex,
  versions: Versions,
  project: CatalogIndex | null,
  handlers: Handlers | null,
  mayKeep: (specifier: string) => boolean = () => false,
): Clients {
  const finder = new ClientFinder(file, index, versions, project, handlers);
  for (const { specifier, node, path } of moduleReferences(file)) {
    if (index.knows(specifier) || project?.knows(specifier)) finder.follow(specifier, node, path);
  }
  for (const { node, path } of globalReferences(file, index.globals)) {
    const target = index.global(path[0] ?? '');
    if (target) finder.follow(target.specifier, node, target.path);
  }
  finder.followTyped();
  finder.followInstances();
  for (const construction of importedFactoryCalls(file, mayKeep))
    finder.constructions.set(construction.node, construction);
  return finder;
}

class ClientFinder implements Clients {
  readonly constructions = new Map<TSESTree.Node, Construction>();
  readonly requests = new Map<TSESTree.Node, RequestCall>();
  readonly setters = new Map<TSESTree.Node, number>();
  readonly subclasses = new Map<TSESTree.Node, KnownConstruct>();
  readonly #file: FileView;
  readonly #index: CatalogIndex;
  readonly #versions: Versions;
  readonly #project: CatalogIndex | null;
  readonly #handlers: Handlers | null;
  readonly #passes = new Map<TSESTree.Node, number>();
  readonly #followed = new Map<readonly Use[], Set<Construct>>();
  readonly #borrows = new Map<TSESTree.Node, readonly BorrowFact[]>();

  constructor(
    file: FileView,
    index: CatalogIndex,
    versions: Versions,
    project: CatalogIndex | null,
    handlers: Handlers | null,
  ) {
    this.#file = file;
    this.#index = index;
    this.#versions = versions;
    this.#project = project;
    this.#handlers = handlers;
  }

  passedBy(call: CallLike): number | undefined {
    const known = this.#passes.get(call);
    if (known !== undefined) return known;
    if (call.type === 'NewExpression') return undefined;
    return this.#handled(call, (index, { specifier, path }) => index.passes(specifier, path)?.argument) ?? undefined;
  }

  borrowOf(call: CallLike, argument: number): BorrowFact | undefined {
    const facts =
      this.#borrows.get(call) ??
      this.#handled(call, (index, { specifier, path }) => index.borrows(specifier, path)) ??
      [];
    return facts.find((each) => each.argument === argument);
  }

  /** What is said of a function of another file of the project. */
  #handled<T>(call: CallLike, ask: (index: CatalogIndex, name: ImportedName) => T): T | null {
    const name = this.#handlers ? importedName(this.#file, call.callee) : null;
    const index = name && !this.#index.knows(name.specifier) ? this.#handlers?.(name.specifier) : null;
    return name && index ? ask(index, name) : null;
  }

  follow(specifier: string, node: TSESTree.Node, path: readonly string[]): void {
    for (const use of usesOf(this.#file, node, path)) this.#record(specifier, use, null);
  }

  #record(specifier: string, { node, path }: Use, subclass: string | null): void {
    const { parent } = node;
    if (!parent) return;
    if (parent.type === 'NewExpression' && parent.callee === node) {
      this.#construct(parent, specifier, path, subclass);
    } else if (parent.type === 'CallExpression' && parent.callee === node) {
      this.#construct(parent, specifier, path, subclass);
      const [request, ...others] = ofThisVersion(
        [...this.#index.requests(specifier, path), ...(this.#project?.requests(specifier, path) ?? [])],
        specifier,
        this.#versions,
      );
      const alternatives = others.map((other) => other.request);
      if (request)
        for (const sent of [parent, ...forwardedTo(this.#file, parent)])
          this.requests.set(sent, { node: sent, ...request, alternatives, client: null });
      const setter = this.#index.setter(specifier, path);
      if (setter) this.setters.set(parent, setter.argument);
      const passes = this.#index.passes(specifier, path);
      if (passes) this.#passes.set(parent, passes.argument);
      const borrows = this.#index.borrows(specifier, path);
      if (borrows.length > 0) this.#borrows.set(parent, borrows);
      this.#followMadeClasses(specifier, path, parent);
      this.#followKey(specifier, path, parent);
    } else if (
      (parent.type === 'ClassDeclaration' || parent.type === 'ClassExpression') &&
      parent.superClass === node
    ) {
      this.#followSubclass(specifier, path, parent);
    }
  }

  #constructs(specifier: string, path: readonly string[], how: 'new' | 'call'): readonly KnownConstruct[] {
    return [
      ...this.#index.constructs(specifier, path, how),
      ...(this.#project?.constructs(specifier, path, how) ?? []),
    ];
  }

  #construct(node: CallLike, specifier: string, path: readonly string[], subclass: string | null): void {
    const [known] = ofThisVersion(
      this.#constructs(specifier, path, node.type === 'NewExpression' ? 'new' : 'call'),
      specifier,
      this.#versions,
    );
    if (known && !this.constructions.has(node)) this.constructions.set(node, { node, ...known, subclass, specifier });
  }

  /** `new proto.Greeter()` of classes that a call made (`loadPackageDefinition`). */
  #followMadeClasses(specifier: string, path: readonly string[], call: TSESTree.CallExpression): void {
    const factory = this.#index.classFactory(specifier, path);
    if (!factory) return;
    for (const { node, path: member } of usesOf(this.#file, call)) {
      const { parent } = node;
      if (parent?.type !== 'NewExpression' || parent.callee !== node || (member.length > 0 && !factory.tree)) continue;
      if (!this.constructions.has(parent))
        this.constructions.set(parent, { node: parent, ...factory.known, subclass: null, specifier });
    }
  }

  /** `new GreeterClient(address, credentials.createInsecure())`, wherever the class comes from. */
  #followKey(specifier: string, path: readonly string[], call: TSESTree.CallExpression): void {
    const key = this.#index.classKey(specifier, path);
    if (!key) return;
    for (const { node, path: members } of usesOf(this.#file, call)) {
      const { parent } = node;
      if (parent?.type !== 'NewExpression' || members.length > 0 || parent.arguments[key.argument] !== node) continue;
      const isOwn = parent.callee.type === 'Identifier' && classNamed(this.#file, parent.callee.name) !== null;
      if (!isOwn && !this.constructions.has(parent))
        this.constructions.set(parent, { node: parent, ...key.known, subclass: null, specifier });
    }
  }

  #followSubclass(
    specifier: string,
    path: readonly string[],
    node: TSESTree.ClassDeclaration | TSESTree.ClassExpression,
  ): void {
    const { id } = node;
    const name = id?.name ?? 'a subclass';
    const [known] = this.#constructs(specifier, path, 'new');
    if (known) this.subclasses.set(node, known);
    const variable = variableOfClass(this.#file, node);
    const uses = variable ? usesOfVariable(this.#file, variable, path) : usesOf(this.#file, node, path);
    for (const use of uses) if (use.path.length === path.length) this.#record(specifier, use, name);
  }

  /** The call that returns a value which it is given: `captureAWSv3Client(new S3Client())`. */
  #passingCall(value: TSESTree.Node): TSESTree.CallExpression | null {
    const outer = wrapped(value);
    const { parent } = outer;
    const index = parent?.type === 'CallExpression' ? this.passedBy(parent) : undefined;
    return parent?.type === 'CallExpression' && index !== undefined && parent.arguments[index] === outer
      ? parent
      : null;
  }

  /**
   * Clients that a method of a class of the project makes, where only a type says that it is one: `constructor(private
   * readonly databases: Databases) {}`, `this.databases.open()`.
   */
  followTyped(): void {
    const project = this.#project;
    if (!project) return;
    for (const { specifier, path, node } of typeReferences(this.#file)) {
      if (this.#index.knows(specifier) || !project.knows(specifier)) continue;
      const [known] = project.constructs(specifier, path.length > 0 ? path : ['default'], 'new');
      if (!known?.construct.derives?.length) continue;
      for (const use of usesOfType(this.#file, node)) {
        const call = callAround(use.node);
        const derived = call && known.construct.derives.find(({ method }) => method === use.path.join('.'));
        if (call && derived) this.#derive({ ...known, specifier }, call, derived);
      }
    }
  }

  /** A client that a method of another one makes. */
  #derive(
    { construct, library, id, specifier }: KnownConstruct & { readonly specifier: string },
    node: CallLike,
    derived: DerivedConstruct,
  ): void {
    if (this.constructions.has(node)) return;
    const { at: _, ...own } = construct;
    const next: Construction = {
      node,
      library,
      construct: { ...own, ...derived },
      id,
      subclass: null,
      specifier,
    };
    this.constructions.set(node, next);
    this.#followInstance(next, node);
  }

  /** Requests through instances; instances derived from instances (`instance.create()`) are followed as well. */
  followInstances(): void {
    for (const construction of [...this.constructions.values()]) this.#followInstance(construction, construction.node);
  }

  /**
   * The uses of a client. Those of a name that holds several of one kind were followed with the first of them, and the
   * requests there are its.
   */
  #usesOf({ construct }: Construction, value: TSESTree.Node): Iterable<Use> {
    if (construct.derives) return usesOf(this.#file, value);
    const { own, shared } = splitUses(this.#file, value);
    const followed = this.#followed.get(shared);
    if (followed?.has(construct)) return own;
    this.#followed.set(shared, (followed ?? new Set<Construct>()).add(construct));
    return usesOf(this.#file, value);
  }

  #followInstance(construction: Construction, value: TSESTree.Node): void {
    const { construct, library } = construction;
    if (!construct.requests && !construct.derives) return;
    const { at = [] } = construct;
    const passed = this.#passingCall(value);
    if (passed) this.#followInstance(construction, passed);
    for (const { node, path: whole } of this.#usesOf(construction, value)) {
      if (!at.every((name, position) => whole[position] === name)) continue;
      const path = whole.slice(at.length);
      const call = callAround(node);
      if (!call || call === value) continue;
      const [request] = requestsOn(construct, path);
      if (request && !this.requests.has(call) && (request.callback !== true || endsWithFunction(call)))
        this.requests.set(call, { node: call, library, request, alternatives: [], client: construction });
      const derived = construct.derives?.find(({ method }) => method === path.join('.'));
      if (derived) this.#derive(construction, call, derived);
    }
  }
}

/** Whether a call is given a function behind something else. */
function endsWithFunction({ arguments: given }: TSESTree.CallExpression): boolean {
  const [first] = given;
  const last = given.at(-1);
  return first !== undefined && last !== undefined && first !== last && isCallback(last) && !isCallback(first);
}

/** A function, or a parameter that is called like a callback. */
function isCallback(argument: TSESTree.Node): boolean {
  return isFunction(argument) || (argument.type === 'Identifier' && CALLBACK_NAME.test(argument.name));
}
