import type { BorrowFact, Library } from '../../catalog/types.js';
import { exportName } from '../names/export-names.js';
import type { ModuleSummary } from './file.js';

/** A summary as libraries of one module: the ones whose clients it makes, under its name. */
export function entriesOf(specifier: string, facts: ModuleSummary): Library[] {
  const modules = [specifier];
  const entries = new Map<Library, Library>();
  const passes: { readonly export: string; readonly argument: number }[] = [];
  const borrows: BorrowFact[] = [];
  for (const fact of facts) {
    if (fact.kind === 'pass') {
      passes.push({ export: fact.name, argument: fact.argument });
      continue;
    }
    if (fact.kind === 'borrow') {
      const { name, argument, closes, holds } = fact;
      borrows.push({ export: name, argument, closes, holds });
      continue;
    }
    const { name, versions, source } = fact.library;
    const known = entries.get(fact.library);
    const made = fact.kind === 'construct' ? [{ ...fact.construct, export: fact.name }] : [];
    const sent = fact.kind === 'request' ? [{ ...fact.request, export: fact.name, makesAddress: true }] : [];
    const taken = fact.kind === 'acquire' ? [{ ...fact.fact, method: exportName(fact.name.split('.')) }] : [];
    entries.set(fact.library, {
      name,
      versions,
      source,
      modules,
      constructs: [...(known?.constructs ?? []), ...made],
      requests: [...(known?.requests ?? []), ...sent],
      acquires: [...(known?.acquires ?? []), ...taken],
    });
  }
  const own: Library = { name: specifier, versions: '*', source: [], modules, constructs: [], passes, borrows };
  return [...entries.values(), ...(passes.length + borrows.length > 0 ? [own] : [])];
}
