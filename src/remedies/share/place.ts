import type { TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { closePathsOf } from '../../analysis/clients/long-lived/close-paths.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { exportsOf } from '../../analysis/names/exports.js';
import { lookUpOption } from '../../analysis/values/options.js';
import { descendantsOf } from '../../ast/children.js';
import { calleeName, decoratorsOf } from '../../ast/nodes.js';
import { isInCycle } from '../../analysis/runs/initialisation.js';
import { methodOwner, type ClassNode } from './receiver.js';
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

/**
 * Whether the container keeps one instance of the class around a node for the whole program, so that a field of it may
 * keep a client: a provider of the file that nothing asks for anew.
 */
export function isInSingleton(file: FileLifecycle, node: TSESTree.Node): boolean {
  const method = methodOwner(node);
  if (!method || extendsClass(file, method.owner)) return false;
  return [...file.frameworks.imported].some(
    ({ singletons }) =>
      singletons !== undefined &&
      !asksFor(file, method.owner, singletons.perRequest ?? []) &&
      decoratorsOf(method.owner).some(({ expression }) => {
        const name = expression.type === 'CallExpression' ? calleeName(expression.callee) : null;
        const [options] = expression.type === 'CallExpression' ? expression.arguments : [];
        const isPlain = options?.type !== 'Identifier' && options?.type !== 'SpreadElement';
        const isOther = lookUpOption(file, options ?? null, singletons.unless).kind === 'present';
        return name !== null && singletons.decorators.includes(name) && isPlain && !isOther;
      }),
  );
}

/** Whether a class has one of some tokens injected: `@Inject(REQUEST)`. */
function asksFor(file: FileLifecycle, owner: ClassNode, tokens: readonly string[]): boolean {
  return [...descendantsOf(owner.body, file.visitorKeys)].some(
    (node) =>
      node.type === 'Decorator' &&
      node.expression.type === 'CallExpression' &&
      node.expression.arguments.some((token) => token.type === 'Identifier' && tokens.includes(token.name)),
  );
}

/** Whether another class extends a class, and might have a field of the same name. */
function extendsClass(file: FileLifecycle, { id }: ClassNode): boolean {
  if (!id) return false;
  const { catalog } = file;
  const pattern = new RegExp(String.raw`\bextends\s+${id.name}\b`);
  const importers = catalog?.importersOf(catalog.file) ?? [];
  return pattern.test(file.text) || importers.some(({ path }) => pattern.test(catalog?.textOf(path) ?? ''));
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
