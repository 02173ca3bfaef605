import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction, propertyName, stringOf, wrapped } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { returningListeners } from '../../../catalog/conventions/streams.js';
import type { RequestCall } from '../../names/clients.js';
import { importedName } from '../../names/import-source.js';
import type { HeldLeaks } from '../engine/analysis.js';
import { Arrivals, type Arrival } from '../engine/arrivals.js';
import type { Effects } from '../engine/effects.js';
import type { TrackedBody } from './facts.js';
import { promiseResolvedBy } from '../../values/promises.js';

/** A place where a function gets hold of a response whose body has to be released. */
export interface Acquisition extends Omit<Arrival, 'call'> {
  /** What to report: the call that delivers it, or the parameter that receives it. */
  readonly call: TSESTree.Node;
  /** The request that is answered, where the file sends it. */
  readonly request: RequestCall | null;
  readonly body: TrackedBody;
  /** Members from the response to what is received: `['body']` where only the body is. */
  readonly path?: readonly string[];
  /** Whether only a type says so: then it counts where the function reads the body on some way. */
  readonly typed?: boolean;
  /** Whether the function only looks at it, so that what it leaves unread when it returns is its caller's. */
  readonly lent?: boolean;
  /** Whether the function returns what it is given and nothing else, so that its caller still has it. */
  readonly givenBack?: boolean;
}

/** Finds where the response of one request arrives, following promises, continuations and callbacks. */
export class Delivery {
  readonly #arrivals: Arrivals;

  constructor(
    readonly file: FileView,
    readonly request: RequestCall,
    readonly body: TrackedBody,
    /** Whether it is only likely that the call delivers one, so that the use has to tell. */
    readonly doubtful = false,
  ) {
    this.#arrivals = new Arrivals(file, this.request.request.body?.delivery === 'promise');
  }

  run(): Acquisition[] {
    const { node } = this.request;
    const { within } = this.request.request.body ?? {};
    if (within !== undefined) {
      this.#arrivals.part(node, within);
      return this.#take();
    }
    switch (this.request.request.body?.delivery) {
      case 'promise':
        if (!this.doubtful && this.#takesCallback(node))
          this.#arrivals.parameter(node.arguments.at(-1) ?? node, node, 1);
        else this.#arrivals.promise(node, node);
        break;
      case 'value':
        this.#arrivals.value(node, node, node);
        break;
      default:
        this.#callback(node);
    }
    return this.#take();
  }

  /** Where a response goes that a function returns unread, or resolves a promise with. */
  onward({ call, home }: Acquisition, lost: Pick<HeldLeaks, 'isHeldIn'> & { effects: Effects }): Acquisition[] {
    if (call.type !== 'CallExpression') return [];
    const { effects } = lost;
    const unread = [...effects.returns].filter((leaving) => lost.isHeldIn(leaving));
    for (const leaving of unread) this.#arrivals.returned(isFunction(home) ? home : leaving, call);
    for (const promise of effects.resolves) this.#arrivals.promise(promise, call);
    // What else is done with it may have read it by then.
    const parts = new Set(effects.parts.map(({ node }) => node));
    if ([...effects.at.keys()].every((node) => parts.has(node)))
      for (const { leaving, name } of effects.parts) this.#arrivals.returnedIn(leaving, name);
    return this.#take();
  }

  #take(): Acquisition[] {
    const { request, body, doubtful } = this;
    return this.#arrivals.found
      .splice(0)
      .map((arrival) => ({ ...arrival, request, body, doubtful: doubtful || arrival.doubtful }));
  }

  /** Promise functions with a callback after their options call `callback(error, response)` instead. */
  #takesCallback(call: TSESTree.CallExpression): boolean {
    const last = call.arguments.at(-1);
    return isFunction(last) || call.arguments.length > Math.max(0, ...(this.request.request.options ?? [])) + 1;
  }

  /** `http.get(url, (response) => ...)` and the `response` event of the request that is returned. */
  #callback(call: TSESTree.CallExpression): void {
    const callback = call.arguments.at(-1);
    const promise = callback && call.arguments.length > 1 ? promiseResolvedBy(this.file, callback) : null;
    if (promise) this.#arrivals.promise(promise, call);
    else if (callback && call.arguments.length > 1)
      this.#arrivals.parameter(callback, call, this.request.request.body?.parameter ?? 0);
    this.#listeners(call, call);
  }

  #listeners(value: TSESTree.Node, call: TSESTree.CallExpression): void {
    const { parent } = wrapped(value);
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
      const variable = this.file.variableOf(parent.id);
      for (const { identifier } of variable ? readsOf(variable) : []) this.#listener(identifier, call);
    } else {
      this.#listener(value, call);
    }
  }

  /** `const [response] = await once(request, 'response')` of node:events. */
  #once(waiting: TSESTree.CallExpression, request: TSESTree.Node, call: TSESTree.CallExpression): void {
    const [emitter, event] = waiting.arguments;
    const name = importedName(this.file, waiting.callee);
    if (emitter !== request || stringOf(event) !== 'response' || !/^(?:node:)?events$/.test(name?.specifier ?? ''))
      return;
    if (name?.path.at(-1) === 'once') this.#arrivals.element(waiting, 0, call);
  }

  #listener(value: TSESTree.Node, call: TSESTree.CallExpression): void {
    const { parent } = wrapped(value);
    if (parent?.type === 'CallExpression') this.#once(parent, value, call);
    if (
      parent?.type !== 'MemberExpression' ||
      parent.object !== value ||
      parent.parent.type !== 'CallExpression' ||
      parent.parent.callee !== parent
    )
      return;
    const listening = parent.parent;
    const [event, listener] = listening.arguments;
    if (returningListeners.includes(propertyName(parent) ?? '')) {
      if (stringOf(event) === 'response' && listener) this.#arrivals.parameter(listener, call, 0);
      this.#listener(listening, call);
    }
  }
}
