import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, callAround, propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import { bindingsOf } from '../../../ast/variables.js';
import type { CallLike, Construction } from '../../names/clients.js';
import { functionOf } from '../../names/functions.js';
import { isLendingOption } from '../../names/lending-options.js';
import { ELEMENT, HELD, OWNED } from '../../values/client-paths.js';
import { ITERATION_METHODS } from '../../values/closures.js';
import { injectionOf } from '../../values/injection.js';
import type { ValueWalk } from '../../values/value-walk.js';
import {
  holdingPackage,
  isClosingOption,
  isMounting,
  isAssigned,
  isOfSameVendor,
  isRegistering,
  leadsToClose,
  MERE_READER,
  parameterOf,
} from './callees.js';
import { RESHAPING_METHODS } from './containers.js';
import { HoldingWalk } from './holding-walk.js';
import { settingOf } from './app-settings.js';
import { definesModel } from './model-definers.js';

/**
 * Follows a long-lived client through the whole file, to what may end it. Every reference to one of its close methods
 * counts as a close, whoever calls it and when.
 */
export class ReachWalk extends HoldingWalk {
  /** References to a close method of the client, or of an owner that closes it. */
  readonly closes: TSESTree.Node[] = [];
  /** Calls by which an application gets what a package made of the client, or made with it. */
  readonly mounted: TSESTree.Node[] = [];
  /** Names under which applications keep it, and give it to whoever asks. */
  readonly settings: string[] = [];
  /** An owner with connections of its own which closes the client: its close is what matters. */
  follows: Construction | null = null;
  readonly #closeNames: ReadonlySet<string>;
  readonly #ownerCloseNames = new Set<string>();

  constructor(...args: ConstructorParameters<typeof ValueWalk<Construction>>) {
    super(...args);
    this.#closeNames = new Set(
      this.construction.construct.close.flatMap(({ method, on }) => (on === 'module' ? [] : [method])),
    );
  }

  /** Tells packages of npm from those of the workspace; without it, any may end what it is given. */
  isPackage: ((specifier: string) => boolean) | null = null;

  protected override get heldMayClose(): boolean {
    return this.#ownerCloseNames.size > 0;
  }

  override bind(pattern: TSESTree.Node, path: readonly string[], origin: TSESTree.Node): void {
    super.bind(pattern, path, origin);
    for (const binding of bindingsOf(pattern)) {
      if (
        binding.path.length > path.length &&
        path.every((name, index) => name === binding.path[index]) &&
        this.#closeNames.has(binding.path[path.length] ?? '')
      ) {
        this.closes.push(binding.identifier);
      }
    }
  }

  protected override elementMethod(node: TSESTree.MemberExpression, name: string, path: readonly string[]): boolean {
    const call = callAround(node);
    if (call && ITERATION_METHODS.has(name)) {
      const callback = call.arguments[0] && (functionOf(this.file, unwrap(call.arguments[0])) ?? null);
      const parameter = callback?.params[name.startsWith('reduce') ? 1 : 0];
      if (parameter) this.element(parameter, path.slice(1), node);
      if (RESHAPING_METHODS.has(name)) this.value(call, name === 'find' ? path.slice(1) : path);
      return true;
    }
    if (call && RESHAPING_METHODS.has(name)) {
      this.value(call, /^(?:at|get|pop|shift)$/.test(name) ? path.slice(1) : path);
      return true;
    }
    return super.elementMethod(node, name, path);
  }

  protected override clientMember(node: TSESTree.MemberExpression, name: string | null, held: boolean): void {
    if (held) {
      this.#ownerMember(node, name);
    } else if (name === null) {
      // A method chosen at run time may be the close.
      this.unknownAt(node);
    } else if (leadsToClose(node, this.#closeNames) && !isAssigned(node)) {
      this.closes.push(node);
    } else {
      super.clientMember(node, name, held);
    }
  }

  /** A member of an owner, or of what it holds: `retry.close()`, `api.defaults.httpsAgent.destroy()`. */
  #ownerMember(node: TSESTree.MemberExpression, name: string | null): void {
    if (name !== null && this.#ownerCloseNames.has(name)) this.closes.push(node);
    for (let outer = wrapped(node).parent; outer?.type === 'MemberExpression'; outer = wrapped(outer).parent) {
      if (this.#closeNames.has(propertyName(outer) ?? '')) this.closes.push(outer);
    }
    super.clientMember(node, name, true);
  }

  protected override argument(call: CallLike, index: number, path: readonly string[]): void {
    const owner = this.file.clients.constructions.get(call);
    if (!owner || owner === this.construction) {
      super.argument(call, index, path);
      return;
    }
    const injection = injectionOf(owner, index, path);
    if (!injection) {
      this.unknownAt(call);
    } else if (injection.closes !== true) {
      this.value(call, [HELD]);
    } else if (owner.construct.owns === 'none') {
      for (const { method } of owner.construct.close) this.#ownerCloseNames.add(method);
      this.value(call, [HELD]);
    } else {
      this.follows = owner;
    }
  }

  protected override filled(container: TSESTree.Node, path: readonly string[]): void {
    const setting = settingOf(this.file, container);
    if (setting === null) {
      super.filled(container, path);
      return;
    }
    this.settings.push(setting);
    this.sinks.push({ kind: 'used', node: container, method: null });
  }

  protected override borrowed(call: CallLike, closes: boolean): void {
    super.borrowed(call, closes);
    if (closes) this.closes.push(call);
  }

  protected override functionArgument(
    call: CallLike,
    callee: TSESTree.Node,
    index: number,
    path: readonly string[],
  ): void {
    const parameter = parameterOf(this.file, call, callee, index);
    const name = calleeName(callee) ?? '';
    const each = path[0] === ELEMENT && call.type === 'CallExpression' ? this.#iteratee(call, index) : undefined;
    if (parameter) {
      this.passed(parameter, path);
    } else if (each) {
      // `pMap(workers, (worker) => worker.close())`, of whatever package.
      this.element(each, path.slice(1), call);
    } else if (path.includes(HELD) && !this.heldMayClose) {
      this.sinks.push({ kind: 'used', node: call, method: null });
    } else if (name === 'Object.entries') {
      this.value(call, [ELEMENT, ...path.slice(1)]);
    } else if (call.type === 'NewExpression' && /^(?:Map|Set|Array|WeakMap)$/.test(name)) {
      this.value(call, [ELEMENT, ...path.slice(name.endsWith('Map') ? 2 : 1)]);
    } else if (
      MERE_READER.test(name) ||
      isOfSameVendor(this.file, callee, this.construction) ||
      definesModel(call) ||
      (call.type === 'CallExpression' && isLendingOption(path.at(-1)))
    ) {
      this.sinks.push({ kind: 'borrowed', node: call });
    } else if (this.#isOfPackage(callee)) {
      // What a package makes of a client that it is given leaves it to whoever made it, unless it is ended itself.
      this.value(call, [OWNED]);
    } else if ((path.includes(OWNED) && isMounting(callee)) || this.#isOptionOfPlugin(call, callee, index)) {
      this.mounted.push(call);
      this.sinks.push({ kind: 'used', node: call, method: null });
    } else {
      this.unknownAt(call);
    }
  }

  /** What a function that a call is given beside a container gets of it, one by one. */
  #iteratee(call: TSESTree.CallExpression, index: number): TSESTree.Parameter | undefined {
    const given = call.arguments.slice(index + 1).map((argument) => functionOf(this.file, unwrap(argument)));
    return given.find((fn) => fn !== null)?.params[0];
  }

  /** `app.register(fastifyRedis, { client })`: a plugin of a package, unless an option says that it closes. */
  #isOptionOfPlugin(call: CallLike, callee: TSESTree.Node, index: number): boolean {
    const [plugin] = call.arguments;
    const options = call.arguments[index];
    if (index === 0 || !plugin || options?.type !== 'ObjectExpression' || !isRegistering(callee)) return false;
    const closes = options.properties.some(
      (property) => property.type !== 'Property' || isClosingOption(propertyName(property)),
    );
    return !closes && this.#isOfPackage(plugin);
  }

  #isOfPackage(callee: TSESTree.Node): boolean {
    const specifier = this.isPackage && holdingPackage(this.file, callee);
    return typeof specifier === 'string' && this.isPackage?.(specifier) === true;
  }
}
