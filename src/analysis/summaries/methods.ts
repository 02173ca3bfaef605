import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, type FunctionNode } from '../../ast/nodes.js';
import type { AcquireFact, Construct, DerivedConstruct, Library, RequestFact } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { lineageOf } from '../names/members.js';
import { acquireReturnedBy } from './acquires.js';
import type { ClassNode } from './classes.js';
import { constructOf, isWorthTelling } from './construct-of.js';
import type { ExportFact, SummarizedFile } from './file.js';
import { Freshness } from './fresh.js';
import { responseReturnedBy } from './responses.js';

/** A method whose result is the response of a request, unread. */
interface RequestMethod {
  readonly library: Library;
  readonly request: RequestFact;
}

/** The methods of a class's instances that return the response of a request: `api.send(path)`. */
export function requestMethods(file: SummarizedFile, owner: ClassNode): RequestMethod[] {
  return [...methodsOf(file, owner)].flatMap(([method, fn]) => {
    const response = responseReturnedBy(file, fn);
    return response ? [{ library: response.library, request: { ...response.request, export: method } }] : [];
  });
}

/** What an exported client sends whose response holds a connection: `api.send(path)` in the files that import it. */
export function requestsOf(name: string, { construct, library }: Construction): ExportFact[] {
  return (construct.requests ?? []).flatMap(
    ({ export: method, timeouts: _, ignores: __, ...request }): ExportFact[] => {
      if (!request.body || method === '' || method.includes('*')) return [];
      return [{ kind: 'request', name: `${name}.${method}`, library, request }];
    },
  );
}

/** A method of a class that returns what it takes from a client of its file. */
interface AcquireMethod {
  readonly library: Library;
  readonly fact: AcquireFact;
}

/** What instances of a class give to whoever calls them, who has to give it back: `database.getClient()`. */
export function acquireMethods(file: SummarizedFile, owner: ClassNode): AcquireMethod[] {
  return [...methodsOf(file, owner)].flatMap(([method, fn]) => {
    const found = acquireReturnedBy(file, method, fn);
    return found?.kind === 'acquire' ? [{ library: found.library, fact: { ...found.fact, method } }] : [];
  });
}

/** A class whose instances own nothing, for the sake of what their methods return: clients, responses, connections. */
export function makerOf(file: SummarizedFile, name: string, owner: ClassNode): ExportFact[] {
  const methods = requestMethods(file, owner);
  const made = clientsMadeBy(file, owner);
  const taken = acquireMethods(file, owner);
  const [first] = [...made, ...methods, ...taken];
  if (!first) return [];
  const { library } = first;
  const requests = requestsIn(methods);
  const construct: Construct = {
    export: name,
    create: 'new',
    owns: 'none',
    close: [],
    requests,
    derives: derivesIn(made, library),
    acquires: acquiresIn(taken, library),
  };
  return [{ kind: 'construct', name, library, construct }];
}

/** A method whose every call makes a client for whoever called it: `databases.open()`. */
interface MakingMethod {
  readonly library: Library;
  readonly derived: DerivedConstruct;
}

/** The methods of a class's instances that make a client whenever they are called. */
export function clientsMadeBy(file: SummarizedFile, owner: ClassNode): MakingMethod[] {
  return [...methodsOf(file, owner)].flatMap(([method, fn]) => {
    const fresh = new Freshness(file).ofCalls(fn) ?? [];
    const told = fresh.find(({ construction, path }) => path.length === 0 && isWorthTelling(file, construction));
    if (!told) return [];
    const { construction } = told;
    const making = { create: 'call', async: fn.async, at: [] } as const;
    const { export: _, requests = [], ...facts } = constructOf(file, file.path, construction, making);
    return [{ library: construction.library, derived: { ...facts, requests, method } }];
  });
}

/** The facts on clients of one library that methods make, as a construct holds them. */
export function derivesIn(methods: readonly MakingMethod[], of: Library): DerivedConstruct[] {
  return methods.flatMap(({ library, derived }) => (library === of ? [derived] : []));
}

/** The facts on what methods take from clients of one library, as a construct holds them. */
export function acquiresIn(methods: readonly AcquireMethod[], of: Library): AcquireFact[] {
  return methods.flatMap(({ library, fact }) => (library === of ? [fact] : []));
}

/** The facts on requests, as a construct holds them. */
export function requestsIn(methods: readonly RequestMethod[]): RequestFact[] {
  return methods.map(({ request }) => ({ ...request, makesAddress: true }));
}

/** Methods that other files can call, those of superclasses of the file among them. */
export function methodsOf(file: FileView, owner: ClassNode): Map<string, FunctionNode> {
  const methods = new Map<string, FunctionNode>();
  const names = new Set<string>();
  for (const { body } of lineageOf(file, owner)) {
    for (const member of body.body) {
      if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
      const name = propertyName(member);
      if (name === null || member.static || names.has(name)) continue;
      // What a subclass has hides what it inherits, whatever it is.
      names.add(name);
      const isOpen = member.key.type !== 'PrivateIdentifier' && (member.accessibility ?? 'public') === 'public';
      const isPlain = member.type === 'PropertyDefinition' || member.kind === 'method';
      if (isOpen && isPlain && isFunction(member.value)) methods.set(name, member.value);
    }
  }
  return methods;
}
