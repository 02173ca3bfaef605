import { headOf, perCallClients, type PerCallClient } from '../analysis/clients/per-call.js';
import { fileLifecycle } from '../analysis/lifecycle.js';
import { elsewhereLabels, labelOf } from '../analysis/clients/labels.js';
import { createRule } from '../create-rule.js';
import { fixOf } from '../fix/edits.js';
import { SharePass } from '../remedies/share/pass.js';
import { SHARE_TITLES, type ShareTitle } from '../remedies/share/remedy.js';
import { shareClient } from '../remedies/share/share.js';

type MessageId =
  | 'constantArguments'
  | 'argumentsPerCall'
  | 'elsewhere'
  | 'elsewherePerCall'
  | 'headersOnly'
  | 'inLoop'
  | 'inline'
  | 'closedOnSuccessOnly'
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
        '{{client}} is constructed {{why}}, with arguments that do not depend on the call. {{cost}} Construct it once, outside of the function, and share it.{{place}}{{explanation}}',
      argumentsPerCall:
        '{{client}} is constructed {{why}}. {{cost}} Keep one for each distinct {{arguments}}, for example in a Map, and reuse it.{{explanation}}',
      elsewhere:
        '`{{called}}` makes a new client ({{client}}, {{origin}}) {{why}}. Call it once and share the client, or let it make one for all.{{explanation}}',
      elsewherePerCall:
        '`{{called}}` makes a new client ({{client}}, {{origin}}) {{why}}. Let it keep one for each distinct {{arguments}}.{{explanation}}',
      headersOnly:
        '{{client}} is constructed {{why}}, only to set headers. {{cost}} Share one client and send the headers with the request.{{explanation}}',
      inLoop: '{{client}} is constructed {{why}}. {{cost}} Construct it before the loop.{{explanation}}',
      inline:
        '{{client}} is constructed inline {{why}} and dropped after the request. {{cost}} Construct it once, outside of the function, and pass it here.{{place}}{{explanation}}',
      closedOnSuccessOnly:
        '{{client}} is constructed {{why}} and closed only if nothing throws before {{close}}. {{cost}} Close it in a finally block.{{explanation}}',
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
        const pass = new SharePass(file, context.id, context.cwd);
        for (const client of perCallClients(file)) {
          const messageId = messageFor(client, options.closedPerCall === true);
          if (!messageId) continue;
          const { fix, suggestions, reason, moves } = shareClient(pass, client);
          if (moves) file.moving.add(client.construction.node);
          context.report({
            loc: headOf(client.node),
            messageId,
            data: {
              client: labelOf(file.sourceCode, client),
              ...elsewhereLabels(file, client),
              why: client.repetition.why,
              cost: client.cost,
              arguments: argumentsOf(client),
              close: closeLine(client),
              place: file.frameworks.place === null ? '' : ` ${file.frameworks.place}`,
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

/** The remedy decides the message; `null` where the client may be what the code needs. */
function messageFor(client: PerCallClient, closedPerCall: boolean): MessageId | null {
  const { closing, origin, construction, repetition, headersOnly, place } = client;
  const perCall = origin === 'call';
  const perJob = construction.construct.owns === 'socket' || construction.construct.perJob === true;
  if (closing === 'always' && (perJob || (perCall && !closedPerCall))) return null;
  if (closing === 'success' && (perJob || perCall)) return 'closedOnSuccessOnly';
  if (headersOnly) return 'headersOnly';
  if (construction.construct.constructedIn) return perCall ? 'elsewherePerCall' : 'elsewhere';
  if (perCall) return 'argumentsPerCall';
  if (repetition.loop) return 'inLoop';
  return place === 'inline' ? 'inline' : 'constantArguments';
}

function argumentsOf({ construction }: PerCallClient): string {
  return construction.node.arguments.length === 1 ? 'argument' : 'set of arguments';
}

function closeLine({ sinks }: PerCallClient): string {
  const close = sinks.find((sink) => sink.kind === 'closed');
  return close?.kind === 'closed' ? `${close.method}() in line ${String(close.node.loc.start.line)}` : 'it is closed';
}
