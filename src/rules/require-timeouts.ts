import type { TSESLint } from '@typescript-eslint/utils';
import { fileLifecycle } from '../analysis/lifecycle.js';
import { costOf, inSeconds, phasesInWords, remedyOf, subjectOf } from '../analysis/limits/evidence.js';
import { limitFindings, type LimitFinding, type TimeoutPhase } from '../analysis/limits/findings.js';
import { createRule } from '../create-rule.js';
import { toFix } from '../fix/edits.js';
import { repairLimits } from '../remedies/limits/repair.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
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
    readonly constant?: { readonly module: string; readonly export: string };
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
      description: 'require that every client and request has limits that were chosen, and that work',
      recommended: 'recommended',
    },
    messages: {
      noLimit: 'Nothing bounds {{phases}} of {{subject}}. {{cost}} {{remedy}}',
      clientWithoutLimit: 'Nothing bounds {{phases}} in requests of {{subject}}. {{cost}} {{remedy}}',
      switchedOff:
        '{{option}} switches off the limit of {{subject}}, so that it waits without end for a peer that stays silent. Choose a number.',
      ignoredOption: '{{subject}} does nothing with {{option}}, and nothing bounds the call. {{cost}} {{remedy}}',
      overriddenOption:
        '{{subject}} ignores {{option}} next to `{{unless}}`: nothing but the signal bounds the call. Give it `AbortSignal.any([signal, AbortSignal.timeout(ms)])`.',
      onlyEvent:
        "`timeout` makes {{subject}} emit an event and no more: without a listener for 'timeout' that destroys the request, it goes on waiting. Add one, or give it `signal: AbortSignal.timeout(ms)`.",
      agentTimeout:
        'The `timeout` of the agent (line {{line}}) closes idle sockets, it does not end {{subject}}. {{remedy}}',
      onlyWarns: '{{option}} only writes a warning, {{subject}} goes on waiting. Set `{{needs}}: true` as well.',
      neverAborted: 'Nothing ever aborts the signal of {{subject}}. {{cost}} Use `AbortSignal.timeout(ms)`.',
      mistakenOption:
        '{{subject}} ignores {{option}}, which belongs to other libraries; it takes a `dispatcher` of undici.',
      timerCleared:
        'The timer is cleared in line {{line}}, as soon as the headers are there: nothing bounds the wait for the body, which is read in line {{read}}. Clear it after the body was read.',
      sharedSignal:
        'This signal starts to run here, not with each request: once it has expired, every later request with it fails at once. Make a new one for each request.',
      contradiction:
        'Opening the connection may take {{second}}, longer than the {{first}} of the limit on all of it, which therefore fires first.',
      beneathFetch:
        'The limit of {{limit}} never fires: the `fetch` beneath gives up after 300 s without headers. Choose a shorter one, or a dispatcher with a longer `headersTimeout`.',
      addLimits: 'Limit it: {{numbers}}.',
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
              'Phases that must be bounded, as far as the library has them; by default what ends a silent peer, and a stalled body where the library has a limit for it.',
          },
          report: {
            type: 'string',
            enum: ['call', 'file'],
            description:
              'Whether functions that are called for each request, such as fetch, are reported at every call or once per file.',
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
            description: 'Whether to report also what is left on a sane default of its library.',
          },
        },
      },
    ],
    defaultOptions: [{}],
  },
  strictOptions: [{ checkDefaults: true }],
  create(context, [options]) {
    const file = fileLifecycle(context);
    if (!file) return {};
    return {
      'Program:exit'() {
        const findings = limitFindings(file, {
          phases: options.phases ?? null,
          acceptDefaults: options.checkDefaults !== true,
        });
        const reported = options.report === 'file' ? onePerFile(findings) : findings;
        const repairs = repairLimits(file, reported, options.constant ?? null);
        for (const finding of reported) {
          const { node } = finding;
          const repair = repairs.get(finding);
          const fix = repair ? toFix(repair.edits) : null;
          context.report({
            loc: { start: node.loc.start, end: node.callee.loc.end },
            ...describe(file.sourceCode, finding),
            fix: repair?.automatic ? fix : null,
            suggest:
              repair && fix && !repair.automatic
                ? [{ messageId: 'addLimits', data: { numbers: repair.numbers }, fix }]
                : null,
          });
        }
      },
    };
  },
});

/** All clients, and the first of the requests that have no client to carry a limit. */
function onePerFile(findings: readonly LimitFinding[]): LimitFinding[] {
  const first = findings.find(isMissingCall);
  return findings.filter((finding) => finding === first || !isMissingCall(finding));
}

function isMissingCall({ site, problem }: LimitFinding): boolean {
  return 'request' in site && problem.kind === 'missing';
}

function describe(
  sourceCode: SourceCode,
  finding: LimitFinding,
): { messageId: MessageId; data: Record<string, string> } {
  const { problem } = finding;
  const lacking: readonly TimeoutPhase[] = problem.kind === 'missing' ? problem.phases : ['headers'];
  const data = {
    subject: subjectOf(sourceCode, finding),
    cost: costOf(finding),
    remedy: remedyOf(finding, lacking),
    phases: phasesInWords(lacking),
  };
  switch (problem.kind) {
    case 'missing':
      return { messageId: 'client' in finding.site ? 'clientWithoutLimit' : 'noLimit', data };
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
      const option = `\`${fact.option[0] ?? fact.method ?? ''}${kind === 'off' ? `: ${sourceCode.getText(node)}` : ''}\``;
      return { messageId, data: { ...data, option, needs: fact.needs ?? '', unless: fact.unless ?? '' } };
    }
    case 'agent-timeout':
      return { messageId: 'agentTimeout', data: { ...data, line: String(problem.node.loc.start.line) } };
    case 'mistaken':
      return { messageId: 'mistakenOption', data: { ...data, option: `\`${sourceCode.getText(problem.node.key)}\`` } };
    case 'cleared':
      return {
        messageId: 'timerCleared',
        data: { line: String(problem.clear.loc.start.line), read: String(problem.read.loc.start.line) },
      };
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
