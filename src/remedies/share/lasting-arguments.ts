import type { TSESTree } from '@typescript-eslint/utils';
import { namePattern } from '../../analysis/names/conventions.js';
import { fieldIndexOf } from '../../analysis/names/fields.js';
import {
  ancestorsUntil,
  calleeName,
  enclosingClass,
  enclosingFunction,
  isLoop,
  isWithin,
  isWritten,
  propertyName,
  unwrap,
  wrapped,
} from '../../ast/nodes.js';
import { isTopLevel, type Variable } from '../../ast/variables.js';
import { changingFunctions, pureCalls } from '../../catalog/conventions/pure-calls.js';
import {
  callCredentialMakers,
  callObjects,
  credentialMakers,
  plainClasses,
} from '../../catalog/conventions/sharing.js';
import type { Site } from './site.js';

const PURE = namePattern(pureCalls);
const OF_CALL = namePattern(callObjects);
const MAKERS = new Set([...credentialMakers, ...callCredentialMakers]);
const PLAIN = new Set(plainClasses);
const CHANGING = new Set(changingFunctions);

/**
 * Why a client cannot be found again by its arguments: one is made anew for each call and equal to nothing, belongs to
 * one request, or is changed when the client has it. `null` where equal arguments mean an equal client.
 */
export function whyNotByValue(site: Site): string | null {
  const reader = new ArgumentReader(site);
  for (const argument of site.client.node.arguments) {
    const reason = argument.type === 'SpreadElement' ? reader.value(argument.argument) : reader.value(argument);
    if (reason !== null) return reason;
  }
  return null;
}

class ArgumentReader {
  readonly #seen = new Set<Variable>();

  constructor(readonly site: Site) {}

  /** Why a value, or a part of it, is no plain data that stays as it is. */
  value(root: TSESTree.Node): string | null {
    const { clients } = this.site.file;
    const node = unwrap(root);
    switch (node.type) {
      case 'AwaitExpression':
        return this.value(node.argument);
      case 'ObjectExpression':
        return this.#first(node.properties.map((part) => (part.type === 'SpreadElement' ? part.argument : part.value)));
      case 'ArrayExpression':
        return this.#first(
          node.elements
            .map((part) => (part?.type === 'SpreadElement' ? part.argument : part))
            .filter((part) => part !== null),
        );
      case 'ConditionalExpression':
        return this.#first([node.consequent, node.alternate]);
      case 'LogicalExpression':
        return this.#first([node.left, node.right]);
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassExpression':
        return 'a function that is made for each call is among its arguments';
      case 'ThisExpression':
        return 'it is given the object itself';
      case 'CallExpression':
      case 'NewExpression': {
        const name = calleeName(node.callee) ?? '';
        if (clients.constructions.has(node)) return 'another client, made for each call, is among its arguments';
        if (node.type === 'NewExpression' ? !PLAIN.has(name) : MAKERS.has(name.split('.').at(-1) ?? ''))
          return `what ${name}() makes is different for each call`;
        return PURE.test(name) ? this.#first(node.arguments) : null;
      }
      case 'MemberExpression':
        return this.#member(node);
      case 'Identifier': {
        const variable = this.site.file.variableOf(node);
        return variable ? this.#variable(variable) : null;
      }
      default:
        return null;
    }
  }

  #first(nodes: readonly TSESTree.Node[]): string | null {
    for (const node of nodes) {
      const reason = this.value(node);
      if (reason !== null) return reason;
    }
    return null;
  }

  /** `this.options`, whose members other methods may assign. */
  #member(node: TSESTree.MemberExpression): string | null {
    const owner = node.object.type === 'ThisExpression' ? enclosingClass(node) : null;
    const name = propertyName(node);
    if (!owner || name === null) return null;
    const uses = fieldIndexOf(this.site.file, owner).members.get(name) ?? [];
    const late = uses.find((use) => changesMember(use) && !isInConstructor(use));
    return late ? `line ${String(late.loc.start.line)} changes this.${name}, which the client has` : null;
  }

  #variable(variable: Variable): string | null {
    if (this.#seen.has(variable)) return null;
    this.#seen.add(variable);
    const [definition] = variable.defs;
    if (definition?.type === 'Parameter' && OF_CALL.test(variable.name)) return `${variable.name} belongs to one call`;
    const late = variable.references.find(
      ({ identifier, init }) => init !== true && this.#isLate(variable, identifier) && changesMember(identifier),
    );
    if (late) return `line ${String(late.identifier.loc.start.line)} changes ${variable.name}, which the client has`;
    return isTopLevel(variable) ? null : this.#first(givenTo(variable));
  }

  /** Whether a use may come after the construction. */
  #isLate(variable: Variable, use: TSESTree.Node): boolean {
    const { node } = this.site.client;
    if (enclosingFunction(use) !== enclosingFunction(node))
      return !isTopLevel(variable) || enclosingFunction(use) !== null;
    const isRepeated = [...ancestorsUntil(node, enclosingFunction(node))].some(
      (ancestor) => isLoop(ancestor) && (variable.identifiers[0]?.range[0] ?? 0) < ancestor.range[0],
    );
    return isRepeated || use.range[0] > node.range[1];
  }
}

/** What a variable, its members and theirs are given. */
function givenTo({ references }: Variable): TSESTree.Node[] {
  return references.flatMap(({ identifier, writeExpr }) => {
    if (writeExpr) return [writeExpr];
    const { parent } = memberOf(wrapped(identifier));
    return parent?.type === 'AssignmentExpression' && !isWithin(identifier, parent.right) ? [parent.right] : [];
  });
}

/** The whole chain of members behind a value. */
function memberOf(start: TSESTree.Node): TSESTree.Node {
  let value = start;
  while (value.parent?.type === 'MemberExpression' && value.parent.object === value) value = wrapped(value.parent);
  return value;
}

/** `options.x = ...`, `delete options.x`, `Object.assign(options, ...)`, also deeper. */
function changesMember(use: TSESTree.Node): boolean {
  const start = wrapped(use);
  const value = memberOf(start);
  const { parent } = value;
  if (parent?.type === 'CallExpression' && parent.arguments[0] === start)
    return CHANGING.has((calleeName(parent.callee) ?? '').split('.').at(-1) ?? '');
  return value !== start && isWritten(value);
}

function isInConstructor(node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
}
