import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, rootOf, unawaited, unwrap, type FunctionNode } from '../../ast/nodes.js';
import type { KnownConstruct } from '../names/catalog-index.js';
import { definitionOf, exportsOf, membersAssignedTo } from '../names/exports.js';
import { importedName } from '../names/import-source.js';
import { classNamed } from '../names/members.js';
import { acquireReturnedBy, acquiresOf } from './acquires.js';
import { borrowedParameters, heldParameters } from './borrowing.js';
import { ownedClients, type ClassNode } from './classes.js';
import { constructOf, isWorthTelling } from './construct-of.js';
import { SummarizedFile, type ExportFact, type ModuleSummary, type Question } from './file.js';
import { Freshness } from './fresh.js';
import { makingOfInstance } from './instance.js';
import {
  acquireMethods,
  acquiresIn,
  clientsMadeBy,
  derivesIn,
  makerOf,
  methodsOf,
  requestMethods,
  requestsIn,
  requestsOf,
} from './methods.js';
import { passedParameter } from './passing.js';
import { responseReturnedBy } from './responses.js';

/** The summary of another module that a file names. */
export type Look = (specifier: string) => ModuleSummary;

/** A file with what is asked of it. */
class Subject extends SummarizedFile {
  constructor(
    { sourceCode, path, clients }: SummarizedFile,
    readonly question: Question,
  ) {
    super(sourceCode, path, clients);
  }
}

/** Sums up what a file exports: its functions, classes and objects of functions, and what it re-exports. */
export function summarizeModule(file: SummarizedFile, look: Look, question: Question): ModuleSummary {
  const facts = new Map<string, ExportFact>();
  const add = (found: readonly ExportFact[]): void => {
    // The first fact of a name counts, as a file's own exports do before `export *`.
    for (const fact of found) {
      if ((fact.kind === 'pass' || fact.kind === 'borrow') !== (question === 'handled')) continue;
      const key = fact.kind === 'borrow' ? `${fact.name} ${String(fact.argument)}` : fact.name;
      if (!facts.has(key)) facts.set(key, fact);
    }
  };
  const subject = new Subject(file, question);
  for (const { name, value } of exportsOf(file)) add(exported(subject, name, value, look));
  for (const statement of file.ast.body) add(reexported(statement, look));
  return [...facts.values()];
}

function exported(file: Subject, name: string, value: TSESTree.Node, look: Look): readonly ExportFact[] {
  if (isFunction(value)) return ofFunction(file, name, value);
  if (value.type === 'ClassDeclaration' || value.type === 'ClassExpression') return ofClass(file, name, value);
  if (value.type === 'ObjectExpression') {
    const own = value.properties.flatMap((property) => {
      const member = property.type === 'Property' ? propertyName(property) : null;
      if (property.type !== 'Property' || member === null) return [];
      return ofMember(file, `${name}.${member}`, unwrap(property.value), look);
    });
    const added = membersAssignedTo(file, value).flatMap((member) =>
      ofMember(file, `${name}.${member.name}`, member.value, look),
    );
    return [...own, ...added];
  }
  return [...ofInstance(file, name, value), ...imported(file, name, value, look)];
}

function ofMember(file: Subject, path: string, value: TSESTree.Node, look: Look): readonly ExportFact[] {
  if (isFunction(value)) return ofFunction(file, path, value);
  return [...ofInstance(file, path, definitionOf(file, value)), ...imported(file, path, value, look)];
}

/** A client, or an object of a class of the project, that the module makes once and exports. */
function ofInstance(file: Subject, name: string, value: TSESTree.Node): ExportFact[] {
  const made = unawaited(value);
  const construction = file.clients.constructions.get(made);
  if (construction) return [...acquiresOf(name, construction), ...requestsOf(name, construction)];
  const callee = made.type === 'NewExpression' ? unwrap(made.callee) : null;
  const owner = callee?.type === 'Identifier' ? classNamed(file, callee.name) : null;
  if (!owner) return [];
  return [...methodsOf(file, owner)].flatMap(([method, fn]) => ofFunction(file, `${name}.${method}`, fn));
}

function ofFunction(file: Subject, name: string, fn: FunctionNode): ExportFact[] {
  const made = madeBy(file, name, fn);
  if (file.question === 'made') return made;
  // What returns its argument hands it back; the other parameters count all the same.
  const passed = made.flatMap((fact) => (fact.kind === 'pass' ? [fact.argument] : []));
  const borrowed = borrowedParameters(file, name, fn).filter(
    (fact) => fact.kind === 'borrow' && !passed.includes(fact.argument),
  );
  return [...made, ...borrowed];
}

/** What a call of a function makes, takes or returns. */
function madeBy(file: Subject, name: string, fn: FunctionNode): ExportFact[] {
  const { path } = file;
  const fresh = new Freshness(file).ofCalls(fn) ?? [];
  // A function that makes one of several clients is named after the first.
  const told = fresh.find(({ construction }) => isWorthTelling(file, construction));
  if (told) {
    const { construction, path: at } = told;
    const construct = constructOf(file, path, construction, { create: 'call', async: fn.async, at });
    return [{ kind: 'construct', name, library: construction.library, construct }];
  }
  const response = responseReturnedBy(file, fn);
  if (response) return [{ kind: 'request', name, ...response }];
  const acquired = acquireReturnedBy(file, name, fn);
  if (acquired) return [acquired];
  const argument = file.question === 'made' ? null : passedParameter(file, fn);
  return argument === null ? [] : [{ kind: 'pass', name, argument }];
}

/** What the static methods of a class do. */
function staticsOf(file: Subject, name: string, node: ClassNode): ExportFact[] {
  return node.body.body.flatMap((member) => {
    const method = member.type === 'MethodDefinition' && member.static ? propertyName(member) : null;
    return member.type === 'MethodDefinition' && method !== null && isFunction(member.value)
      ? ofFunction(file, `${name}.${method}`, member.value)
      : [];
  });
}

function ofClass(file: Subject, name: string, node: ClassNode): ExportFact[] {
  const { clients, path } = file;
  if (file.question === 'handled') return [...heldParameters(file, name, node), ...staticsOf(file, name, node)];
  const statics = staticsOf(file, name, node);
  const inherited = clients.subclasses.get(node);
  if (inherited) return [...subclassFact(path, name, node, inherited), ...statics];
  const owned = ownedClients(file, node);
  const [first] = owned;
  if (!first) return [...makerOf(file, name, node), ...statics];
  const { construction } = first;
  const made = constructOf(file, path, construction, makingOfInstance(file, node, owned, first));
  const derives = derivesIn(clientsMadeBy(file, node), construction.library);
  const acquires = acquiresIn(acquireMethods(file, node), construction.library);
  const construct = { ...made, requests: requestsIn(requestMethods(file, node)), derives, acquires };
  return [{ kind: 'construct', name, library: construction.library, construct }, ...statics];
}

/** A class that extends a client is made from the same arguments, as far as one can tell. */
function subclassFact(
  path: string,
  name: string,
  node: ClassNode,
  { construct, library }: KnownConstruct,
): ExportFact[] {
  // Its own methods may hand on what those of the other class hand out.
  if (construct.owns === 'none' || construct.constructedIn?.handsOut) return [];
  const { opensIn, ...known } = construct.constructedIn ?? {
    file: path,
    line: node.loc.start.line,
    client: `${/^[AEIOU]/i.test(construct.export) ? 'an' : 'a'} ${construct.export}`,
    constant: false,
  };
  // Each method of its own may call those that open it.
  const own = node.body.body.flatMap((member) =>
    member.type === 'MethodDefinition' && !member.static ? (propertyName(member) ?? []) : [],
  );
  const constructedIn = opensIn ? { ...known, opensIn: [...opensIn, ...own] } : known;
  return [{ kind: 'construct', name, library, construct: { ...construct, constructedIn } }];
}

/** An exported name that another module brings in; a member of one, and what is awaited, says nothing. */
function imported(file: SummarizedFile, name: string, value: TSESTree.Node, look: Look): readonly ExportFact[] {
  const isPart = value.type === 'AwaitExpression' || (value.type === 'MemberExpression' && rootOf(value) !== null);
  const found = isPart ? null : importedName(file, value);
  return found ? renamed(look(found.specifier), found.path, name) : [];
}

function reexported(statement: TSESTree.ProgramStatement, look: Look): readonly ExportFact[] {
  if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
    const facts = look(statement.source.value);
    if (statement.exported) return renamed(facts, [], nameOf(statement.exported));
    return facts.filter(({ name }) => !/^default(?:\.|$)/.test(name));
  }
  if (statement.type !== 'ExportNamedDeclaration' || !statement.source || statement.exportKind === 'type') return [];
  const facts = look(statement.source.value);
  return statement.specifiers.flatMap(({ local, exported: as }) => renamed(facts, [nameOf(local)], nameOf(as)));
}

/** The facts below a path of a module's exports, under another name. */
function renamed(facts: ModuleSummary, path: readonly string[], as: string): readonly ExportFact[] {
  const prefix = path.join('.');
  return facts.flatMap((fact) => {
    const within = membersBelow(fact.name, prefix);
    if (within === null) return [];
    return [{ ...fact, name: within === '' || within === 'default' ? as : `${as}.${within}` }];
  });
}

function membersBelow(name: string, prefix: string): string | null {
  if (prefix === '') return name;
  if (name === prefix) return '';
  return name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : null;
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
