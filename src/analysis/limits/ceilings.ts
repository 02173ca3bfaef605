import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction } from '../../ast/nodes.js';
import { poolCeilings } from '../../catalog/limit-pairs.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/construction.js';
import { glob } from '../names/conventions.js';
import { closeCallsOf } from '../values/close-calls.js';
import { numberOf } from '../values/numbers.js';
import { isGivenClient, lookUpOption, optionsOf, ownsNothing, type OptionValue } from '../values/options.js';

/** A pool whose number of connections nobody chose. */
export interface OpenPool {
  readonly construction: Construction;
  readonly option: string;
  /** `queue`: the connections are chosen, but not how many calls may wait for one. */
  readonly kind: 'connections' | 'queue';
  readonly default: number | null;
  readonly unit: string;
  /** What a suggestion writes: option, name of the constant, number. */
  readonly numbers: readonly PoolNumber[];
}

/** A number of a pool that nobody chose. */
export interface PoolNumber {
  readonly option: string;
  readonly name: string;
  readonly start: number;
}

const FACTS = poolCeilings.flatMap((fact) =>
  fact.clients.map((id) => ({ fact, test: new RegExp(`^${glob(id, '.*')}$`) })),
);

/** The pools of a service that live long and have the number of connections of their library. */
export function openPools(file: FileLifecycle): OpenPool[] {
  // A function of a platform serves one call at a time; a program that ends has one user.
  if (file.role !== 'service') return [];
  return [...file.clients.constructions.values()].flatMap((construction) => ofConstruction(file, construction) ?? []);
}

function ofConstruction(file: FileLifecycle, construction: Construction): OpenPool | null {
  const { node, id, construct, subclass } = construction;
  const fact = FACTS.find(({ test }) => test.test(id))?.fact;
  if (!fact || subclass !== null || construct.constructedIn || construct.testDouble) return null;
  // One per call is another rule's; here it is about pools that all calls share.
  if (file.repeat.of(node) !== null || isGivenClient(file, construction) || ownsNothing(file, construction))
    return null;
  if (isClosedAgain(file, construction)) return null;
  const given = optionsOf(construction);
  if (given && isAddress(file, given)) return null;
  const chosen = [fact.option, ...fact.also].map((name) => lookUpOption(file, given, name));
  const isUnlimited = fact.default === null && chosen.every((each) => each.kind === 'absent' || isNoLimit(file, each));
  if (/^https?$/.test(construction.library.name) && !isKeptAlive(file, given)) return null;
  if (mayBeInAddress(file, node, fact.option)) return null;
  const { unit, start } = fact;
  const isOpen = isUnlimited || chosen.every(({ kind }) => kind === 'absent');
  const option = isOpen ? fact.option : fact.queue?.option;
  if (option === undefined || (!isOpen && !isEndlessQueue(file, given, fact.queue))) return null;
  const further = (fact.with ?? []).filter(({ versions }) => file.versions.holds(construction.specifier, versions));
  const candidates = [{ option: fact.option, name: 'MAX_CONNECTIONS', start }, ...further];
  const numbers = candidates.filter(
    (each) => (isOpen || each.option === option) && lookUpOption(file, given, each.option).kind === 'absent',
  );
  const kind = isOpen ? 'connections' : 'queue';
  return { construction, option, kind, default: fact.default, unit, numbers };
}

/** Whether the function that makes a pool closes it as well: it serves one piece of work, such as a migration. */
function isClosedAgain(file: FileLifecycle, construction: Construction): boolean {
  const fn = enclosingFunction(construction.node);
  return fn !== null && [...closeCallsOf(file, construction)].some((close) => enclosingFunction(close) === fn);
}

/** `maxSockets: Infinity`, `connections: null`. */
function isNoLimit(file: FileView, found: OptionValue): boolean {
  if (found.kind !== 'present') return false;
  const value = file.resolveConstant(found.value);
  return (value.type === 'Literal' && value.value === null) || numberOf(file, value) === Infinity;
}

/** `queueLimit: 0` of a pool whose calls wait. */
function isEndlessQueue(
  file: FileView,
  options: TSESTree.Node | null,
  queue: (typeof poolCeilings)[number]['queue'],
): boolean {
  if (!queue) return false;
  const waits = lookUpOption(file, options, queue.unlessFalse);
  if (waits.kind === 'unknown' || (waits.kind === 'present' && file.getText(waits.value) === 'false')) return false;
  const limit = lookUpOption(file, options, queue.option);
  return limit.kind === 'absent' || (limit.kind === 'present' && numberOf(file, limit.value) === queue.unlimited);
}

/** An address in place of options: what it says is not seen. */
function isAddress(file: FileView, node: TSESTree.Node): boolean {
  return file.resolveConstant(node).type !== 'ObjectExpression';
}

function isKeptAlive(file: FileView, options: TSESTree.Node | null): boolean {
  const found = lookUpOption(file, options, 'keepAlive');
  return found.kind === 'present' && found.value.type === 'Literal' && found.value.value === true;
}

/** `new MongoClient(process.env.URI)`: the address may hold the number. */
function mayBeInAddress(file: FileView, { arguments: [first] }: Construction['node'], option: string): boolean {
  const value = first && file.resolveConstant(first);
  if (!value || value.type === 'ObjectExpression' || option !== 'maxPoolSize') return false;
  return value.type !== 'Literal' || String(value.value).includes(option);
}
