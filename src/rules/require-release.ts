import type { TSESLint } from '@typescript-eslint/utils';
import { MAY_USE_DECORATED } from '../analysis/held/resources/decorated.js';
import { fileLifecycle, type FileLifecycle } from '../analysis/lifecycle.js';
import { resourceFindings, type GivenBackDirty, type Unreleased } from '../analysis/held/resources/findings.js';
import { hidesType } from '../analysis/held/resources/hidden-type.js';
import { isTypeScript } from '../ast/names.js';
import { describeExit, lineOf, throwModeOf } from '../analysis/held/engine/holding.js';
import { ofRacesUntil } from '../analysis/held/resources/rivals.js';
import { createRule } from '../create-rule.js';
import { isRefusal, toFix, whyNoFix, type Edits, type Refusal } from '../fix/edits.js';
import { adviceFor } from '../remedies/release/advice.js';
import { cleanRelease } from '../remedies/release/clean-release.js';
import { rollBackOnFailure } from '../remedies/release/outcome.js';
import { destroyInFinally, releaseInFinally } from '../remedies/release/in-finally.js';
import { arrivesInCallback, releaseInCallbacks } from '../remedies/release/in-callbacks.js';

type MessageId =
  | 'neverReleased'
  | 'openedAgain'
  | 'leftHeld'
  | 'overwritten'
  | 'givenBackInTransaction'
  | 'closesPooled'
  | 'releaseInstead'
  | 'destroy';
type Suggestion = TSESLint.ReportSuggestionArray<MessageId>[number];
type Options = [{ readonly implicitThrows?: boolean | 'awaited' }];

/** Why a client that was closed is not given back in place of it. */
const UNKNOWN_STATE = { refused: 'whether the connection still works is not known' };

/** Why what is opened again and again is not closed by a fix: one for all may be what the code wants. */
const SHARED = { refused: 'whether to share one or to close each is for you to say' };

/** Reports what is taken from a pool, or opened for a while, and not given back on every path. */
export const requireRelease = createRule<Options, MessageId>({
  name: 'require-release',
  meta: {
    type: 'problem',
    fixable: 'code',
    hasSuggestions: true,
    docs: {
      description: 'require that whatever is taken from a pool is given back on every path',
      recommended: 'recommended',
    },
    messages: {
      neverReleased: 'Nothing gives this {{what}} back. {{cost}} {{remedy}}',
      openedAgain:
        'This {{what}} is opened {{why}}, and nothing closes it. {{cost}} Keep one and share it, or close it in a ' +
        '`finally` block.',
      leftHeld: '{{exit}} without giving back this {{what}}. {{cost}} {{remedy}}',
      overwritten: 'Line {{line}} replaces this {{what}} with the next one without giving it back. {{cost}} {{remedy}}',
      givenBackInTransaction:
        'Line {{line}} gives this {{what}} back with the transaction of line {{begin}} still open{{when}}; the next ' +
        'user continues it. {{remedy}}',
      closesPooled:
        '{{method}}() closes a connection of the pool, which goes on counting it. Give it back with ' +
        '`{{release}}()`, or with `{{release}}(error)` if it is broken.',
      releaseInstead: 'Give it back to the pool with {{release}}().',
      destroy: 'Destroy this {{what}} in a `finally` block after each use: its statements leave something behind.',
    },
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
              'Whether any call that may throw between an acquisition and its release counts as an exit, not ' +
              "only awaited calls on what was acquired; 'awaited': whatever is awaited.",
          },
        },
      },
    ],
    defaultOptions: [{}],
  },
  strictOptions: [{ implicitThrows: 'awaited' }],
  create(context, [options]) {
    const file = fileLifecycle(context, MAY_USE_DECORATED);
    if (!file) return {};
    return {
      'Program:exit'() {
        const findings = resourceFindings(file, throwModeOf(options.implicitThrows));
        for (const each of findings.unreleased) {
          // An error ends the program, and its connections with it.
          if (file.role === 'script' && !options.implicitThrows && isLeftByErrors(each)) continue;
          const { messageId, data } = describe(each);
          const edits = fixOf(file, each);
          const { node, callee } = { node: each.arrival.call, callee: each.arrival.call.callee };
          context.report({
            loc: { start: node.loc.start, end: callee.loc.end },
            messageId,
            data: { ...data, ...whyNoFix(file.settings, edits) },
            fix: toFix(edits, file.text),
            suggest: destroying(file, each, edits),
          });
        }
        for (const each of findings.dirty) {
          const edits = doubtOf(file, each) ?? cleanRelease(file, each);
          const { node, callee } = { node: each.arrival.call, callee: each.arrival.call.callee };
          context.report({
            loc: { start: node.loc.start, end: callee.loc.end },
            messageId: 'givenBackInTransaction',
            data: dirtyData(each, whyNoFix(file.settings, edits)),
            fix: toFix(edits, file.text),
          });
        }
        for (const { call, fact, alone } of findings.wrong) {
          const release = fact.release[0]?.method ?? '';
          const { callee } = call;
          const name =
            callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
          const statement = call.parent.type === 'AwaitExpression' ? call.parent : call;
          const plain =
            alone &&
            callee.type === 'MemberExpression' &&
            call.arguments.length === 0 &&
            statement.parent.type === 'ExpressionStatement';
          const text = plain ? `${file.getText(callee.object)}${callee.optional ? '?.' : '.'}${release}()` : '';
          const suggest = plain
            ? [
                {
                  messageId: 'releaseInstead' as const,
                  data: { release },
                  fix: (fixer: TSESLint.RuleFixer) => fixer.replaceText(statement, text),
                },
              ]
            : null;
          context.report({
            node: callee,
            messageId: 'closesPooled',
            data: { method: name, release, ...whyNoFix(file.settings, UNKNOWN_STATE) },
            suggest,
          });
        }
      },
    };
  },
});

function isLeftByErrors({ leaks }: Unreleased): boolean {
  return leaks.length > 0 && leaks.every(({ kind }) => kind === 'throw');
}

/** Where its statements leave something behind, only the author knows whether nobody may get the connection again. */
function destroying(file: FileLifecycle, found: Unreleased, edits: Edits): readonly Suggestion[] {
  const fix = isRefusal(edits) && !doubtOf(file, found) ? toFix(destroyInFinally(file, found)) : null;
  return fix ? [{ messageId: 'destroy', data: { what: found.acquired.fact.what }, fix }] : [];
}

/** Why it is not certain that what has arrived is what was asked for, or that a compiler can see it. */
function doubtOf(file: FileLifecycle, { acquired, arrival, effects }: Unreleased): Refusal | null {
  if (ofRacesUntil(file, acquired.node, arrival.at) !== 'none') return { refused: 'something else may win the race' };
  return isTypeScript(file.filename) && effects.releases.size === 0 && hidesType(file, arrival, effects.values)
    ? { refused: 'its type does not say that it can be released' }
    : null;
}

/** A transaction ends by its outcome, everything else is given back in a `finally`. */
function fixOf(file: FileLifecycle, found: Unreleased): Edits {
  const doubt = found.openedAgain === null ? doubtOf(file, found) : SHARED;
  if (doubt) return doubt;
  const byOutcome = found.acquired.fact.release.every(({ outcome }) => outcome !== undefined);
  if (byOutcome) return rollBackOnFailure(file, found);
  return arrivesInCallback(found) ? releaseInCallbacks(file, found) : releaseInFinally(file, found);
}

function describe(found: Unreleased): { messageId: MessageId; data: Record<string, string> } {
  const { acquired, leaks, handled } = found;
  const [leak] = leaks;
  const data = {
    what: acquired.fact.what,
    line: leak ? String(lineOf(leak)) : '',
    exit: leak ? describeExit(leak) : '',
    cost: acquired.fact.left ?? 'When none is left, callers wait forever.',
    why: found.openedAgain ?? '',
    remedy: adviceFor(found),
  };
  if (found.openedAgain !== null) return { messageId: 'openedAgain', data };
  // Where only errors leave it, the other ways hand it on.
  const never = !handled && leaks.some(({ kind }) => kind !== 'throw' && kind !== 'implicit');
  return { messageId: never ? 'neverReleased' : leak?.kind === 'overwritten' ? 'overwritten' : 'leftHeld', data };
}

function dirtyData(found: GivenBackDirty, reason: { readonly whyNoFix?: string }): Record<string, string> {
  const { acquired, releases, begin } = found;
  const release = releases.find(({ ordinary }) => ordinary) ?? releases[0];
  return {
    ...reason,
    what: acquired.fact.what,
    line: String(release?.call.loc.start.line ?? ''),
    begin: String(begin.loc.start.line),
    when: release?.ordinary === true ? '' : ' if something fails in it',
    remedy: release?.ordinary === true ? 'Commit or roll back on every path that leads there.' : adviceFor(found),
  };
}
