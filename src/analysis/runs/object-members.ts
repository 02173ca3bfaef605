import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { callAround, propertyName, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { isTopLevel, readsOf, type Variable } from '../../ast/variables.js';
import { bundlerHooks, handlerLists } from '../../catalog/conventions/object-members.js';
import { namePattern } from '../names/conventions.js';

const HANDLERS = namePattern(handlerLists);

/**
 * Who calls a function that is a member of an object or an element of a list. `others`: code that nobody here knows, as
 * with a method; `named`: the calls that name it, all of them known; `unknown`: nothing can be said.
 */
export type MemberCallers =
  | { readonly by: 'others' }
  | { readonly by: 'unknown' }
  | { readonly by: 'named'; readonly calls: readonly TSESTree.CallExpression[] };

const OTHERS: MemberCallers = { by: 'others' };
const UNKNOWN: MemberCallers = { by: 'unknown' };
const NOBODY: MemberCallers = { by: 'named', calls: [] };

/**
 * Judges functions in object literals and lists by what holds those: a field of a class (`loadMethods = { async list()
 * {} }`), a registry of the module, the object that a factory returns.
 */
export function callersOfMember(file: FileView, fn: FunctionNode): MemberCallers {
  const names: string[] = [];
  let inList = false;
  let value = wrapped(fn);
  for (;;) {
    const { parent } = value;
    if (parent?.type === 'Property' && parent.parent.type === 'ObjectExpression') {
      const name = propertyName(parent) ?? '';
      // `'before:deploy:deploy'`: a hook of a command of the Serverless Framework, which runs once.
      if (name.includes(':')) return NOBODY;
      names.unshift(name);
      value = wrapped(parent.parent);
    } else if (parent?.type === 'ArrayExpression') {
      inList = true;
      value = wrapped(parent);
    } else {
      break;
    }
  }
  const { parent } = value;
  if (value.type === 'ObjectExpression' && hasBundlerHook(value)) return NOBODY;
  switch (parent?.type) {
    case 'PropertyDefinition':
      return OTHERS;
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return inList ? UNKNOWN : OTHERS;
    case 'AssignmentExpression':
      return parent.left.type === 'MemberExpression' && !inList ? OTHERS : UNKNOWN;
    case 'VariableDeclarator': {
      const variable = parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
      if (!variable || !isTopLevel(variable)) return UNKNOWN;
      return inList ? ofList(variable) : ofRegistry(variable, names);
    }
    default:
      return UNKNOWN;
  }
}

/** Lists are run through once, unless their name says that they wait for something. */
function ofList(variable: Variable): MemberCallers {
  return HANDLERS.test(variable.name) ? OTHERS : UNKNOWN;
}

/** `registry[name]()` and `serve(registry)` may call all members; `registry.list()` calls one. */
function ofRegistry(variable: Variable, names: readonly string[]): MemberCallers {
  const calls: TSESTree.CallExpression[] = [];
  for (const { identifier } of readsOf(variable)) {
    let node: TSESTree.Node = identifier;
    let depth = 0;
    for (; depth < names.length; depth++) {
      const { parent } = wrapped(node);
      if (parent?.type !== 'MemberExpression' || parent.object !== wrapped(node)) return OTHERS;
      const name = propertyName(parent);
      if (name === null) return OTHERS;
      if (name !== names[depth]) break;
      node = parent;
    }
    if (depth < names.length) continue;
    const call = callAround(node);
    if (!call) return OTHERS;
    calls.push(call);
  }
  return calls.length > 0 ? { by: 'named', calls } : UNKNOWN;
}

/** Plugins of Rollup, Vite and esbuild: their hooks run once for each build. */
function hasBundlerHook(object: TSESTree.ObjectExpression): boolean {
  return object.properties.some(
    (property) => property.type === 'Property' && bundlerHooks.includes(propertyName(property) ?? ''),
  );
}
