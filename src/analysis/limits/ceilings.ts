import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { unwrap } from '../../ast/nodes.js';
import { poolCeilings } from '../../catalog/limit-pairs.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/construction.js';
import { glob } from '../names/conventions.js';
import { isGivenClient, lookUpOption, optionsOf, ownsNothing } from '../values/options.js';

/** A pool whose number of connections nobody chose. */
export interface OpenPool {
  readonly construction: Construction;
  readonly option: string;
  readonly default: number | null;
  readonly unit: string;
  /** A number to begin with. */
  readonly start: number;
  /** The options as a literal with members, where one more fits in. */
  readonly options: TSESTree.ObjectExpression | null;
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
  const given = optionsOf(construction);
  if (given && isAddress(file, given)) return null;
  if ([fact.option, ...fact.also].some((name) => lookUpOption(file, given, name).kind !== 'absent')) return null;
  if (/^https?$/.test(construction.library.name) && !isKeptAlive(file, given)) return null;
  if (mayBeInAddress(file, node, fact.option)) return null;
  const options =
    given && unwrap(given).type === 'ObjectExpression' ? (unwrap(given) as TSESTree.ObjectExpression) : null;
  const { option, unit, start } = fact;
  return { construction, option, default: fact.default, unit, start, options };
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
