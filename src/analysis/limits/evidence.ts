import type { TSESLint } from '@typescript-eslint/utils';
import { calleeName } from '../../ast/nodes.js';
import type { TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { LimitFinding } from './findings.js';

/** The timeout options of what a finding is about. */
export function factsOf({ site }: LimitFinding): readonly TimeoutFact[] {
  return ('client' in site ? site.client.construct.timeouts : site.request.request.timeouts) ?? [];
}

/** How a message names what is reported: as the code writes it, and the wrapper where its call is reported. */
export function subjectOf(sourceCode: Readonly<TSESLint.SourceCode>, { node, site, wrapper }: LimitFinding): string {
  const callee = 'client' in site ? site.client.node.callee : site.request.node.callee;
  const written = calleeName(callee) ?? sourceCode.getText(callee);
  if ('client' in site) return node.type === 'NewExpression' ? `\`new ${written}()\`` : `\`${written}()\``;
  return wrapper ? `\`${written}()\` in ${wrapper}` : `\`${written}()\``;
}

const seconds = (ms: number): string =>
  ms % 1000 === 0 || ms > 10_000 ? `${String(Math.round(ms / 1000))} s` : `${String(ms)} ms`;

/** What happens without a limit, as a sentence: measured defaults only. */
export function costOf(finding: LimitFinding): string {
  const facts = factsOf(finding);
  const headers = defaultOf(facts, 'headers');
  const body = defaultOf(facts, 'body');
  if (headers !== null) {
    const between = body === null ? '' : ` and ${seconds(body)} between two chunks of the body`;
    return `By default it waits ${seconds(headers)} for the headers${between}.`;
  }
  if (facts.some(({ phase }) => phase === 'pool'))
    return 'By default it waits for a connection and for a result without end.';
  return 'By default a peer that accepts the connection and never answers is waited for without end.';
}

function defaultOf(facts: readonly TimeoutFact[], phase: TimeoutPhase): number | null {
  return (
    facts.find(
      (fact) => fact.effect === 'aborts' && fact.default !== null && (fact.phase === phase || fact.phase === 'total'),
    )?.default ?? null
  );
}

const PHASE_NAMES: Readonly<Record<TimeoutPhase, string>> = {
  connect: 'opening the connection',
  headers: 'the wait for the response',
  body: 'the wait for more of the body',
  total: 'the whole call',
  pool: 'the wait for a free connection',
  idle: 'the life of an idle connection',
};

/** Phases as a list in words. */
export function phasesInWords(phases: readonly TimeoutPhase[]): string {
  return phases.map((phase) => PHASE_NAMES[phase]).join(' and ');
}

/** How to bound these phases with this library, as code. */
export function remedyOf(finding: LimitFinding, phases: readonly TimeoutPhase[]): string {
  const facts = factsOf(finding).filter(
    ({ effect, option, method }) => effect !== 'ignored' && (option.length > 0 || method !== undefined),
  );
  const wanted = facts.filter((fact) =>
    phases.some((phase) => fact.phase === phase || fact.phase === 'total' || fact.covers?.includes(phase)),
  );
  const own = wanted.find(({ option }) => option.length > 0 && !option.includes('signal')) ?? wanted[0];
  if (!own) return 'Set a limit.';
  const [option] = own.option;
  if (option === undefined) return `Call \`.${own.method ?? 'timeout'}(ms)\`.`;
  if (option === 'signal') return 'Give it `signal: AbortSignal.timeout(ms)`.';
  if (own.effect === 'event')
    return `Set \`${option}\` and destroy the request in a listener for 'timeout', or give it \`signal: AbortSignal.timeout(ms)\`.`;
  return own.needs ? `Set \`${option}\` together with \`${own.needs}: true\`.` : `Set \`${option}\`.`;
}

/** A number of milliseconds in words. */
export function inSeconds(ms: number): string {
  return seconds(ms);
}
