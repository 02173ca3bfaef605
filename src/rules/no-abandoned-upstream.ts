import type { TSESTree } from '@typescript-eslint/utils';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { abandonedUpstreams } from '../analysis/traffic/abandoned.js';
import { awaitedModels } from '../analysis/traffic/awaited-models.js';
import { MAY_STREAM, returnedModels } from '../analysis/traffic/returned-models.js';
import type { FileView } from '../ast/file-view.js';
import { calleeName, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

type MessageId = 'goesOn' | 'modelGoesOn' | 'sourceGoesOn' | 'untilNext' | 'takenDown';

/** Reports handlers that stream an upstream to their client and do not stop it when the client disconnects. */
export const noAbandonedUpstream = createRule<[], MessageId>({
  name: 'no-abandoned-upstream',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that a handler which streams from an upstream stops it when its own client disconnects',
      recommended: 'strict',
    },
    messages: {
      goesOn:
        'When the client disconnects, `{{upstream}}()` goes on, and line {{line}} writes to nobody. Give it the ' +
        '`signal` of an AbortController; abort on {{event}}.',
      takenDown:
        'Line {{line}} removes the listener before the body is sent: a client that disconnects later no longer ' +
        'stops `{{upstream}}()`. Keep it until the stream ends.',
      modelGoesOn:
        'When the client disconnects, `{{upstream}}()` still runs to its end. Give it `{{option}}: {{signal}}`.',
      sourceGoesOn:
        'When the client disconnects, nothing stops `{{upstream}}()`: this stream has no `cancel()` that does. Give ' +
        'it `signal: {{signal}}`, or end it in `cancel()`.',
      untilNext:
        'When the client disconnects, `{{upstream}}()` goes on until its next chunk meets a closed stream. Give it ' +
        '`signal: {{signal}}`, or end it in `cancel()`.',
    },
    schema: [],
  },
  create(context) {
    const report = (node: TSESTree.CallExpression, messageId: MessageId, data: Record<string, string>): void => {
      const upstream = calleeName(node.callee) ?? 'the request';
      context.report({ loc: headOf(node), messageId, data: { upstream, ...data } });
    };
    return judgeAtEnd(
      context,
      (file) => {
        for (const { node, signal } of returnedModels(file))
          report(node, 'modelGoesOn', { option: 'abortSignal', signal });
        for (const { node, passes, client, signal, option } of awaitedModels(file)) {
          if (signal === null) report(node, 'goesOn', { line: lineOf(passes), event: `\`${client}.on('close')\`` });
          else report(node, 'modelGoesOn', { option, signal });
        }
        for (const { node, passes, client, signal, takenDown } of abandonedUpstreams(file)) {
          if (takenDown) report(node, 'takenDown', { line: lineOf(takenDown) });
          else if (signal !== null) report(node, isLoopOver(file, passes) ? 'untilNext' : 'sourceGoesOn', { signal });
          else report(node, 'goesOn', { line: lineOf(passes), event: eventOf(client) });
        }
      },
      MAY_STREAM,
    );
  },
});

function lineOf({ loc }: TSESTree.Node): string {
  return String(loc.start.line);
}

function eventOf(client: string): string {
  if (client === 'stream') return '`stream.onAbort()`';
  return `\`${client === 'reply' ? 'reply.raw' : client}.on('close')\``;
}

/** A loop over an iterator ends it when `enqueue()` fails, unless that is caught in the loop. */
function isLoopOver({ sourceCode }: FileView, node: TSESTree.Node): boolean {
  return node.type === 'ForOfStatement' && !/\bcatch\b/.test(sourceCode.getText(node.body));
}
