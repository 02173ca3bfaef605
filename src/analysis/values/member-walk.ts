import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, enclosingFunction, isFunction, propertyName, unwrap } from '../../ast/nodes.js';
import { fillingMethods, takingMethods } from '../../catalog/conventions/pure-calls.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import { namePattern } from '../names/conventions.js';
import { functionOf } from '../names/functions.js';
import { ELEMENT, HELD, OWNED } from './client-paths.js';
import { closeCallOn } from './close-calls.js';
import { CONTINUATION_METHODS, ITERATION_METHODS } from './closures.js';
import { ValueFlow, type FollowedConstruction } from './value-flow.js';

const FILLING_METHODS = new Set(fillingMethods);
const CLOSING = namePattern(closingNames);

/** What the members of a followed value do: uses and closes of the client, and elements of a container of clients. */
export abstract class MemberWalk<Followed extends FollowedConstruction> extends ValueFlow<Followed> {
  protected override member(node: TSESTree.MemberExpression, path: readonly string[]): void {
    const name = propertyName(node);
    const [next] = path;
    if (next === undefined || next === HELD || next === OWNED) {
      // An owner that is closed may close what it holds.
      if (next === OWNED && CLOSING.test(name ?? '')) this.sinks.push({ kind: 'escaped', node });
      this.clientMember(node, name, next !== undefined, next === OWNED);
    } else if (name !== next && this.#isContinued(node, name, path)) {
      return;
    } else if (name === null || name === next || next === ELEMENT) {
      if (name !== null && next === ELEMENT && this.elementMethod(node, name, path)) return;
      this.value(node, path.slice(1));
    } else {
      this.elementMethod(node, name, path);
    }
  }

  /** `connect().then(({ client }) => ...)`: the callback gets the promised object, and later ones what it returns. */
  #isContinued(node: TSESTree.MemberExpression, name: string | null, path: readonly string[]): boolean {
    const call = CONTINUATION_METHODS.has(name ?? '') ? callAround(node) : null;
    if (!call) return false;
    const [callback] = call.arguments;
    if (name !== 'then' || !callback) {
      this.value(call, path);
      return true;
    }
    const fn = functionOf(this.file, unwrap(callback));
    const before = this.sinks.length;
    if (fn?.params[0]) this.bind(fn.params[0], path, fn.params[0]);
    else if (!fn) this.sinks.push({ kind: 'escaped', node: call });
    for (const sink of this.sinks.splice(before))
      if (sink.kind === 'returned' && sink.fn === fn) this.value(call, sink.path);
      else this.sinks.push(sink);
    return true;
  }

  /** `clients.map((client) => ...)` and `map.get(key)` on a local container of clients. */
  protected elementMethod(node: TSESTree.MemberExpression, name: string, path: readonly string[]): boolean {
    const call = node.parent.type === 'CallExpression' && node.parent.callee === node ? node.parent : null;
    if (!call) return false;
    if (ITERATION_METHODS.has(name)) {
      const [callback] = call.arguments;
      if (isFunction(callback) && callback.params[0]) this.bind(callback.params[0], path.slice(1), callback.params[0]);
      return true;
    }
    if (takingMethods.includes(name)) {
      this.value(call, path.slice(1));
      return true;
    }
    return name === 'has' || name === 'delete' || FILLING_METHODS.has(name);
  }

  protected clientMember(node: TSESTree.MemberExpression, name: string | null, held: boolean, owned = false): void {
    const call = callAround(node);
    const { construct } = this.construction;
    const closed = held ? null : closeCallOn(construct.close, node);
    if (closed) {
      this.sinks.push({ kind: 'closed', ...closed });
    } else if (call && name !== null && construct.returnsSelf?.includes(name)) {
      this.sinks.push({ kind: 'used', node, method: name });
      this.value(call, held ? [HELD] : []);
    } else if (call && name !== null && construct.views?.includes(name)) {
      this.sinks.push({ kind: 'used', node, method: name });
      this.value(call, [HELD]);
    } else if (call && CONTINUATION_METHODS.has(name ?? '') && !held) {
      // What `catch` is given gets the error; the client goes on to whoever waits for it.
      const [callback] = call.arguments;
      if (name === 'then' && isFunction(callback) && callback.params[0])
        this.bind(callback.params[0], [], callback.params[0]);
      this.value(call, []);
    } else if (node.parent.type === 'AssignmentExpression' && node.parent.left === node) {
      this.sinks.push({ kind: 'used', node, method: null });
    } else {
      this.sinks.push({ kind: 'used', node, method: name });
      if (
        call &&
        isHandedOn(call) &&
        !(owned && isAwaited(call)) &&
        construct.owns !== 'agent' &&
        (held || !construct.views) &&
        !this.file.clients.requests.has(call)
      )
        this.sinks.push({ kind: 'escaped', node: call });
    }
  }

  protected override called(call: TSESTree.CallExpression | TSESTree.NewExpression, path: readonly string[]): void {
    if (path.length === 0 || path[0] === HELD || path[0] === OWNED)
      this.sinks.push({ kind: 'used', node: call, method: '' });
  }
}

/** `return client.db()`: what a client's method made may need the client later. */
function isHandedOn(call: TSESTree.CallExpression): boolean {
  const { parent } = call;
  return (
    (parent.type === 'ReturnStatement' ||
      (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')) &&
    parent.parent.type !== 'AwaitExpression'
  );
}

/** `return store.find(id)` of an asynchronous function: what the caller gets is what it waited for. */
function isAwaited({ parent }: TSESTree.CallExpression): boolean {
  return parent.type === 'ReturnStatement' && enclosingFunction(parent)?.async === true;
}
