import type { FileView } from '../../ast/file-view.js';
import { calleeName } from '../../ast/nodes.js';
import type { TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import { cureInAnyVersion, cureOf, factsOf } from './cure.js';
import type { LimitFinding } from './finding.js';
import { bounds, isConnection } from './phases.js';

/** Longest text of an address that a message shows. */
const SHOWN_ADDRESS = 30;

/**
 * How a message names what is reported: as the code writes it, with the address of a request where that is short, and
 * the wrapper where its call is reported.
 */
export function subjectOf(file: FileView, { node, site, wrapper, sent }: LimitFinding): string {
  const callee = 'client' in site ? site.client.node.callee : site.request.node.callee;
  const written = sent ?? calleeName(callee) ?? file.getText(callee);
  if ('client' in site) return node.type === 'NewExpression' ? `\`new ${written}()\`` : `\`${written}()\``;
  if (wrapper) return `\`${written}()\` in ${wrapper}`;
  const [address] = node.arguments;
  const text = address && /^(?:Identifier|MemberExpression|Literal)$/.test(address.type) ? file.getText(address) : '';
  return `\`${written}(${text.length <= SHOWN_ADDRESS && !text.includes('\n') ? text : ''})\``;
}

const seconds = (ms: number): string =>
  ms % 1000 === 0 || ms > 10_000 ? `${String(Math.round(ms / 1000))} s` : `${String(ms)} ms`;

/** What happens without a limit, as a clause: measured defaults only. */
export function costOf(finding: LimitFinding): string {
  const ms = endsAfter(finding);
  return ms === null ? 'a silent server makes it wait forever' : `the default of ${seconds(ms)} applies`;
}

/** Milliseconds after which the library itself gives up on a silent server, measured; `null` where it never does. */
export function endsAfter(finding: LimitFinding): number | null {
  const { site } = finding;
  const phase = 'client' in site && isConnection(site.client.construct) ? 'connect' : 'headers';
  return defaultOf(factsOf(finding), phase) ?? defaultOf(factsOf(finding), 'headers');
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

/** The phases that a finding is about, as a list in words; a database is judged by how it is connected to. */
export function phasesInWords(finding: LimitFinding): string {
  const { problem, site } = finding;
  const lacking: readonly TimeoutPhase[] = problem.kind === 'missing' ? problem.phases : ['headers'];
  if ('client' in site && isConnection(site.client.construct)) return 'the wait for a connection';
  return lacking.map((phase) => PHASE_NAMES[phase]).join(' and ');
}

/** How to limit it with this library, as code: the options that the fix writes as well. */
export function remedyOf(file: FileLifecycle, finding: LimitFinding): string {
  if (finding.forAll !== undefined) return finding.forAll;
  const cure = cureOf(file, finding) ?? cureInAnyVersion(file, finding);
  if (!cure) {
    const all = factsOf(finding).find(({ given, option }) => given === true && /(?:^|\.)fetch$/.test(option[0] ?? ''));
    return all ? `Give it a \`${all.option[0] ?? ''}\` that has a limit.` : 'Set a limit.';
  }
  if (cure.kind === 'method') return `Call \`.${cure.method}(ms)\`.`;
  if (cure.kind === 'event' && !cure.withListener)
    return 'Set `timeout`: without it, nothing emits the event that the code listens to.';
  if (cure.kind === 'event')
    return "Set `timeout` and destroy the request in a 'timeout' listener, or pass `signal: AbortSignal.timeout(ms)`.";
  const { problem } = finding;
  const wanted = cure.options.filter(
    ({ fact, isSwitch }) =>
      isSwitch || problem.kind !== 'missing' || problem.phases.some((phase) => bounds(fact, phase)),
  );
  const names = (wanted.length > 0 ? wanted : cure.options).map(({ path, fact, isSwitch }) =>
    fact.option.includes('signal')
      ? '`signal: AbortSignal.timeout(ms)`'
      : `\`${path.join('.')}${isSwitch ? ': true' : ''}\``,
  );
  const part = cure.options.find(({ fact }) => fact.only !== undefined)?.fact.only;
  return `Set ${names.join(' and ')}${part ? `, which limits ${part.called}` : ''}.`;
}

/** A number of milliseconds in words. */
export function inSeconds(ms: number): string {
  return seconds(ms);
}
