import { fileLifecycle, type FileLifecycle } from '../analysis/lifecycle.js';
import { limitConstant, type LimitConstant } from '../analysis/limits/constant.js';
import { costOf, endsAfter, inSeconds, phasesInWords, remedyOf, subjectOf } from '../analysis/limits/evidence.js';
import type { LimitFinding, TimeoutPhase } from '../analysis/limits/finding.js';
import { injectedText } from '../analysis/limits/injected.js';
import { isConnection } from '../analysis/limits/phases.js';
import { limitFindings } from '../analysis/limits/findings.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { toFix, whyNoFix } from '../fix/edits.js';
import { repairLimits, type LimitRepair } from '../remedies/limits/repair.js';

type MessageId =
  | 'noLimit'
  | 'clientWithoutLimit'
  | 'switchedOff'
  | 'ignoredOption'
  | 'overriddenOption'
  | 'onlyEvent'
  | 'agentTimeout'
  | 'onlyWarns'
  | 'neverAborted'
  | 'mistakenOption'
  | 'timerCleared'
  | 'uncancelled'
  | 'sharedSignal'
  | 'contradiction'
  | 'beneathFetch'
  | 'addLimits';
type CheckedPhase = Extract<TimeoutPhase, 'connect' | 'headers' | 'body' | 'total'>;
type Options = [
  {
    readonly phases?: readonly CheckedPhase[];
    readonly report?: 'call' | 'file';
    readonly checkDefaults?: boolean;
    readonly constant?: LimitConstant;
  },
];

/** Reports clients and requests whose waiting nobody has bounded, and limits that bound nothing. */
export const requireTimeouts = createRule<Options, MessageId>({
  name: 'require-timeouts',
  meta: {
    type: 'problem',
    fixable: 'code',
    hasSuggestions: true,
    docs: {
      description: 'require a timeout that works on every client and request',
      recommended: 'recommended',
    },
    messages: {
      noLimit: 'Nothing limits {{phases}} of {{subject}}: {{cost}}. {{remedy}}',
      clientWithoutLimit: 'Requests of {{subject}} have no limit on {{phases}}: {{cost}}. {{remedy}}',
      switchedOff: '{{option}} switches off the limit of {{subject}}: a silent server makes it wait forever.',
      ignoredOption: '{{subject}} ignores {{option}}, and nothing else limits it. {{remedy}}',
      overriddenOption:
        '{{subject}} ignores {{option}} next to `{{unless}}`. Give it `AbortSignal.any([signal, ' +
        'AbortSignal.timeout(ms)])`.',
      onlyEvent:
        "`timeout` of {{subject}} only emits an event and ends nothing. Destroy the request in a 'timeout' " +
        'listener, or pass `signal: AbortSignal.timeout(ms)`.',
      agentTimeout:
        'The `timeout` of the agent (line {{line}}) closes idle sockets; it does not end {{subject}}. {{remedy}}',
      onlyWarns: '{{option}} only logs a warning; {{subject}} keeps waiting. Set `{{needs}}: true` as well.',
      neverAborted:
        'Nothing aborts the signal of {{subject}}: {{cost}}. Combine it with `AbortSignal.timeout(ms)` in ' +
        '`AbortSignal.any()`.',
      mistakenOption:
        '{{subject}} ignores {{option}}, an option of other libraries; it takes a `dispatcher` of undici.',
      timerCleared:
        'Line {{line}} clears the timer when the headers arrive, so nothing limits the body that line {{read}} ' +
        'reads. Clear it after that.',
      uncancelled: 'Line {{line}} only stops waiting: {{subject}} goes on and keeps its connection. {{remedy}}',
      sharedSignal:
        'This signal counts from here, not from each request: once it expires, every request fails at once. Make ' +
        'a new one for each request.',
      contradiction:
        'Connecting may take {{second}}, longer than the limit of {{first}} on the whole call, which therefore ' +
        'fires first.',
      beneathFetch:
        'The limit of {{limit}} never fires: the underlying `fetch` gives up after 300 s without headers. Choose ' +
        'a shorter one.',
      addLimits: 'Set limits: {{numbers}}.',
    },
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          phases: {
            type: 'array',
            items: { type: 'string', enum: ['connect', 'headers', 'body', 'total'] },
            uniqueItems: true,
            description:
              'Phases that must be bounded, as far as the library has them; by default what ends a silent peer, ' +
              'and a stalled body where the library has a limit for it.',
          },
          report: {
            type: 'string',
            enum: ['call', 'file'],
            description:
              'Whether functions that are called for each request, such as fetch, are reported at every call or ' +
              'once per file.',
          },
          constant: {
            type: 'object',
            additionalProperties: false,
            required: ['module', 'export'],
            properties: {
              module: { type: 'string', description: 'Specifier to import it from.' },
              export: { type: 'string', description: 'Name of the export.' },
            },
            description:
              'Where the project keeps its number of milliseconds: fixes import it instead of writing a number.',
          },
          checkDefaults: {
            type: 'boolean',
            description:
              'Whether to report also what is left on a default of its library that is sane, but above 30 s.',
          },
        },
      },
    ],
    defaultOptions: [{}],
  },
  strictOptions: [{ checkDefaults: true }],
  create(context, [options]) {
    const constant = limitConstant(options.constant, 'require-timeouts');
    const file = fileLifecycle(context, injectedText);
    if (!file) return {};
    return {
      'Program:exit'() {
        const findings = limitFindings(file, {
          phases: options.phases ?? null,
          acceptDefaults: options.checkDefaults !== true,
        });
        const reported =
          options.report === 'file' ? onePerFile(findings, isMissingCall) : perPlatform(file, options, findings);
        const repairs = repairLimits(file, reported, constant);
        for (const finding of reported) {
          const { node } = finding;
          const { messageId, data } = describe(file, finding);
          const repair = repairs.get(finding);
          const fix = repair ? toFix(repair.edits, file.text) : null;
          context.report({
            loc: headOf(node),
            messageId,
            data: { ...data, ...(repair?.automatic ? {} : whyNoFix(file.settings, { refused: reasonFor(repair) })) },
            fix: repair?.automatic ? fix : null,
            suggest:
              repair && fix && !repair.automatic
                ? [{ messageId: 'addLimits', data: { numbers: withCaution(repair) }, fix }]
                : null,
          });
        }
      },
    };
  },
});

/** Why a change of limits is not automatic. */
function reasonFor(repair: LimitRepair | undefined): string {
  if (!repair) return 'no edit is known to be right here';
  return repair.caution === ''
    ? 'the setting `timeouts` has no numbers'
    : `it could do more than set a limit: ${repair.caution}`;
}

/** What a suggestion writes, and what it may cut. */
function withCaution({ numbers, caution }: LimitRepair): string {
  return caution === '' ? numbers : `${numbers} (${caution})`;
}

/**
 * A managed function ends a hung call by itself, at a price: one report tells it where defaults are accepted. Whoever
 * watches a migration ends it by hand.
 */
function perPlatform(
  file: FileLifecycle,
  { checkDefaults }: Options[0],
  findings: readonly LimitFinding[],
): readonly LimitFinding[] {
  if (checkDefaults === true) return findings;
  if (file.role === 'script') return findings.filter((finding) => !isHarmlessInScript(file, finding));
  return file.isEndedByPlatform ? onePerFile(findings, ({ problem }) => problem.kind === 'missing') : findings;
}

/**
 * Nobody else waits for a script that a developer runs: the error after five minutes ends it, and who sees that the
 * database does not answer ends it by hand.
 */
function isHarmlessInScript(file: FileLifecycle, finding: LimitFinding): boolean {
  const { problem, site } = finding;
  if (problem.kind !== 'missing') return false;
  if (file.isOneOff || ('client' in site && isConnection(site.client.construct))) return true;
  return file.isAmongScripts && endsAfter(finding) !== null;
}

/** The first finding of a kind, and all others. */
function onePerFile(findings: readonly LimitFinding[], isOfKind: (finding: LimitFinding) => boolean): LimitFinding[] {
  const first = findings.find(isOfKind);
  return findings.filter((finding) => finding === first || !isOfKind(finding));
}

function isMissingCall({ site, problem }: LimitFinding): boolean {
  return 'request' in site && problem.kind === 'missing';
}

/** What a hung call costs where the platform ends it. */
const MANAGED_COST = 'a silent server holds the function until the platform ends it';

/** Whether a limit is missing in what is sent through a client, not in its connection. */
function isOfRequests({ site }: LimitFinding): boolean {
  return 'client' in site && !isConnection(site.client.construct);
}

function describe(file: FileLifecycle, finding: LimitFinding): { messageId: MessageId; data: Record<string, string> } {
  const { problem } = finding;
  const data = {
    subject: subjectOf(file, finding),
    cost: file.isEndedByPlatform ? MANAGED_COST : costOf(finding),
    remedy: remedyOf(file, finding),
    phases: phasesInWords(finding),
  };
  switch (problem.kind) {
    case 'missing':
      return { messageId: isOfRequests(finding) ? 'clientWithoutLimit' : 'noLimit', data };
    case 'ineffective': {
      const { fact, kind, node } = problem.limit;
      const messageId = (
        {
          off: 'switchedOff',
          never: 'neverAborted',
          ignored: 'ignoredOption',
          overridden: 'overriddenOption',
          event: 'onlyEvent',
          warns: 'onlyWarns',
        } as const
      )[kind];
      const value = kind === 'off' ? `: ${file.getText(node)}` : '';
      const option = `\`${fact.option[0] ?? fact.method ?? ''}${value}\``;
      return { messageId, data: { ...data, option, needs: fact.needs ?? '', unless: fact.unless ?? '' } };
    }
    case 'agent-timeout':
      return { messageId: 'agentTimeout', data: { ...data, line: String(problem.node.loc.start.line) } };
    case 'mistaken':
      return { messageId: 'mistakenOption', data: { ...data, option: `\`${file.getText(problem.node.key)}\`` } };
    case 'cleared':
      return {
        messageId: 'timerCleared',
        data: { line: String(problem.clear.loc.start.line), read: String(problem.read.loc.start.line) },
      };
    case 'uncancelled':
      return { messageId: 'uncancelled', data: { ...data, line: String(problem.node.loc.start.line) } };
    case 'shared-signal':
      return { messageId: 'sharedSignal', data: {} };
    case 'contradiction':
      return {
        messageId: 'contradiction',
        data: { first: inSeconds(problem.first.ms), second: inSeconds(problem.second.ms) },
      };
    case 'beneath':
      return { messageId: 'beneathFetch', data: { limit: inSeconds(problem.limit.ms) } };
  }
}
