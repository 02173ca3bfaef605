import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName } from '../../ast/nodes.js';
import { definitionOf, exportsOf } from '../names/exports.js';
import { importedName, type ImportedName } from '../names/import-source.js';
import type { Definition, Elsewhere, ForeignFile } from '../values/possible/foreign.js';
import { SummarizedFile } from './file.js';

/** How many files a name is followed through. */
const MAX_FILES = 5;

/** What reads the files of a project. */
export interface FileReader {
  /** The file that a specifier means in another one; `null` for packages. */
  resolve(from: string, specifier: string): string | null;
  /** Whether the text of a file may say what a name of its exports is. */
  mayDefine(path: string, name: string): boolean;
  read(path: string): SummarizedFile | null;
}

/** Follows imported names of one file to where the project defines them, through re-exports. */
export class Definitions implements Elsewhere {
  constructor(
    readonly path: string,
    readonly files: FileReader,
    readonly depth = 0,
  ) {}

  definitionOf({ specifier, path }: ImportedName): Definition | null {
    const target = this.depth < MAX_FILES ? this.files.resolve(this.path, specifier) : null;
    const [name = 'default', ...rest] = path;
    // One of many files behind `export *` has it.
    if (target === null || target === this.path || !this.files.mayDefine(target, name)) return null;
    const file = this.files.read(target);
    if (!file) return null;
    const there = new Definitions(file.path, this.files, this.depth + 1);
    const exported = exportsOf(file).find((each) => each.name === name);
    if (exported) return ofValue(file, there, exported.value, rest);
    for (const statement of file.ast.body) {
      const found = reexported(statement, name, rest);
      const definition = found && there.definitionOf(found);
      if (definition) return definition;
    }
    return null;
  }
}

/** A file, with what it takes from others. */
class DefiningFile extends SummarizedFile implements ForeignFile {
  constructor(
    file: SummarizedFile,
    readonly elsewhere: Definitions,
  ) {
    super(file.sourceCode, file.path, file.clients);
  }
}

function ofValue(
  file: SummarizedFile,
  elsewhere: Definitions,
  value: TSESTree.Node,
  rest: readonly string[],
): Definition | null {
  const imported = value.type === 'Identifier' ? importedName(file, value) : null;
  if (imported) return elsewhere.definitionOf({ ...imported, path: [...imported.path, ...rest] });
  const [name, ...deeper] = rest;
  const member =
    value.type === 'ObjectExpression' && name !== undefined
      ? value.properties.find((property) => property.type === 'Property' && propertyName(property) === name)
      : undefined;
  const inner = member?.type === 'Property' ? definitionOf(file, member.value) : null;
  if (isFunction(inner)) return { file: new DefiningFile(file, elsewhere), node: inner, rest: deeper };
  return { file: new DefiningFile(file, elsewhere), node: value, rest };
}

/** Where a statement takes a name from that it exports again. */
function reexported(statement: TSESTree.ProgramStatement, name: string, rest: readonly string[]): ImportedName | null {
  if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
    const { source, exported } = statement;
    if (!exported) return name === 'default' ? null : { specifier: source.value, path: [name, ...rest] };
    return nameOf(exported) === name ? { specifier: source.value, path: rest } : null;
  }
  if (statement.type !== 'ExportNamedDeclaration' || !statement.source || statement.exportKind === 'type') return null;
  const found = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
  return found ? { specifier: statement.source.value, path: [nameOf(found.local), ...rest] } : null;
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
