import { abruptCloses } from '../analysis/events/server-close.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { enclosingStatement, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { toFix } from '../fix/edits.js';
import { insertAfter } from '../fix/insert-statement.js';

/** Reports HTTP servers whose end cuts requests off, or never comes. */
export const requireGracefulServerClose = createRule<[], 'exit' | 'order' | 'meanwhile' | 'deadline' | 'addDeadline'>({
  name: 'require-graceful-server-close',
  meta: {
    type: 'problem',
    hasSuggestions: true,
    docs: {
      description:
        'require that an HTTP server finishes its requests, within a deadline, before its clients are closed and the ' +
        'process ends',
      recommended: 'strict',
    },
    messages: {
      exit:
        '`process.exit()` on line {{line}} does not wait for `{{server}}.close()`: requests in flight are cut off. ' +
        'Exit in the callback of `close()`.',
      order:
        '`{{other}}` on line {{line}} comes before `{{server}}.close()`: requests in flight lose their client. ' +
        'Close the server first, the client in its callback.',
      meanwhile:
        '`{{other}}` on line {{line}} does not wait for `{{server}}.close()`: requests in flight lose their client. ' +
        'Close it afterwards.',
      deadline:
        '`{{server}}.close()` waits for every open request and stream (before Node 19 also for idle ' +
        'connections). Call `{{server}}.closeAllConnections()` after a deadline.',
      addDeadline: 'End what is still open after 10 s.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const { node, kind, server, other, line } of abruptCloses(file)) {
          const statement = enclosingStatement(node);
          const text = `setTimeout(() => ${server}.closeAllConnections(), 10_000).unref();`;
          const change =
            kind === 'deadline' && statement.type === 'ExpressionStatement' && statement.expression === node
              ? toFix(insertAfter(file, statement, text), file.text)
              : null;
          context.report({
            loc: headOf(node),
            messageId: kind,
            data: { server: server.replaceAll('!', ''), other, line: String(line) },
            suggest: change ? [{ messageId: 'addDeadline', fix: change }] : [],
          });
        }
      },
      /\.close\b/,
    );
  },
});
