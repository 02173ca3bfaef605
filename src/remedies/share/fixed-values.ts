import type { TSESTree } from '@typescript-eslint/utils';
import { namePattern, wholeName } from '../../analysis/names/conventions.js';
import { definitionOf } from '../../analysis/names/exports.js';
import { importedName } from '../../analysis/names/import-source.js';
import type { Elsewhere } from '../../analysis/values/possible/foreign.js';
import { childrenOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { calleeName, propertyName, unwrap, wrapped } from '../../ast/nodes.js';
import { bindingsOf, initializerOf, isConstant, isTopLevel, type Variable } from '../../ast/variables.js';
import { destructuredFrom } from '../../ast/destructured.js';
import { changingFunctions, fixedGlobals, pureCalls } from '../../catalog/conventions/pure-calls.js';
import { credentialMakers } from '../../catalog/conventions/sharing.js';

const PURE = namePattern(pureCalls);
const CREDENTIALS = new Set(credentialMakers);
/** Globals that no code sets, and whose members do not change. */
const FIXED = new Set(fixedGlobals.filter((name) => name !== 'process' && name !== 'globalThis'));
/** How many constants lead from one to the next. */
const MAX_DEPTH = 5;

/** A file with the ones of its project that it imports from. */
interface Reading {
  readonly file: FileView;
  readonly elsewhere: Elsewhere | null;
  /** Whether its code runs when the module is imported, and not when somebody needs the value. */
  readonly once: boolean;
}

/** The parts of values that could be changed although nothing assigns the values themselves. */
export interface Changeable {
  /** Variables of the environment; `null` for one whose name is known only at run time. */
  readonly environment: readonly (string | null)[];
  /** Members of objects that modules keep, and the names of those objects. */
  readonly members: readonly string[];
  readonly objects: readonly string[];
}

/**
 * What expressions read that is there for as long as the process: literals, the environment, and constants of this and
 * other modules made of such; `null` where they read more than that.
 */
export function readsOfFixed(
  file: FileView,
  elsewhere: Elsewhere | null,
  nodes: readonly TSESTree.Node[],
): Changeable | null {
  const reader = new FixedReader();
  return nodes.every((node) => reader.reads({ file, elsewhere, once: false }, node, MAX_DEPTH)) ? reader : null;
}

class FixedReader implements Changeable {
  readonly environment: (string | null)[] = [];
  readonly members: string[] = [];
  readonly objects: string[] = [];

  /** Whether an expression reads nothing else. */
  reads(reading: Reading, expression: TSESTree.Node, depth: number): boolean {
    const node = unwrap(expression);
    if (depth < 0) return false;
    switch (node.type) {
      case 'Literal':
      case 'TemplateElement':
        return true;
      case 'Identifier':
        return this.#value(reading, node, [], depth);
      case 'MemberExpression':
        return this.#member(reading, node, [], depth);
      case 'CallExpression':
      case 'NewExpression': {
        const object = unwrap(node.callee);
        const name = calleeName(node.callee) ?? '';
        const isCredential = CREDENTIALS.has(name.split('.').at(-1) ?? '');
        return (
          (isCredential || PURE.test(name)) &&
          (isCredential || object.type !== 'MemberExpression' || this.reads(reading, object.object, depth)) &&
          node.arguments.every((argument) => this.reads(reading, argument, depth))
        );
      }
      case 'Property':
        return (
          (!node.computed || this.reads(reading, node.key, depth)) &&
          node.kind === 'init' &&
          !node.method &&
          this.reads(reading, node.value, depth)
        );
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'TemplateLiteral':
      case 'LogicalExpression':
      case 'ConditionalExpression':
      case 'BinaryExpression':
      case 'UnaryExpression':
        return childrenOf(node, reading.file.visitorKeys).every((child) => this.reads(reading, child, depth));
      default:
        return false;
    }
  }

  /** A member of a value, at a path below it. */
  #member(reading: Reading, node: TSESTree.Node, below: readonly string[], depth: number): boolean {
    const path = [...below];
    let object = unwrap(node);
    for (; object.type === 'MemberExpression'; object = unwrap(object.object)) {
      const name = propertyName(object);
      if (name === null) return object === node && this.#environment(reading, object);
      path.unshift(name);
    }
    return object.type === 'Identifier' && this.#value(reading, object, path, depth);
  }

  /** `process.env[name]` */
  #environment({ file, once }: Reading, { object }: TSESTree.MemberExpression): boolean {
    if (file.getText(object) !== 'process.env') return false;
    if (!once) this.environment.push(null);
    return true;
  }

  /** The value of a name, or of a member of it. */
  #value(reading: Reading, name: TSESTree.Identifier, path: readonly string[], depth: number): boolean {
    const { file, elsewhere, once } = reading;
    const variable = file.variableOf(name);
    if (!variable || variable.defs.length === 0) {
      if (name.name !== 'process' || path[0] !== 'env') return FIXED.has(name.name);
      if (!once) this.environment.push(path[1] ?? null);
      return true;
    }
    const imported = importedName(file, name);
    if (!imported) {
      const source = destructuredFrom(file, variable);
      const key = source && memberTaken(variable);
      if (source && key !== null) {
        const there = { ...reading, once: once || isTopLevel(variable) };
        return this.#member(there, source, [key, ...path], depth - 1);
      }
      const init = isConstant(variable) ? initializerOf(variable) : null;
      const there = { ...reading, once: once || isTopLevel(variable) };
      return init !== null && this.#defined(there, init, name.name, path, depth - 1);
    }
    const found = elsewhere?.definitionOf({ ...imported, path: [...imported.path, ...path] });
    if (!found) return false;
    const node = definitionOf(found.file, unwrap(found.node));
    const own = wrapped(node).parent;
    const id = own?.type === 'VariableDeclarator' && own.id.type === 'Identifier' ? own.id : null;
    const holder = id && found.file.variableOf(id);
    if (holder && !isConstant(holder)) return false;
    if (id) this.objects.push(id.name);
    const there = { file: found.file, elsewhere: found.file.elsewhere, once: true };
    return this.#defined(there, node, name.name, found.rest, depth - 1);
  }

  /** A member of what a constant of a module holds. */
  #defined(reading: Reading, value: TSESTree.Node, name: string, path: readonly string[], depth: number): boolean {
    const [member, ...rest] = path;
    const node = unwrap(value);
    if (member === undefined) {
      const isPlain = node.type !== 'ObjectExpression' && node.type !== 'ArrayExpression';
      return isPlain && this.reads(reading, node, depth);
    }
    if (node.type !== 'ObjectExpression') return false;
    this.objects.push(name);
    this.members.push(member);
    const properties = node.properties.filter(
      (each) => each.type === 'SpreadElement' || each.computed || propertyName(each) === member,
    );
    const [only] = properties;
    return (
      properties.length === 1 &&
      only?.type === 'Property' &&
      only.kind === 'init' &&
      this.#defined(reading, only.value, member, rest, depth)
    );
  }
}

/** The member that a constant takes out of an object: `REGION` of `const { REGION: region } = process.env`. */
function memberTaken({ defs: [definition] }: Variable): string | null {
  if (definition?.type !== 'Variable') return null;
  const bindings = [...bindingsOf(definition.node.id)];
  return bindings.find(({ identifier }) => identifier === definition.name)?.path[0] ?? null;
}

/** Whether a text assigns a member of these names, or gives one of the objects to a function that changes it. */
export function changesAny({ members, objects }: Changeable): (text: string) => boolean {
  if (members.length === 0) return () => false;
  const named = (names: readonly string[]): string => `(?:${[...new Set(names)].map(wholeName).join('|')})`;
  const assigned = new RegExp(
    String.raw`(?:\.\s*|\[\s*['"\x60])${named(members)}['"\x60\]\s]*(?:[-+*/%&|?]{0,3}=(?![=>])|\+\+|--)`,
  );
  const changed = new RegExp(
    String.raw`\b(?:${changingFunctions.join('|')})\s*\(\s*(?:[\w$]+\.)*${named([...objects, ...members])}\b`,
  );
  return (text) => assigned.test(text) || changed.test(text);
}
