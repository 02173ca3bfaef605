import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { ReferenceTracker } from '@eslint-community/eslint-utils';
import { stringOf } from '../ast/nodes.js';
import { readsOf } from '../ast/variables.js';
import type { Use } from './uses.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** An expression of the file that denotes a module, or the export at `path` of it. */
export interface ModuleReference extends Use {
  /** The import specifier as written. */
  readonly specifier: string;
}

/**
 * Where the file brings in modules: `import` in all its forms, `import x = require()`, `require` wherever it is the global one,
 * and awaited or chained `import()`. Type-only imports bring in nothing at run time. What ReferenceTracker finds is taken from it.
 */
export function* moduleReferences(sourceCode: SourceCode): Generator<ModuleReference> {
  for (const statement of sourceCode.ast.body) yield* importReferences(sourceCode, statement);
  yield* requireReferences(sourceCode);
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

/** `require('x')` calls, found by ReferenceTracker so that a shadowed `require` does not count. */
function* requireReferences(sourceCode: SourceCode): Generator<ModuleReference> {
  const tracker = sourceCode.text.includes('require') ? trackerOf(sourceCode) : null;
  if (!tracker) return;
  for (const { node } of tracker.iterateGlobalReferences({ require: { [ReferenceTracker.CALL]: true } })) {
    const call = node as TSESTree.CallExpression;
    const specifier = stringOf(call.arguments[0]);
    if (specifier !== null && call.arguments[0]?.type === 'Literal') yield { node: call, path: [], specifier };
  }
}

/** Uses of global variables such as `fetch`, also as members of `globalThis`. */
export function* globalReferences(sourceCode: SourceCode, names: Iterable<string>): Generator<Use> {
  const tracker = trackerOf(sourceCode);
  if (!tracker) return;
  const traceMap = Object.fromEntries([...names].map((name) => [name, { [ReferenceTracker.READ]: true }]));
  for (const { node, path } of tracker.iterateGlobalReferences(traceMap)) {
    yield { node: node as TSESTree.Node, path: [path.at(-1) ?? ''] };
  }
}

type TrackerScope = ConstructorParameters<typeof ReferenceTracker>[0];

/** ReferenceTracker is typed for ESLint's own scope classes, of which every parser's global scope has the members it reads. */
function isTrackerScope(scope: unknown): scope is TrackerScope {
  return typeof scope === 'object' && scope !== null && 'set' in scope && 'through' in scope;
}

function trackerOf(sourceCode: SourceCode): ReferenceTracker | null {
  const scope: unknown = sourceCode.scopeManager?.globalScope;
  return isTrackerScope(scope) ? new ReferenceTracker(scope) : null;
}
