import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, stringOf, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { variableOf } from '../../ast/variables.js';
import { exportsOf } from '../names/exports.js';
import { ownedClients, type ClassNode } from './classes.js';
import { constructOf, isWorthTelling } from './construct-of.js';
import type { ExportedConstruct, ModuleSummary, SummarizedFile } from './file.js';
import { Freshness } from './fresh.js';

/** The summary of another module that a file names. */
export type Look = (specifier: string) => ModuleSummary;

/** Sums up what a file exports: its functions, classes and objects of functions, and what it re-exports. */
export function summarizeModule(file: SummarizedFile, look: Look): ModuleSummary {
  const constructs: ExportedConstruct[] = [];
  const add = (found: readonly ExportedConstruct[]): void => {
    // The first entry of a name counts, as in a file's own exports before `export *`.
    const names = new Set(constructs.map(({ construct }) => construct.export));
    constructs.push(...found.filter(({ construct }) => !names.has(construct.export)));
  };
  for (const { name, value } of exportsOf(file.sourceCode)) add(exported(file, name, value, look));
  for (const statement of file.sourceCode.ast.body) add(reexported(statement, look));
  return { constructs };
}

function exported(file: SummarizedFile, name: string, value: TSESTree.Node, look: Look): readonly ExportedConstruct[] {
  if (isFunction(value)) return ofFunction(file, name, value);
  if (value.type === 'ClassDeclaration' || value.type === 'ClassExpression') return ofClass(file, name, value);
  if (value.type === 'ObjectExpression') {
    return value.properties.flatMap((property) => {
      const member = property.type === 'Property' ? propertyName(property) : null;
      if (property.type !== 'Property' || member === null) return [];
      const inner = unwrap(property.value);
      return isFunction(inner)
        ? ofFunction(file, `${name}.${member}`, inner)
        : imported(file, `${name}.${member}`, inner, look);
    });
  }
  return imported(file, name, value, look);
}

function ofFunction(file: SummarizedFile, name: string, fn: FunctionNode): ExportedConstruct[] {
  const { sourceCode, clients, path } = file;
  const fresh = new Freshness(sourceCode, clients).ofCalls(fn) ?? [];
  const told = fresh.filter(({ construction }) => isWorthTelling(sourceCode, construction));
  // A function that makes one of several clients is named after the first.
  return told.slice(0, 1).map(({ construction, path: at }) => ({
    library: construction.library,
    construct: constructOf(sourceCode, path, construction, { export: name, create: 'call', async: fn.async, at }),
  }));
}

function ofClass(file: SummarizedFile, name: string, node: ClassNode): ExportedConstruct[] {
  const { sourceCode, clients, path } = file;
  const statics = node.body.body.flatMap((member) => {
    const method = member.type === 'MethodDefinition' && member.static ? propertyName(member) : null;
    return member.type === 'MethodDefinition' && method !== null && isFunction(member.value)
      ? ofFunction(file, `${name}.${method}`, member.value)
      : [];
  });
  const inherited = clients.subclasses.get(node);
  if (inherited) {
    const { construct, library } = inherited;
    const line = node.loc.start.line;
    const constructedIn = construct.constructedIn ?? {
      file: path,
      line,
      client: `a ${construct.export}`,
      constant: false,
    };
    const own =
      construct.owns === 'none' ? [] : [{ library, construct: { ...construct, export: name, constructedIn } }];
    return [...own, ...statics];
  }
  const [owned] = ownedClients(file, node);
  if (!owned) return statics;
  const { construction, close } = owned;
  const making = { export: name, create: 'new', async: false, at: [], close } as const;
  return [
    { library: construction.library, construct: constructOf(sourceCode, path, construction, making) },
    ...statics,
  ];
}

/** An exported name that another module brings in. */
function imported(
  { sourceCode }: SummarizedFile,
  name: string,
  value: TSESTree.Node,
  look: Look,
): readonly ExportedConstruct[] {
  const required = requiredModule(value);
  if (required) return renamed(look(required.specifier), required.path, name);
  const definition = value.type === 'Identifier' ? variableOf(sourceCode, value)?.defs[0] : undefined;
  if (definition?.type !== 'ImportBinding' || definition.parent.type !== 'ImportDeclaration') return [];
  const { node } = definition;
  const path =
    node.type === 'ImportSpecifier'
      ? [nameOf(node.imported)]
      : node.type === 'ImportDefaultSpecifier'
        ? ['default']
        : [];
  return renamed(look(definition.parent.source.value), path, name);
}

function requiredModule(value: TSESTree.Node): { readonly specifier: string; readonly path: readonly string[] } | null {
  if (value.type === 'MemberExpression') {
    const object = requiredModule(unwrap(value.object));
    const name = propertyName(value);
    return object && name !== null ? { ...object, path: [...object.path, name] } : null;
  }
  const isRequire =
    value.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require';
  const specifier = isRequire ? stringOf(value.arguments[0]) : null;
  return specifier === null ? null : { specifier, path: [] };
}

function reexported(statement: TSESTree.ProgramStatement, look: Look): readonly ExportedConstruct[] {
  if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
    const { constructs } = look(statement.source.value);
    if (statement.exported) return renamed({ constructs }, [], nameOf(statement.exported));
    return constructs.filter(({ construct }) => !/^default(?:\.|$)/.test(construct.export));
  }
  if (statement.type !== 'ExportNamedDeclaration' || !statement.source || statement.exportKind === 'type') return [];
  const summary = look(statement.source.value);
  return statement.specifiers.flatMap(({ local, exported: as }) => renamed(summary, [nameOf(local)], nameOf(as)));
}

/** The entries below a path of a module's exports, under another name. */
function renamed({ constructs }: ModuleSummary, path: readonly string[], name: string): readonly ExportedConstruct[] {
  const prefix = path.join('.');
  return constructs.flatMap(({ library, construct }) => {
    const within =
      prefix === ''
        ? construct.export
        : construct.export === prefix
          ? ''
          : construct.export.startsWith(`${prefix}.`)
            ? construct.export.slice(prefix.length + 1)
            : null;
    if (within === null) return [];
    const exportName = [name, ...(within === '' || within === 'default' ? [] : [within])].join('.');
    return [{ library, construct: { ...construct, export: exportName } }];
  });
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}
