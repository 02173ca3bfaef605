import type { TSESTree } from '@typescript-eslint/utils';
import type { Construction } from '../../analysis/names/clients.js';
import { namePattern } from '../../analysis/names/conventions.js';
import { callsOf, nameOfFunction } from '../../analysis/names/functions.js';
import { originOf } from '../../analysis/values/argument-origin.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { ancestorsUntil, enclosingFunction, isFunction } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';
import { shutdownCallees, shutdownNames } from '../../catalog/conventions/closing.js';
import { keyOf } from './pass.js';
import type { Site } from './site.js';

/** An equal client that the module already has above the site, under a name that is visible there. */
export function existingClient(site: Site, key: string): string | null {
  const { file } = site;
  for (const { node, construction } of candidates(site)) {
    const variable = file.moduleConstant(node);
    if (!variable || node === site.client.node || node.range[1] > site.top.range[0]) continue;
    if (keyOf(construction, file.getText(node)) !== key) continue;
    if (originOf(file, node.arguments) !== 'constant') continue;
    if (!isClosedOnlyAtShutdown(file, site.client.construction, variable)) continue;
    if (isVisible(site, variable)) return variable.name;
  }
  return null;
}

/** The constructions of the file, or the calls of the function that constructs the client. */
function candidates({
  file,
  client: { node, construction },
}: Site): readonly Pick<Site['client'], 'node' | 'construction'>[] {
  const factory = node === construction.node ? null : enclosingFunction(construction.node);
  if (factory) return callsOf(file, factory).map((call) => ({ node: call, construction }));
  return constants(file.clients, file);
}

/** The clients of a file that constants of the module hold; each client that may be shared asks for them. */
const constants = memoized(({ constructions }: Site['file']['clients'], file: FileView) =>
  [...constructions.values()].flatMap((construction) =>
    file.moduleConstant(construction.node) ? [{ node: construction.node, construction }] : [],
  ),
);

function isVisible(site: Site, variable: Variable): boolean {
  const places: TSESTree.Node[] = [
    site.client.node,
    ...(site.binding ? site.binding.variable.references.map(({ identifier }) => identifier) : []),
  ];
  return (
    site.file.isFreeName(`\0${variable.name}`, []) &&
    places.every((place) => {
      for (let scope = site.file.getScope(place); ; scope = scope.upper ?? scope) {
        const found = scope.set.get(variable.name);
        if (found && found !== site.binding?.variable) return found === variable;
        if (!scope.upper) return false;
      }
    })
  );
}

const SHUTDOWN = namePattern(shutdownNames);
const AT_SHUTDOWN = namePattern(shutdownCallees);

/**
 * Whether every close of a module-level client stands in a function whose name or registration says that the process
 * ends.
 */
export function isClosedOnlyAtShutdown(file: FileView, { construct }: Construction, variable: Variable): boolean {
  const methods = new Set(construct.close.map(({ method }) => method));
  return readsOf(variable).every(({ identifier }) => {
    const member = identifier.parent;
    if (
      member.type !== 'MemberExpression' ||
      member.object !== identifier ||
      member.property.type !== 'Identifier' ||
      !methods.has(member.property.name)
    )
      return true;
    return [...ancestorsUntil(identifier, null)].some((ancestor) => {
      if (!isFunction(ancestor)) return false;
      const call = ancestor.parent.type === 'CallExpression' ? file.getText(ancestor.parent.callee) : '';
      return AT_SHUTDOWN.test(call) || SHUTDOWN.test(nameOfFunction(file, ancestor) ?? '');
    });
  });
}
