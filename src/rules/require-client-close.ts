import { fileLifecycle, type FileLifecycle } from '../analysis/lifecycle.js';
import { handedOver } from '../analysis/clients/long-lived/handed-over.js';
import { closeInHook } from '../remedies/close/in-hook.js';
import { labelOf } from '../analysis/clients/labels.js';
import { closeMethodOf, howToClose, whatItKeeps } from '../analysis/clients/long-lived/fate.js';
import { unclosedClients, type UnclosedClient } from '../analysis/clients/long-lived/long-lived.js';
import { replacedClients } from '../analysis/clients/long-lived/replaced.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { toFix, whyNoFix } from '../fix/edits.js';
import { CLOSE_TITLES, ClosePass, closeRemedy, NO_REMEDY } from '../remedies/close/remedy.js';

type MessageId =
  | 'module'
  | 'program'
  | 'uncalledCloser'
  | 'field'
  | 'forgottenField'
  | 'mixed'
  | 'replaced'
  | 'decorated'
  | 'provided'
  | keyof typeof CLOSE_TITLES;
type Options = [{ readonly report?: 'owned' | 'all' }];

/** Characters of a field with its class, up to which a message names both. */
const SHOWN_KEEPER = 40;

/** Why a client with a close function is left to its author. */
const UNCALLED = { refused: 'where the program shuts down is for you to say' };

/** Why a client that takes the place of another one is left to its author. */
const REPLACED = { refused: 'whether requests still use the old one is for you to say' };

/** Reports clients that live longer than a call and that nothing in their file closes. */
export const requireClientClose = createRule<Options, MessageId>({
  name: 'require-client-close',
  meta: {
    type: 'problem',
    fixable: 'code',
    hasSuggestions: true,
    docs: {
      description: 'require that whoever constructs a long-lived client also closes it',
      recommended: 'recommended',
    },
    messages: {
      module: 'Nothing in this file closes {{client}}, which lives as long as the module: {{keeps}}. {{remedy}}',
      uncalledCloser:
        '{{closer}}() would close {{client}}, but nothing in the project calls {{closer}}(){{tests}}. Call it where ' +
        'the program shuts down.',
      program:
        '{{client}} keeps this program running, and nothing closes it. Call {{close}}() at the end, even if ' +
        'something fails.',
      field: 'No method closes {{client}} in {{keeper}}: {{keeps}}. {{remedy}}',
      forgottenField: '{{method}}() does not close {{client}} in {{keeper}}: {{keeps}}. {{remedy}}',
      mixed:
        '{{place}} holds {{client}} or a client passed in, and nothing closes the former. Remember which it ' +
        'is, and close only your own.',
      decorated:
        'Nothing closes {{client}}, which the application keeps as `{{name}}`: {{keeps}}. Call {{close}}() in an ' +
        "'onClose' hook.",
      provided:
        'Nothing closes {{client}}, which the provider `{{name}}` gives to Nest: {{keeps}}. Call {{close}}() in an ' +
        'onApplicationShutdown() of its module.',
      replaced:
        '{{target}} gets a new client, {{client}}, {{why}}, and nothing closes the old one. Close that one first.',
      ...CLOSE_TITLES,
    },
    defaultOptions: [{ report: 'owned' }],
    schema: [
      {
        type: 'object',
        properties: {
          report: {
            description:
              "Which clients to report: those that certainly belong to this file ('owned'), or 'all', also those " +
              'that are used when no other one is given, and those that are commonly left open (AWS SDK).',
            type: 'string',
            enum: ['owned', 'all'],
          },
        },
        additionalProperties: false,
      },
    ],
  },
  strictOptions: [{ report: 'all' }],
  create(context, [{ report }]) {
    const file = fileLifecycle(context);
    if (!file) return {};
    return {
      'Program:exit'() {
        const pass = new ClosePass(file, context.id);
        const unclosed = unclosedClients(file);
        for (const { construction, node, target, why } of replacedClients(file)) {
          // Where nothing closes it at all, that is the one thing to say.
          if (unclosed.some((client) => client.node === node)) continue;
          context.report({
            loc: headOf(node),
            messageId: 'replaced',
            data: {
              client: labelOf(file, { construction, factory: null, node }),
              target: `\`${target}\``,
              why,
              ...whyNoFix(file.settings, REPLACED),
            },
          });
        }
        const handed = handedOver(file);
        for (const client of handed) {
          const { construction, kind, name } = client;
          const fix = closeInHook(file, client);
          context.report({
            loc: headOf(construction.node),
            messageId: kind,
            data: {
              client: labelOf(file, { construction, factory: null, node: construction.node }),
              name,
              keeps: whatItKeeps(construction),
              close: closeMethodOf(construction.construct.close)?.method ?? 'close',
              ...whyNoFix(file.settings, fix),
            },
            fix: toFix(fix, file.text),
          });
        }
        for (const client of unclosed) {
          if (handed.some(({ construction }) => construction === client.construction)) continue;
          if (report !== 'all' && (client.mixed || client.construction.construct.leftOpen)) continue;
          const { closer, keeper, construction, node } = client;
          const data = {
            client: labelOf(file, client).replace(/^A client/, 'a client'),
            keeps: whatItKeeps(construction),
            remedy: howToClose(construction),
            close: closeMethodOf(construction.construct.close)?.method ?? 'close',
          };
          // A second close path would be called as little as the first.
          const { fix, suggestions } = client.mixed || closer !== null ? NO_REMEDY : closeRemedy(pass, client);
          context.report({
            loc: headOf(node),
            messageId: messageFor(file, client),
            data: {
              ...data,
              ...namesOf(keeper),
              place: placeOf(client),
              closer: closer?.name ?? '',
              tests: closer?.inTests === true ? ' except tests' : '',
              ...whyNoFix(file.settings, closer !== null ? UNCALLED : fix),
            },
            fix: toFix(fix, file.text),
            suggest: suggestions.flatMap(({ title, edits }) => {
              const change = toFix(edits, file.text);
              return change ? [{ messageId: title, fix: change }] : [];
            }),
          });
        }
      },
    };
  },
});

/** What holds the client, in the names of the code. */
function placeOf({ keeper, holders }: UnclosedClient): string {
  if (keeper.kind === 'field') return `${keeper.owner.id?.name ?? 'the class'}.${keeper.name}`;
  const [holder] = holders;
  return holder?.kind === 'variable' ? holder.variable.name : 'this module';
}

function messageFor({ meaning }: FileLifecycle, { keeper, closer, mixed }: UnclosedClient): MessageId {
  if (mixed) return 'mixed';
  if (closer !== null) return 'uncalledCloser';
  if (meaning.close === 'holding') return 'program';
  if (keeper.kind === 'module') return 'module';
  return keeper.closeMethod ? 'forgottenField' : 'field';
}

function namesOf(keeper: UnclosedClient['keeper']): Record<string, string> {
  if (keeper.kind === 'module') return {};
  const whole = `${keeper.owner.id?.name ?? 'the class'}.${keeper.name}`;
  return { keeper: whole.length <= SHOWN_KEEPER ? whole : keeper.name, method: keeper.closeMethod?.name ?? '' };
}
