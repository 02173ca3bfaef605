import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { enclosingStatement, isFunction, isWithin, propertyName, unwrap } from '../../../ast/nodes.js';
import { variableOf, type Variable } from '../../../ast/variables.js';
import type { Leak } from '../resources/holding.js';
import type { Acquisition } from './acquisitions.js';
import type { Effects } from './effects.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** One change that releases a body; the fixers know how to make it. */
export type Repair =
  | { readonly kind: 'before' | 'after' | 'start' | 'end'; readonly node: TSESTree.Node; readonly text: string }
  | { readonly kind: 'around'; readonly node: TSESTree.Node; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'replace'; readonly node: TSESTree.Node; readonly text: string }
  | { readonly kind: 'property'; readonly node: TSESTree.ObjectPattern; readonly text: string };

/** Why a leak gets no fix. */
export interface NoRepair {
  readonly refused: string;
}

/** The changes which release the body on every way that loses it: all of them or none. */
export function repairsOf(
  sourceCode: SourceCode,
  acquisition: Acquisition,
  leaks: readonly Leak[],
  effects: Effects,
  typed: boolean,
): readonly Repair[] | NoRepair {
  if (typed && acquisition.body.fact.kind === 'aws-stream')
    return { refused: 'the type of the stream has no destroy()' };
  if (effects.clones.length > 0) return { refused: 'the response is cloned, and a cancelled one cannot be' };
  const repairs: Repair[] = [];
  for (const leak of leaks) {
    if (!leak.certain)
      return { refused: `the body may have been read before line ${String(leak.node.loc.start.line)}` };
    const repair =
      leak.kind === 'dropped'
        ? repairDropped(sourceCode, acquisition, effects)
        : repairExit(sourceCode, acquisition, leak, effects);
    if ('refused' in repair) return repair;
    repairs.push(...repair);
  }
  return repairs;
}

function repairExit(
  sourceCode: SourceCode,
  acquisition: Acquisition,
  leak: Leak,
  effects: Effects,
): readonly Repair[] | NoRepair {
  const { node } = leak;
  switch (leak.kind) {
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
    case 'overwritten': {
      const statement = leak.kind === 'overwritten' ? enclosingStatement(node) : node;
      if (!/^(?:Return|Throw|Break|Continue|Expression)Statement$/.test(statement.type))
        return { refused: 'it is not a statement that loses the response' };
      if (leak.kind === 'overwritten' && !isWithin(statement, acquisition.home))
        return { refused: 'another function replaces the response' };
      const text = releaseText(sourceCode, acquisition, effects, statement);
      return text ? [{ kind: 'before', node: statement, text }] : { refused: 'no name for the response is in scope' };
    }
    case 'end': {
      const block = blockAtEnd(node, effects);
      const last = block?.body.at(-1);
      if (!block || !last || /^(?:Return|Throw|Break|Continue)Statement$/.test(last.type))
        return { refused: 'the end is not that of a block' };
      const text = releaseText(sourceCode, acquisition, effects, last);
      return text ? [{ kind: 'end', node: block, text }] : { refused: 'no name for the response is in scope' };
    }
    default:
      return { refused: 'an implicit exception has no place for a statement' };
  }
}

/** The block whose end loses the response: the function's, or the inner one that declares it. */
function blockAtEnd(node: TSESTree.Node, effects: Effects): TSESTree.BlockStatement | null {
  const body = isFunction(node) ? node.body : node;
  const [variable] = [...effects.bodyVariables, ...effects.variables];
  const own = variable?.scope.block;
  if (own?.type === 'BlockStatement' && isWithin(own, body)) return own;
  return body.type === 'BlockStatement' ? body : null;
}

function repairDropped(
  sourceCode: SourceCode,
  acquisition: Acquisition,
  effects: Effects,
): readonly Repair[] | NoRepair {
  const { at, home, received } = acquisition;
  if (at === null) {
    const text = received.node.type === 'Identifier' ? release(acquisition, received.node.name, false) : null;
    return text && isFunction(home) && home.body.type === 'BlockStatement'
      ? [{ kind: 'start', node: home.body, text }]
      : { refused: 'the callback has no name for the response' };
  }
  const statement = enclosingStatement(at);
  if (at.type === 'AwaitExpression' && at.parent.type === 'ExpressionStatement' && !received.binding) {
    const [prefix = '', suffix = ''] = release(acquisition, '\0', false).split('\0');
    return [{ kind: 'around', node: at, prefix: `${prefix}(`, suffix: `)${suffix.replace(/;$/, '')}` }];
  }
  const pattern =
    at.parent?.type === 'VariableDeclarator' &&
    statement.type === 'VariableDeclaration' &&
    statement.declarations.length === 1
      ? at.parent.id
      : null;
  if (pattern?.type === 'ObjectPattern') return repairPattern(sourceCode, acquisition, pattern, statement);
  const text =
    pattern?.type === 'Identifier' && [...effects.variables].some(({ name }) => name === pattern.name)
      ? release(acquisition, pattern.name, false)
      : null;
  return text ? [{ kind: 'after', node: statement, text }] : { refused: 'the response has no name' };
}

/**
 * `return (await fetch(url)).ok;` becomes three statements: the response in a variable, its release, and the rest. For
 * a suggestion,
 * because the variable is new.
 */
export function extraction(sourceCode: SourceCode, acquisition: Acquisition): readonly Repair[] | NoRepair {
  const { at } = acquisition;
  const statement = at && enclosingStatement(at);
  if (!at || at.type !== 'AwaitExpression' || at.parent.type !== 'MemberExpression' || at.parent.object !== at)
    return { refused: 'it is not a member of the call' };
  const inPlace =
    statement?.type === 'ReturnStatement' ||
    (statement?.type === 'VariableDeclaration' && statement.declarations.length === 1);
  const [first] =
    statement?.type === 'ReturnStatement'
      ? [statement.argument]
      : statement?.type === 'VariableDeclaration'
        ? [statement.declarations[0].init]
        : [];
  // Only what is evaluated first may move in front of the statement.
  if (!statement || !inPlace || !first || !startsWith(sourceCode, first, at))
    return { refused: 'something else is evaluated before the call' };
  const name = 'response';
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(at); scope; scope = scope.upper)
    if (scope.set.has(name)) return { refused: `the name ${name} is taken` };
  return [
    { kind: 'before', node: statement, text: `const ${name} = ${sourceCode.getText(at)};` },
    { kind: 'before', node: statement, text: release(acquisition, name, false) },
    { kind: 'replace', node: at, text: name },
  ];
}

/** Whether an expression begins with another one, apart from parentheses. */
function startsWith(sourceCode: SourceCode, expression: TSESTree.Node, inner: TSESTree.Node): boolean {
  return /^[\s(!]*$/.test(sourceCode.text.slice(expression.range[0], inner.range[0]));
}

/** `const { statusCode } = await request(url)`: names the body too. */
function repairPattern(
  sourceCode: SourceCode,
  acquisition: Acquisition,
  pattern: TSESTree.ObjectPattern,
  statement: TSESTree.Node,
): readonly Repair[] | NoRepair {
  const [member, ...more] = acquisition.body.onResponse ? ['body'] : acquisition.body.path;
  const known = pattern.properties.some(
    (property) => property.type === 'RestElement' || propertyName(property) === member,
  );
  if (!member || more.length > 0 || known || pattern.properties.length === 0)
    return { refused: 'the pattern leaves no place for the body' };
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(pattern); scope; scope = scope.upper) {
    const used = scope.set.has(member) || scope.through.some(({ identifier }) => identifier.name === member);
    if (used) return { refused: `the name ${member} is taken` };
  }
  return [
    { kind: 'property', node: pattern, text: member },
    { kind: 'after', node: statement, text: release(acquisition, member, true) },
  ];
}

/** The statement that releases the body at a place, by a name that is in scope there. */
function releaseText(
  sourceCode: SourceCode,
  acquisition: Acquisition,
  effects: Effects,
  at: TSESTree.Node,
): string | null {
  const body = [...effects.bodyVariables].find((variable) => isVisible(sourceCode, variable, at));
  if (body) return release(acquisition, body.name, true);
  const response = [...effects.variables].find((variable) => isVisible(sourceCode, variable, at));
  return response ? release(acquisition, response.name, false) : null;
}

/** The catalog's form, applied to the response or, with `isBody`, to a name of the body itself. */
function release(acquisition: Acquisition, name: string, isBody: boolean): string {
  const { fact, onResponse, path } = acquisition.body;
  if (onResponse) return isBody ? fact.releaseForm.replace('$.body', name) : fact.releaseForm.replace('$', name);
  return fact.releaseForm.replace('$', isBody ? name : [name, ...path].join('.'));
}

function isVisible(sourceCode: SourceCode, variable: Variable, at: TSESTree.Node): boolean {
  const [identifier] = variable.identifiers;
  if (!identifier || identifier.range[0] > at.range[0]) return false;
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(at); scope; scope = scope.upper) {
    const found = scope.set.get(variable.name);
    if (found) return found === variable;
  }
  return false;
}

/** The statement that cancels a reader, and what to put it around: the loop, or the `finally` of a `try` around it. */
export function readerRepair(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
): { readonly node: TSESTree.Node; readonly text: string } | NoRepair {
  const declarator = call.parent;
  const id = declarator.type === 'VariableDeclarator' ? declarator.id : null;
  const variable = id?.type === 'Identifier' ? variableOf(sourceCode, id) : null;
  if (!variable) return { refused: 'the reader has no name' };
  const block = enclosingStatement(call).parent;
  const users = new Set(
    variable.references
      .filter(({ identifier }) => identifier !== id)
      .map(({ identifier }) => statementIn(identifier, block)),
  );
  const [statement, ...more] = [...users];
  if (!statement || more.length > 0) return { refused: 'the reader is used in more than one statement' };
  return { node: unwrap(statement), text: `void ${variable.name}.cancel().catch(() => {});` };
}

function statementIn(node: TSESTree.Node, block: TSESTree.Node | undefined): TSESTree.Node {
  let current = node;
  while (current.parent && current.parent !== block) current = current.parent;
  return current;
}
