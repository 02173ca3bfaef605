import type { TSESTree } from '@typescript-eslint/utils';
import { BODY_PIPE } from '../analysis/held/body/body-pipes.js';
import { bodyFindings, type UnreadBody } from '../analysis/held/body/responses.js';
import { isStandard } from '../analysis/held/body/streams.js';
import { RESPONSE_TYPE } from '../analysis/held/body/typed.js';
import { fileLifecycle } from '../analysis/lifecycle.js';
import { isTypeScript } from '../ast/names.js';
import { describeExit, lineOf, throwModeOf } from '../analysis/held/engine/holding.js';
import type { FileView } from '../ast/file-view.js';
import { wrapped } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { editsFor } from '../fix/apply.js';
import { combine, toFix, whyNoFix, type Edits } from '../fix/edits.js';
import { pipelineAwaited, pipelineInPlace } from '../remedies/body/pipe.js';
import { releaseOf } from '../remedies/body/release-text.js';
import { partRepair, readerRepair } from '../remedies/body/reader.js';
import { repairsOf } from '../remedies/body/repair.js';
import { addToFinally, wrapInTryFinally } from '../fix/try-finally.js';
type MessageId =
  | 'neverRead'
  | 'leftUnread'
  | 'overwritten'
  | 'reader'
  | 'readerPart'
  | 'pipe'
  | 'closeBeforeRead'
  | 'errorBody'
  | 'usePipeline';
type Options = [{ readonly implicitThrows?: boolean | 'awaited'; readonly limitedRequests?: boolean }];

/** Why what depends on the rest of the program is left to its author. */
const DECISION = { refused: 'where the release belongs depends on the rest of the program' };

/** Text of files that may hold a body which no catalogued request delivers. */
const BODY_TEXT = new RegExp(`${BODY_PIPE.source}|${RESPONSE_TYPE.source}`);

/** Reports responses whose body some way leaves unread, so that their connection stays checked out. */
export const requireBodyCleanup = createRule<Options, MessageId>({
  name: 'require-body-cleanup',
  meta: {
    type: 'problem',
    fixable: 'code',
    docs: {
      description: 'require that every response body is read or released on every path',
      recommended: 'recommended',
    },
    messages: {
      neverRead:
        'Nothing reads or releases the body of this response, so its connection stays in use. Write `{{release}}`.',
      leftUnread:
        '{{exit}} with the body of this response unread, so its connection stays in use. Write `{{release}}` first.',
      overwritten:
        'Line {{line}} replaces this response with the next one before its body is read, so its connection stays ' +
        'in use. Write `{{release}}` first.',
      reader:
        'If the loop ends early or throws, nothing cancels this reader; `releaseLock()` frees no connection. ' +
        'Write `void {{name}}.cancel().catch(() => {});` in a `finally` block.',
      readerPart:
        'This reader reads a part of the body, and nothing cancels it, so its connection stays in use. Write ' +
        '`void {{name}}.cancel().catch(() => {});` after the last `read()`.',
      pipe:
        '`pipe()` forwards no errors: if one stream fails, the other stays open. Use `pipeline` of ' +
        'node:stream/promises, or handle `error` on both.',
      closeBeforeRead:
        'This close waits for the body that line {{line}} returns, which the caller gets only after the close: a ' +
        'deadlock. Close the client on shutdown.',
      errorBody:
        'On an error status, `{{name}}.response.data` is a stream that `catch` on line {{line}} leaves ' +
        'unread. Write `{{name}}.response?.data.destroy();` there.',
      usePipeline:
        'Use `await pipeline()` of node:stream/promises, which waits for the end and throws if either stream fails.',
    },
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          implicitThrows: {
            oneOf: [
              { type: 'boolean', description: 'Whether any call counts.' },
              { type: 'string', enum: ['awaited'], description: 'Whatever is awaited counts.' },
            ],
            description:
              'Whether calls that may throw between a response and its release count as exits: all of them, or ' +
              "only what is awaited ('awaited').",
          },
          limitedRequests: {
            type: 'boolean',
            description: 'Whether bodies count that a timeout signal of their request is going to end.',
          },
        },
      },
    ],
    defaultOptions: [{}],
  },
  strictOptions: [{ implicitThrows: 'awaited', limitedRequests: true }],
  create(context, [options]) {
    const file = fileLifecycle(context, BODY_TEXT);
    if (!file) return {};
    return {
      'Program:exit'() {
        const findings = bodyFindings(file, throwModeOf(options.implicitThrows));
        const reportsAll = options.limitedRequests === true;
        for (const { close, leaving } of findings.deadlocks) {
          context.report({
            node: close,
            messageId: 'closeBeforeRead',
            data: { line: String(leaving.loc.start.line), ...whyNoFix(file.settings, DECISION) },
          });
        }
        const { unread, readers, pipes, errorBodies } = findings;
        if (unread.length + readers.length + pipes.length + errorBodies.length === 0) return;
        if (file.role === 'example' && !reportsAll) return;
        for (const unread of findings.unread) {
          if (!reportsAll && (unread.endsByItself || (file.role === 'script' && endsWithError(unread)))) continue;
          const { node, data, messageId } = describe(unread);
          const repairs = repairsOf(file, unread.acquisition, unread.lost, isTypeScript(file.filename));
          const edits = 'refused' in repairs ? repairs : combine(repairs.map((change) => editsFor(file, change)));
          const end = node.type === 'CallExpression' ? node.callee.loc.end : node.loc.end;
          context.report({
            loc: { start: node.loc.start, end },
            messageId,
            data: { ...data, ...whyNoFix(file.settings, edits) },
            fix: toFix(edits),
          });
        }
        for (const { call, loops, endsByItself } of findings.readers) {
          if (endsByItself && !reportsAll) continue;
          const part = loops ? null : partRepair(file, call);
          const edits = part ? editsFor(file, part) : guardReader(file, readerRepair(file, call));
          context.report({
            node: call.callee,
            messageId: loops ? 'reader' : 'readerPart',
            data: { name: declaredName(call) ?? 'reader', ...whyNoFix(file.settings, edits) },
            fix: toFix(edits),
          });
        }
        for (const call of findings.pipes) {
          // A script's download to its standard output ends with the program.
          if (file.role === 'script' && call.arguments[0] && isStandard(file, call.arguments[0])) continue;
          const joined = pipelineInPlace(file, call);
          const suggested = 'refused' in joined ? toFix(pipelineAwaited(file, call)) : null;
          const { callee } = call;
          context.report({
            node: callee.type === 'MemberExpression' ? callee.property : callee,
            messageId: 'pipe',
            data: whyNoFix(file.settings, joined),
            fix: toFix(joined),
            suggest: suggested && [{ messageId: 'usePipeline', fix: suggested }],
          });
        }
        for (const { call, clause } of findings.errorBodies) {
          context.report({
            node: call.callee,
            messageId: 'errorBody',
            data: {
              line: String(clause.loc.start.line),
              name: clause.param?.type === 'Identifier' ? clause.param.name : 'error',
              ...whyNoFix(file.settings, DECISION),
            },
          });
        }
      },
    };
  },
});

/** A reader's loop gets a `finally`; one that has a `try` around it gets the statement there. */
function guardReader(file: FileView, repair: ReturnType<typeof readerRepair>): Edits {
  if ('refused' in repair) return repair;
  const { node, text } = repair;
  return node.type === 'TryStatement' ? addToFinally(file, node, text) : wrapInTryFinally(file, node, text);
}

/** Whether only errors leave a body unread: in a script they end the program, and its connections with it. */
function endsWithError({ lost: { leaks } }: UnreadBody): boolean {
  return leaks.length > 0 && leaks.every(({ kind }) => kind === 'throw');
}

/** The name that a declaration gives a value: `const reader = body.getReader()`. */
function declaredName(value: TSESTree.Node): string | null {
  const { parent } = wrapped(value);
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : null;
}

/** The name that the code gives the response where it arrives: `const response = await fetch(url)`. */
function nameOfResponse({ call, received, settled }: UnreadBody['acquisition']): string | null {
  if (settled === true) return received.node.type === 'Identifier' ? `${received.node.name}.value` : null;
  const { parent } = wrapped(call);
  return parent?.type === 'AwaitExpression' ? declaredName(parent) : null;
}

function describe({ acquisition, lost: { leaks, effects } }: UnreadBody): {
  node: UnreadBody['acquisition']['call'];
  messageId: MessageId;
  data: Record<string, string>;
} {
  // Whoever abandons a generator does so by choice; what every run leaves comes first.
  const leak = leaks.find((each) => each.kind !== 'abandoned') ?? leaks[0];
  const kind = leak?.kind ?? 'dropped';
  const [response] = effects.variables;
  const [body] = effects.heldVariables;
  const inBody = acquisition.body.path.length > 0;
  const own = response ?? body;
  const declared = nameOfResponse(acquisition);
  const name = own
    ? { text: own.name, isBody: !response }
    : declared !== null
      ? { text: declared, isBody: false }
      : { text: inBody ? 'body' : 'response', isBody: inBody };
  const data = {
    line: leak ? String(lineOf(leak)) : '',
    exit: leak ? describeExit(leak) : '',
    release: releaseOf(acquisition.body, name, false),
  };
  return {
    node: acquisition.call,
    messageId: kind === 'dropped' ? 'neverRead' : kind === 'overwritten' ? 'overwritten' : 'leftUnread',
    data,
  };
}
