import { ofFactory, ofFunctionElsewhere } from '../analysis/clients/one-factory.js';
import type { IsTold } from '../analysis/clients/outside-calls.js';
import { perCallClients, type PerCallClient } from '../analysis/clients/per-call.js';
import { isMeantForCall, receiverOf } from '../analysis/clients/purpose.js';
import { fileLifecycle, type FileLifecycle } from '../analysis/lifecycle.js';
import type { Sink } from '../analysis/values/ownership.js';
import { beginningOf, elsewhereLabels, labelOf } from '../analysis/clients/labels.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { fixOf } from '../fix/edits.js';
import { isToldToMaker, madeForOthers } from '../remedies/share/for-others.js';
import { SharePass } from '../remedies/share/pass.js';
import { SHARE_TITLES, type ShareTitle } from '../remedies/share/remedy.js';
import { shareClient, shareInMaker } from '../remedies/share/share.js';

type MessageId =
  | 'constantArguments'
  | 'instanceArguments'
  | 'argumentsPerCall'
  | 'elsewhere'
  | 'elsewherePerCall'
  | 'headersOnly'
  | 'inLoop'
  | 'inline'
  | 'withoutKeepAlive'
  | 'closedOnSuccessOnly'
  | 'closedOnSomePaths'
  | 'madeForOthers'
  | 'neverClosed'
  | 'overwritten'
  | ShareTitle;
type Options = [{ readonly closedPerCall?: boolean }];

/**
 * Reports clients and agents constructed in code that runs more than once and handed to nothing that outlives the call.
 */
export const noClientInFunction = createRule<Options, MessageId>({
  name: 'no-client-in-function',
  meta: {
    type: 'problem',
    fixable: 'code',
    hasSuggestions: true,
    docs: {
      description: 'disallow constructing HTTP clients, agents and connection pools in code that runs more than once',
      recommended: 'recommended',
    },
    messages: {
      constantArguments:
        '{{client}} is constructed {{why}}, with the same arguments each time. Construct it once, outside the ' +
        'function.{{place}}{{explanation}}',
      instanceArguments:
        '{{client}} is constructed {{why}}, from fields of the same object. Construct it once for each object, ' +
        'and keep it in a field.{{place}}{{explanation}}',
      argumentsPerCall:
        '{{client}} is constructed {{why}}. Keep one for each distinct {{arguments}}, for example in a Map, and ' +
        'reuse it.{{explanation}}',
      elsewhere:
        '`{{called}}` makes a new client ({{client}}, {{origin}}) {{why}}. Call it once and share the client, or ' +
        'let it make one for all.{{explanation}}',
      elsewherePerCall:
        '`{{called}}` makes a new client ({{client}}, {{origin}}) {{why}}. Let it keep one for each distinct ' +
        '{{arguments}}.{{explanation}}',
      madeForOthers:
        '{{client}} is constructed {{why}}. Construct it once there, and give all callers the same one.' +
        '{{explanation}}',
      headersOnly:
        '{{client}} is constructed {{why}}, only to set headers. Share one client and send the headers with the ' +
        'request.{{explanation}}',
      inLoop: '{{client}} is constructed {{why}}. Construct it before the loop.{{explanation}}',
      inline:
        '{{client}} is constructed {{why}} and dropped after one request. Construct it once, outside the ' +
        'function, and pass it here.{{place}}{{explanation}}',
      withoutKeepAlive:
        '{{client}} is constructed {{why}}, and each request opens a connection. Construct it once, with ' +
        '`keepAlive: true`.{{place}}{{explanation}}',
      closedOnSuccessOnly:
        '{{client}} is constructed {{why}}, and an error before {{close}} leaves it open. Close it in a ' +
        '`finally` block.{{explanation}}',
      closedOnSomePaths:
        '{{client}} is constructed {{why}}, and not every path reaches {{close}}. Close it in a `finally` ' +
        'block.{{explanation}}',
      neverClosed:
        '{{client}} is constructed {{why}}, and nothing closes it. Close it in a `finally` block: call ' +
        '{{method}}().{{explanation}}',
      overwritten:
        '{{target}} gets a new client, {{client}}, {{why}}, and nothing closes the previous one. Construct it ' +
        'once, or close the previous one first.{{explanation}}',
      ...SHARE_TITLES,
    },
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          closedPerCall: {
            type: 'boolean',
            description:
              'Whether to report clients whose arguments differ per call although every path closes them again.',
          },
        },
      },
    ],
    defaultOptions: [{}],
  },
  strictOptions: [{ closedPerCall: true }],
  create(context, [options]) {
    const file = fileLifecycle(context);
    if (!file) return {};
    return {
      'Program:exit'() {
        const pass = new SharePass(file, context.id, file.cwd);
        const verdictOn = (client: PerCallClient): MessageId | null =>
          messageFor(client, options.closedPerCall === true);
        const isTold: IsTold = (client) => ELSEWHERE.has(verdictOn(client) ?? 'inline') && !isOfAccount(client);
        const made = madeForOthers(pass, isTold);
        const kept = new Set(made.map(({ client }) => client.construction));
        const ofOthers = made.map(({ client, remedies }): Found => {
          const remedy = shareInMaker(pass, client, remedies);
          if (remedy.moves) file.moving.add(client.node);
          return { client, remedy, messageId: messageToMaker(client) };
        });
        const found = perCallClients(file).flatMap((client): Found[] => {
          const verdict = verdictOn(client);
          if (!verdict || (OF_FACTORY.has(verdict) && kept.has(client.construction))) return [];
          if (isTold(client) && isToldToMaker(pass, client, isTold)) return [];
          const remedy = hasRemedy(client) ? shareClient(pass, client) : NO_REMEDY;
          if (remedy.moves) file.moving.add(client.construction.node);
          return [{ client, remedy, messageId: isMended(remedy) || !isOfAccount(client) ? verdict : 'neverClosed' }];
        });
        for (const { client, remedy, messageId } of [...ofOthers, ...onePerFactory(found)]) {
          const { fix, suggestions, reason } = remedy;
          const label = labelOf(file, client);
          context.report({
            loc: headOf(client.node),
            messageId,
            data: {
              client: label,
              why: beginningOf(client.repetition.why, ROOM - label.length),
              ...labelsElsewhere(file, client, messageId),
              target: `\`${client.overwritten ?? ''}\``,
              arguments: argumentsOf(client),
              close: closeLine(client),
              method: client.construction.construct.close[0]?.method ?? 'close',
              place: placeOf(file.frameworks.place, label.length + client.repetition.why.length),
              explanation: file.settings.explainFixes && reason !== null ? ` (No automatic fix: ${reason}.)` : '',
            },
            fix: fix && fixOf(fix),
            suggest: suggestions.map(({ title, data, edits }) => ({ messageId: title, data, fix: fixOf(edits) })),
          });
        }
      },
    };
  },
});

/** What is said of one client. */
interface Found {
  readonly client: PerCallClient;
  readonly remedy: ReturnType<typeof shareClient> | typeof NO_REMEDY;
  readonly messageId: MessageId;
}

function isMended({ fix, suggestions }: Found['remedy']): boolean {
  return fix !== null || suggestions.length > 0;
}

/** Messages that say the same of each call of a function that makes the client. */
const OF_FACTORY: ReadonlySet<MessageId> = new Set(['constantArguments', 'argumentsPerCall', 'withoutKeepAlive']);
const LEFT_OPEN: ReadonlySet<MessageId> = new Set(['closedOnSuccessOnly', 'closedOnSomePaths']);
const OF_CALL_ELSEWHERE: ReadonlySet<MessageId> = new Set(['elsewhere']);
/** Messages that tell a caller of what a function of another file makes for it. */
const ELSEWHERE: ReadonlySet<MessageId> = new Set(['elsewhere', 'elsewherePerCall']);

/** One report for each function that makes clients for several calls, where no edit mends a call alone. */
function onePerFactory(found: readonly Found[]): readonly Found[] {
  const ofFile = joined(found, ({ client }) => client.construction.node, OF_FACTORY, ofFactory);
  return onePerClose(joined(ofFile, (each) => makerOf(each) ?? each, OF_CALL_ELSEWHERE, ofFunctionElsewhere));
}

/** What a choice makes one of, and one call closes, is mended once, where it is closed. */
function onePerClose(found: readonly Found[]): readonly Found[] {
  const seen = new Set<unknown>();
  return found.filter((each) => {
    const close = LEFT_OPEN.has(each.messageId) ? closeOf(each.client)?.node : undefined;
    const isFirst = close === undefined || !seen.has(close);
    seen.add(close);
    return isFirst;
  });
}

/** What is said of the function of another file that makes a client, and its place. */
function makerOf({ client: { construction }, messageId }: Found): string | null {
  const { constructedIn, export: name } = construction.construct;
  return constructedIn ? `${messageId} ${constructedIn.file}:${String(constructedIn.line)} ${name}` : null;
}

/** One report in the place of those that are about the same, where all say so and none has an edit of its own. */
function joined(
  found: readonly Found[],
  about: (each: Found) => unknown,
  messages: ReadonlySet<MessageId>,
  join: (clients: readonly PerCallClient[]) => PerCallClient | null,
): readonly Found[] {
  const groups = new Map<unknown, Found[]>();
  for (const each of found) {
    const key = about(each);
    const group = groups.get(key) ?? [];
    group.push(each);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const isSame = group.every(
      ({ remedy, messageId }) => messageId === first?.messageId && messages.has(messageId) && !isMended(remedy),
    );
    const client = isSame ? join(group.map((each) => each.client)) : null;
    return first && client ? [{ ...first, client }] : group;
  });
}

/** The names of a client that another file makes; messages about its close name it by the function that is called. */
function labelsElsewhere(file: FileLifecycle, client: PerCallClient, messageId: MessageId): Record<string, string> {
  const labels = elsewhereLabels(file, client, client.repetition.why);
  if (labels === null || messageId.startsWith('elsewhere')) return { ...labels };
  return { client: `The client of \`${labels.called}\`` };
}

/** Room for names in a message, in characters, so that none is longer than 240. */
const ROOM = 120;

/** Where the framework wants its clients, where the message has room for it. */
function placeOf(place: string | null, used: number): string {
  return place !== null && used + place.length < ROOM ? ` ${place}` : '';
}

const NO_REMEDY = { fix: null, suggestions: [], reason: null, moves: false } as const;

/**
 * Whether sharing mends it: what is closed on some paths only, replaced by the next call, or given to a callback may
 * need more.
 */
function hasRemedy({ closing, overwritten, construction }: PerCallClient): boolean {
  const shares = construction.construct.perUse !== true || closing === 'success';
  return closing !== 'branch' && overwritten === null && shares && receiverOf(construction) === null;
}

/** Whether it speaks for an account of its caller, and nothing closes it: one for each account is no advice. */
function isOfAccount({ purpose, origin, closing, construction }: PerCallClient): boolean {
  const mayClose = construction.construct.close.length > 0;
  return purpose === 'credentials' && origin === 'call' && closing === 'never' && mayClose;
}

/** The remedy decides the message; `null` where the client may be what the code needs. */
function messageFor(client: PerCallClient, closedPerCall: boolean): MessageId | null {
  const { closing, origin, construction, repetition, headersOnly, place, purpose } = client;
  const perCall = origin === 'call';
  const perJob = construction.construct.owns === 'socket' || construction.construct.perJob === true;
  if (client.overwritten !== null) return 'overwritten';
  // Whoever it speaks for, a connection that only success closes stays open otherwise.
  const leaks = perJob && closing !== 'always';
  if (!closedPerCall && !leaks && isMeantForCall(purpose, repetition)) return null;
  if (!closedPerCall && purpose === 'probe' && closing === 'always') return null;
  if (closing === 'always' && perCall && (perJob || !closedPerCall)) return null;
  if (closing === 'always' && perJob && (!repetition.hot || construction.construct.local === true)) return null;
  if (construction.construct.perUse === true && (closing === 'always' || closing === 'never'))
    return closing === 'always' ? null : 'neverClosed';
  if (closing === 'success' && (perJob || perCall)) return 'closedOnSuccessOnly';
  if (closing === 'branch' && (perJob || perCall)) return 'closedOnSomePaths';
  if (headersOnly) return 'headersOnly';
  if (construction.construct.constructedIn) return perCall ? 'elsewherePerCall' : 'elsewhere';
  if (perCall) return 'argumentsPerCall';
  if (client.keepsConnections === false) return 'withoutKeepAlive';
  if (repetition.loop) return 'inLoop';
  if (place === 'inline') return 'inline';
  return origin === 'instance' ? 'instanceArguments' : 'constantArguments';
}

/** What is told of a client that several other files get from a function of this one. */
function messageToMaker({ origin, keepsConnections }: PerCallClient): MessageId {
  if (origin === 'call') return 'argumentsPerCall';
  return keepsConnections === false ? 'withoutKeepAlive' : 'madeForOthers';
}

function argumentsOf({ construction }: PerCallClient): string {
  return construction.node.arguments.length === 1 ? 'argument' : 'set of arguments';
}

function closeLine(client: PerCallClient): string {
  const close = closeOf(client);
  return close ? `${close.method}() on line ${String(close.node.loc.start.line)}` : 'it is closed';
}

/** The first call that closes it. */
function closeOf({ sinks }: PerCallClient): (Sink & { readonly kind: 'closed' }) | null {
  return sinks.find((sink) => sink.kind === 'closed') ?? null;
}
