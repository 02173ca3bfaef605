import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  ancestorsUntil,
  enclosingFunction,
  enclosingStatement,
  isFunction,
  isWithin,
  propertyName,
} from '../../ast/nodes.js';
import { isConstant, type Variable } from '../../ast/variables.js';
import type { Change } from '../../fix/apply.js';
import type { Refusal } from '../../fix/edits.js';
import type { Alternative } from '../../analysis/held/body/absence.js';
import type { Acquisition } from '../../analysis/held/body/acquisitions.js';
import type { Effects } from '../../analysis/held/engine/effects.js';
import { isCombinator } from '../../analysis/values/promises.js';
import type { FileView } from '../../ast/file-view.js';
import { releasedExpression, releaseOf, type ResponseName } from './release-text.js';

/** How a fix calls the response: names that the code has, or one that the changes add. */
export interface Naming {
  readonly changes: readonly Change[];
  /** The name that can be used at a node. */
  at(node: TSESTree.Node): ResponseName | null;
}

/** The names that the code has for the response or its body, or what gives it one. */
export function namingOf(file: FileView, acquisition: Acquisition, effects: Effects): Naming | Refusal {
  const own = ownNames(acquisition, effects);
  if (own.length > 0) {
    return {
      changes: [],
      at: (node) => own.find(({ variable }) => isVisible(file, variable, node))?.name ?? null,
    };
  }
  const pattern = patternOf(acquisition);
  if (pattern) return patternNaming(file, acquisition, pattern);
  return parameterNaming(file, acquisition);
}

function ownNames(
  { body }: Acquisition,
  effects: Effects,
): readonly { readonly variable: Variable; readonly name: ResponseName }[] {
  const name = (variable: Variable, isBody: boolean) => ({
    variable,
    name: { text: variable.name, isBody, mayBeUnset: mayBeUnset(variable) },
  });
  const responses = [...effects.variables].map((variable) =>
    name(variable, body.path.length === 0 && !body.onResponse),
  );
  const bodies = [...effects.heldVariables].filter(isConstant).map((variable) => name(variable, true));
  return [...responses, ...bodies];
}

/** `let response: Response;` may not be read before something is assigned to it. */
function mayBeUnset(variable: Variable): boolean {
  const [definition] = variable.defs;
  if (definition?.type !== 'Variable' || definition.node.type !== 'VariableDeclarator') return true;
  const { id, init } = definition.node;
  const type = id.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
  if (!type || init) return true;
  return (
    type.type === 'TSAnyKeyword' ||
    (type.type === 'TSUnionType' && type.types.some(({ type: part }) => /^TS(?:Undefined|Null)Keyword$/.test(part)))
  );
}

function isVisible(file: FileView, variable: Variable, at: TSESTree.Node): boolean {
  const [identifier] = variable.identifiers;
  // Behind the statement that declares it, it is in scope as well.
  const declares = at.type === 'VariableDeclaration' && identifier && within(identifier, at);
  if (!identifier || (identifier.range[0] > at.range[0] && !declares)) return false;
  for (let scope: TSESLint.Scope.Scope | null = file.getScope(at); scope; scope = scope.upper) {
    const found = scope.set.get(variable.name);
    if (found) return found === variable;
  }
  return false;
}

/** The pattern that takes a response apart: `const { status } = await fetch(url)`, `({ ok }) => ok`. */
function patternOf({ at, received }: Acquisition): TSESTree.ObjectPattern | null {
  if (received.binding && received.node.type === 'ObjectPattern') return received.node;
  const declarator = at?.parent;
  return declarator?.type === 'VariableDeclarator' && declarator.init === at && declarator.id.type === 'ObjectPattern'
    ? declarator.id
    : null;
}

/** `const { statusCode } = await request(url)`: names the body too. */
function patternNaming(file: FileView, { body }: Acquisition, pattern: TSESTree.ObjectPattern): Naming | Refusal {
  const [member, ...more] = body.onResponse ? ['body'] : body.path;
  const known = pattern.properties.some(
    (property) => property.type === 'RestElement' || propertyName(property) === member,
  );
  if (!member || more.length > 0 || known || pattern.properties.length === 0 || pattern.typeAnnotation)
    return { refused: 'the pattern leaves no place for the body' };
  const name = file.freeName([member, 'unread'], [pattern], new Set());
  if (name !== member && name !== 'unread') return { refused: `the name ${member} is taken` };
  if (isUsedWithin(file, name, pattern)) return { refused: `the name ${name} is taken` };
  const declared = { text: name, isBody: true, mayBeUnset: false };
  const scope = file.getScope(isFunction(pattern.parent) ? pattern.parent : pattern).block;
  return {
    changes: [{ kind: 'property', node: pattern, text: name === member ? name : `${member}: ${name}` }],
    at: (node) =>
      node.range[1] >= pattern.range[0] && (isFunction(pattern.parent) || within(node, blockAround(pattern, scope)))
        ? declared
        : null,
  };
}

function blockAround(node: TSESTree.Node, fallback: TSESTree.Node): TSESTree.Node {
  return enclosingStatement(node).parent ?? fallback;
}

function within(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}

/** Whether code below means something else by a name. */
function isUsedWithin(file: FileView, name: string, node: TSESTree.Node): boolean {
  const scope = file.getScope(node);
  return scope.through.some(({ identifier }) => identifier.name === name);
}

/** `() => done()`: the callback takes the response first. */
function parameterNaming(file: FileView, { call, received, request }: Acquisition): Naming | Refusal {
  const fn = received.node;
  if (!received.binding || !isFunction(fn) || fn.params.length > 0 || fn.parent.type !== 'CallExpression')
    return { refused: 'the response has no name' };
  const { delivery, parameter = 0 } = request?.request.body ?? {};
  // What takes `(error, response)` cannot be told from a function without parameters.
  if (fn.parent === call && (delivery === 'promise' || parameter !== 0))
    return { refused: 'the callback has no name for the response' };
  const name = nameFor(file, fn.body);
  if (!name) return { refused: 'no name is free' };
  return {
    changes: [{ kind: 'parameter', node: fn, text: name }],
    at: () => ({ text: name, isBody: false, mayBeUnset: false }),
  };
}

function nameFor(file: FileView, node: TSESTree.Node): string | null {
  return ['response', 'answer', 'unread'].find((name) => file.isFreeName(name, [node])) ?? null;
}

/**
 * `fetch(url).catch(log)` and `await Promise.all(urls.map((url) => fetch(url)))`, whose results nobody looks at: the
 * release goes between the request and what follows it.
 */
export function promiseRelease({ at, call, body, received, request }: Acquisition, unless: Alternative): Change | null {
  if (!at || request?.request.body?.delivery !== 'promise' || call !== request.node) return null;
  // Of a list that has a name nobody takes a response either.
  const isList = received.binding && received.node === at;
  if (!isList && at.parent?.type !== 'ExpressionStatement' && at.parent?.type !== 'UnaryExpression') return null;
  // With an awaited call of its own a statement is easier to read, if no handler puts something else in its place.
  const direct = at.type === 'AwaitExpression' && !isListOf(at.argument, call);
  if (direct && unless !== 'other') return null;
  const fn = enclosingFunction(call);
  if (!direct && at.type === 'AwaitExpression' && fn?.returnType) return null;
  if (!isPassedStraight(call, at)) return null;
  return { kind: 'then', node: call, text: `.then((response) => ${releasedExpression(body, 'response')})` };
}

/** Whether the value of a call goes where it is dropped, and no name or other code sees it on the way. */
function isPassedStraight(call: TSESTree.CallExpression, at: TSESTree.Node): boolean {
  if (call === at) return true;
  const between = [...ancestorsUntil(call, at)];
  return (
    isWithin(call, at) && between.every(({ type }) => type !== 'VariableDeclarator' && type !== 'AssignmentExpression')
  );
}

/** `Promise.all(list.map((item) => <call>))` and `Promise.race([<call>, timer])`. */
function isListOf(promise: TSESTree.Node, call: TSESTree.Node): boolean {
  return promise.type === 'CallExpression' && promise !== call && isCombinator(promise);
}

/** `return (await fetch(url)).ok;` becomes three statements: the response in a variable, its release, and the rest. */
export function extracted(
  file: FileView,
  { at, body, call }: Acquisition,
  unless: Alternative,
): readonly Change[] | Refusal {
  if (at?.type !== 'AwaitExpression' || isListOf(at.argument, call)) return { refused: 'the response has no name' };
  const name = nameFor(file, at);
  const statement = statementAt(at);
  if (!name || !statement) return { refused: 'no name for the response fits in' };
  const release = releaseOf(body, { text: name, isBody: false }, unless === 'nullish');
  if (statement.type === 'ExpressionStatement' && statement.expression === at)
    return [{ kind: 'named', node: statement, prefix: `const ${name} = `, text: release }];
  // Only what is evaluated first may move in front of the statement.
  const [first] = firstOf(statement);
  if (!first || !/^[\s(!]*$/.test(file.text.slice(first.range[0], at.range[0])))
    return { refused: 'something else is evaluated before the call' };
  const lines = [`const ${name} = ${file.getText(at)};`, release];
  return [{ kind: 'lifted', node: statement, lines, part: at, text: name }];
}

/** The statement, or the expression of an arrow, that an expression belongs to. */
function statementAt(node: TSESTree.Node): TSESTree.Node | null {
  let current = node;
  while (current.parent) {
    const { parent } = current;
    if (/(?:Statement|^VariableDeclaration)$/.test(current.type)) return current;
    if (isFunction(parent)) return parent.body === current ? current : null;
    current = parent;
  }
  return null;
}

/** The expression that a statement evaluates first, once. */
function firstOf(statement: TSESTree.Node): readonly (TSESTree.Node | null | undefined)[] {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return [statement.argument];
    case 'ExpressionStatement':
      return [statement.expression];
    case 'IfStatement':
      return [statement.test];
    case 'SwitchStatement':
      return [statement.discriminant];
    case 'VariableDeclaration':
      return statement.declarations.length === 1 && !/^For/.test(statement.parent.type)
        ? [statement.declarations[0].init]
        : [];
    default:
      return isFunction(statement.parent) ? [statement] : [];
  }
}
