import { judgeAtEnd } from '../analysis/lifecycle.js';
import { abandonedUpstreams } from '../analysis/traffic/abandoned.js';
import { awaitedModels } from '../analysis/traffic/awaited-models.js';
import { returnedModels } from '../analysis/traffic/returned-models.js';
import { calleeName, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

/** Reports handlers that stream an upstream to their client and do not end it when the client leaves. */
export const noAbandonedUpstream = createRule<[], 'goesOn' | 'modelGoesOn' | 'takenDown'>({
  name: 'no-abandoned-upstream',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that a handler which streams an upstream ends it when its own client leaves',
      recommended: 'strict',
    },
    messages: {
      goesOn:
        'When the client leaves, `{{upstream}}()` goes on: line {{line}} writes for nobody. Give it the `signal` ' +
        'of an AbortController, and abort on {{event}}.',
      takenDown:
        'Line {{line}} takes the link to the client down when the headers arrive, so `{{upstream}}()` goes on when ' +
        'the client leaves later. Keep it until the stream ends.',
      modelGoesOn:
        'When the client leaves, `{{upstream}}()` goes on to its end for nobody. Give it `abortSignal: {{signal}}`.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(
      context,
      (file) => {
        for (const { node, signal } of returnedModels(file)) {
          const data = { upstream: calleeName(node.callee) ?? 'the model', signal };
          context.report({ loc: headOf(node), messageId: 'modelGoesOn', data });
        }
        for (const { node, passes, client } of awaitedModels(file)) {
          const data = {
            upstream: calleeName(node.callee) ?? 'the model',
            line: String(passes.loc.start.line),
            event: `\`${client}.on('close')\``,
          };
          context.report({ loc: headOf(node), messageId: 'goesOn', data });
        }
        for (const { node, passes, client, takenDown } of abandonedUpstreams(file)) {
          if (takenDown) {
            const data = { upstream: calleeName(node.callee) ?? 'the request', line: String(takenDown.loc.start.line) };
            context.report({ loc: headOf(node), messageId: 'takenDown', data });
            continue;
          }
          const event =
            client === 'stream' ? '`stream.onAbort()`' : `\`${client === 'reply' ? 'reply.raw' : client}.on('close')\``;
          context.report({
            loc: headOf(node),
            messageId: 'goesOn',
            data: { upstream: calleeName(node.callee) ?? 'the request', line: String(passes.loc.start.line), event },
          });
        }
      },
      /\bfor\s+await\b/,
    );
  },
});
