import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { nodesStartingAt } from '../../ast/children.js';
import { callAround, enclosingFunction, isFunction, stringOf, wrapped } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { callsOf } from './functions.js';
import { usesOf, type Use } from './uses.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

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
export function* moduleReferences(sourceCode: SourceCode): Generator<ModuleReference> {
  for (const statement of sourceCode.ast.body) yield* importReferences(sourceCode, statement);
  yield* requireReferences(sourceCode);
  yield* dynamicImports(sourceCode);
}

/** `import('x')`, awaited or with `.then(module => ...)`; found by its text because no scope has a reference to it. */
function* dynamicImports(sourceCode: SourceCode): Generator<ModuleReference> {
  const starts = [...sourceCode.text.matchAll(/\bimport\s*\(/g)].map(({ index }) => index);
  for (const node of nodesStartingAt(sourceCode, starts, 'ImportExpression')) {
    const specifier = node.source.type === 'Literal' ? stringOf(node.source) : null;
    if (specifier !== null) yield* loaded(sourceCode, node, specifier);
  }
}

function* importReferences(sourceCode: SourceCode, statement: TSESTree.ProgramStatement): Generator<ModuleReference> {
  if (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') {
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') continue;
      const path = importedPath(specifier);
      for (const node of readersOf(sourceCode, specifier)) yield { node, path, specifier: statement.source.value };
    }
  } else if (statement.type === 'TSImportEqualsDeclaration' && statement.importKind !== 'type') {
    const { moduleReference } = statement;
    if (moduleReference.type !== 'TSExternalModuleReference') return;
    const specifier = stringOf(moduleReference.expression);
    if (specifier === null) return;
    for (const node of readersOf(sourceCode, statement)) yield { node, path: [], specifier };
  }
}

function importedPath(specifier: TSESTree.ImportClause): string[] {
  if (specifier.type === 'ImportNamespaceSpecifier') return [];
  if (specifier.type === 'ImportDefaultSpecifier') return ['default'];
  return [specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value];
}

function* readersOf(sourceCode: SourceCode, declaration: TSESTree.Node): Generator<TSESTree.Node> {
  for (const variable of sourceCode.getDeclaredVariables?.(declaration) ?? []) {
    for (const reference of readsOf(variable)) yield reference.identifier;
  }
}

/**
 * Calls that load a module by name: `require('x')` where `require` is the global one, what `createRequire()` returned,
 * `process.getBuiltinModule('x')`.
 */
function* requireReferences(sourceCode: SourceCode): Generator<ModuleReference> {
  for (const identifier of globalIdentifiers(sourceCode, new Set(['require', 'process']))) {
    if (identifier.name === 'require') yield* loadedBy(sourceCode, identifier);
    else
      for (const { node, path } of usesOf(sourceCode, identifier))
        if (path.join('.') === 'getBuiltinModule') yield* loadedBy(sourceCode, node);
  }
  if (!sourceCode.text.includes('createRequire')) return;
  for (const statement of sourceCode.ast.body) {
    for (const { specifier, node, path } of importReferences(sourceCode, statement)) {
      if (!/^(?:node:)?module$/.test(specifier)) continue;
      for (const use of usesOf(sourceCode, node, path)) {
        const call = use.path.at(-1) === 'createRequire' ? callAround(use.node) : null;
        for (const made of call ? usesOf(sourceCode, call) : [])
          if (made.path.length === 0) yield* loadedBy(sourceCode, made.node);
      }
    }
  }
}

/** The module that a call of a loading function returns. */
function* loadedBy(sourceCode: SourceCode, callee: TSESTree.Node): Generator<ModuleReference> {
  const call = callAround(callee);
  const specifier = call?.arguments[0]?.type === 'Literal' ? stringOf(call.arguments[0]) : null;
  if (call && specifier !== null) yield* loaded(sourceCode, call, specifier);
}

/** A loaded module, also through a function that returns it (`const load = () => require('x')`). */
function* loaded(sourceCode: SourceCode, node: TSESTree.Node, specifier: string): Generator<ModuleReference> {
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
  for (const call of fn ? callsOf(sourceCode, fn) : []) yield { node: call, path: [], specifier };
}

/** Names of the global object, in Node.js, browsers and workers. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);

/**
 * Uses of global variables such as `fetch`, also as members of the global object; `path` starts with the variable's
 * name.
 */
export function* globalReferences(sourceCode: SourceCode, names: Iterable<string>): Generator<Use> {
  const wanted = new Set(names);
  for (const identifier of globalIdentifiers(sourceCode, wanted)) yield { node: identifier, path: [identifier.name] };
  for (const identifier of globalIdentifiers(sourceCode, GLOBAL_OBJECTS)) {
    for (const use of usesOf(sourceCode, identifier))
      if (use.path.length === 1 && wanted.has(use.path[0] ?? '')) yield use;
  }
}

/**
 * Identifiers that refer to a global variable, whether the config declares it or not.
 * (ReferenceTracker passes over globals that no config declares, such as `fetch` without `globals.node`.)
 */
function* globalIdentifiers(sourceCode: SourceCode, names: ReadonlySet<string>): Generator<TSESTree.Identifier> {
  const scope = sourceCode.scopeManager?.globalScope;
  if (!scope) return;
  const declared = [...names].flatMap((name) => {
    const variable = scope.set.get(name);
    return variable && variable.defs.length === 0 ? variable.references : [];
  });
  for (const { identifier } of [...declared, ...scope.through]) {
    if (identifier.type === 'Identifier' && names.has(identifier.name)) yield identifier;
  }
}
