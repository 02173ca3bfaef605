import type { TimeoutFact } from '../../catalog/types.js';
import { packageOf } from '../../project/versions.js';
import { isTypeScript } from '../../ast/names.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { LimitFinding } from './finding.js';

/** Whether the version of the project surely takes an option, in its types too; an unknown one does not. */
export function isWritable({ versions, filename }: FileLifecycle, finding: LimitFinding, fact: TimeoutFact): boolean {
  return !(fact.untyped === true && isTypeScript(filename)) && versions.holds(importedBy(finding), fact.versions);
}

/** Whether it surely knows the switch that makes an option work. */
export function isSwitchable({ versions }: FileLifecycle, finding: LimitFinding, { needsIn }: TimeoutFact): boolean {
  if (needsIn === undefined) return true;
  for (const { package: name = packageOf(importedBy(finding)), range } of needsIn)
    if (versions.of(name) !== null) return versions.satisfies(name, range) === true;
  return false;
}

function importedBy({ site }: LimitFinding): string {
  return 'client' in site ? site.client.specifier : (site.request.library.modules[0] ?? '');
}
