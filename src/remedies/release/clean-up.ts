import type { TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import { LENT, TRANSACTION, UNKNOWN } from '../../analysis/held/session/bits.js';
import { sessionOf } from '../../analysis/held/session/happenings.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction } from '../../ast/nodes.js';
import type { SessionFacts } from '../../catalog/acquire-types.js';
import type { AcquireFact } from '../../catalog/types.js';
import type { Refusal } from '../../fix/edits.js';
import type { TryClauses } from '../../fix/try-region.js';
import type { Receiver } from './receiver.js';

/** How a connection goes back clean: what is declared in front of the `try`, and what its clauses do. */
export interface CleanUp extends TryClauses {
  readonly before: string | null;
  readonly finally: string;
}

/** Names of the variable that says that the use has failed. */
const NAMES = ['failed', 'hasFailed', 'useFailed'] as const;

/**
 * What gives a connection back whatever its statements have left open: nothing but the plain release where that is
 * nothing, otherwise a rollback in front of it, or a release that nobody gets the connection from again.
 * `handler`: the catch clause that stays, and can tell failures.
 */
export function cleanUpOf(
  file: FileView,
  found: Pick<Unreleased, 'acquired' | 'arrival' | 'session'>,
  { variable, kind }: Pick<Receiver, 'variable' | 'kind'>,
  release: string,
  handler: TSESTree.CatchClause | null,
): CleanUp | Refusal {
  const { failing, refused, left } = found.session.atExits(handler);
  if (refused !== null) return { refused };
  if (left) return { refused: 'its statements leave something behind for the next user' };
  if (failing === 0) return { before: null, failed: null, finally: release };
  const form = { name: variable.name, optional: kind === 'assigned', release, handled: goesOn(handler) };
  return cleanUpFor(file, found, form, failing);
}

/** What ends a connection for good whose statements leave something behind; refused for all others. */
export function destroyedCleanUp(
  { acquired, session }: Pick<Unreleased, 'acquired' | 'session'>,
  { variable, kind }: Pick<Receiver, 'variable' | 'kind'>,
  release: string,
  handler: TSESTree.CatchClause | null,
): CleanUp | Refusal {
  const { refused, left } = session.atExits(handler);
  if (refused !== null) return { refused };
  if (!left) return { refused: 'its statements leave nothing behind' };
  const { discard } = sessionOf(acquired.fact);
  if (!discard) return { refused: 'it cannot be discarded' };
  const text = discardText(discard, { name: variable.name, optional: kind === 'assigned', release });
  return text === null
    ? { refused: 'it is not known whether there is anything to discard' }
    : { before: null, failed: null, finally: text };
}

/** The statement that discards a connection; `null` where there may be none and the owner needs one. */
function discardText(
  discard: NonNullable<SessionFacts['discard']>,
  { name, optional, release }: Pick<ReleaseForm, 'name' | 'optional' | 'release'>,
): string | null {
  if (discard.argument !== undefined) return release.replace(/\(\)(?=;$)/, `(${discard.argument})`);
  if (discard.on === 'resource') return `${name}${optional ? '?' : ''}.${discard.method}();`;
  const owner = /([\w$.#]+)\.\w+\(/.exec(release)?.[1] ?? '';
  const waits = discard.async === true && release.startsWith('await ') ? 'await ' : '';
  return optional ? null : `${waits}${owner}.${discard.method}(${name});`;
}

/** Whether a catch clause does not throw again. */
export function goesOn(handler: TSESTree.CatchClause | null): boolean {
  return handler !== null && handler.body.body.at(-1)?.type !== 'ThrowStatement';
}

/** What is known of the release that a clean-up is made of. */
export interface ReleaseForm {
  readonly name: string;
  /** Whether there may be no connection. */
  readonly optional: boolean;
  /** The plain release, as a statement. */
  readonly release: string;
  /** Whether a catch clause handles the failure: then nothing that may fail itself is put in front of what it does. */
  readonly handled: boolean;
}

/**
 * Whether a rollback undoes all that may be open. Where nothing but a transaction can be undone, what unknown
 * statements did in it is undone with it.
 */
export function rollsBack(fact: AcquireFact, home: TSESTree.Node, failing: number): boolean {
  const { discard, rollback } = sessionOf(fact);
  const rest = failing & ~TRANSACTION;
  if (!rollback || !isFunction(home) || !home.async) return false;
  if (rest === 0) return true;
  const undone = (failing & TRANSACTION) !== 0 ? LENT | UNKNOWN : LENT;
  return !discard && (rest & ~undone) === 0;
}

/** The clean-up for states that an exception may leave open. */
export function cleanUpFor(
  file: FileView,
  { acquired, arrival }: Pick<Unreleased, 'acquired' | 'arrival'>,
  form: ReleaseForm,
  failing: number,
): CleanUp | Refusal {
  const { discard, rollback } = sessionOf(acquired.fact);
  const { name, optional, release } = form;
  const { home } = arrival;
  const flag = NAMES.find((each) => file.variableNamed(each, home) === null && !uses(file, home, each));
  if (discard?.argument !== undefined && flag) {
    return {
      before: `let ${flag} = false;`,
      failed: `${flag} = true;`,
      finally: release.replace(/\(\)(?=;$)/, `(${discard.argument.replace('true', flag)})`),
    };
  }
  if (rollback && rollsBack(acquired.fact, home, failing) && !(form.handled && discard && flag)) {
    const call = `${name}${optional && !rollback.when && !rollback.call.startsWith('`') ? '?' : ''}${rollback.call}`;
    const condition = rollback.when ? `if (${name}${optional ? '?' : ''}${rollback.when}) ` : '';
    return { before: null, failed: `${condition}await ${call};`, finally: release };
  }
  if (discard && discard.argument === undefined && flag) {
    const destroyed = discardText(discard, form);
    if (destroyed === null) return { refused: 'it is not known whether there is anything to discard' };
    return {
      before: `let ${flag} = false;`,
      failed: `${flag} = true;`,
      finally: `if (${flag}) ${destroyed}\nelse ${release}`,
    };
  }
  return { refused: 'what its statements set stays, and it cannot be discarded' };
}

function uses(file: FileView, home: TSESTree.Node, name: string): boolean {
  return file.sourceCode.getTokens(home).some(({ type, value }) => type === 'Identifier' && value === name);
}
