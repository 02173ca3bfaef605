import type { TSESTree } from '@typescript-eslint/utils';
import { namePattern } from '../../analysis/names/conventions.js';
import { mayBeFilled } from '../../analysis/values/argument-origin.js';
import { fieldIndexOf } from '../../analysis/names/fields.js';
import { descendantsOf } from '../../ast/children.js';
import {
  ancestorsUntil,
  calleeName,
  enclosingClass,
  isFunction,
  isWithin,
  isWritten,
  propertyName,
} from '../../ast/nodes.js';
import { isConstant, isTopLevel, type Variable } from '../../ast/variables.js';
import { pureCalls } from '../../catalog/conventions/pure-calls.js';
import { scalarNames, secretNames } from '../../catalog/conventions/sharing.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { removeStatement } from '../../fix/remove.js';
import { replaceExpression } from '../../fix/replace-reference.js';
import { localConstant } from './arguments.js';
import { fieldType, primitiveTypeOf, scalarOptionType } from './key-like.js';
import { isRefused, type Site } from './site.js';
import { keepAliveEdits } from './keep-alive.js';
import { dataType, plainData } from './plain-data.js';
import { definedAt, parametersOf } from './project-made.js';
import { withEdits } from './with-edits.js';

const PURE = namePattern(pureCalls);
const SECRET = namePattern(secretNames);
const SCALAR = namePattern(scalarNames);

/** A part of the arguments that differs from call to call. */
export interface KeyPart {
  readonly name: string;
  readonly text: string;
  /** Its type, as a parameter; `null` in JavaScript where nothing proves that it is a string or number. */
  readonly type: string | null;
  /** Whether it is an object of plain data, which is found again by its JSON. */
  readonly isData?: boolean;
}

/** A construction written in terms of what differs from call to call. */
export interface KeyedText {
  readonly parts: readonly KeyPart[];
  /** The construction, in which the parts have their names and local constants their values. */
  readonly text: string;
  /** What becomes superfluous in the function. */
  readonly removals: readonly Edit[];
  /** Whether somebody's secret is among the parts, so that only a hash of them is kept. */
  readonly hasSecret: boolean;
  /** The names of the options in parts that are objects. */
  readonly options: ReadonlySet<string>;
}

/** What the arguments depend on; refused where that is more than strings, numbers and plain data of such. */
export function keyedText(site: Site): KeyedText | Refusal {
  const reader = new KeyReader(site);
  const text = reader.textOf(site.value);
  const clash = reader.clash();
  if (reader.refused !== null) return { refused: reader.refused };
  if (clash !== null) return { refused: `${clash} would mean something else` };
  const isInExpression = [...ancestorsUntil(site.client.node, site.fn)].some(({ type }) => type === 'ClassExpression');
  return reader.parts.size > 0 && !isInExpression
    ? {
        parts: [...reader.parts.values()],
        text,
        removals: reader.removals(),
        hasSecret: reader.hasSecret,
        options: reader.options,
      }
    : { refused: 'nothing says what it depends on' };
}

class KeyReader {
  refused: string | null = null;
  hasSecret = false;
  readonly options = new Set<string>();
  readonly parts = new Map<string, KeyPart>();
  readonly #inlined = new Map<Variable, TSESTree.VariableDeclaration>();
  readonly #read: TSESTree.Node[] = [];

  constructor(readonly site: Site) {}

  /** The text of a node, with names for what differs. */
  textOf(node: TSESTree.Node): string {
    this.#read.push(node);
    this.#refuseEffects(node);
    const kept = node === this.site.value ? keepAliveEdits(this.site) : [];
    if (isRefused(kept)) this.#refuse(kept.refused);
    const edits: Edit[] = isRefused(kept) ? [] : [...kept];
    for (const { identifier, variable, isType } of this.site.file.outerReferences(node)) {
      if (!variable || isType) continue;
      if (isTopLevel(variable)) {
        if (variable.defs[0]?.type !== 'ImportBinding' && !isConstant(variable))
          this.#refuse(`${variable.name} is assigned again`);
        continue;
      }
      const constant = localConstant(variable);
      const isObject = constant && /^(?:Object|Array)Expression$/.test(constant.init.type);
      const isFilled = mayBeFilled(variable, (use) => isWithin(use, this.site.client.node));
      if (constant && isObject && isConstant(variable) && !this.#isChanged(variable) && !isFilled) {
        this.#inlined.set(variable, constant.declaration);
        edits.push(replaceExpression(identifier, this.textOf(constant.init)));
      } else this.#part(identifier, variable, edits);
    }
    for (const self of descendantsOf(node, this.site.file.visitorKeys))
      if (self.type === 'ThisExpression') this.#field(self, edits);
    return withEdits(this.site.file, node, edits);
  }

  /** A name of the module that a part would hide. */
  clash(): string | null {
    const hidden = this.#read
      .flatMap((node) => [...this.site.file.outerReferences(node)])
      .find(({ identifier, variable }) => this.parts.has(identifier.name) && (!variable || isTopLevel(variable)));
    return hidden ? hidden.identifier.name : null;
  }

  /** The declarations of constants that only the construction used. */
  removals(): readonly Edit[] {
    return [...this.#inlined].flatMap(([variable, declaration]) => {
      const isOnlyUse = variable.references.every(
        ({ init, identifier }) => init === true || this.#read.some((node) => isWithin(identifier, node)),
      );
      const removed = isOnlyUse ? removeStatement(this.site.file, declaration) : [];
      return 'refused' in removed ? [] : removed;
    });
  }

  #refuse(reason: string): void {
    this.refused ??= reason;
  }

  #refuseEffects(root: TSESTree.Node): void {
    const { clients } = this.site.file;
    for (const node of descendantsOf(root, this.site.file.visitorKeys)) {
      if (node.type === 'AwaitExpression' || node.type === 'YieldExpression' || isFunction(node))
        this.#refuse('its arguments depend on more than strings and numbers');
      const called =
        (node.type === 'CallExpression' || node.type === 'NewExpression') && node !== this.site.client.node
          ? (calleeName(node.callee) ?? '')
          : null;
      if (called !== null && !PURE.test(called) && !clients.constructions.has(node))
        this.#refuse(`what ${called}() returns may differ from call to call`);
      if (node.type === 'Property' && SECRET.test(propertyName(node) ?? '') && node.value.type !== 'Literal')
        this.hasSecret = true;
    }
  }

  #part(identifier: TSESTree.Node, variable: Variable, edits: Edit[]): void {
    if (!isConstant(variable)) this.#refuse(`${variable.name} is assigned again`);
    const node = wholeMember(identifier);
    const name = node.type === 'MemberExpression' ? propertyName(node) : variable.name;
    const isCalled = node.parent?.type === 'CallExpression' && node.parent.callee === node;
    if (isCalled) this.#refuse('it depends on what a method returns');
    const data = node === identifier ? plainData(this.site, variable) : null;
    if (data?.hasSecret) this.hasSecret = true;
    for (const option of data?.names ?? []) this.options.add(option);
    this.#add(
      node,
      name,
      data ? dataType(this.site, variable) : primitiveTypeOf(this.site.file, node),
      edits,
      data !== null,
    );
  }

  /** `this.region`, read when it is called. */
  #field(self: TSESTree.ThisExpression, edits: Edit[]): void {
    const field = self.parent;
    const owner = enclosingClass(self);
    if (
      field.type !== 'MemberExpression' ||
      !owner ||
      !fieldIndexOf(this.site.file, owner).members.has(nameOf(field))
    ) {
      this.#refuse('it is given the object itself');
      return;
    }
    const member = wholeMember(field);
    if (member.parent?.type === 'CallExpression' && member.parent.callee === member) {
      this.#refuse('it depends on what a method returns');
      return;
    }
    const type = member === field ? fieldType(this.site.file, owner, nameOf(field)) : null;
    this.#add(member, member.type === 'MemberExpression' ? propertyName(member) : null, type, edits);
  }

  #add(node: TSESTree.Node, name: string | null, known: string | null, edits: Edit[], isData = false): void {
    const { file, typed } = this.site;
    const type = known ?? (typed ? takenType(this.site, node) : scalarOptionType(node));
    const option = node.parent?.type === 'Property' && node.parent.value === node ? propertyName(node.parent) : null;
    const text = file.getText(node);
    const plain = name?.replace(/^#/, '') ?? '';
    if (
      name === null ||
      (type === null && (typed || !(SCALAR.test(name) || SCALAR.test(option ?? '')))) ||
      !/^[A-Za-z_$][\w$]*$/.test(plain)
    ) {
      this.#refuse(`${text} is not provably a string or number, by which a Map finds a client again`);
      return;
    }
    if (SECRET.test(plain)) this.hasSecret = true;
    const other = this.parts.get(plain);
    if (other && other.text !== text) {
      this.#refuse(`two parts are called ${plain}`);
      return;
    }
    this.parts.set(plain, { name: plain, text, type, isData });
    edits.push(replaceExpression(node, plain));
  }

  #isChanged(variable: Variable): boolean {
    return variable.references.some(
      ({ identifier: { parent } }) => parent.type === 'MemberExpression' && isWritten(parent),
    );
  }
}

/** The primitive type that a function of the project declares for the parameter which takes an argument. */
function takenType({ file, client: { node } }: Site, argument: TSESTree.Node): string | null {
  const defined = definedAt(file, node.callee);
  const index = node.arguments.findIndex((each) => each === argument);
  const before = node.arguments.slice(0, index);
  if (!defined || index < 0 || before.some(({ type }) => type === 'SpreadElement')) return null;
  const param = parametersOf(defined.made)[index];
  const isTyped = param?.type === 'Identifier' && param.typeAnnotation !== undefined;
  return isTyped ? primitiveTypeOf(defined.read, param) : null;
}

/** The whole chain of members behind a value: `where.s3.region`. */
function wholeMember(start: TSESTree.Node): TSESTree.Node {
  let node = start;
  while (node.parent?.type === 'MemberExpression' && node.parent.object === node && !node.parent.computed)
    node = node.parent;
  return node;
}

function nameOf(member: TSESTree.MemberExpression): string {
  return propertyName(member) ?? '';
}
