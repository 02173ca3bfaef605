import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, stringOf, wrapped } from '../../../ast/nodes.js';
import { readsOf, variableOf } from '../../../ast/variables.js';
import type { RequestCall } from '../../names/clients.js';
import { Arrivals, type Arrival } from '../resources/arrivals.js';
import type { TrackedBody } from './facts.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A place where a function gets hold of a response whose body has to be released. */
export interface Acquisition extends Arrival {
  readonly request: RequestCall;
  readonly body: TrackedBody;
}

/** Finds where the response of one request arrives, following promises, continuations and callbacks. */
export function acquisitionsOf(sourceCode: SourceCode, request: RequestCall, body: TrackedBody): Acquisition[] {
  return new Delivery(sourceCode, request).run().map((arrival) => ({ ...arrival, request, body }));
}

class Delivery {
  readonly #arrivals: Arrivals;

  constructor(
    readonly sourceCode: SourceCode,
    readonly request: RequestCall,
  ) {
    this.#arrivals = new Arrivals(sourceCode, request.request.body?.delivery === 'promise');
  }

  run(): readonly Arrival[] {
    const { node } = this.request;
    switch (this.request.request.body?.delivery) {
      case 'promise':
        if (this.#takesCallback(node)) this.#arrivals.parameter(node.arguments.at(-1) ?? node, node, 1);
        else this.#arrivals.promise(node, node);
        break;
      case 'value':
        this.#arrivals.value(node, node, node);
        break;
      default:
        this.#callback(node);
    }
    return this.#arrivals.found;
  }

  /** Promise functions with a callback after their options call `callback(error, response)` instead. */
  #takesCallback(call: TSESTree.CallExpression): boolean {
    const last = call.arguments.at(-1);
    return isFunction(last) || call.arguments.length > Math.max(0, ...(this.request.request.options ?? [])) + 1;
  }

  /** `http.get(url, (response) => ...)` and the `response` event of the request that is returned. */
  #callback(call: TSESTree.CallExpression): void {
    const callback = call.arguments.at(-1);
    if (callback && call.arguments.length > 1)
      this.#arrivals.parameter(callback, call, this.request.request.body?.parameter ?? 0);
    this.#listeners(call, call);
  }

  #listeners(value: TSESTree.Node, call: TSESTree.CallExpression): void {
    const { parent } = wrapped(value);
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
      const variable = variableOf(this.sourceCode, parent.id);
      for (const { identifier } of variable ? readsOf(variable) : []) this.#listener(identifier, call);
    } else {
      this.#listener(value, call);
    }
  }

  #listener(value: TSESTree.Node, call: TSESTree.CallExpression): void {
    const { parent } = wrapped(value);
    if (
      parent?.type !== 'MemberExpression' ||
      parent.object !== value ||
      parent.parent.type !== 'CallExpression' ||
      parent.parent.callee !== parent
    )
      return;
    const listening = parent.parent;
    const [event, listener] = listening.arguments;
    if (/^(?:on|once|addListener)$/.test(propertyName(parent) ?? '')) {
      if (stringOf(event) === 'response' && listener) this.#arrivals.parameter(listener, call, 0);
      this.#listener(listening, call);
    }
  }
}
