import type { TSESTree } from '@typescript-eslint/utils';
import { childrenOf, descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  isWithin,
  isWritten,
  propertyName,
  unwrap,
  wrapped,
} from '../../ast/nodes.js';
import { initializerOf, isTopLevel, type Variable } from '../../ast/variables.js';
import { destructuredFrom } from '../../ast/destructured.js';

import { loggers } from '../../catalog/conventions/looking.js';
import { namePattern } from '../names/conventions.js';
import { changingFunctions, fixedGlobals, pureCalls, pureFunctions } from '../../catalog/conventions/pure-calls.js';

/**
 * Where the arguments of a construction come from, from the most to the least fixed.
 * `constant`: literals and module constants of literals; `module`: other module-level values, imports, the environment;
 * `instance`: fields of `this`; `call`: parameters, locals and calls of the function around it.
 */
export type Origin = 'constant' | 'module' | 'instance' | 'call';

const ORDER: readonly Origin[] = ['constant', 'module', 'instance', 'call'];
const FIXED_GLOBALS = new Set(fixedGlobals);
const PURE = new Set(pureFunctions);
const CHANGING = new Set(changingFunctions);
const READING = namePattern(pureCalls);
const LOGGER = namePattern(loggers);

/** The least fixed origin among several nodes. */
export function originOf(file: FileView, nodes: readonly TSESTree.Node[]): Origin {
  return least(nodes.map((node) => origin(file, node, new Set())));
}

function least(origins: readonly Origin[]): Origin {
  return ORDER[Math.max(0, ...origins.map((item) => ORDER.indexOf(item)))] ?? 'constant';
}

function origin(file: FileView, node: TSESTree.Node, seen: Set<Variable>): Origin {
  switch (node.type) {
    case 'Literal':
    case 'TemplateElement':
    case 'PrivateIdentifier':
      return 'constant';
    case 'ThisExpression':
      return 'instance';
    case 'Identifier':
      return originOfName(file, node, seen);
    case 'MemberExpression': {
      const object = origin(file, node.object, seen);
      return node.computed ? least([object, origin(file, node.property, seen)]) : object;
    }
    case 'Property':
      return least([node.computed ? origin(file, node.key, seen) : 'constant', origin(file, node.value, seen)]);
    case 'CallExpression':
    case 'NewExpression':
      return originOfCall(file, node, seen);
    case 'MetaProperty':
      return node.meta.name === 'new' ? 'call' : 'module';
    case 'Super':
      return 'instance';
    case 'AwaitExpression':
    case 'ImportExpression':
    case 'YieldExpression':
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return 'call';
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return originOfFunction(file, node, seen);
    default: {
      if (node.type.startsWith('TS') && unwrap(node) === node) return 'constant';
      return least(childrenOf(node, file.visitorKeys).map((child) => origin(file, child, seen)));
    }
  }
}

function originOfName(file: FileView, node: TSESTree.Identifier, seen: Set<Variable>): Origin {
  const variable = file.variableOf(node);
  if (node.name === 'arguments' && variable?.scope.type === 'function') return 'call';
  if (!variable || variable.defs.length === 0)
    return FIXED_GLOBALS.has(node.name) ? (node.name === 'process' ? 'module' : 'constant') : 'module';
  if (seen.has(variable)) return 'constant';
  seen.add(variable);
  const init = initializerOf(variable);
  if (isTopLevel(variable)) {
    const fixed = init !== null && !isMutatedObject(variable, init) && origin(file, init, seen) === 'constant';
    return fixed ? 'constant' : 'module';
  }
  // What a local constant takes out of an object is as fixed as that: `const { REGION } = process.env`.
  const source = variable.defs[0]?.type === 'Variable' ? destructuredFrom(file, variable) : null;
  if (source) return least([origin(file, source, seen), 'module']);
  // A local constant is as fixed as what it was made from.
  const isOwn = init !== null && variable.defs[0]?.type === 'Variable' && !isMutatedObject(variable, init);
  const isFilled = isOwn && mayBeFilled(variable, (use) => use === node);
  return isOwn && !isFilled ? origin(file, init, seen) : 'call';
}

/**
 * Whether a function that gets a local object, in some other use than those which are excepted, may put something into
 * it: `withDefaults(options)`. A constructor keeps or reads its options.
 */
export function mayBeFilled(variable: Variable, isExcepted: (use: TSESTree.Node) => boolean): boolean {
  const init = initializerOf(variable);
  if (!init || unwrap(init).type !== 'ObjectExpression') return false;
  return variable.references.some(({ identifier }) => {
    const use = wrapped(identifier);
    const { parent } = use;
    if (parent?.type !== 'CallExpression' || parent.callee === use || isExcepted(identifier)) return false;
    const name = calleeName(parent.callee) ?? '';
    const [first = ''] = name.split('.');
    return !READING.test(name) && !LOGGER.test(first);
  });
}

/** Whether members of an object, or of objects in it, are assigned after its literal. */
function isMutatedObject(variable: Variable, init: TSESTree.Expression): boolean {
  return (
    unwrap(init).type === 'ObjectExpression' && variable.references.some(({ identifier }) => isChanged(identifier))
  );
}

function isChanged(identifier: TSESTree.Node): boolean {
  let target = identifier;
  while (target.parent?.type === 'MemberExpression' && target.parent.object === target) target = target.parent;
  const { parent } = target;
  if (parent?.type === 'CallExpression')
    return parent.arguments[0] === target && CHANGING.has(calleeName(parent.callee)?.split('.').at(-1) ?? '');
  return target !== identifier && isWritten(target);
}

/** Pure functions of their arguments keep an origin; what other functions return may differ with every call. */
function originOfCall(
  file: FileView,
  node: TSESTree.CallExpression | TSESTree.NewExpression,
  seen: Set<Variable>,
): Origin {
  const inputs = least(node.arguments.map((argument) => origin(file, argument, seen)));
  const callee = unwrap(node.callee);
  const name =
    callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
  const pure = PURE.has(name);
  if (callee.type === 'MemberExpression') {
    const object = origin(file, callee.object, seen);
    return least([pure ? 'constant' : 'module', inputs, object]);
  }
  const variable = callee.type === 'Identifier' ? file.variableOf(callee) : null;
  const outer = variable === null || variable.defs.length === 0 || isTopLevel(variable);
  return least([pure ? 'constant' : outer ? 'module' : 'call', inputs]);
}

/** A function is as fixed as the variables it captures; an arrow function captures `this` too. */
function originOfFunction(file: FileView, node: TSESTree.Node, seen: Set<Variable>): Origin {
  const scope = file.scopeManager?.acquire(node);
  if (!scope) return 'call';
  const capturesThis =
    node.type === 'ArrowFunctionExpression' &&
    [...descendantsOf(node, file.visitorKeys, hasOuterThis)].some(
      ({ type }) => type === 'ThisExpression' || type === 'Super',
    );
  return least([
    ...(capturesThis ? ['instance' as const] : []),
    ...scope.through.map(({ identifier, resolved }) => {
      if (identifier.type !== 'Identifier') return 'constant';
      if (resolved && resolved.defs.some((definition) => isWithin(definition.name, node))) return 'constant';
      return originOfName(file, identifier, seen);
    }),
  ]);
}

function hasOuterThis(node: TSESTree.Node): boolean {
  return node.type !== 'FunctionExpression' && node.type !== 'FunctionDeclaration' && node.type !== 'ClassBody';
}

/** Whether a node stands in a parameter default, which is evaluated for every call that leaves the argument out. */
export function isParameterDefault(node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return fn !== null && fn.params.some((param) => isWithin(node, param)) && !isFunction(node);
}
