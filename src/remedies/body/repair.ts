import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, enclosingFunction, isFunction, propertyName } from '../../ast/nodes.js';
import { callsOf, isExported, referencesTo } from '../../analysis/names/functions.js';
import { isOneOfSeveral } from '../../analysis/values/implementations.js';
import type { Change } from '../../fix/apply.js';
import type { Refusal } from '../../fix/edits.js';
import type { Acquisition } from '../../analysis/held/body/acquisitions.js';
import { hidesType } from '../../analysis/held/resources/hidden-type.js';
import type { BodyLeaks } from '../../analysis/held/body/leaks.js';
import { extracted, type Naming, namingOf, promiseRelease } from './naming.js';
import type { Place } from '../../analysis/held/body/placement.js';
import type { FileView } from '../../ast/file-view.js';
import { releaseOf } from './release-text.js';

/** The changes which release the body on every way that loses it: all of them or none. */
export function repairsOf(
  file: FileView,
  acquisition: Acquisition,
  found: BodyLeaks,
  typed: boolean,
): readonly Change[] | Refusal {
  if (typed && acquisition.body.fact.kind === 'aws-stream')
    return { refused: 'the type of the stream has no destroy()' };
  if (typed && acquisition.request?.request.body?.mistyped === true)
    return { refused: 'the types of the library deny what releases it' };
  if (found.effects.clones.length > 0) return { refused: 'the response is cloned, and a cancelled one cannot be' };
  if (found.leaks.some(({ kind }) => kind === 'implicit'))
    return { refused: 'an implicit exception has no place for a statement' };
  if (acquisition.request && isOneOfSeveral(file, acquisition.request.node.callee, acquisition.body.onResponse))
    return { refused: 'it may be the response of another implementation, which is released otherwise' };
  if (acquisition.lent === true && !isOnlyThrownThrough(file, acquisition.home))
    return { refused: 'a caller may still read the body after the error' };
  const dropped = found.leaks.every(({ kind }) => kind === 'dropped');
  // In front of what the promise goes on to, the response is there for sure.
  const behind = dropped ? promiseRelease(acquisition, found.unless) : null;
  if (behind) return [behind];
  if (typed && hidesType(file, acquisition, found.effects.values))
    return { refused: 'its type does not say that it is a response' };
  if (acquisition.settled === true) return { refused: 'not every result has a response' };
  if (stopsEarly(acquisition)) return { refused: 'the method may leave out responses' };
  if (found.unless === 'other') return { refused: 'something else may stand in the place of the response' };
  const naming = namingOf(file, acquisition, found.effects);
  if ('refused' in naming) return dropped ? extracted(file, acquisition, found.unless) : naming;
  const places = found.places((node) => naming.at(node) !== null);
  if (!places || places.length === 0) return { refused: 'no statement stands where the release belongs' };
  const changes: Change[] = [...naming.changes];
  for (const place of places) {
    const change = changeAt(acquisition, found, naming, place);
    if ('refused' in change) return change;
    changes.push(change);
  }
  return changes;
}

/** Whether no caller of a function can go on with what it gave it once the function has thrown. */
function isOnlyThrownThrough(file: FileView, fn: TSESTree.Node): boolean {
  if (!isFunction(fn) || isExported(file, fn)) return false;
  const calls = callsOf(file, fn);
  return (
    calls.length > 0 &&
    calls.length === referencesTo(file, fn).length &&
    calls.every((call) =>
      [...ancestorsUntil(call, enclosingFunction(call))].every(
        (node) => node.parent?.type !== 'TryStatement' || !node.parent.handler || node.parent.block !== node,
      ),
    )
  );
}

/** `responses.every((response) => response.ok)` calls its function for some of them only. */
function stopsEarly({ home, received }: Acquisition): boolean {
  const call = received.binding && isFunction(home) ? home.parent : null;
  return (
    call?.type === 'CallExpression' &&
    call.callee.type === 'MemberExpression' &&
    /^(?:every|some|find(?:Last)?(?:Index)?)$/.test(propertyName(call.callee) ?? '')
  );
}

/** The release at one place. */
function changeAt(acquisition: Acquisition, { unless }: BodyLeaks, naming: Naming, place: Place): Change | Refusal {
  const name = naming.at(nodeOf(place));
  if (!name) return { refused: 'no name for the response is in scope' };
  const absent = place.absent || (acquisition.at === null && unless === 'nullish');
  if (absent && !name.mayBeUnset) return { refused: `${name.text} may not have a value here` };
  const text = releaseOf(acquisition.body, name, absent);
  switch (place.kind) {
    case 'choice':
      return { kind: 'choice', node: place.node, statement: place.statement, test: place.test, when: place.when, text };
    case 'start':
      return { kind: 'start', node: place.node, text };
    case 'else':
      return { kind: 'else', node: place.node, text };
    case 'result':
      return { kind: 'result', node: place.node, text, isUsed: acquisition.request?.node !== place.node.parent };
    case 'before':
    case 'after':
      return { kind: place.kind, node: place.node, text };
  }
}

/** The node at which the name has to be known. */
function nodeOf(place: Place): TSESTree.Node {
  if (place.kind === 'choice') return place.statement;
  return place.kind === 'result' ? place.node.body : place.node;
}
