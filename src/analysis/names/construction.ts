import type { TSESTree } from '@typescript-eslint/utils';
import type { BorrowFact, Construct, Library, RequestFact } from '../../catalog/types.js';
import type { CatalogIndex, KnownConstruct } from './catalog-index.js';
import { importedName } from './import-source.js';
import { FileView } from '../../ast/file-view.js';
import { packageOf } from '../../project/versions.js';

export type CallLike = TSESTree.CallExpression | TSESTree.NewExpression;

/** A place where a client, agent or pool is constructed. */
export interface Construction {
  readonly node: CallLike;
  readonly library: Library;
  readonly construct: Construct;
  /** `library#export`, as settings name it. */
  readonly id: string;
  /** Set when the class is declared in this file and extends the catalogued one. */
  readonly subclass: string | null;
  /** The module specifier it was reached by. */
  readonly specifier: string;
}

/** How a user knows its library: an entry of the catalog may stand for many packages, such as `@aws-sdk/client-*`. */
export function libraryNameOf({ library, specifier }: Construction): string {
  return /[* ]/.test(library.name) ? packageOf(specifier) : library.name;
}

/** The export that it constructs: an entry of the catalog may stand for many, such as `*Client`; `null` if unknown. */
export function exportOf(file: FileView, { construct, node }: Construction): string | null {
  return construct.export.includes('*') ? (importedName(file, node.callee)?.path.at(-1) ?? null) : construct.export;
}

/** A call that sends a request. */
export interface RequestCall {
  readonly node: TSESTree.CallExpression;
  readonly library: Library;
  readonly request: RequestFact;
  /** What it is in other versions of the library, where the version in use is not known. */
  readonly alternatives: readonly RequestFact[];
  /** The construction whose instance is used, when the function is not the library's own. */
  readonly client: Construction | null;
}

/** Everything the catalog recognises in a file, by node. */
export interface Clients {
  readonly constructions: ReadonlyMap<TSESTree.Node, Construction>;
  readonly requests: ReadonlyMap<TSESTree.Node, RequestCall>;
  /** Calls that keep an argument for the rest of the process, with its index. */
  readonly setters: ReadonlyMap<TSESTree.Node, number>;
  /** Classes of the file that extend a catalogued one. */
  readonly subclasses: ReadonlyMap<TSESTree.Node, KnownConstruct>;
  /** The index of the argument that a call returns; `undefined` where nothing says that it returns one. */
  passedBy(call: CallLike): number | undefined;
  /** What a call does with an argument that it does not keep itself; `undefined` where nothing says so. */
  borrowOf(call: CallLike, argument: number): BorrowFact | undefined;
}

/** A file, with the clients in it. */
export interface AnalysedFile extends FileView {
  readonly clients: Clients;
}

/**
 * What the functions of a module of the project do with what they are given, by its specifier. Asked when a client is
 * handed to one of them, because the module has to be read for it.
 */
export type Handlers = (specifier: string) => CatalogIndex | null;
