import type { TSESLint } from '@typescript-eslint/utils';
import type { Construct, Library } from '../../catalog/types.js';
import type { Clients } from '../names/clients.js';

/** A file of the project whose exports are summed up. */
export interface SummarizedFile {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  /** Absolute path. */
  readonly path: string;
  readonly clients: Clients;
}

/** What an export of a file constructs whenever it is called, as an entry of the catalog. */
export interface ExportedConstruct {
  readonly library: Library;
  /** Its `export` is the name under which this file exports it. */
  readonly construct: Construct;
}

/** What is known of a file's exports. */
export interface ModuleSummary {
  readonly constructs: readonly ExportedConstruct[];
}

export const NOTHING_KNOWN: ModuleSummary = { constructs: [] };
