import type { TSESTree } from '@typescript-eslint/utils';
import { labelOf } from '../analysis/clients/labels.js';
import { plainEmitterText } from '../analysis/events/plain-emitters.js';
import type { Unheard } from '../analysis/events/emitters.js';
import { unheardErrors } from '../analysis/events/unheard.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import type { FileView } from '../ast/file-view.js';
import { calleeName, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { toFix } from '../fix/edits.js';
import { addErrorListener } from '../remedies/listen/add-listener.js';

type Options = [{ readonly report?: 'ending' | 'all' }];
type MessageId = 'ends' | 'prints' | 'swallows' | 'logIt' | 'logItOnly' | 'rejectIt';

/** Reports clients, requests and accepted connections whose `error` event nobody listens for. */
export const requireErrorListener = createRule<Options, MessageId>({
  name: 'require-error-listener',
  meta: {
    type: 'problem',
    fixable: 'code',
    hasSuggestions: true,
    docs: {
      description: 'require a listener for the errors of clients that emit them, because most of them end the process',
      recommended: 'strict',
    },
    messages: {
      ends: "Nothing listens for `error` of {{subject}}: {{when}} ends the process. Add `.on('error', ...)`{{advice}}.",
      prints:
        'Nothing listens for `error` of {{subject}}: lost connections go to stderr as unhandled events, past ' +
        "your logger. Add `.on('error', ...)`.",
      swallows:
        'Nothing listens for `error` of {{subject}}: {{when}} swallows it and tries again forever. Add ' +
        "`.on('error', ...)` and log it.",
      logIt: 'Listen for `error` and log it.',
      logItOnly:
        'Listen for `error` and log it: the process goes on, this connection does not (reconnect or exit there).',
      rejectIt: 'Listen for `error`, and fail with it.',
    },
    defaultOptions: [{ report: 'ending' }],
    schema: [
      {
        type: 'object',
        properties: {
          report: {
            description:
              "Which clients to report: those whose unheard error ends the process ('ending'), or 'all', also " +
              'those that print or swallow it.',
            type: 'string',
            enum: ['ending', 'all'],
          },
        },
        additionalProperties: false,
      },
    ],
  },
  create(context, [{ report }]) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const unheard of unheardErrors(file)) {
          if (report !== 'all' && unheard.effect !== 'ends') continue;
          const remedy = addErrorListener(file, unheard);
          const change = remedy ? toFix(remedy.edits, file.text) : null;
          context.report({
            loc: placeOf(unheard),
            messageId: unheard.effect,
            data: { subject: subjectOf(file, unheard), when: unheard.when, advice: adviceFor(unheard) },
            fix: remedy?.isSafe ? change : null,
            suggest: change && !remedy?.isSafe ? [{ messageId: titleFor(unheard), fix: change }] : [],
          });
        }
      },
      plainEmitterText,
    );
  },
});

function placeOf({ node }: Unheard): TSESTree.SourceLocation {
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? headOf(node) : node.loc;
}

function subjectOf(file: FileView, { node, what }: Unheard): string {
  switch (what.kind) {
    case 'client':
      return labelOf(file, { construction: what.construction, factory: null, node: what.construction.node });
    case 'member':
      return `this ${what.name}`;
    case 'accepted':
      return `\`${what.parameter.name}\``;
    case 'plain':
      return `this \`${madeBy(node) ?? what.name}\``;
    case 'request':
      return `this \`${node.type === 'CallExpression' ? (calleeName(node.callee) ?? 'request') : 'request'}()\``;
  }
}

/** `net.connect()`, `new Socket()`. */
function madeBy(node: TSESTree.Node): string | null {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return null;
  const name = calleeName(node.callee);
  return name && `${node.type === 'NewExpression' ? 'new ' : ''}${name}()`;
}

function adviceFor({ what, recovers }: Unheard): string {
  if (what.kind === 'request') return ' and fail with it';
  return recovers || what.kind === 'accepted' ? ' and log it' : ', log it and reconnect or exit';
}

function titleFor({ what, recovers }: Unheard): MessageId {
  if (what.kind === 'request') return 'rejectIt';
  return recovers || what.kind === 'accepted' ? 'logIt' : 'logItOnly';
}
