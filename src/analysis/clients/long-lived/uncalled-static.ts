import { enclosingClass, propertyName, type FunctionNode } from '../../../ast/nodes.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { exportedNames } from '../../names/exported.js';
import { escapeRegExp, wholeName } from '../../names/conventions.js';
import { referencesTo } from '../../names/functions.js';
import { variableOfClass } from '../../names/members.js';
import { isTest } from '../../runs/test-files.js';
import type { ProjectCatalog } from '../../summaries/project-catalog.js';

/** A function or method that closes a client, and that no program calls. */
export interface UncalledCloser {
  readonly name: string;
  /** Whether tests call it. */
  readonly inTests: boolean;
}

/**
 * The static method that closes a client but that no file of the project names together with its class. A class that is
 * exported under another name, or extends one, may be called from anywhere.
 */
export function uncalledStatic(
  file: FileLifecycle,
  catalog: ProjectCatalog,
  closer: FunctionNode,
): UncalledCloser | null {
  const { parent: member } = closer;
  const name = member.type === 'MethodDefinition' && member.static ? propertyName(member) : null;
  const owner = enclosingClass(closer);
  const variable = owner && variableOfClass(file, owner);
  if (name === null || !variable || owner.superClass || referencesTo(file, closer).length > 0) return null;
  const exported = exportedNames(file, variable);
  if (exported.length !== 1 || exported[0] !== variable.name) return null;
  const named = new RegExp(wholeName(variable.name));
  const called = new RegExp(`[.{,]\\s*${escapeRegExp(name)}(?![\\w$])|['"\`]${escapeRegExp(name)}['"\`]`);
  let inTests = false;
  let isUsed = false;
  const isCalled = catalog.findText((text, path) => {
    if (!named.test(text)) return false;
    const isInTest = isTest(file, path);
    isUsed ||= !isInTest;
    const calls = called.test(text);
    inTests ||= calls && isInTest;
    return calls && !isInTest;
  });
  return isCalled === false && isUsed ? { name: `${variable.name}.${name}`, inTests } : null;
}
