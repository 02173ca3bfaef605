import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { memoized } from './memo.js';
import { variableOf, type Reference, type Variable } from './variables.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

const RESERVED = new Set([
  'arguments',
  'await',
  'break',
  'case',
  'catch',
  'class',
  'const',
  'continue',
  'debugger',
  'default',
  'delete',
  'do',
  'else',
  'enum',
  'eval',
  'export',
  'extends',
  'false',
  'finally',
  'for',
  'function',
  'if',
  'implements',
  'import',
  'in',
  'instanceof',
  'interface',
  'let',
  'new',
  'null',
  'package',
  'private',
  'protected',
  'public',
  'return',
  'static',
  'super',
  'switch',
  'this',
  'throw',
  'true',
  'try',
  'typeof',
  'undefined',
  'var',
  'void',
  'while',
  'with',
  'yield',
]);

/** A word with its first letter as a capital, as in the second word of a name. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether a compiler checks the types of a file. */
export function isTypeScript(filename: string): boolean {
  return /\.[cm]?tsx?$/.test(filename);
}

/** A name of code from words with other signs between them: `CacheManager` for `cache-manager`. */
export function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map(capitalized)
    .join('');
}

/**
 * Whether a new module-level variable may have a name and be seen at the given nodes: nothing between them and the
 * module declares it, and no code of the file means a global by it. `except`: a variable that the same change removes.
 */
export function isFreeName(
  sourceCode: SourceCode,
  name: string,
  nodes: readonly TSESTree.Node[],
  except: Variable | null = null,
): boolean {
  if (RESERVED.has(name)) return false;
  const global = sourceCode.scopeManager?.globalScope;
  if (unresolvedNames(sourceCode.ast, sourceCode).has(name)) return false;
  if ((global?.set.get(name)?.references.length ?? 0) > 0) return false;
  return nodes.every((node) => {
    for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(node); scope; scope = scope.upper) {
      const found = scope.set.get(name);
      if (found && found !== except && (scope !== global || found.defs.length > 0)) return false;
    }
    return true;
  });
}

/** Names of the file that nothing in it declares. */
const unresolvedNames = memoized(
  (_program: TSESTree.Program, sourceCode: SourceCode) =>
    new Set(sourceCode.scopeManager?.globalScope?.through.map(({ identifier }) => identifier.name)),
);

/** The first free name among the candidates, then of the last one with a number; see {@link isFreeName}. */
export function freeName(
  sourceCode: SourceCode,
  candidates: readonly string[],
  nodes: readonly TSESTree.Node[],
  taken: ReadonlySet<string>,
  except: Variable | null = null,
): string | null {
  const last = candidates.at(-1) ?? '';
  const numbered = Array.from({ length: 40 }, (_, index) => `${last}${String(index + 2)}`);
  return (
    [...candidates, ...numbered].find((name) => !taken.has(name) && isFreeName(sourceCode, name, nodes, except)) ?? null
  );
}

/** A class name as a variable: `Agent` becomes `agent`, `SQSClient` `sqsClient`, `S3Client` `s3Client`. */
export function lowerCamel(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+\d*(?=[A-Z]|$)|^[A-Z]/, (head) => head.toLowerCase());
}

/** Whether an expression names nothing that its own file declares: constants, `process.env.NAME`. */
export function readsGlobalsOnly(sourceCode: SourceCode, expression: TSESTree.Node): boolean {
  return [...outerReferences(sourceCode, expression)].every(({ variable }) => !variable || variable.defs.length === 0);
}

/** Every variable that a subtree refers to and does not declare itself, with the identifiers; `null` for globals. */
export function* outerReferences(
  sourceCode: SourceCode,
  root: TSESTree.Node,
): Generator<{
  readonly identifier: TSESTree.Identifier;
  readonly variable: Variable | null;
  readonly isType: boolean;
}> {
  for (const { identifier, resolved, isTypeReference } of referencesWithin(sourceCode, root)) {
    const variable = resolved ?? variableOf(sourceCode, identifier);
    const [declared] = variable?.identifiers ?? [];
    if (declared && declared.range[0] >= root.range[0] && declared.range[1] <= root.range[1]) continue;
    yield {
      identifier,
      variable: variable && variable.defs.length > 0 ? variable : null,
      isType: isTypeReference === true,
    };
  }
}

type NamedReference = Reference & { readonly identifier: TSESTree.Identifier };

/** The references of a file in the order of its text. */
const referencesInOrder = memoized((_program: TSESTree.Program, sourceCode: SourceCode) =>
  (sourceCode.scopeManager?.scopes ?? [])
    .flatMap(({ references }) => references)
    .filter((reference): reference is NamedReference => reference.identifier.type === 'Identifier')
    .sort((left, right) => left.identifier.range[0] - right.identifier.range[0]),
);

function* referencesWithin(sourceCode: SourceCode, { range }: TSESTree.Node): Generator<NamedReference> {
  const all = referencesInOrder(sourceCode.ast, sourceCode);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.identifier.range[0] ?? 0) < range[0]) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < all.length; index++) {
    const reference = all[index];
    if (!reference || reference.identifier.range[1] > range[1]) return;
    yield reference;
  }
}

/** The words of a name in lower case: `gracefulShutdown`, `graceful_shutdown` are `graceful`, `shutdown`. */
export function wordsOf(name: string): string[] {
  const joined = name.replace(
    /(shut|clean|tear)_?(down|up)/gi,
    (_, first: string, second: string) => first + second.toLowerCase(),
  );
  return joined
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
