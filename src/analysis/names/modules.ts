import type { TSESTree } from '@typescript-eslint/utils';
import { nodesStartingAt } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { callAround, enclosingFunction, isFunction, stringOf, wrapped } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { callsOf } from './functions.js';
import { usesOf, type Use } from './uses.js';

/** An expression of the file that denotes a module, or the export at `path` of it. */
export interface ModuleReference extends Use {
  /** The import specifier as written. */
  readonly specifier: string;
}

/**
 * Where the file brings in modules: `import` in all its forms, `import x = require()`, `require` wherever it is the
 * global one, what `createRequire()` returned, `process.getBuiltinModule`, and awaited or chained `import()`. Type-only
 * imports bring in nothing at run time.
 */
export function* moduleReferences(file: FileView): Generator<ModuleReference> {
  for (const statement of file.ast.body) yield* importReferences(file, statement);
  yield* requireReferences(file);
  yield* dynamicImports(file);
}

/** `import('x')`, awaited or with `.then(module => ...)`; found by its text because no scope has a reference to it. */
function* dynamicImports(file: FileView): Generator<ModuleReference> {
  const starts = [...file.text.matchAll(/\bimport\s*\(/g)].map(({ index }) => index);
  for (const node of nodesStartingAt(file, starts, 'ImportExpression')) {
    const specifier = node.source.type === 'Literal' ? stringOf(node.source) : null;
    if (specifier !== null) yield* loaded(file, node, specifier);
  }
}

function* importReferences(file: FileView, statement: TSESTree.ProgramStatement): Generator<ModuleReference> {
  if (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') {
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') continue;
      const path = importedPath(specifier);
      for (const node of readersOf(file, specifier)) yield { node, path, specifier: statement.source.value };
    }
  } else if (statement.type === 'TSImportEqualsDeclaration' && statement.importKind !== 'type') {
    const { moduleReference } = statement;
    if (moduleReference.type !== 'TSExternalModuleReference') return;
    const specifier = stringOf(moduleReference.expression);
    if (specifier === null) return;
    for (const node of readersOf(file, statement)) yield { node, path: [], specifier };
  }
}

function importedPath(specifier: TSESTree.ImportClause): string[] {
  if (specifier.type === 'ImportNamespaceSpecifier') return [];
  if (specifier.type === 'ImportDefaultSpecifier') return ['default'];
  return [specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value];
}

function* readersOf(file: FileView, declaration: TSESTree.Node): Generator<TSESTree.Node> {
  for (const variable of file.getDeclaredVariables(declaration)) {
    for (const reference of readsOf(variable)) yield reference.identifier;
  }
}

/**
 * Calls that load a module by name: `require('x')` where `require` is the global one, what `createRequire()` returned,
 * `process.getBuiltinModule('x')`.
 */
function* requireReferences(file: FileView): Generator<ModuleReference> {
  for (const identifier of globalIdentifiers(file, new Set(['require', 'process']))) {
    if (identifier.name === 'require') yield* loadedBy(file, identifier);
    else
      for (const { node, path } of usesOf(file, identifier))
        if (path.join('.') === 'getBuiltinModule') yield* loadedBy(file, node);
  }
  if (!file.text.includes('createRequire')) return;
  for (const statement of file.ast.body) {
    for (const { specifier, node, path } of importReferences(file, statement)) {
      if (!/^(?:node:)?module$/.test(specifier)) continue;
      for (const use of usesOf(file, node, path)) {
        const call = use.path.at(-1) === 'createRequire' ? callAround(use.node) : null;
        for (const made of call ? usesOf(file, call) : []) if (made.path.length === 0) yield* loadedBy(file, made.node);
      }
    }
  }
}

/** The module that a call of a loading function returns. */
function* loadedBy(file: FileView, callee: TSESTree.Node): Generator<ModuleReference> {
  const call = callAround(callee);
  const specifier = call?.arguments[0]?.type === 'Literal' ? stringOf(call.arguments[0]) : null;
  if (call && specifier !== null) yield* loaded(file, call, specifier);
}

/** A loaded module, also through a function that returns it (`const load = () => require('x')`). */
function* loaded(file: FileView, node: TSESTree.Node, specifier: string): Generator<ModuleReference> {
  yield { node, path: [], specifier };
  const value = wrapped(node);
  const holder = value.parent?.type === 'AwaitExpression' ? wrapped(value.parent) : value;
  const { parent } = holder;
  const fn =
    parent?.type === 'ReturnStatement'
      ? enclosingFunction(parent)
      : isFunction(parent) && parent.body === holder
        ? parent
        : null;
  for (const call of fn ? callsOf(file, fn) : []) yield { node: call, path: [], specifier };
}

/** Names of the global object, in Node.js, browsers and workers. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);

/**
 * Uses of global variables such as `fetch`, also as members of the global object; `path` starts with the variable's
 * name.
 */
export function* globalReferences(file: FileView, names: Iterable<string>): Generator<Use> {
  const wanted = new Set(names);
  for (const identifier of globalIdentifiers(file, wanted)) yield { node: identifier, path: [identifier.name] };
  for (const identifier of globalIdentifiers(file, GLOBAL_OBJECTS)) {
    for (const use of usesOf(file, identifier)) if (use.path.length === 1 && wanted.has(use.path[0] ?? '')) yield use;
  }
}

/**
 * Identifiers that refer to a global variable, whether the config declares it or not.
 * (ReferenceTracker passes over globals that no config declares, such as `fetch` without `globals.node`.)
 */
function* globalIdentifiers(file: FileView, names: ReadonlySet<string>): Generator<TSESTree.Identifier> {
  const scope = file.scopeManager?.globalScope;
  if (!scope) return;
  const declared = [...names].flatMap((name) => {
    const variable = scope.set.get(name);
    return variable && variable.defs.length === 0 ? variable.references : [];
  });
  for (const { identifier } of [...declared, ...scope.through]) {
    if (identifier.type === 'Identifier' && names.has(identifier.name)) yield identifier;
  }
}
