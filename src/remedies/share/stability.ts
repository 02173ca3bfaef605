import type { TSESTree } from '@typescript-eslint/utils';
import { fieldIndexOf } from '../../analysis/names/fields.js';
import { descendantsOf } from '../../ast/children.js';
import {
  calleeName,
  decoratorsOf,
  enclosingClass,
  enclosingFunction,
  isFunction,
  isWritten,
  propertyName,
  unwrap,
} from '../../ast/nodes.js';
import { initializerOf, isConstant, isTopLevel, type Variable } from '../../ast/variables.js';
import { destructuredFrom } from '../../ast/destructured.js';
import type { Refusal } from '../../fix/edits.js';
import { parameterPropertyOf } from './receiver.js';
import { isEnvironmentRead } from './environment-reads.js';
import { isSettingRead } from './setting-reads.js';
import { isRefused, type Site } from './site.js';
import { pureCalls } from '../../catalog/conventions/pure-calls.js';
import { credentialMakers } from '../../catalog/conventions/sharing.js';
import { namePattern } from '../../analysis/names/conventions.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';

const PURE = namePattern(pureCalls);
const CREDENTIALS = new Set(credentialMakers);

/** What is known of arguments that are evaluated once from now on. */
export interface Stability {
  /** Calls whose result may differ from one evaluation to the next. */
  readonly calls: readonly string[];
  /** Fields that code outside of the class may assign. */
  readonly open: readonly string[];
}

/**
 * Whether the arguments of a construction have the same values in every call: the environment, imports, constants of
 * the module and fields that only the constructor assigns. A refusal names what may change.
 */
export function stabilityOf(site: Site): Stability | Refusal {
  const judge = new Judge(site.file);
  for (const argument of site.client.construction.node.arguments) judge.visit(argument);
  return judge.refused ? { refused: judge.refused } : { calls: [...judge.calls], open: [...judge.open] };
}

/** Whether every call gives the same arguments, so that nothing has to tell them apart. */
export function isStable(site: Site): boolean {
  return site.client.origin !== 'call' && !isRefused(stabilityOf(site));
}

class Judge {
  readonly calls = new Set<string>();
  readonly open = new Set<string>();
  refused: string | null = null;
  readonly #seen = new Set<Variable>();
  readonly #file: FileLifecycle;

  constructor(file: FileLifecycle) {
    this.#file = file;
  }

  visit(root: TSESTree.Node): void {
    for (const { variable } of this.#file.outerReferences(root)) if (variable) this.#variable(variable);
    for (const node of descendantsOf(root, this.#file.visitorKeys, (inner) => !isFunction(inner))) {
      if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') this.refused ??= 'an argument is awaited';
      if (node.type === 'ThisExpression') this.#field(node);
      if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !isFunction(node.callee)) {
        const name = calleeName(node.callee) ?? 'a function';
        const isKnown = PURE.test(name) || CREDENTIALS.has(name.split('.').at(-1) ?? '');
        if (!isKnown && !isSettingRead(this.#file, node) && !isEnvironmentRead(this.#file, node))
          this.calls.add(`${name}()`);
      }
    }
  }

  #variable(variable: Variable): void {
    if (this.#seen.has(variable)) return;
    this.#seen.add(variable);
    const [definition] = variable.defs;
    if (definition?.type === 'ImportBinding' || definition?.type === 'FunctionName' || definition?.type === 'ClassName')
      return;
    if (!isConstant(variable)) this.refused ??= `${variable.name} is assigned again`;
    else if (hasChangedMembers(variable)) this.refused ??= `${variable.name} is changed`;
    else if (!isTopLevel(variable)) {
      const init = initializerOf(variable) ?? destructuredFrom(this.#file, variable);
      if (init) this.visit(init);
      else this.refused ??= `${variable.name} is known only in the function`;
    }
  }

  /** `this.name`, where only the constructor of this class gives the field its value. */
  #field(self: TSESTree.ThisExpression): void {
    const owner = enclosingClass(self);
    const member = self.parent;
    const name = member.type === 'MemberExpression' && member.object === self ? propertyName(member) : null;
    if (!owner || name === null) {
      this.refused ??= 'it is given the object itself';
      return;
    }
    const definition = owner.body.body.find(
      (element) =>
        (element.type === 'PropertyDefinition' ||
          element.type === 'MethodDefinition' ||
          element.type === 'AccessorProperty') &&
        !element.static &&
        propertyName(element as TSESTree.PropertyDefinition) === name,
    );
    const parameter = parameterPropertyOf(owner, name);
    const writes = (fieldIndexOf(this.#file, owner).members.get(name) ?? []).filter(isChanged);
    const late = writes.find((write) => !isConstructor(enclosingFunction(write)));
    if (late) this.refused ??= `line ${String(late.loc.start.line)} changes this.${name}`;
    else if (definition?.type === 'MethodDefinition' && unwrap(member).parent?.type !== 'CallExpression')
      this.refused ??= `this.${name} is computed`;
    else if (!definition && !parameter && writes.length === 0) this.refused ??= `this.${name} belongs to another class`;
    else if (definition?.type === 'PropertyDefinition' && decoratorsOf(definition).length > 0)
      this.refused ??= `a decorator may change this.${name}`;
    else if (!definition || definition.type === 'PropertyDefinition') {
      const { readonly = false, accessibility } = definition ?? parameter ?? {};
      if (
        !readonly &&
        !name.startsWith('#') &&
        accessibility !== 'private' &&
        (definition ?? parameter) &&
        isTyped(definition ?? parameter)
      )
        this.open.add(`this.${name}`);
    }
  }
}

function isTyped(node: TSESTree.PropertyDefinition | TSESTree.TSParameterProperty | null | undefined): boolean {
  return node?.type === 'TSParameterProperty' || (node?.typeAnnotation ?? null) !== null;
}

function isConstructor(fn: TSESTree.Node | null): boolean {
  return fn?.parent?.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
}

/** Whether an expression, or a member of it, is assigned. */
function isChanged(node: TSESTree.Node): boolean {
  let value = node;
  while (value.parent?.type === 'MemberExpression' && value.parent.object === value) value = value.parent;
  return isWritten(value);
}

function hasChangedMembers(variable: Variable): boolean {
  return variable.references.some(
    ({ identifier, init }) => init !== true && identifier.parent.type === 'MemberExpression' && isChanged(identifier),
  );
}
