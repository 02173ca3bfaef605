import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isFunction, stringOf, wrapped } from '../../ast/nodes.js';
import { probes } from '../../catalog/conventions/per-call.js';
import { relativePath } from '../../project/paths.js';
import type { FileLifecycle } from '../lifecycle.js';
import { namePattern } from '../names/conventions.js';
import { nameOfFunction } from '../names/functions.js';

const PROBE = namePattern(probes);

/**
 * Whether code exists to find out whether a connection can be made, so that it has to make one: by the name of a
 * function or class around it, of its route, or of its file (`health.controller.ts`, `app/api/health/route.ts`).
 */
export function isProbe(file: FileLifecycle, node: TSESTree.Node): boolean {
  for (const around of ancestorsUntil(node, null)) {
    if (around.type === 'ClassDeclaration' && isNamed(around.id?.name)) return true;
    if (!isFunction(around)) continue;
    if (isNamed(nameOfFunction(file, around)) || isNamed(segmentsOf(routeOf(around)).at(-1))) return true;
  }
  const [name = '', folder] = segmentsOf(relativePath(file.filename, file.cwd)).reverse();
  return isNamed(name) || (name.startsWith('route.') && isNamed(folder));
}

/** `HealthController`, `health-check` and `health.service.ts` begin like `healthCheck`. */
function isNamed(name: string | null | undefined): boolean {
  const [word = ''] = (name ?? '').split(/[.-]/);
  return PROBE.test(word.charAt(0).toLowerCase() + word.slice(1));
}

/** The path that a handler is registered for: `app.get('/health', handler)`. */
function routeOf(fn: TSESTree.Node): string {
  const { parent } = wrapped(fn);
  const text = parent?.type === 'CallExpression' ? stringOf(parent.arguments[0]) : null;
  return text?.startsWith('/') === true ? text : '';
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
