import type { TSESTree } from '@typescript-eslint/utils';
import { resolveConstant } from '../../ast/variables.js';
import { calleeName, propertyName, unwrap } from '../../ast/nodes.js';
import type { InjectionPoint, Library, TimeoutFact } from '../../catalog/types.js';
import type { Construction, RequestCall } from '../names/clients.js';
import type { FileLifecycle } from '../lifecycle.js';
import { carriedBy, carriedByModule, type Carried } from './carriers.js';
import { Judge, optionArguments, UNSEEN, type Judgement } from './judge.js';
import { limitValue } from './limit-values.js';
import { PossibleOptions, type Bound, type Environment } from './possible-options.js';
import { isRaced } from './races.js';
import { isEndedByTimer, requestObjectOf, type RequestObject } from './request-object.js';
import { isAddress, isInjected, isLongLived } from './silences.js';

/** Options that hand over a client whose own limits hold for the request. */
const CARRYING = new Set(['dispatcher', 'requestHandler']);
const CALLBACK_NAME = /^(?:cb|callback|done|next|resolve|fn|handler|on[A-Z]\w*)$/;
const OPTIONS_NAME = /^(?:opt|call_?opt|deadline|config|init)/i;
const REQUEST_NAME = /^(?:req|request|input|info)\d*$/i;
const MAX_NESTING = 6;
const EVERYTHING = ['connect', 'headers', 'body', 'total'] as const;

/** What was found out about a request, and the agents it is given whose `timeout` only closes idle sockets. */
export interface RequestJudgement extends Judgement {
  readonly object: RequestObject | null;
  /** Clients of this file that carry no limit; the report belongs to them. */
  readonly lent: readonly Construction[];
  /** Whether the request is sent without such a client on some way. */
  readonly bare: boolean;
  /** `timeout` options of agents that bound no request. */
  readonly agentTimeouts: readonly TSESTree.Node[];
  /** Options that belong to other libraries. */
  readonly mistaken: readonly TSESTree.Property[];
}

/** Judges single requests and clients; the rules of what is required stand elsewhere. */
export class SiteJudge {
  readonly options: PossibleOptions;
  readonly #modules = new Map<Library, Carried>();
  readonly #clients = new Map<Construction, Judgement>();

  constructor(
    readonly file: FileLifecycle,
    readonly acceptDefaults: boolean,
  ) {
    this.options = new PossibleOptions(file.sourceCode, file.clients);
  }

  /** The limits of a request; `environment` says what the parameters around it stand for. */
  request(call: RequestCall, environment: Environment): RequestJudgement {
    const { node, request, library } = call;
    const { sourceCode } = this.file;
    const facts = request.timeouts ?? [];
    const judge = new Judge(this.options, this.acceptDefaults);
    const expressions = this.#requestOptions(call, environment, judge);
    const object = facts.some(({ method }) => method !== undefined) ? requestObjectOf(sourceCode, node) : null;
    // Whoever gets a ClientRequest may add the listener; a promise that is returned is only waited for.
    if (object?.escapes || (object?.returned && facts.some(({ effect }) => effect === 'event'))) judge.hide(UNSEEN);
    if (isLongLived(sourceCode, node) || object?.calls.has('upgrade') || isRaced(sourceCode, node))
      judge.limit(EVERYTHING);
    if (object && isEndedByTimer(sourceCode, node, object)) judge.limit(EVERYTHING);
    judge.facts(facts, expressions, object);
    if (isInjected(sourceCode, node.callee) || this.#isRelative(call, environment)) judge.hide(UNSEEN);
    this.#carried(this.#moduleDefaults(library), facts, judge);
    const borrowed = this.#borrowed(request.borrows ?? [], expressions, judge);
    if (
      borrowed.bare &&
      this.file.clients.setters.size > 0 &&
      (request.borrows ?? []).some(({ option }) => option === 'dispatcher')
    )
      judge.limit(EVERYTHING);
    const mistaken = expressions.flatMap((expression) =>
      propertiesOf(sourceCode, expression.node, request.ignores ?? []),
    );
    return { ...judge.result, object, ...borrowed, mistaken };
  }

  /** The limits of a client, which hold for all its requests. */
  client(construction: Construction): Judgement {
    const known = this.#clients.get(construction);
    if (known) return known;
    const { node, construct } = construction;
    const judge = new Judge(this.options, this.acceptDefaults);
    this.#clients.set(construction, judge.result);
    const facts = construct.timeouts ?? [];
    const given = optionArguments(node, [construct.options ?? 0]);
    if (!given) judge.hide(UNSEEN);
    const expressions = (given ?? [])
      .map((argument): Bound => ({ node: argument, environment: new Map() }))
      .filter(({ node: argument }) => !isAddress(this.file.sourceCode, argument));
    const object = facts.some(({ method }) => method !== undefined)
      ? requestObjectOf(this.file.sourceCode, node)
      : null;
    judge.facts(facts, expressions, object);
    this.#carried(carriedBy(this.file, construction), facts, judge);
    const base = this.#parentOf(construction);
    if (base) {
      const inherited = this.client(base);
      judge.limit(inherited.limited);
      for (const each of inherited.hidden) judge.hide(each, each.phases);
    }
    const { bare, lent } = this.#borrowed(construct.takes ?? [], expressions, judge);
    if (!bare && lent.length > 0) judge.limit(EVERYTHING);
    this.#clients.set(construction, judge.result);
    return judge.result;
  }

  /** The client which a client was derived from: `base.extend(...)`. */
  #parentOf({ node, construct }: Construction): Construction | null {
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression' || !construct.derives) return null;
    const { values } = this.options.read({ node: callee.object, environment: new Map() }, []);
    const found = values.flatMap((value) => this.file.clients.constructions.get(unwrap(value.node)) ?? []);
    return found[0] ?? null;
  }

  /** A path without an origin only works where there is a document, in a browser. */
  #isRelative({ node, request, library }: RequestCall, environment: Environment): boolean {
    const [first] = node.arguments;
    if (!first || first.type === 'SpreadElement' || (request.body?.kind !== 'fetch-response' && !library.overFetch))
      return false;
    return this.options.read({ node: first, environment }, []).values.some((value) => this.#startsWithSlash(value, 0));
  }

  #startsWithSlash({ node, environment }: Bound, depth: number): boolean {
    const value = unwrap(node);
    if (value.type === 'Literal') return typeof value.value === 'string' && /^\/(?!\/)/.test(value.value);
    if (value.type === 'BinaryExpression')
      return depth < MAX_NESTING && this.#startsWithSlash({ node: value.left, environment }, depth + 1);
    if (value.type === 'TemplateLiteral') {
      const [text] = value.quasis;
      const [head] = value.expressions;
      if (text && text.value.raw !== '') return /^\/(?!\/)/.test(text.value.raw);
      return (
        head !== undefined &&
        depth < MAX_NESTING &&
        this.options
          .read({ node: head, environment }, [])
          .values.some((inner) => this.#startsWithSlash(inner, depth + 1))
      );
    }
    return false;
  }

  #moduleDefaults(library: Library): Carried {
    const known = this.#modules.get(library) ?? carriedByModule(this.file, library);
    this.#modules.set(library, known);
    return known;
  }

  #carried({ assigned, hooked }: Carried, facts: readonly TimeoutFact[], judge: Judge): void {
    if (hooked) judge.hide(UNSEEN);
    for (const { fact, node } of assigned) {
      const own = facts.find(({ option }) => option.some((name) => fact.option.includes(name)));
      const possible = this.options.read({ node, environment: new Map() }, []);
      const limits =
        possible.opaque ||
        possible.parameters.size > 0 ||
        possible.values.some((value) => limitValue(this.options, value, fact).kind === 'limits');
      if (own && limits) judge.limit([fact.phase, ...(fact.covers ?? [])]);
    }
  }

  /**
   * Clients that are handed over: one with limits carries them, one without is reported itself, an unknown one means
   * silence.
   */
  #borrowed(
    points: readonly InjectionPoint[],
    expressions: readonly Bound[],
    judge: Judge,
  ): Pick<RequestJudgement, 'lent' | 'bare' | 'agentTimeouts'> {
    const lent: Construction[] = [];
    const agentTimeouts: TSESTree.Node[] = [];
    let bare = true;
    for (const { option } of points) {
      if (option === undefined) continue;
      const found = expressions.map((expression) => this.options.read(expression, option.split('.')));
      for (const possible of found) {
        if (CARRYING.has(option)) judge.hide(possible);
        for (const { node } of possible.values) {
          const given = this.file.clients.constructions.get(unwrap(node));
          const own = given && this.client(given);
          if (own) judge.limit(own.limited);
          for (const each of own?.hidden ?? []) judge.hide({ opaque: true, parameters: new Set() }, each.phases);
          if (given) agentTimeouts.push(...this.#idleTimeouts(given));
          if (!CARRYING.has(option) || isPlain(node)) continue;
          if (given) lent.push(given);
          else if (!isProxyHelper(node)) judge.hide(UNSEEN);
        }
        if (CARRYING.has(option) && !possible.absent) bare = false;
      }
    }
    return { lent, bare, agentTimeouts };
  }

  #idleTimeouts({ construct, node }: Construction): TSESTree.Node[] {
    const [options] = optionArguments(node, [construct.options ?? 0]) ?? [];
    if (!options) return [];
    return (construct.timeouts ?? [])
      .filter(({ phase, effect }) => phase === 'idle' && effect === 'event')
      .flatMap(({ option }) =>
        option.flatMap((name) =>
          this.options
            .read({ node: options, environment: new Map() }, name.split('.'))
            .values.map((value) => value.node),
        ),
      );
  }

  #requestOptions({ node, request }: RequestCall, environment: Environment, judge: Judge): Bound[] {
    const { sourceCode } = this.file;
    const indexes = request.options ?? node.arguments.map((_, index) => index);
    const given = optionArguments(node, indexes);
    if (!given) {
      judge.hide(UNSEEN);
      return [];
    }
    const [first] = node.arguments;
    const arguments_ = given.filter((argument) => {
      if (argument.type === 'Identifier' && CALLBACK_NAME.test(argument.name)) return false;
      if (request.options === undefined)
        return (
          isPlain(resolveConstant(sourceCode, argument)) ||
          (argument.type === 'Identifier' && OPTIONS_NAME.test(argument.name))
        );
      return argument !== first || !isAddress(sourceCode, argument);
    });
    // A Request carries a signal of its own, which stands in the options it is made with.
    const isRequest =
      first &&
      first.type !== 'SpreadElement' &&
      !given.includes(first) &&
      request.body?.kind.endsWith('-response') === true;
    const carrier =
      isRequest &&
      ((first.type === 'Identifier' && REQUEST_NAME.test(first.name)) ||
        isRequestMade(resolveConstant(sourceCode, first)))
        ? [first]
        : [];
    return [...carrier.flatMap(carriersOf(sourceCode)), ...arguments_].map((argument) => ({
      node: argument,
      environment,
    }));
  }
}

/** Members of an options literal, by name. */
function propertiesOf(
  sourceCode: SiteJudge['file']['sourceCode'],
  options: TSESTree.Node,
  names: readonly string[],
): TSESTree.Property[] {
  const object = resolveConstant(sourceCode, options);
  if (object.type !== 'ObjectExpression') return [];
  return object.properties.filter(
    (property): property is TSESTree.Property =>
      property.type === 'Property' && names.includes(propertyName(property) ?? ''),
  );
}

/**
 * What may carry the signal of a Request: the options of `new Request(url, options)`, and what it copies; otherwise the
 * Request itself.
 */
function carriersOf(
  sourceCode: SiteJudge['file']['sourceCode'],
): (carrier: TSESTree.Expression) => TSESTree.Expression[] {
  return (carrier) => {
    const made = resolveConstant(sourceCode, carrier);
    if (made.type !== 'NewExpression' || made.callee.type !== 'Identifier' || made.callee.name !== 'Request')
      return [carrier];
    const [source] = made.arguments;
    const given = optionArguments(made, [1]);
    if (!given || !source || source.type === 'SpreadElement') return [carrier];
    return [
      ...given,
      ...(isAddress(sourceCode, source) && !(source.type === 'Identifier' && REQUEST_NAME.test(source.name))
        ? []
        : [source]),
    ];
  };
}

/** `new Request(...)`, or a function whose name says that it makes one. */
function isRequestMade(node: TSESTree.Node): boolean {
  return (
    node.type === 'NewExpression' ||
    (node.type === 'CallExpression' && /Request$/.test(calleeName(node.callee) ?? '')) ||
    (node.type === 'AwaitExpression' && isRequestMade(unwrap(node.argument)))
  );
}

/** `getProxyDispatcher(url)`: a dispatcher that is there to reach the peer through a proxy carries no limits. */
function isProxyHelper(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  return (
    value.type === 'CallExpression' &&
    value.callee.type === 'Identifier' &&
    /^\w*prox(?:y|ied)/i.test(value.callee.name)
  );
}

function isPlain(node: TSESTree.Node): boolean {
  return unwrap(node).type === 'ObjectExpression';
}
