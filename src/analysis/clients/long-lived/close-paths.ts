import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { calleeName, isFunction, stringOf, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import { functionOf, isExported, nameOfFunction } from '../../names/functions.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Names of functions that end a module's or a program's work. */
const CLOSE_NAME =
  /^(?:close|shut_?down|graceful_?shutdown|stop|dispose|destroy|disconnect|clean_?up|tear_?down|terminate|on(?:Close|Shutdown|Exit))(?:$|[A-Z_])/i;
const SIGNALS = new Set(['SIGTERM', 'SIGINT']);
/**
 * Calls that register what runs at the end, by the name of the function: `app.addHook('onClose', fn)`,
 * `closeWithGrace(fn)`.
 */
const REGISTERING =
  /(?:^|\.)(?:closeWithGrace|registerShutdownHandler|terminating|onShutdown|onExit|onClose|gracefulShutdown|asyncExitHook|addShutdownHook)$/;
const ENDING_HOOKS = new Set(['onClose', 'close', 'onShutdown', 'shutdown']);

/** A function that runs when the file's module or program ends. */
export interface ClosePath {
  readonly fn: FunctionNode;
  readonly by: 'name' | 'signal' | 'hook';
}

/** The close paths of a file, the best place for a further close first. */
export function closePathsOf(sourceCode: SourceCode): ClosePath[] {
  const found = new Map<FunctionNode, ClosePath['by']>();
  for (const fn of namedFunctions(sourceCode)) found.set(fn, 'name');
  for (const { fn, by } of registeredFunctions(sourceCode)) found.set(fn, found.get(fn) ?? by);
  const order = { name: 0, hook: 1, signal: 2 };
  return [...found].map(([fn, by]) => ({ fn, by })).sort((a, b) => order[a.by] - order[b.by]);
}

/** Top-level functions that are named like a close and take nothing: they close what the module has. */
function namedFunctions(sourceCode: SourceCode): FunctionNode[] {
  const [global, module] = sourceCode.scopeManager?.scopes ?? [];
  const variables = [...(global?.variables ?? []), ...(module?.block.type === 'Program' ? module.variables : [])];
  return variables.flatMap((variable) => {
    const fn = functionOfVariable(variable);
    return fn &&
      fn.params.length === 0 &&
      CLOSE_NAME.test(nameOfFunction(sourceCode, fn) ?? '') &&
      (isExported(sourceCode, fn) || variable.references.length > 0)
      ? [fn]
      : [];
  });
}

function functionOfVariable(variable: Variable): FunctionNode | null {
  const definition = variable.defs[0];
  if (definition?.type === 'FunctionName' && isFunction(definition.node)) return definition.node;
  const init =
    definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
  return isFunction(init) ? init : null;
}

/** Functions given to `process.on('SIGTERM')`, to hooks of frameworks and to packages for shutdown. */
function* registeredFunctions(sourceCode: SourceCode): Generator<ClosePath> {
  for (const { index } of sourceCode.text.matchAll(
    /['"](?:SIGTERM|SIGINT|onClose|close|shutdown)['"]|\b(?:closeWithGrace|registerShutdownHandler|terminating|onShutdown|onExit|onClose|gracefulShutdown|asyncExitHook|addShutdownHook)\s*\(/g,
  )) {
    const call = callAt(sourceCode, index);
    if (!call) continue;
    const by = registrationOf(call);
    const callback = call.arguments.at(-1);
    const fn = by && callback ? functionOf(sourceCode, unwrap(callback)) : null;
    if (fn && by) yield { fn, by };
  }
}

function callAt(sourceCode: SourceCode, index: number): TSESTree.CallExpression | null {
  let node: TSESTree.Node | null | undefined = sourceCode.getNodeByRangeIndex(index);
  for (let steps = 0; node && steps < 4; steps++, node = node.parent) if (node.type === 'CallExpression') return node;
  return null;
}

function registrationOf({ callee, arguments: args }: TSESTree.CallExpression): 'signal' | 'hook' | null {
  const name = calleeName(callee) ?? '';
  const event = stringOf(args[0]) ?? '';
  if (/^process\.(?:on|once|addListener)$/.test(name)) return SIGNALS.has(event) ? 'signal' : null;
  if (/\.(?:addHook|hook|hookOnce)$/.test(name)) return ENDING_HOOKS.has(event) ? 'hook' : null;
  return REGISTERING.test(name) ? 'hook' : null;
}

/** Whether a module variable can be named inside a function: nothing in between declares the same name. */
export function reaches(sourceCode: SourceCode, fn: FunctionNode, variable: Variable): boolean {
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(fn.body); scope; scope = scope.upper) {
    const found = scope.set.get(variable.name);
    if (found) return found === variable;
  }
  return false;
}
