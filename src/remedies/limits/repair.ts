import { cureOf, phasesOf, type Cure, type NumberedPhase, type PlannedOption } from '../../analysis/limits/cure.js';
import type { LimitFinding } from '../../analysis/limits/finding.js';
import { cutsSlowWork, slowClient, slowRequest, type SlowWork } from '../../analysis/limits/slow-work.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { emitterUses } from '../../analysis/events/listening.js';
import type { RequestCall } from '../../analysis/names/clients.js';
import { isOneOfSeveral } from '../../analysis/values/implementations.js';
import type { FileView } from '../../ast/file-view.js';
import { combine, isRefusal, type Edits } from '../../fix/edits.js';
import { chosenByCalls, chosenLonger } from './chosen-longer.js';
import { editsFor, writableCure } from './edits-for.js';
import { isGlobalDispatcher, isSentElsewhere } from './global-dispatcher.js';
import { Numbers, numbersFrom, type ConstantReference } from './numbers.js';
import { mayBeCut, readsOf } from './whole-read.js';

/** What can be done about one finding. */
export interface LimitRepair {
  readonly edits: Edits;
  /**
   * Whether it may be applied without being asked for: the project has chosen numbers and nothing that is slow by
   * design is cut.
   */
  readonly automatic: boolean;
  /** The numbers it writes, in words. */
  readonly numbers: string;
  /** What a reader has to know before choosing it, in words; empty where there is nothing. */
  readonly caution: string;
}

/** A cure that is going to be written. */
interface Prepared {
  readonly finding: LimitFinding;
  readonly cure: Cure;
  /** Why it is not applied without being asked for; `null` where it may be. */
  readonly caution: string | null;
}

/** The repairs of all findings of a file; what one of them declares, the others use in a later pass. */
export function repairLimits(
  file: FileLifecycle,
  findings: readonly LimitFinding[],
  reference: ConstantReference | null,
): ReadonlyMap<LimitFinding, LimitRepair> {
  const { timeouts } = file.settings;
  const chosen = Object.keys(timeouts).length > 0;
  const prepared = findings.flatMap((finding): Prepared[] => {
    const cure = isRepairable(finding) ? cureOf(file, finding) : null;
    // Only a signal is understood by all of them.
    const isForOne = cure?.kind !== 'options' || !cure.options.every(({ fact }) => fact.option.includes('signal'));
    if (isForOne && isOneOfSeveral(file, finding.node.callee, false)) return [];
    return cure ? [prepare(file, finding, writableCure(file, finding, cure))] : [];
  });
  // Where the numbers are the project's, only those of automatic changes come together.
  const together = prepared.filter((each) => (!chosen || each.caution === null) && isWritable(file, each));
  const numbers = new Numbers(
    file,
    timeouts,
    reference,
    new Set(together.flatMap(numbersOf)),
    prepared.map(({ finding }) => finding.node),
  );
  const values = numbersFrom(timeouts);
  const repairs = new Map<LimitFinding, LimitRepair>();
  for (const each of prepared) {
    const { finding, caution } = each;
    const automatic = chosen && caution === null;
    // Equal clients must stay equal until one of them is shared.
    if (automatic && 'client' in finding.site && file.moving.has(finding.site.client.node)) continue;
    const phases = numbersOf(each);
    const written = phases.length > 0 ? numbers.at(finding.node, phases) : { expressions: {}, edits: [] };
    if ('refused' in written) continue;
    const edits = combine([written.edits, editsFor(file, finding, each.cure, written.expressions)]);
    if ('refused' in edits) continue;
    const words = phases.map((phase) => `${WORDS[phase]} ${String(values[phase] / 1000)} s`).join(', ');
    repairs.set(finding, { edits, automatic, numbers: words || 'as the option says', caution: caution ?? '' });
  }
  return repairs;
}

/** Whether the options can be written at all; with what number makes no difference. */
function isWritable(file: FileLifecycle, { finding, cure }: Prepared): boolean {
  return !isRefusal(editsFor(file, finding, cure, {}));
}

const WORDS: Readonly<Record<NumberedPhase, string>> = {
  connect: 'connect',
  headers: 'headers',
  body: 'body',
  total: 'the whole call',
};

/** A number that is only in the wrong option is kept. */
function numbersOf({ finding: { problem }, cure }: Prepared): readonly NumberedPhase[] {
  return problem.kind === 'ineffective' && problem.limit.kind === 'ignored' ? [] : phasesOf(cure);
}

/** A wrapper's call, a default for many and a limit that contradicts another one need a decision of their own. */
function isRepairable({ problem, wrapper, forAll }: LimitFinding): boolean {
  return (
    wrapper === null &&
    forAll === undefined &&
    (problem.kind === 'missing' || problem.kind === 'agent-timeout' || problem.kind === 'ineffective')
  );
}

/** Leaves out what would cut something that is slow by design, or says so. */
function prepare(file: FileLifecycle, finding: LimitFinding, cure: Cure): Prepared {
  const { site } = finding;
  if ('client' in site && isGlobalDispatcher(file, site.client))
    return { finding, cure, caution: 'every request of the process, streams too' };
  const slow = 'client' in site ? slowClient(file, site.client) : slowRequest(file, site.request);
  if (cure.kind !== 'options') {
    const unheard = cure.kind === 'event' && cure.withListener && isUnheard(file, finding) ? UNHEARD : null;
    return { finding, cure, caution: unheard ?? cautionOf([cure.fact], slow) };
  }
  const longer = chosenLonger(file, finding, cure.options, numbersFrom(file.settings.timeouts).body);
  const kept = withoutBody(finding, cure.options, longer === null ? slow : { ...slow, body: slow.body ?? longer });
  const facts = kept.filter(({ isSwitch }) => !isSwitch).map(({ fact }) => fact);
  const cut =
    'request' in site && facts.some((fact) => endsRead(file, site.request, fact)) ? mayBeCut(file, site.request) : null;
  const limitsCalls = 'client' in site && kept.some(({ phase }) => phase !== 'connect');
  const elsewhere =
    limitsCalls && 'client' in site && isSentElsewhere(file, site.client)
      ? 'other files send requests through it, which may have to wait for longer'
      : null;
  const byCalls = elsewhere ?? (limitsCalls ? chosenByCalls(file, numbersFrom(file.settings.timeouts).total) : null);
  const isCut = longer !== null && kept.some(({ phase }) => phase === 'body');
  return {
    finding,
    cure: { kind: 'options', options: kept },
    caution: cut ?? byCalls ?? (isCut ? longer : cautionOf(facts, slow)),
  };
}

/** Whether a limit is a wall clock that runs while the code reads the body, not one on silence between its pieces. */
function endsRead(
  file: FileLifecycle,
  call: RequestCall,
  { option, phase, covers, silence }: PlannedOption['fact'],
): boolean {
  if (option.includes('signal')) return true;
  return phase !== 'connect' && silence !== true && covers?.includes('body') === true && readsOf(file, call).length > 0;
}

/** Why a request is not ended without being asked: a hanging request becomes an exception. */
const UNHEARD = 'nothing listens to its errors, and one would end the process';

/** Whether nobody would hear the error with which a request ends. */
function isUnheard(file: FileView, { node }: LimitFinding): boolean {
  const { listens, escapes } = emitterUses(file, node);
  return !listens && !escapes;
}

/** The limit on a body that is a stream is left out where the others cure what is reported. */
function withoutBody(
  { problem }: LimitFinding,
  options: readonly PlannedOption[],
  slow: SlowWork,
): readonly PlannedOption[] {
  const kept = options.filter(({ phase, fact }) => phase !== 'body' || !cutsSlowWork(fact, slow));
  const isCured = problem.kind !== 'missing' || !problem.phases.includes('body');
  return isCured && kept.some(({ phase }) => phase === 'headers') ? kept : options;
}

function cautionOf(facts: Parameters<typeof cutsSlowWork>[0][], slow: SlowWork): string | null {
  return facts.some((fact) => cutsSlowWork(fact, slow)) ? (slow.answer ?? slow.upload ?? slow.body) : null;
}
