import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { indexFrom } from './ascending.js';
import { perFile } from './memo.js';
import { unwrap } from './nodes.js';
import { RESERVED } from './names.js';
import { initializerOf, isConstant, isTopLevel, type Reference, type Variable } from './variables.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A name that a part of a file uses and does not declare. */
export interface OuterReference {
  readonly identifier: TSESTree.Identifier;
  /** `null` for globals. */
  readonly variable: Variable | null;
  readonly isType: boolean;
}

/**
 * One parsed file, as all parts of the analysis and of the fixes take it: its text and tree, and what its names stand
 * for. What is known of clients in the file that is linted comes on top (`FileLifecycle`).
 */
export class FileView {
  /** `sourceCode`: ESLint's own object, which tokens and comments are asked of. */
  constructor(readonly sourceCode: SourceCode) {}

  /** The whole text, without a byte order mark. */
  get text(): string {
    return this.sourceCode.text;
  }

  /** The text in lines, without their ends; the first is at index 0. */
  get lines(): readonly string[] {
    return this.sourceCode.lines;
  }

  /** The syntax tree, whichever parser made it. */
  get ast(): TSESLint.SourceCode.Program {
    return this.sourceCode.ast;
  }

  /** What the scopes of the file declare and refer to; `null` where the parser gives none. */
  get scopeManager(): SourceCode['scopeManager'] {
    return this.sourceCode.scopeManager;
  }

  /** Which properties of each type of node hold child nodes, as the parser says. */
  get visitorKeys(): SourceCode['visitorKeys'] {
    return this.sourceCode.visitorKeys;
  }

  /** The text of a node or token. */
  getText(node: TSESTree.Node | TSESTree.Token): string {
    return this.sourceCode.getText(node);
  }

  /** The innermost scope that a node stands in. */
  getScope(node: TSESTree.Node): TSESLint.Scope.Scope {
    return this.sourceCode.getScope(node);
  }

  /** The variables that a declaration, a parameter or a function declares. */
  getDeclaredVariables(node: TSESTree.Node): readonly Variable[] {
    return this.sourceCode.getDeclaredVariables?.(node) ?? [];
  }

  /** The variable an identifier refers to or declares, `null` for globals that nothing declares. */
  variableOf(identifier: TSESTree.Identifier): Variable | null {
    return this.variableNamed(identifier.name, identifier);
  }

  /** The variable that a name means at a node, `null` for globals that nothing declares. */
  variableNamed(name: string, node: TSESTree.Node): Variable | null {
    for (let scope: TSESLint.Scope.Scope | null = this.getScope(node); scope; scope = scope.upper) {
      const variable = scope.set.get(name);
      if (variable) return variable;
    }
    return null;
  }

  /** The constant of the module that is declared with a value. */
  moduleConstant(value: TSESTree.Node): Variable | null {
    const declarator = value.parent;
    if (declarator?.type !== 'VariableDeclarator' || declarator.init !== value || declarator.id.type !== 'Identifier')
      return null;
    const variable = this.variableOf(declarator.id);
    return variable && isTopLevel(variable) && isConstant(variable) ? variable : null;
  }

  /** The expression a node stands for: follows constants to what they were initialised with. */
  resolveConstant(node: TSESTree.Node): TSESTree.Node {
    const seen = new Set<TSESTree.Node>();
    let current = unwrap(node);
    while (current.type === 'Identifier' && !seen.has(current)) {
      seen.add(current);
      const variable = this.variableOf(current);
      const init = variable && initializerOf(variable);
      if (!init) return current;
      current = unwrap(init);
    }
    return current;
  }

  /**
   * Whether a new module-level variable may have a name and be seen at the given nodes: nothing between them and the
   * module declares it, and no code of the file means a global by it. `except`: a variable that the same change
   * removes.
   */
  isFreeName(name: string, nodes: readonly TSESTree.Node[], except: Variable | null = null): boolean {
    if (RESERVED.has(name)) return false;
    const global = this.scopeManager?.globalScope;
    if (unresolvedNames(this).has(name)) return false;
    if ((global?.set.get(name)?.references.length ?? 0) > 0) return false;
    return nodes.every((node) => {
      for (let scope: TSESLint.Scope.Scope | null = this.getScope(node); scope; scope = scope.upper) {
        const found = scope.set.get(name);
        if (found && found !== except && (scope !== global || found.defs.length > 0)) return false;
      }
      return true;
    });
  }

  /** The first free name among the candidates, then of the last one with a number; see {@link isFreeName}. */
  freeName(
    candidates: readonly string[],
    nodes: readonly TSESTree.Node[],
    taken: ReadonlySet<string>,
    except: Variable | null = null,
  ): string | null {
    const last = candidates.at(-1) ?? '';
    const numbered = Array.from({ length: 40 }, (_, index) => `${last}${String(index + 2)}`);
    return (
      [...candidates, ...numbered].find((name) => !taken.has(name) && this.isFreeName(name, nodes, except)) ?? null
    );
  }

  /** Whether an expression names nothing that its own file declares: constants, `process.env.NAME`. */
  readsGlobalsOnly(expression: TSESTree.Node): boolean {
    return [...this.outerReferences(expression)].every(({ variable }) => !variable || variable.defs.length === 0);
  }

  /** Every variable that a subtree refers to and does not declare itself, with the identifiers. */
  *outerReferences(root: TSESTree.Node): Generator<OuterReference> {
    for (const { identifier, resolved, isTypeReference } of referencesWithin(this, root)) {
      const variable = resolved ?? this.variableOf(identifier);
      const [declared] = variable?.identifiers ?? [];
      if (declared && declared.range[0] >= root.range[0] && declared.range[1] <= root.range[1]) continue;
      yield {
        identifier,
        variable: variable && variable.defs.length > 0 ? variable : null,
        isType: isTypeReference === true,
      };
    }
  }
}

/** Names of the file that nothing in it declares. */
const unresolvedNames = perFile(
  ({ scopeManager }: FileView) => new Set(scopeManager?.globalScope?.through.map(({ identifier }) => identifier.name)),
);

type NamedReference = Reference & { readonly identifier: TSESTree.Identifier };

/** The references of a file in the order of its text. */
const referencesInOrder = perFile(({ scopeManager }: FileView) =>
  (scopeManager?.scopes ?? [])
    .flatMap(({ references }) => references)
    .filter((reference): reference is NamedReference => reference.identifier.type === 'Identifier')
    .sort((left, right) => left.identifier.range[0] - right.identifier.range[0]),
);

function* referencesWithin(file: FileView, { range }: TSESTree.Node): Generator<NamedReference> {
  const all = referencesInOrder(file);
  const first = indexFrom(all, ({ identifier }) => identifier.range[0], range[0]);
  for (let index = first; index < all.length; index++) {
    const reference = all[index];
    if (!reference || reference.identifier.range[1] > range[1]) return;
    yield reference;
  }
}
