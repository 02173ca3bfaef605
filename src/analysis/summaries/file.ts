import type { TSESLint } from '@typescript-eslint/utils';
import { FileView } from '../../ast/file-view.js';
import type { AcquireFact, BorrowFact, Construct, Library, RequestFact } from '../../catalog/types.js';
import type { AnalysedFile, Clients } from '../names/clients.js';

/** A file of the project whose exports are summed up. */
export class SummarizedFile extends FileView implements AnalysedFile {
  constructor(
    sourceCode: Readonly<TSESLint.SourceCode>,
    /** Absolute path. */
    readonly path: string,
    readonly clients: Clients,
  ) {
    super(sourceCode);
  }
}

/** What an export of a file does, by its name; members joined by dots, as in the catalog. */
export type ExportFact =
  /** It constructs a client whenever it is called. */
  | { readonly kind: 'construct'; readonly name: string; readonly library: Library; readonly construct: Construct }
  /** It sends a request and returns the response, unread. */
  | {
      readonly kind: 'request';
      readonly name: string;
      readonly library: Library;
      readonly request: Omit<RequestFact, 'export'>;
    }
  /** Calling it takes something that has to be given back, as the catalog says it of a library's. */
  | { readonly kind: 'acquire'; readonly name: string; readonly library: Library; readonly fact: AcquireFact }
  /** It keeps the argument with this index nowhere, may have closed it, or hands it back within its result. */
  | ({ readonly kind: 'borrow'; readonly name: string } & Omit<BorrowFact, 'export'>)
  /** It returns the argument with this index. */
  | { readonly kind: 'pass'; readonly name: string; readonly argument: number };

/**
 * What is asked of a file: what its exports make, send or take, or what they do with their arguments. The second is
 * asked only where a client is handed to one of them.
 */
export type Question = 'made' | 'handled';

/** What is known of a file's exports. */
export type ModuleSummary = readonly ExportFact[];

export const NOTHING_KNOWN: ModuleSummary = [];
