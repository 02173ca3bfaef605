import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  isFunction,
  isNothing,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { bindingsOf, type Variable } from '../../../ast/variables.js';
import type { AnalysedFile } from '../../names/clients.js';
import { importedName, type ImportedName } from '../../names/import-source.js';
import { ownMember, superclassOf } from '../../names/members.js';
import { ABSENT, either, NO_ENVIRONMENT, OPAQUE, isGiven } from './possible.js';
import type { Bound, Environment, ForeignCode, OptionsReader, Possible } from './possible.js';

/** Another file of the project, which values of this one come from. */
export interface ForeignFile extends AnalysedFile {
  /** Absolute. */
  readonly path: string;
  readonly elsewhere: Elsewhere;
}

/** Where another file defines what is imported; `rest` is what is left of the path. */
export interface Definition {
  readonly file: ForeignFile;
  readonly node: TSESTree.Node;
  readonly rest: readonly string[];
}

/** Finds the definitions of what one file imports from others of its project. */
export interface Elsewhere {
  definitionOf(imported: ImportedName): Definition | null;
}

/** A reader for another file. */
interface ForeignReader extends OptionsReader {
  returned(fn: FunctionNode, environment: Environment, path: readonly string[]): Possible;
  changed(variable: Variable, path: readonly string[]): Possible;
}

interface ForeignFunction {
  readonly reader: ForeignReader;
  readonly fn: FunctionNode;
}

/**
 * What functions, classes and constants of other files say of an option: that nothing sets it, that an argument of the
 * call may, or that it has a value. Which value that is stays unknown here: a limit is a limit.
 */
export class ForeignValues implements ForeignCode {
  constructor(
    readonly local: OptionsReader,
    readonly elsewhere: Elsewhere | null,
    readonly readerOf: (file: ForeignFile) => ForeignReader,
  ) {}

  /** The value at a path of something that is imported; `null` where its definition is not known. */
  value(name: TSESTree.Node, path: readonly string[]): Possible | null {
    const imported = importedName(this.local.file, name);
    const found = imported && this.elsewhere?.definitionOf({ ...imported, path: [...imported.path, ...path] });
    if (!found || found.node.type === 'ClassDeclaration' || isFunction(found.node)) return null;
    const reader = this.readerOf(found.file);
    // Through the name that holds it, so that what later code writes into it counts as well.
    const { parent } = found.node;
    const node = parent?.type === 'VariableDeclarator' && parent.init === found.node ? parent.id : found.node;
    const possible = reader.read({ node, environment: NO_ENVIRONMENT }, found.rest);
    return told(reader, possible);
  }

  constant(name: TSESTree.Node): ReturnType<ForeignCode['constant']> {
    const mayBe = name.type === 'Identifier' || name.type === 'MemberExpression';
    const imported = mayBe && this.elsewhere ? importedName(this.local.file, name) : null;
    const found = imported && this.elsewhere?.definitionOf(imported);
    if (!found || !isConstantValue(found.node)) return null;
    const reader = this.readerOf(found.file);
    const { values, opaque, parameters } = reader.read({ node: found.node, environment: NO_ENVIRONMENT }, found.rest);
    return opaque || parameters.size > 0 || values.length === 0 ? null : { reader, values };
  }

  /** The value at a path of what a function of another file returns. */
  call(call: TSESTree.CallExpression, environment: Environment, path: readonly string[]): Possible | null {
    const found = this.#functionOf(unwrap(call.callee));
    if (!found || found.fn.generator) return null;
    const { reader, fn } = found;
    const possible = reader.returned(fn, NO_ENVIRONMENT, path);
    return [...possible.parameters].reduce(
      (all, variable) => either(all, this.#argument(fn, variable, call, environment, path)),
      told(reader, possible),
    );
  }

  /** What a function of another file may write into an object that it is given. */
  changes(call: TSESTree.CallExpression, index: number, path: readonly string[]): Possible | null {
    const found = this.#functionOf(unwrap(call.callee));
    const parameter = found?.fn.params[index];
    const plain = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (!found || plain?.type !== 'Identifier') return null;
    const variable = found.reader.file.variableOf(plain);
    if (!variable) return null;
    return isGiven(found.reader.changed(variable, path)) ? OPAQUE : ABSENT;
  }

  #argument(
    fn: FunctionNode,
    variable: Variable,
    call: TSESTree.CallExpression,
    environment: Environment,
    path: readonly string[],
  ): Possible {
    for (const [index, param] of fn.params.entries()) {
      const pattern = param.type === 'AssignmentPattern' ? param.left : param;
      const binding = [...bindingsOf(pattern)].find(({ identifier }) => variable.identifiers.includes(identifier));
      if (!binding) continue;
      if (param.type === 'RestElement' || call.arguments.some(({ type }) => type === 'SpreadElement')) return OPAQUE;
      const argument = call.arguments[index];
      if (!argument) return ABSENT;
      // `(url, timeout) => ({ timeout })`: the parameter is the option itself, not an object that has it.
      if (binding.path.length === 0 && isMember(variable) && !isNothing(unwrap(argument))) return OPAQUE;
      return this.local.argument(argument, environment, [...binding.path, ...path]);
    }
    return OPAQUE;
  }

  /** The function that a callee denotes: imported, or a method that the class around inherits from an imported one. */
  #functionOf(callee: TSESTree.Node): ForeignFunction | null {
    if (!this.elsewhere) return null;
    const { file } = this.local;
    const inherits = callee.type === 'MemberExpression' && /^(?:ThisExpression|Super)$/.test(callee.object.type);
    if (inherits) {
      const name = propertyName(callee);
      return name === null ? null : this.#inherited(enclosingClass(callee), name);
    }
    const imported = importedName(file, callee);
    const found = imported && this.elsewhere.definitionOf(imported);
    if (!found || !isFunction(found.node) || found.rest.length > 0) return null;
    return { reader: this.readerOf(found.file), fn: found.node };
  }

  #inherited(owner: ReturnType<typeof enclosingClass>, name: string): ForeignFunction | null {
    const { file } = this.local;
    let top = owner;
    for (let depth = 0; top && depth < 4; depth++) {
      const next = superclassOf(file, top);
      if (!next) break;
      top = next;
    }
    const imported = top?.superClass ? importedName(file, top.superClass) : null;
    const found = imported && this.elsewhere?.definitionOf(imported);
    if (!found || (found.node.type !== 'ClassDeclaration' && found.node.type !== 'ClassExpression')) return null;
    const method = ownMember(found.node, name)?.value;
    return isFunction(method) ? { reader: this.readerOf(found.file), fn: method } : null;
  }
}

/** Whether an exported value stands where nothing else can be written in its place. */
function isConstantValue(value: TSESTree.Node): boolean {
  let { parent } = wrapped(value);
  while (parent?.type === 'Property' || parent?.type === 'ObjectExpression') parent = wrapped(parent).parent;
  return parent?.type === 'VariableDeclarator'
    ? parent.parent.kind === 'const'
    : parent?.type !== 'AssignmentExpression';
}

/** Whether a variable is written into an object as one of its members. */
function isMember({ references }: Variable): boolean {
  return references.some(({ identifier }) => {
    const value = wrapped(identifier);
    const { parent } = value;
    if (parent?.type === 'Property') return parent.value === value;
    return parent?.type === 'AssignmentExpression' && parent.right === value && parent.left.type === 'MemberExpression';
  });
}

/** What of a value of another file is told: whether it may be set there. */
function told(reader: ForeignReader, { values, opaque, absent }: Possible): Possible {
  const set = values.filter(({ node }) => !isNothing(unwrap(node)));
  const bare = absent && set.every((value) => isBareClient(reader, value));
  return opaque || (set.length > 0 && !bare) ? OPAQUE : ABSENT;
}

/** Whether a value is a client that its file makes without limits: the report belongs there. */
function isBareClient(reader: ForeignReader, { node }: Bound): boolean {
  const construction = reader.file.clients.constructions.get(unwrap(node));
  if (!construction) return false;
  const options = (construction.construct.timeouts ?? []).flatMap(({ option, phase }) =>
    phase === 'idle' || phase === 'connect' ? [] : option,
  );
  return construction.node.arguments.every((argument) =>
    options.every((option) => !isGiven(reader.argument(argument, NO_ENVIRONMENT, option.split('.')))),
  );
}
