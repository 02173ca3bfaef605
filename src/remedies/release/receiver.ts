import type { TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import type { FileView } from '../../ast/file-view.js';
import { ancestorsUntil, enclosingFunction, isFunction, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { Edit, Edits } from '../../fix/edits.js';

/** The variable that gets the value, by declaration or by assignment. */
export interface Receiver {
  readonly kind: 'declared' | 'assigned';
  readonly variable: Variable;
  readonly statement: TSESTree.Node;
  readonly block: TSESTree.BlockStatement;
}

export function receiverOf(file: FileView, at: TSESTree.Node | null): Receiver | null {
  const target = at && wrapped(at).parent;
  if (target?.type === 'VariableDeclarator' && target.id.type === 'Identifier') {
    const { parent: statement } = target;
    const variable = file.variableOf(target.id);
    const plain =
      (statement.kind === 'const' || statement.kind === 'let') &&
      statement.declarations.length === 1 &&
      statement.parent.type === 'BlockStatement';
    if (!variable || !plain || variable.references.some((reference) => reference.isWrite() && reference.init !== true))
      return null;
    return { kind: 'declared', variable, statement, block: statement.parent as TSESTree.BlockStatement };
  }
  if (
    target?.type === 'AssignmentExpression' &&
    target.left.type === 'Identifier' &&
    target.parent.type === 'ExpressionStatement' &&
    target.parent.parent.type === 'BlockStatement'
  ) {
    const variable = file.variableOf(target.left);
    return variable && { kind: 'assigned', variable, statement: target.parent, block: target.parent.parent };
  }
  return null;
}

/** The statement that releases the value: as the code has it, or by the catalog's first method. */
export function releaseText(
  file: FileView,
  { acquired, arrival, effects }: Unreleased,
  name: string,
  optional: boolean,
): string | null {
  const fact = acquired.fact.release.find(({ outcome }) => outcome === undefined);
  if (!fact || fact.method === '1' || acquired.fact.resource === 'owner') return null;
  const callee = unwrap(acquired.node.callee);
  const owner = callee.type === 'MemberExpression' ? file.getText(callee.object) : null;
  if (fact.on === 'owner' && owner === null) return null;
  const chain = optional ? '?.' : '.';
  const call =
    fact.on === 'owner'
      ? `${owner ?? ''}.${fact.method}(${name})`
      : fact.method === ''
        ? `${name}${optional ? '?.' : ''}()`
        : `${name}${chain}${fact.method}()`;
  const plain = call.replace('?.', '.').replace('.()', '()');
  const releases = [...effects.releases];
  if (releases.some((release) => file.getText(release).replace('?.', '.').replace('.()', '()') !== plain)) return null;
  const isAsync = isFunction(arrival.home) && arrival.home.async;
  if (fact.async && !isAsync) return null;
  const waits =
    fact.async === true &&
    (releases.length === 0 || releases.some((release) => wrapped(release).parent?.type === 'AwaitExpression'));
  const statement = `${waits ? 'await ' : ''}${call};`;
  return optional && fact.on === 'owner' ? `if (${name}) ${statement}` : statement;
}

/**
 * Whether nothing that takes time follows a release on its way out of the function: only then may it happen a little
 * later.
 */
export function endsUse(release: TSESTree.CallExpression, home: TSESTree.Node): boolean {
  let statement: TSESTree.Node = release;
  for (const ancestor of ancestorsUntil(release, home)) {
    const list = ancestor.type === 'BlockStatement' ? ancestor.body : null;
    if (list) {
      const next = list[list.indexOf(statement as TSESTree.Statement) + 1];
      if (next)
        return (
          next.type === 'ThrowStatement' ||
          (next.type === 'ReturnStatement' && next.argument?.type !== 'AwaitExpression') ||
          isLast(statement, ancestor, home)
        );
    }
    statement = ancestor;
  }
  return true;
}

/** Whether a statement stands in the outermost block, where the end of the use is chosen with care. */
function isLast(statement: TSESTree.Node, block: TSESTree.Node, home: TSESTree.Node): boolean {
  return statement.type === 'ExpressionStatement' && (block.parent === home || block.parent?.type === 'TryStatement');
}

/** `return client.query(...)` has to wait for its result before the release. */
export function awaitedReturns({ effects }: Unreleased, home: TSESTree.Node): Edits {
  const edits: Edit[] = [];
  const seen = new Set<TSESTree.Node>();
  for (const touch of effects.touches) {
    let awaited = false;
    for (const ancestor of ancestorsUntil(touch, home)) {
      if (ancestor.type === 'AwaitExpression' || isFunction(ancestor)) awaited = true;
      if (awaited || (ancestor.type !== 'ReturnStatement' && ancestor.type !== 'YieldExpression') || seen.has(ancestor))
        continue;
      seen.add(ancestor);
      const value = ancestor.type === 'ReturnStatement' && ancestor.argument ? unwrap(ancestor.argument) : null;
      if (value?.type !== 'CallExpression' || !isFunction(home) || !home.async || enclosingFunction(ancestor) !== home)
        return { refused: `line ${String(ancestor.loc.start.line)} hands on what works with it` };
      edits.push({ range: [value.range[0], value.range[0]], text: 'await ' });
    }
  }
  return edits;
}

/** A call on the value that nobody waits for, such as one with a callback. */
export function hasFloatingUse({ acquired, effects }: Unreleased, home: TSESTree.Node): boolean {
  return [...effects.touches].some((touch) => {
    for (const ancestor of ancestorsUntil(touch, home)) {
      if (ancestor.type === 'AwaitExpression' || isFunction(ancestor)) return false;
      if (ancestor.type !== 'ExpressionStatement') continue;
      const call = unwrap(ancestor.expression);
      const method =
        call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? propertyName(call.callee) : null;
      return call.type === 'CallExpression' && !acquired.fact.setUp?.includes(method ?? '');
    }
    return false;
  });
}
