import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isNothing, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import type { CallLike } from '../names/clients.js';
import { returnsOf } from '../summaries/returned.js';

/** What a function takes in place of a client that it constructs otherwise: a parameter, or a member of one. */
interface Substitute {
  readonly index: number;
  readonly member: string | null;
}

/**
 * Whether a call hands a function what it uses in place of a client that it constructs otherwise
 * (`load(agent)` of `function load(agent) { return get(agent ?? new Agent()); }`), or may do so.
 */
export function isGivenInstead(file: FileView, node: TSESTree.Node, fn: FunctionNode, call: CallLike): boolean {
  return substitutesFor(file, node, fn).some(({ index, member }) => {
    if (call.arguments.slice(0, index + 1).some(({ type }) => type === 'SpreadElement')) return true;
    const given = call.arguments[index];
    if (!given || given.type === 'SpreadElement' || isNothing(unwrap(given))) return false;
    const value = file.resolveConstant(given);
    if (member === null || value.type !== 'ObjectExpression') return true;
    return value.properties.some((property) => property.type !== 'Property' || propertyName(property) === member);
  });
}

function substitutesFor(file: FileView, node: TSESTree.Node, fn: FunctionNode): Substitute[] {
  const found: Substitute[] = [];
  for (let child = node; child !== fn && child.parent; child = child.parent) {
    const value = valueInstead(child);
    const substitute = value && substituteIn(file, value, fn);
    if (substitute) found.push(substitute);
    const { parent } = child;
    if (parent.type !== 'IfStatement' || parent.test === child) continue;
    // `if (!agent) return new Agent(); return agent;`
    const tested = substituteIn(file, parent.test, fn);
    const isSame = (each: Substitute | null): boolean =>
      each !== null && each.index === tested?.index && each.member === tested.member;
    if (tested && otherValues(node, fn).some((each) => isSame(substituteIn(file, each, fn)))) found.push(tested);
  }
  return found;
}

/** What is used in place of an expression: the other side of `given ?? made` and of `given ? given : made`. */
function valueInstead(node: TSESTree.Node): TSESTree.Node | null {
  const { parent } = node;
  if (parent?.type === 'LogicalExpression')
    return parent.right === node && parent.operator !== '&&' ? parent.left : null;
  if (parent?.type === 'AssignmentPattern') return parent.right === node ? parent.left : null;
  if (parent?.type !== 'ConditionalExpression' || parent.test === node) return null;
  return parent.consequent === node ? parent.alternate : parent.consequent;
}

/** What a construction in a branch is assigned to, and what the function around it returns elsewhere. */
function otherValues(node: TSESTree.Node, fn: FunctionNode): TSESTree.Node[] {
  const { parent } = wrapped(node);
  const target = parent?.type === 'AssignmentExpression' && parent.right === wrapped(node) ? [parent.left] : [];
  return [...target, ...returnsOf(fn).returned.filter(({ type }) => type !== 'ReturnStatement')];
}

/** `agent`, `!agent`, `agent === undefined`, `options?.agent` of a parameter. */
function substituteIn(file: FileView, tested: TSESTree.Node, fn: FunctionNode): Substitute | null {
  const node = unwrap(tested);
  if (node.type === 'UnaryExpression') return substituteIn(file, node.argument, fn);
  if (node.type === 'BinaryExpression') return substituteIn(file, node.left, fn);
  const member = node.type === 'MemberExpression' ? propertyName(node) : null;
  const name = node.type === 'MemberExpression' ? unwrap(node.object) : node;
  if (name.type !== 'Identifier' || (node.type === 'MemberExpression' && member === null)) return null;
  const definition = file.variableOf(name)?.defs[0];
  if (definition?.type !== 'Parameter' || definition.node !== fn) return null;
  for (const [index, parameter] of fn.params.entries()) {
    const bound = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (bound.type === 'Identifier' && bound.name === name.name) return { index, member };
    // `load({ agent })`
    if (bound.type === 'ObjectPattern' && member === null) {
      const property = bound.properties.find((each) => each.type === 'Property' && bindsName(each.value, name.name));
      if (property?.type === 'Property') return { index, member: propertyName(property) };
    }
  }
  return null;
}

function bindsName(value: TSESTree.Node, name: string): boolean {
  const bound = value.type === 'AssignmentPattern' ? value.left : value;
  return bound.type === 'Identifier' && bound.name === name;
}
