import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { closePathsOf } from '../../analysis/clients/long-lived/close-paths.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { exportsOf } from '../../analysis/names/exports.js';
import { decoratorsOf } from '../../ast/nodes.js';
import { isInCycle } from '../../analysis/runs/initialisation.js';
import type { Site } from './site.js';

/**
 * Why no variable of this module may hold a client; `null` where one may. Where a container constructs the classes, it
 * gives them what they share, and closes it.
 */
export function whyNotInModule(file: FileLifecycle): string | null {
  const container = [...file.frameworks.imported].find((framework) => framework.container === true);
  if (!container) return null;
  const isConstructedByIt = file.ast.body.some((statement) => {
    const declared = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
    return declared.type === 'ClassDeclaration' && decoratorsOf(declared).length > 0;
  });
  return isConstructedByIt ? `a provider of ${container.name} has to keep it` : null;
}

/** Why the code of a site may run before what is declared at the top of the module; `null` where it cannot. */
export function mayRunEarly({ file, own }: Pick<Site, 'file' | 'own'>): string | null {
  return isInCycle(file, own)
    ? 'an import cycle leads back to this module, which may be called before it is evaluated'
    : null;
}

/**
 * Why a client of this module must not exist before something needs it; `null` where it may. A program of several
 * commands, which prints its help too, loads modules that it does not need.
 */
export function whyOnlyWhenNeeded(file: FileLifecycle): string | null {
  if (file.role !== 'script' && file.role !== 'tool') return null;
  const isOfCommand = [...file.frameworks.imported].some(({ command }) => command === true);
  return isOfCommand || exportsOf(file).length > 0
    ? 'the program may be started for something that does not need it'
    : null;
}

/** What ends a client that keeps the process running, once it is shared. */
export type End = 'nothing' | 'platform' | { readonly line: number };

/** What ends such a client of this module. */
export function endOf(file: FileLifecycle): End {
  const { role } = file;
  if (role === 'lambda' || role === 'next') return 'platform';
  const [path] = closePathsOf(file, null);
  return path ? { line: path.fn.loc.start.line } : 'nothing';
}

/**
 * Whether a client was closed after each call and would now keep the process running: for good, or a program that ends
 * for as long as the idle connections of a pool are kept.
 */
export function staysOpen({ role }: FileLifecycle, { construction, closing }: PerCallClient): boolean {
  const { holdsProcess, owns } = construction.construct;
  const waits = role === 'script' && owns === 'pool';
  return (holdsProcess === true || waits) && closing !== 'never';
}
