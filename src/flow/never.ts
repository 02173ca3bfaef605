import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { buildGraph } from './build.js';
import type { NoReturn } from './builder.js';
import { reachableNodes } from './graph.js';

/** What the names and the nodes of a file are asked of. */
type Source = Pick<Readonly<TSESLint.SourceCode>, 'getScope' | 'visitorKeys'>;
type Variable = TSESLint.Scope.Variable;
type FunctionNode = TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/** Functions that end by calling one another are followed this far, so that no chain of them exhausts the stack. */
const MAX_DEPTH = 20;

/** What `BuildOptions.neverReturns` asks for. */
export type NeverReturns = (node: TSESTree.Node) => NoReturn | null;

/**
 * Recognises calls that never return: `process.exit()` and `process.abort()` (the global, or from `node:process`),
 * functions of the same file that always throw or end the process, and those declared `never`; `await` of asynchronous
 * ones. Methods count when nothing can override them (`#name`, `private`), or when they are declared `never`.
 */
export function neverReturnsIn(file: Source): NeverReturns {
  const verdicts = new Map<FunctionNode, NoReturn | null>();
  let depth = 0;

  function ofNode(node: TSESTree.Node): NoReturn | null {
    const awaited = node.type === 'AwaitExpression';
    const call = awaited ? unwrap(node.argument) : node;
    if (call.type !== 'CallExpression') return null;
    const callee = unwrap(call.callee);
    if (!awaited && endsProcess(file, callee)) return 'exits';
    const target = targetOf(file, callee);
    if (!target) return null;
    const declared = isNever(target.node.returnType?.typeAnnotation, awaited);
    const followed = isFunction(target.node) && target.node.async === awaited && (declared || !target.overridable);
    return (followed ? ofFunction(target.node) : null) ?? (declared ? 'unknown' : null);
  }

  function ofFunction(fn: FunctionNode): NoReturn | null {
    const known = verdicts.get(fn);
    if (known !== undefined) return known;
    // A function that calls itself is judged by its other paths.
    verdicts.set(fn, null);
    if (depth >= MAX_DEPTH || fn.generator) return null;
    depth += 1;
    const verdict = mayNotReturn(fn) ? ofBody(fn) : null;
    depth -= 1;
    verdicts.set(fn, verdict);
    return verdict;
  }

  function mayNotReturn(fn: FunctionNode): boolean {
    const last = fn.body.type === 'BlockStatement' ? fn.body.body.at(-1) : fn.body;
    if (!last) return false;
    switch (last.type) {
      case 'ReturnStatement':
      case 'VariableDeclaration':
      case 'FunctionDeclaration':
        return false;
      case 'ExpressionStatement':
        return ofNode(unwrap(last.expression)) !== null;
      default:
        return /Statement$/u.test(last.type) || ofNode(unwrap(last)) !== null;
    }
  }

  function ofBody(fn: FunctionNode): NoReturn | null {
    let exits = false;
    const neverReturns = (node: TSESTree.Node): NoReturn | null => {
      const verdict = ofNode(node);
      exits ||= verdict === 'exits';
      return verdict;
    };
    const graph = buildGraph(fn, { visitorKeys: file.visitorKeys, neverReturns });
    const reached = reachableNodes(graph);
    if (reached.has(graph.exits.normal)) return null;
    const throws = [...reached].some((node) =>
      node.outgoing.some((edge) => edge.kind === 'throw' && edge.cause === 'throw' && !edge.caught),
    );
    return throws ? 'throws' : exits ? 'exits' : 'unknown';
  }

  return ofNode;
}

function isFunction(node: TSESTree.Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression'
  );
}

function unwrap(node: TSESTree.Node): TSESTree.Node {
  let current = node;
  for (;;) {
    switch (current.type) {
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'ChainExpression':
        current = current.expression;
        break;
      default:
        return current;
    }
  }
}

function isNever(type: TSESTree.TypeNode | undefined, awaited: boolean): boolean {
  if (!awaited) return type?.type === 'TSNeverKeyword';
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || type.typeName.name !== 'Promise')
    return false;
  return type.typeArguments?.params[0]?.type === 'TSNeverKeyword';
}

function variableOf(file: Source, identifier: TSESTree.Identifier): Variable | null {
  for (let scope: TSESLint.Scope.Scope | null = file.getScope(identifier); scope; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable) return variable;
  }
  return null;
}

function memberName(node: TSESTree.MemberExpression): string | null {
  if (node.property.type === 'PrivateIdentifier') return `#${node.property.name}`;
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : null;
  return node.property.type === 'Literal' ? String(node.property.value) : null;
}

function isProcessModule(name: unknown): boolean {
  return name === 'process' || name === 'node:process';
}

/** The export of `node:process` that a variable holds: a name, or `*` for the module itself. */
function processExport(variable: Variable): string | null {
  const [definition] = variable.defs;
  if (
    definition?.type === 'ImportBinding' &&
    definition.parent.type === 'ImportDeclaration' &&
    isProcessModule(definition.parent.source.value)
  ) {
    const specifier = definition.node;
    if (specifier.type !== 'ImportSpecifier') return '*';
    const name = specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
    return name === 'default' ? '*' : name;
  }
  if (
    definition?.type !== 'Variable' ||
    definition.node.type !== 'VariableDeclarator' ||
    definition.parent.kind !== 'const'
  )
    return null;
  const { id, init } = definition.node;
  const source =
    init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'require'
      ? init.arguments[0]
      : null;
  return id.type === 'Identifier' && source?.type === 'Literal' && isProcessModule(source.value) ? '*' : null;
}

function isGlobal(variable: Variable | null): boolean {
  return !variable || variable.defs.length === 0;
}

function isProcess(file: Source, node: TSESTree.Node): boolean {
  if (node.type === 'MemberExpression') {
    const { object } = node;
    if (object.type !== 'Identifier' || memberName(node) !== 'process') return false;
    return (object.name === 'globalThis' || object.name === 'global') && isGlobal(variableOf(file, object));
  }
  if (node.type !== 'Identifier') return false;
  const variable = variableOf(file, node);
  if (!variable || isGlobal(variable)) return node.name === 'process';
  return processExport(variable) === '*';
}

function endsProcess(file: Source, callee: TSESTree.Node): boolean {
  if (callee.type === 'Identifier') {
    const variable = variableOf(file, callee);
    const name = variable && processExport(variable);
    return name === 'exit' || name === 'abort';
  }
  if (callee.type !== 'MemberExpression') return false;
  const name = memberName(callee);
  return (name === 'exit' || name === 'abort') && isProcess(file, unwrap(callee.object));
}

interface Target {
  readonly node: FunctionNode | TSESTree.TSDeclareFunction | TSESTree.TSEmptyBodyFunctionExpression;
  /** Whether another function may run instead. */
  readonly overridable: boolean;
}

/** The function of this file that a callee denotes. */
function targetOf(file: Source, callee: TSESTree.Node): Target | null {
  if (isFunction(callee)) return { node: callee, overridable: false };
  if (callee.type === 'Identifier') {
    const variable = variableOf(file, callee);
    return variable && targetOfVariable(variable);
  }
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ThisExpression') return null;
  const name = memberName(callee);
  const owner = classAround(callee);
  return name === null || !owner ? null : (methodsOf(owner).get(name) ?? null);
}

const methodsByClass = new WeakMap<ClassNode, ReadonlyMap<string, Target>>();

/** The methods that a class itself has, by name; collected once for each class. */
function methodsOf(owner: ClassNode): ReadonlyMap<string, Target> {
  const known = methodsByClass.get(owner);
  if (known) return known;
  const methods = new Map<string, Target>();
  methodsByClass.set(owner, methods);
  for (const member of owner.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'method' || member.computed) continue;
    const own =
      member.key.type === 'PrivateIdentifier'
        ? `#${member.key.name}`
        : member.key.type === 'Identifier'
          ? member.key.name
          : null;
    if (own === null || methods.has(own) || member.value.body === null) continue;
    methods.set(own, {
      node: member.value,
      overridable: member.key.type !== 'PrivateIdentifier' && member.accessibility !== 'private',
    });
  }
  return methods;
}

function targetOfVariable(variable: Variable): Target | null {
  if (variable.references.some((reference) => reference.isWrite() && reference.init !== true)) return null;
  const functions = variable.defs.flatMap((definition) =>
    definition.type === 'FunctionName' ? [definition.node] : [],
  );
  const implementation = functions.find(isFunction) ?? functions[0];
  if (implementation)
    return functions.length === variable.defs.length ? { node: implementation, overridable: false } : null;
  const [definition] = variable.defs;
  if (variable.defs.length !== 1 || definition?.type !== 'Variable' || definition.node.type !== 'VariableDeclarator')
    return null;
  const init = definition.node.init && unwrap(definition.node.init);
  return definition.node.id.type === 'Identifier' && isFunction(init) ? { node: init, overridable: false } : null;
}

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** The class whose `this` an expression sees. */
function classAround(node: TSESTree.Node): ClassNode | null {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === 'ClassDeclaration' || current.type === 'ClassExpression') return current;
    if (
      current.type === 'FunctionDeclaration' ||
      (current.type === 'FunctionExpression' && current.parent.type !== 'MethodDefinition')
    )
      return null;
  }
  return null;
}
