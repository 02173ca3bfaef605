import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, wrapped } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { agentFactories } from '../../catalog/conventions/factories.js';
import type { Construct, Library } from '../../catalog/types.js';
import type { Construction } from './construction.js';
import { importedName } from './import-source.js';
import { namePattern } from './conventions.js';
import { isLendingOption } from './lending-options.js';

const CONSTRUCTING_NAME = namePattern(agentFactories);

/** All that can be said of an agent that another file constructs. */
const AGENT: Construct = {
  export: 'default',
  create: 'call',
  owns: 'agent',
  opens: 'first-use',
  keepAlive: false,
  close: [
    { method: 'close', graceful: true, returns: 'promise', idempotent: false },
    { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
  ],
};
const IMPORTED: Library = { name: 'imported', modules: [], versions: '*', source: [], constructs: [AGENT] };

/**
 * Calls of imported factories that stand where a request expects an agent or dispatcher: `{ httpsAgent:
 * makeProxyAgent(url) }`. The option says that the value is an agent, the verb that it is a new one; either alone is
 * not enough. Where the module is one of the project that keeps values, its code decides, and not the name.
 */
export function* importedFactoryCalls(
  file: FileView,
  mayKeep: (specifier: string) => boolean,
): Generator<Construction> {
  for (const scope of file.scopeManager?.scopes.slice(0, 2) ?? []) {
    for (const variable of scope.variables) {
      const imported = variable.defs[0]?.type === 'ImportBinding' || isRequired(variable.defs[0]?.node);
      if (!imported || !CONSTRUCTING_NAME.test(variable.name)) continue;
      for (const { identifier } of readsOf(variable)) {
        const call = wrapped(identifier).parent;
        if (call?.type !== 'CallExpression' || call.callee !== identifier || !standsAsAgent(call)) continue;
        if (!mayKeep(importedName(file, identifier)?.specifier ?? '')) {
          yield {
            node: call,
            library: IMPORTED,
            construct: AGENT,
            id: 'imported#agent',
            subclass: null,
            specifier: '',
          };
        }
      }
    }
  }
}

function isRequired(definition: TSESTree.Node | undefined): boolean {
  const init = definition?.type === 'VariableDeclarator' ? definition.init : null;
  return init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'require';
}

function standsAsAgent(call: TSESTree.CallExpression): boolean {
  let value = wrapped(call);
  if (value.parent?.type === 'AwaitExpression') value = value.parent;
  const { parent } = value;
  if (parent?.type === 'Property') return parent.value === value && isLendingOption(propertyName(parent) ?? undefined);
  return (
    parent?.type === 'AssignmentExpression' &&
    parent.left.type === 'MemberExpression' &&
    // A field of a class named like that may hold anything: agents of models and protocols are called so as well.
    parent.left.object.type !== 'ThisExpression' &&
    isLendingOption(propertyName(parent.left) ?? undefined)
  );
}

/** Module variables, fields of classes, maps and memoized functions: where a later call finds what one has made. */
const KEEPING = /^(?:export\s+)?(?:let|var)\s|\bstatic\b|(?:\?\?|\|\|)=|\bnew\s+(?:Weak)?Map\b|\b(?:memo|cache|once)/im;

/** Whether the text of a module may keep what its functions make. */
export function keepsValues(text: string): boolean {
  return KEEPING.test(text);
}
