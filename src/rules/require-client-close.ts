import { fileLifecycle } from '../analysis/lifecycle.js';
import { labelOf } from '../analysis/clients/labels.js';
import { closeMethodOf, howToClose, whatItKeeps } from '../analysis/clients/long-lived/fate.js';
import { unclosedClients, type UnclosedClient } from '../analysis/clients/long-lived/long-lived.js';
import { headOf } from '../analysis/clients/per-call.js';
import { createRule } from '../create-rule.js';
import { toFix } from '../fix/edits.js';
import { CLOSE_TITLES, ClosePass, closeRemedy, type CloseRemedy } from '../remedies/close/remedy.js';

type MessageId = 'module' | 'program' | 'uncalledCloser' | 'field' | 'forgottenField' | keyof typeof CLOSE_TITLES;

/** Reports clients that live longer than a call and that nothing in their file closes. */
export const requireClientClose = createRule<[], MessageId>({
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
      module: '{{client}} lives as long as the module, and nothing in this file closes it. {{keeps}} {{remedy}}',
      uncalledCloser:
        '{{client}} lives as long as the module. {{closer}}() would close it, but nothing in the project calls {{closer}}(). Call it where the program shuts down.',
      program:
        '{{client}} keeps this program from ending, and nothing in it closes the client. Call {{close}}() at the end, also when something fails.',
      field: '{{client}} is kept in {{owner}}.{{field}}, and no method of {{owner}} closes it. {{keeps}} {{remedy}}',
      forgottenField:
        '{{client}} is kept in {{owner}}.{{field}}, and {{owner}}.{{method}}() forgets to close it. {{keeps}} {{remedy}}',
      ...CLOSE_TITLES,
    },
    schema: [],
  },
  create(context) {
    const file = fileLifecycle(context);
    if (!file) return {};
    return {
      'Program:exit'() {
        const pass = new ClosePass(file, context.id);
        for (const client of unclosedClients(file)) {
          const { closer, keeper, construction, node } = client;
          const data = {
            client: labelOf(file.sourceCode, client),
            keeps: whatItKeeps(construction),
            remedy: howToClose(construction),
            close: closeMethodOf(construction.construct.close)?.method ?? 'close',
          };
          // A second close path would be called as little as the first.
          const { fix, suggestions } = closer === null ? closeRemedy(pass, client) : NO_REMEDY;
          context.report({
            loc: headOf(node),
            messageId:
              closer !== null ? 'uncalledCloser' : file.meaning.close === 'holding' ? 'program' : messageFor(keeper),
            data: { ...data, ...namesOf(keeper), closer: closer ?? '' },
            fix: toFix(fix),
            suggest: suggestions.flatMap(({ title, edits }) => {
              const change = toFix(edits);
              return change ? [{ messageId: title, fix: change }] : [];
            }),
          });
        }
      },
    };
  },
});

const NO_REMEDY: CloseRemedy = { fix: { refused: 'it has a close path' }, suggestions: [] };

function messageFor(keeper: UnclosedClient['keeper']): MessageId {
  if (keeper.kind === 'module') return 'module';
  return keeper.closeMethod ? 'forgottenField' : 'field';
}

function namesOf(keeper: UnclosedClient['keeper']): Record<string, string> {
  if (keeper.kind === 'module') return {};
  return { owner: keeper.owner.id?.name ?? 'the class', field: keeper.name, method: keeper.closeMethod?.name ?? '' };
}
