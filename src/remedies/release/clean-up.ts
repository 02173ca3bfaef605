import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Unreleased } from '../../analysis/held/resources/findings.js';
import { LENT, TRANSACTION, UNKNOWN } from '../../analysis/held/session/bits.js';
import { sessionOf } from '../../analysis/held/session/happenings.js';
import type { AcquireFact } from '../../catalog/types.js';
import { isFunction } from '../../ast/nodes.js';
import { variableNamed } from '../../ast/variables.js';
import type { Refusal } from '../../fix/edits.js';
import type { TryClauses } from '../../fix/try-region.js';
import type { Receiver } from './receiver.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

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
  sourceCode: SourceCode,
  found: Pick<Unreleased, 'acquired' | 'arrival' | 'session'>,
  { variable, kind }: Pick<Receiver, 'variable' | 'kind'>,
  release: string,
  handler: TSESTree.CatchClause | null,
): CleanUp | Refusal {
  const { failing, refused } = found.session.atExits(handler);
  if (refused !== null) return { refused };
  if (failing === 0) return { before: null, failed: null, finally: release };
  const form = { name: variable.name, optional: kind === 'assigned', release, handled: goesOn(handler) };
  return cleanUpFor(sourceCode, found, form, failing);
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
  sourceCode: SourceCode,
  { acquired, arrival }: Pick<Unreleased, 'acquired' | 'arrival'>,
  form: ReleaseForm,
  failing: number,
): CleanUp | Refusal {
  const { discard, rollback } = sessionOf(acquired.fact);
  const { name, optional, release } = form;
  const { home } = arrival;
  const flag = NAMES.find((each) => variableNamed(sourceCode, each, home) === null && !uses(sourceCode, home, each));
  if (discard?.argument !== undefined && flag) {
    return {
      before: `let ${flag} = false;`,
      failed: `${flag} = true;`,
      finally: release.replace(/\(\)(?=;$)/, `(${flag})`),
    };
  }
  if (rollback && rollsBack(acquired.fact, home, failing) && !(form.handled && discard && flag)) {
    const call = `${name}${optional && !rollback.when && !rollback.call.startsWith('`') ? '?' : ''}${rollback.call}`;
    const condition = rollback.when ? `if (${name}${optional ? '?' : ''}${rollback.when}) ` : '';
    return { before: null, failed: `${condition}await ${call};`, finally: release };
  }
  if (discard && discard.argument === undefined && flag) {
    const owner = /([\w$.#]+)\.\w+\(/.exec(release)?.[1] ?? '';
    const call =
      discard.on === 'owner'
        ? `${owner}.${discard.method}(${name})`
        : `${name}${optional ? '?' : ''}.${discard.method}()`;
    if (optional && discard.on === 'owner') return { refused: 'it is not known whether there is anything to discard' };
    const waits = discard.async === true && release.startsWith('await ') ? 'await ' : '';
    return {
      before: `let ${flag} = false;`,
      failed: `${flag} = true;`,
      finally: `if (${flag}) ${waits}${call};\nelse ${release}`,
    };
  }
  return { refused: 'what its statements set stays, and it cannot be discarded' };
}

function uses(sourceCode: SourceCode, home: TSESTree.Node, name: string): boolean {
  return sourceCode.getTokens(home).some(({ type, value }) => type === 'Identifier' && value === name);
}
