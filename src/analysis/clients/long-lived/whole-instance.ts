import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import { memoized } from '../../../ast/memo.js';
import { wordsOf } from '../../../ast/names.js';
import { calleeName, propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { closeMethodNames, closingVerbs, forgettingMethods } from '../../../catalog/conventions/closing.js';
import type { FileLifecycle } from '../../lifecycle.js';
import type { CallLike, Construction } from '../../names/clients.js';
import { wholeName } from '../../names/conventions.js';
import { importedName } from '../../names/import-source.js';
import type { ClassNode } from '../../names/members.js';
import { MERE_READER, parameterOf } from './callees.js';

/**
 * Whether a method that ends the instances of a class hands the whole instance to code which may close its fields:
 * `stop() { return closeAll(this); }`, `Object.values(this)`.
 */
export function endsAsAWhole(file: FileLifecycle, owner: ClassNode, { construct }: Construction): boolean {
  const methods = construct.close.map(({ method }) => wholeName(method.split('.').at(-1) ?? method));
  const { instances, answers } = endsOf(owner, file);
  const closes = methods.join('|');
  let answer = answers.get(closes);
  if (answer === undefined) {
    const walk = new WholeUses(file, new RegExp(closes));
    answer = instances.some((instance) => walk.mayEnd(instance));
    answers.set(closes, answer);
  }
  return answer;
}

/** Where the methods that end the instances of a class name the instance, and what was found out; fields share it. */
const endsOf = memoized((owner: ClassNode, { visitorKeys }: FileLifecycle) => ({
  instances: owner.body.body
    .filter(
      (member) =>
        (member.type === 'MethodDefinition' || member.type === 'PropertyDefinition') &&
        isEnd(propertyName(member) ?? ''),
    )
    .flatMap((member) => [...descendantsOf(member, visitorKeys)].filter(({ type }) => type === 'ThisExpression')),
  answers: new Map<string, boolean>(),
}));

function isEnd(name: string): boolean {
  return closeMethodNames.includes(name) || wordsOf(name).some((word) => closingVerbs.includes(word));
}

/** Uses of an instance as a value, through which its fields may be closed. */
class WholeUses {
  readonly #seen = new Set<TSESTree.Node>();

  constructor(
    readonly file: FileLifecycle,
    /** The names of the close methods of the client. */
    readonly closes: RegExp,
  ) {}

  mayEnd(instance: TSESTree.Node): boolean {
    if (this.#seen.has(instance)) return false;
    this.#seen.add(instance);
    const value = wrapped(instance);
    const { parent } = value;
    switch (parent?.type) {
      case 'MemberExpression':
        return parent.object === value && propertyName(parent) === null;
      case 'CallExpression':
      case 'NewExpression': {
        const index = parent.arguments.findIndex((argument) => argument === value);
        return index >= 0 && this.#called(parent, unwrap(parent.callee), index);
      }
      case 'Property':
      case 'SpreadElement':
      case 'ObjectExpression':
      case 'ArrayExpression':
        return this.mayEnd(parent);
      case 'ForInStatement':
        return parent.right === value;
      case 'VariableDeclarator':
        return parent.init === value && this.#named(parent.id);
      default:
        return false;
    }
  }

  /** `const self = this`; what a pattern takes out of it is followed by the name of the field. */
  #named(target: TSESTree.Node): boolean {
    if (target.type === 'ObjectPattern') return target.properties.some(({ type }) => type === 'RestElement');
    const variable = target.type === 'Identifier' ? this.file.variableOf(target) : null;
    return variable !== null && readsOf(variable).some(({ identifier }) => this.mayEnd(identifier));
  }

  #called(call: CallLike, callee: TSESTree.Node, index: number): boolean {
    if (callee.type === 'MemberExpression' && /^(?:call|apply|bind)$/.test(propertyName(callee) ?? ''))
      return this.#receives(unwrap(callee.object));
    const name = calleeName(callee) ?? '';
    if (MERE_READER.test(name) || forgettingMethods.includes(name.split('.').at(-1) ?? '')) return false;
    const parameter = parameterOf(this.file, call, callee, index);
    return parameter ? this.#named(parameter) : this.#receives(callee);
  }

  /** Whether a function of which the file does not show what it does may close something. */
  #receives(callee: TSESTree.Node): boolean {
    if (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression') return false;
    const source = importedName(this.file, callee);
    const texts = source ? (this.file.catalog?.textsOfImport(source.specifier) ?? []) : [];
    return texts.length === 0 || texts.some((text) => this.closes.test(text));
  }
}
