import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, enclosingFunction, isFunction, propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import type { AcquireFact, Construct, Library } from '../../../catalog/types.js';
import { exportName } from '../../names/export-names.js';
import type { Construction } from '../../names/clients.js';
import { callsOf } from '../../names/functions.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { moduleReferences } from '../../names/modules.js';
import { usesOf, type Use } from '../../names/uses.js';
import { decoratedUses } from './decorated.js';
import { documentedTypes } from './jsdoc.js';
import { typeReferences, usesOfMethod, usesOfType, type TypeReference } from '../../names/typed.js';

/** A call that acquires something which must be released. */
export interface AcquireCall {
  readonly node: TSESTree.CallExpression;
  readonly fact: AcquireFact;
  readonly library: Library;
  /** The construction of what it is taken from, where the file has it. */
  readonly owner: Construction | null;
}

/**
 * Calls that acquire: on constructed owners, on what the types say are owners, functions of modules (those of other
 * files of the project among them, with the clients they export), and what declared types receive.
 */
export function acquireCalls(file: FileLifecycle): AcquireCall[] {
  const finder = new AcquireFinder(file);
  for (const construction of file.clients.constructions.values()) {
    const { node, construct, library } = construction;
    if (construct.acquires && !construct.testDouble)
      finder.owner(usesOf(file, node), { ...construct, library, construction });
  }
  for (const { specifier, node, path } of moduleReferences(file)) {
    for (const library of librariesOf(file, specifier)) finder.module(usesOf(file, node, path), library);
  }
  for (const reference of typeReferences(file)) {
    for (const library of librariesOf(file, reference.specifier)) finder.typed(reference, library);
  }
  for (const { specifier, path, uses } of documentedTypes(file)) {
    for (const library of file.index.libraries(specifier)) finder.declared(path.join('.'), library, uses);
  }
  for (const { node, construct, library } of decoratedUses(file))
    finder.owner(usesOf(file, node), { ...construct, library, construction: null });
  return [...finder.calls.values()];
}

/** The libraries that a module is, one that the project writes among them. */
function librariesOf({ index, imported }: FileLifecycle, specifier: string): readonly Library[] {
  return [...index.libraries(specifier), ...(imported?.libraries(specifier) ?? [])];
}

/** What something is taken from. */
interface Owner extends Partial<Pick<Construct, 'acquires' | 'returnsSelf'>> {
  readonly library: Library;
  readonly construction: Construction | null;
}

class AcquireFinder {
  readonly calls = new Map<TSESTree.Node, AcquireCall>();

  constructor(readonly file: FileView) {}

  /** Uses of an owner; functions of this file that return it, and methods that return it, lead to further ones. */
  owner(uses: Iterable<Use>, of: Owner, seen = new Set<TSESTree.Node>()): void {
    const { acquires = [], returnsSelf = [] } = of;
    for (const { node, path } of uses) {
      if (seen.has(node)) continue;
      seen.add(node);
      const name = path.join('.');
      const call = callAround(node);
      if (path.length === 0) {
        for (const each of this.#callers(node)) this.owner(usesOf(this.file, each), of, seen);
      } else if (call) {
        const fact = acquires.find(({ method }) => method === name);
        if (fact) this.#add(call, fact, of);
        else if (returnsSelf.includes(name)) this.owner(usesOf(this.file, call), of, seen);
      }
    }
  }

  /** Calls of the function that returns an expression. */
  #callers(node: TSESTree.Node): readonly TSESTree.Node[] {
    const value = wrapped(node);
    const { parent } = value;
    const fn =
      parent?.type === 'ReturnStatement'
        ? enclosingFunction(parent)
        : parent?.type === 'ArrowFunctionExpression' && parent.body === value
          ? parent
          : null;
    return fn ? callsOf(this.file, fn) : [];
  }

  module(uses: Iterable<Use>, library: Library): void {
    if (!library.acquires) return;
    for (const { node, path } of uses) {
      const call = callAround(node);
      const fact = call && library.acquires.find(({ method }) => method === exportName(path));
      if (fact) this.#add(call, fact, { library, construction: null });
    }
  }

  typed(reference: TypeReference, library: Library): void {
    const name = reference.path.join('.');
    this.declared(name, library, () => usesOfType(this.file, reference.node));
    const facts = [...library.constructs.flatMap(({ acquires }) => acquires ?? []), ...(library.acquires ?? [])];
    const fact = facts.find(({ type }) => type === name);
    if (!fact) return;
    this.#received(reference.node, fact, library);
    for (const { node, path } of usesOfMethod(this.file, reference.node, fact.method)) {
      const call = path.length === 0 ? callAround(node) : null;
      if (call) this.#add(call, fact, { library, construction: null });
    }
  }

  /** Values whose declared type is that of a client of a library. */
  declared(name: string, library: Library, uses: () => Iterable<Use>): void {
    for (const construct of library.constructs) {
      if (!construct.acquires || construct.testDouble) continue;
      if (name === construct.export || name === construct.injectAs?.type)
        this.owner(uses(), { ...construct, library, construction: null });
    }
  }

  /** `const client: PoolClient = await anything.connect()`, and assignments to a variable of that type. */
  #received(type: TSESTree.Node, fact: AcquireFact, library: Library): void {
    let annotation = type.parent;
    while (annotation?.type === 'TSUnionType') annotation = annotation.parent;
    const target = annotation?.type === 'TSTypeAnnotation' ? annotation.parent : null;
    const variable =
      target?.type === 'Identifier' && target.parent.type === 'VariableDeclarator'
        ? this.file.variableOf(target)
        : null;
    for (const { writeExpr } of variable?.references ?? []) {
      const value = writeExpr && unwrap(writeExpr);
      const call = value?.type === 'AwaitExpression' ? unwrap(value.argument) : value;
      const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : null;
      if (call?.type !== 'CallExpression' || callee?.type !== 'MemberExpression') continue;
      if (fact.async === (value?.type === 'AwaitExpression') && propertyName(callee) === fact.method.split('.').at(-1))
        this.#add(call, fact, { library, construction: null });
    }
  }

  #add(node: TSESTree.CallExpression, fact: AcquireFact, { library, construction: owner }: Owner): void {
    if (
      this.calls.has(node) ||
      (fact.managedByCallback && node.arguments.some((argument) => this.#mayBeCallback(argument)))
    )
      return;
    this.calls.set(node, { node, fact, library, owner });
  }

  /** A function, or something of which it is not known that it is anything else. */
  #mayBeCallback(argument: TSESTree.Node): boolean {
    const value = this.file.resolveConstant(argument);
    if (value.type !== 'Identifier')
      return isFunction(value) || value.type === 'MemberExpression' || value.type === 'CallExpression';
    const definition = this.file.variableOf(value)?.defs[0];
    return (
      definition?.type === 'FunctionName' || definition?.type === 'Parameter' || definition?.type === 'ImportBinding'
    );
  }
}
