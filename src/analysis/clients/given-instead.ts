import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isNothing, propertyName, unwrap, type FunctionNode } from '../../ast/nodes.js';
import type { CallLike } from '../names/clients.js';

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
    const { parent } = child;
    const tested =
      parent.type === 'LogicalExpression' && parent.right === child && parent.operator !== '&&'
        ? parent.left
        : parent.type === 'ConditionalExpression' && parent.test !== child
          ? parent.test
          : parent.type === 'IfStatement' && parent.test !== child
            ? parent.test
            : parent.type === 'AssignmentPattern' && parent.right === child
              ? parent.left
              : null;
    const substitute = tested && substituteIn(file, tested, fn);
    if (substitute) found.push(substitute);
  }
  return found;
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
