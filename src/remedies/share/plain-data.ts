import type { TSESTree } from '@typescript-eslint/utils';
import { namePattern } from '../../analysis/names/conventions.js';
import { isLogging } from '../../analysis/held/engine/looking.js';
import { definitionOf } from '../../analysis/names/exports.js';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  calleeName,
  enclosingFunction,
  isFunction,
  isLoop,
  isWithin,
  isWritten,
  propertyName,
  unwrap,
  wrapped,
} from '../../ast/nodes.js';
import { initializerOf, isConstant, isTopLevel, type Variable } from '../../ast/variables.js';
import { pureCalls } from '../../catalog/conventions/pure-calls.js';
import { secretNames } from '../../catalog/conventions/sharing.js';
import { primitiveTypeOf } from './key-like.js';
import type { Site } from './site.js';

const SECRET = namePattern(secretNames);
const PURE = namePattern(pureCalls);

/** What an object of plain data holds. */
export interface PlainData {
  readonly hasSecret: boolean;
  /** The names of all of its members, also of objects in it. */
  readonly names: ReadonlySet<string>;
}

/** The construction that gets the data, with what is around it. */
type Place = Pick<Site, 'file' | 'client' | 'fn' | 'typed'>;

/** Whether a value is plain data: always, or where it is not `undefined`. */
type Plainness = 'always' | 'unless undefined';

/**
 * What a local object holds, where two of them with the same JSON are equal: a literal of texts, numbers and objects of
 * such, whose members get other such values, if any, before the client gets it. `null` where it may hold more.
 */
export function plainData(site: Place, variable: Variable): PlainData | null {
  const init = initializerOf(variable);
  const literal = init && unwrap(init);
  if (!literal || literal.type !== 'ObjectExpression' || isTopLevel(variable) || !isConstant(variable)) return null;
  if (enclosingFunction(literal) !== site.fn) return null;
  const reader = new DataReader(site, literal);
  return reader.literal(literal) && variable.references.every((use) => use.init === true || reader.use(use.identifier))
    ? reader
    : null;
}

/** The type that a local object declares, as a function of the module can name it; empty in JavaScript. */
export function dataType({ file, typed }: Site, variable: Variable): string | null {
  if (!typed) return '';
  const [id] = variable.identifiers;
  const declared = id?.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
  const isVisible =
    declared && [...file.outerReferences(declared)].every((each) => !each.variable || isTopLevel(each.variable));
  return isVisible ? file.getText(declared) : null;
}

class DataReader implements PlainData {
  hasSecret = false;
  readonly names = new Set<string>();

  constructor(
    readonly site: Place,
    readonly object: TSESTree.ObjectExpression,
  ) {}

  /** Whether a literal is plain; members that are there only sometimes must not be `undefined` then. */
  literal({ properties }: TSESTree.ObjectExpression, guard: string | null = ''): boolean {
    return properties.every((property) => {
      if (property.type === 'SpreadElement') return this.#spread(property.argument, guard);
      if (property.computed || property.kind !== 'init' || property.method) return false;
      return this.#member(propertyName(property), property.value, guard);
    });
  }

  /** Whether a use of the object leaves it plain when the client gets it. */
  use(identifier: TSESTree.Node): boolean {
    const start = wrapped(identifier);
    const { parent } = start;
    if (parent?.type === 'MemberExpression' && parent.object === start) {
      const value = wrapped(parent);
      if (value.parent?.type === 'AssignmentExpression' && value.parent.left === value)
        return this.#assignment(parent, value.parent);
      return !isWritten(value) && !(value.parent?.type === 'CallExpression' && value.parent.callee === value);
    }
    if (parent?.type === 'SpreadElement') return true;
    const isArgument = parent?.type === 'NewExpression' || parent?.type === 'CallExpression';
    if (!isArgument || parent.callee === start) return false;
    const { clients } = this.site.file;
    // What gets it later may change it no more than what gets the options of a client today.
    const isLate = this.#isBehind(parent) && !this.#isRepeated();
    const isMade = parent === this.site.client.node || clients.constructions.has(parent);
    return isLate || isMade || isLogging(parent.callee) || this.#isOnlyRead(parent, start);
  }

  /** `options.region = region`, in front of the construction and in the same function. */
  #assignment(member: TSESTree.MemberExpression, { operator, right, parent }: TSESTree.AssignmentExpression): boolean {
    const name = propertyName(member);
    if (operator !== '=' || name === null || parent.type !== 'ExpressionStatement') return false;
    if (enclosingFunction(parent) !== this.site.fn || this.#isBehind(parent) || this.#isRepeated()) return false;
    return this.#member(name, right, this.#guardOf(parent));
  }

  /** The condition under which a statement runs beside the object; empty for none, `null` for several. */
  #guardOf(statement: TSESTree.Node): string | null {
    const block = enclosingBlock(this.object);
    const conditions = [...ancestorsUntil(statement, block)].filter(({ type }) => type !== 'BlockStatement');
    const [only] = conditions;
    if (!isWithin(statement, block)) return null;
    if (!only) return '';
    const isThen = only.type === 'IfStatement' && isWithin(statement, only.consequent);
    return isThen && conditions.length === 1 ? this.site.file.getText(only.test) : null;
  }

  /** Whether a function of the module makes a text of the object, or constructs something with it, and no more. */
  #isOnlyRead(
    { callee, arguments: all }: TSESTree.CallExpression | TSESTree.NewExpression,
    use: TSESTree.Node,
  ): boolean {
    const { file } = this.site;
    const fn = definitionOf(file, unwrap(callee));
    const param = isFunction(fn) ? fn.params[all.findIndex((argument) => argument === use)] : undefined;
    const variable = param?.type === 'Identifier' ? file.variableOf(param) : null;
    return (
      variable?.references.every(({ identifier: { parent } }) =>
        parent.type === 'CallExpression'
          ? PURE.test(calleeName(parent.callee) ?? '')
          : parent.type === 'NewExpression' && file.clients.constructions.has(parent),
      ) === true
    );
  }

  #isBehind(node: TSESTree.Node): boolean {
    return node.range[0] > this.site.client.node.range[1];
  }

  /** Whether a loop constructs several clients with the one object. */
  #isRepeated(): boolean {
    const block = enclosingBlock(this.object);
    return [...ancestorsUntil(this.site.client.node, block)].some(isLoop);
  }

  #member(name: string | null, value: TSESTree.Node, guard: string | null): boolean {
    if (name === null || name === '__proto__' || name === 'toJSON') return false;
    this.names.add(name);
    if (SECRET.test(name)) this.hasSecret = true;
    const plainness = this.#plainness(value);
    return plainness === 'always' || (plainness !== null && (guard === '' || guard === this.site.file.getText(value)));
  }

  /** `...(endpoint && { endpoint })` */
  #spread(argument: TSESTree.Node, guard: string | null): boolean {
    const node = unwrap(argument);
    if (node.type === 'ObjectExpression') return this.literal(node, guard);
    if (node.type === 'ConditionalExpression')
      return [node.consequent, node.alternate].every((part) => this.#sometimes(part, null));
    return node.type === 'LogicalExpression' && node.operator === '&&'
      ? this.#sometimes(node.right, this.site.file.getText(node.left))
      : false;
  }

  #sometimes(part: TSESTree.Node, guard: string | null): boolean {
    const node = unwrap(part);
    return node.type === 'ObjectExpression' && this.literal(node, guard);
  }

  #plainness(value: TSESTree.Node): Plainness | null {
    const { file } = this.site;
    const node = unwrap(value);
    switch (node.type) {
      case 'Literal':
        return 'regex' in node || 'bigint' in node ? null : 'always';
      case 'TemplateLiteral':
        return 'always';
      case 'UnaryExpression':
        return node.operator === '!' || node.operator === 'typeof' ? 'always' : null;
      case 'ObjectExpression':
        // What JSON leaves out deeper inside cannot be told from what is not there.
        return this.literal(node, null) ? 'always' : null;
      case 'ArrayExpression':
        return node.elements.every((each) => each && this.#plainness(each) === 'always') ? 'always' : null;
      case 'ConditionalExpression':
        return both(this.#plainness(node.consequent), this.#plainness(node.alternate));
      case 'LogicalExpression': {
        const left = this.#plainness(node.left);
        const right = this.#plainness(node.right);
        return node.operator !== '&&' && left !== null ? right : both(left, right);
      }
      case 'Identifier': {
        const variable = file.variableOf(node);
        return variable && isConstant(variable) ? ofType(this.site, node) : null;
      }
      default:
        return isEnvironment(file, node) ? 'unless undefined' : ofType(this.site, node);
    }
  }
}

function both(one: Plainness | null, other: Plainness | null): Plainness | null {
  return one === null || other === null ? null : one === other ? one : 'unless undefined';
}

/** `process.env.REGION` */
function isEnvironment(file: FileView, node: TSESTree.Node): boolean {
  return node.type === 'MemberExpression' && !node.computed && file.getText(node.object) === 'process.env';
}

/** What the declared type of a value says, which holds in TypeScript only. */
function ofType({ file, typed }: Place, node: TSESTree.Node): Plainness | null {
  const type = primitiveTypeOf(file, node);
  if (type === null || type.includes('bigint')) return null;
  return type.includes('undefined') || !typed ? 'unless undefined' : 'always';
}

/** The statements that an object is made among. */
function enclosingBlock(object: TSESTree.Node): TSESTree.Node {
  let node = object;
  while (node.type !== 'BlockStatement' && node.parent) node = node.parent;
  return node;
}
