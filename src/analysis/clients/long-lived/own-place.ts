import { memoized } from '../../../ast/memo.js';
import { propertyName } from '../../../ast/nodes.js';
import { isTopLevel } from '../../../ast/variables.js';
import type { Construction } from '../../names/clients.js';
import type { Identity } from '../../values/identities.js';
import { IdentityWalk } from '../../values/identity.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { declaring } from '../../names/members.js';
import { closeMethodOf } from './fate.js';
import type { Holder } from './holders.js';
import { isGivenByTestsOnly } from './test-seams.js';

/** A place that holds a client of this file and nothing else. */
export interface OwnPlace {
  readonly holder: Holder;
  /** Whether it may hold nothing at a time, so that a close is called on it with `?.`. */
  readonly mayBeEmpty: boolean;
}

/** Who owns what the places that keep a client hold. */
export interface PlaceOwnership {
  readonly place: OwnPlace | null;
  readonly mixed: boolean;
}

/** Looks for the place from which a client can be closed: it holds this kind of client on every path. */
export function ownershipOf(
  file: FileLifecycle,
  construction: Construction,
  holders: readonly Holder[],
): PlaceOwnership {
  const wanted = closeMethodOf(construction.construct.close.filter(({ on }) => on !== 'module'))?.method;
  const kept = holders.filter((holder) => holder.kind === 'field' || isTopLevel(holder.variable));
  const found = kept.map((holder) => ({ holder, identities: identitiesAt(file, holder, wanted) }));
  const own = found.find(({ identities }) => isOwnClient(identities));
  return {
    place: own
      ? { holder: own.holder, mayBeEmpty: own.identities.has('nothing') || !isFilledAtStart(own.holder) }
      : null,
    mixed:
      !own &&
      found.some(
        ({ holder, identities }) =>
          isMixed(identities) && !(holder.kind === 'variable' && isGivenByTestsOnly(file, holder.variable)),
      ),
  };
}

/** What was found out about the fields of a class or about a variable, which many constructions can share. */
const knownAt = memoized<object, [], Map<string, ReadonlySet<Identity>>>(() => new Map());

function identitiesAt(file: FileLifecycle, holder: Holder, method: string | undefined): ReadonlySet<Identity> {
  const place = holder.kind === 'variable' ? holder.variable : holder.owner;
  if (!place) return new Set(['other']);
  const known = knownAt(place);
  const key = [method, holder.kind === 'field' ? holder.name : '', ...holder.path].join('.');
  const found = known.get(key) ?? walkAt(file, holder, method);
  known.set(key, found);
  return found;
}

function walkAt(file: FileLifecycle, holder: Holder, method: string | undefined): ReadonlySet<Identity> {
  const walk = new IdentityWalk(
    file,
    ({ construct }) =>
      construct.owns !== 'none' && construct.close.some((close) => close.method === method && close.on !== 'module'),
  );
  if (holder.kind === 'variable') return walk.ofVariable(holder.variable, holder.path);
  return holder.owner ? walk.ofField(holder.owner, holder.name, holder.path) : new Set(['other']);
}

function isOwnClient(identities: ReadonlySet<Identity>): boolean {
  return identities.has('client') && [...identities].every((each) => each === 'client' || each === 'nothing');
}

function isMixed(identities: ReadonlySet<Identity>): boolean {
  return identities.has('given') && (identities.has('client') || identities.has('promise'));
}

/** Whether a field has its value from the start: its own, or one that the constructor assigns in any case. */
function isFilledAtStart(holder: Holder): boolean {
  if (holder.kind === 'variable') return true;
  return (holder.owner ? declaring(holder.owner, holder.name) : []).some((member) => {
    if (member.type === 'PropertyDefinition') return propertyName(member) === holder.name && member.value !== null;
    if (member.kind !== 'constructor') return false;
    return (member.value.body?.body ?? []).some(
      (statement) =>
        statement.type === 'ExpressionStatement' &&
        statement.expression.type === 'AssignmentExpression' &&
        statement.expression.left.type === 'MemberExpression' &&
        statement.expression.left.object.type === 'ThisExpression' &&
        propertyName(statement.expression.left) === holder.name,
    );
  });
}
