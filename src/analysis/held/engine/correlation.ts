import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import { ancestorsUntil, isWithin, unwrap } from '../../../ast/nodes.js';
import { initializerOf, isConstant, type Variable } from '../../../ast/variables.js';
import { someWithin } from '../../../ast/within.js';
import type { Condition } from '../../../flow/graph.js';
import type { Guards } from './guards.js';

/**
 * `if (owned) client.release()`: where a flag, or what the acquisition itself depended on, guards the release, the
 * other branch is the one in which there is nothing to release.
 */
export function isCorrelated(guards: Guards, test: TSESTree.Node, outcome: Condition['outcome']): boolean {
  const branch = branchesOf(test);
  if (!branch || (outcome !== 'truthy' && outcome !== 'falsy')) return false;
  const other = outcome === 'truthy' ? branch.falsy : branch.truthy;
  if (!other || !someWithin(guards.effects.releases, other)) return false;
  if (asksItself(guards, test) || asksWhetherGiven(guards, test)) return true;
  const variables = variablesIn(guards, test);
  if (variables.some(isFlag)) return true;
  const asked = new Set(conditionsAround(guards.at, guards.home).flatMap((node) => variablesIn(guards, node)));
  return variables.some((variable) => asked.has(variable));
}

/**
 * `if (!runner.isTransactionActive) await runner.release()`: what is held says by itself whether it is to be released,
 * also through a constant (`const isNested = runner.isTransactionActive`).
 */
function asksItself(guards: Guards, test: TSESTree.Node): boolean {
  const asked = [test, ...constantsIn(guards, test)];
  return asked.some((node) =>
    [...descendantsOf(node, guards.file.visitorKeys)].some((each) => {
      const object = each.type === 'MemberExpression' ? unwrap(each.object) : null;
      const variable = object?.type === 'Identifier' ? guards.file.variableOf(object) : null;
      return variable !== null && guards.effects.variables.has(variable);
    }),
  );
}

/**
 * `const isOwn = !client; if (!client) client = await pool.connect();`: a constant that says whether there was one
 * before, which the acquisition depended on as well.
 */
function asksWhetherGiven(guards: Guards, test: TSESTree.Node): boolean {
  const { at, home } = guards;
  if (!at) return false;
  const asked = new Set(conditionsAround(at, home).flatMap((node) => heldIn(guards, node)));
  const before = constantsIn(guards, test).filter((init) => init.range[1] <= at.range[0]);
  return before.some((init) => heldIn(guards, init).some((variable) => asked.has(variable)));
}

/** The variables of what is held that an expression reads. */
function heldIn({ effects, file }: Guards, node: TSESTree.Node): Variable[] {
  return [...descendantsOf(node, file.visitorKeys)].flatMap((each) => {
    const variable = each.type === 'Identifier' ? file.variableOf(each) : null;
    return variable && effects.variables.has(variable) ? [variable] : [];
  });
}

/** What the constants in a test were computed from. */
function constantsIn(guards: Guards, test: TSESTree.Node): TSESTree.Node[] {
  return [...descendantsOf(test, guards.file.visitorKeys)].flatMap((each) => {
    const variable = each.type === 'Identifier' ? guards.file.variableOf(each) : null;
    return (variable && !guards.effects.variables.has(variable) ? initializerOf(variable) : null) ?? [];
  });
}

/** The statements or expressions that a test chooses between, seen through `!` and `&&`. */
export function branchesOf(
  test: TSESTree.Node,
): { readonly truthy: TSESTree.Node | null; readonly falsy: TSESTree.Node | null } | null {
  let current = test;
  let negated = false;
  for (let parent = current.parent; parent; parent = current.parent) {
    if (parent.type === 'UnaryExpression' && parent.operator === '!') negated = !negated;
    else if (
      parent.type === 'LogicalExpression' &&
      parent.left === current &&
      parent.operator === '&&' &&
      parent.parent.type === 'ExpressionStatement' &&
      !negated
    )
      return { truthy: parent.right, falsy: null };
    else if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test === current) {
      const { consequent, alternate } = parent;
      return negated ? { truthy: alternate, falsy: consequent } : { truthy: consequent, falsy: alternate };
    } else if (parent.type !== 'LogicalExpression' && unwrap(parent) !== unwrap(current)) return null;
    current = parent;
  }
  return null;
}

/** Variables that a test asks, and those that a constant in it was computed from. */
export function variablesIn(guards: Guards, test: TSESTree.Node): Variable[] {
  const found = new Set<Variable>();
  const pending = [test];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const each of descendantsOf(node, guards.file.visitorKeys)) {
      const variable =
        each.type === 'Identifier' &&
        !(each.parent.type === 'MemberExpression' && each.parent.property === each && !each.parent.computed)
          ? guards.file.variableOf(each)
          : null;
      if (!variable || found.has(variable) || guards.effects.variables.has(variable)) continue;
      found.add(variable);
      const init = initializerOf(variable);
      if (init && !(guards.at && isWithin(guards.at, init)) && init.type !== 'AwaitExpression') pending.push(init);
    }
  }
  return [...found];
}

/** `let released = false`, set to another boolean later. */
export function isFlag(variable: Variable): boolean {
  if (isConstant(variable)) return false;
  const values = variable.references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
  return values.length > 1 && values.every((value) => value.type === 'Literal' && typeof value.value === 'boolean');
}

/** The conditions under which an acquisition happens, which code further down may ask again. */
export function conditionsAround(at: TSESTree.Node | null, home: TSESTree.Node): TSESTree.Node[] {
  if (!at) return [];
  const tests: TSESTree.Node[] = [];
  let inner: TSESTree.Node = at;
  for (const ancestor of [...ancestorsUntil(at, home), home]) {
    if ((ancestor.type === 'IfStatement' || ancestor.type === 'ConditionalExpression') && ancestor.test !== inner)
      tests.push(ancestor.test);
    if (ancestor.type === 'LogicalExpression' && ancestor.right === inner) tests.push(ancestor.left);
    // `client ??= await pool.connect()`
    if (ancestor.type === 'AssignmentExpression' && ancestor.operator !== '=') tests.push(ancestor.left);
    inner = ancestor;
  }
  return tests;
}
