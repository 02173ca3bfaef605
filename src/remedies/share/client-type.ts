import type { TSESTree } from '@typescript-eslint/utils';
import { isTopLevel } from '../../ast/variables.js';
import type { Edit, Refusal } from '../../fix/edits.js';
import { ensureImport } from '../../fix/ensure-import.js';
import { isRefused, type Site } from './site.js';

/** A type as the file can write it, with the edits that make it available. */
export interface WrittenType {
  /** Empty in JavaScript. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

const UNTYPED: WrittenType = { text: '', edits: [] };

/** The type of a variable that holds the client: what the code itself declares, else its class. */
export function typeOfClient(site: Site): WrittenType | Refusal {
  const { node } = site.client;
  if (!site.typed) return UNTYPED;
  const declared = site.binding?.id.typeAnnotation?.typeAnnotation;
  if (declared)
    return isWrittenAtTopLevel(site, declared)
      ? { text: site.file.getText(declared), edits: [] }
      : { refused: 'its type is known only in the function' };
  const named = isWrittenAtTopLevel(site, node.callee);
  const parameters = node.typeArguments ?? null;
  if (parameters && !isWrittenAtTopLevel(site, parameters))
    return { refused: 'its type is known only in the function' };
  const text = site.file.getText(node.callee);
  const suffix = parameters ? site.file.getText(parameters) : '';
  if (!/^[\w$]+(?:\.[\w$]+)*$/.test(text)) return { refused: 'its class is not named' };
  if (node.type === 'CallExpression' && !isCalledClass(site, text))
    return named && !parameters
      ? { text: `ReturnType<typeof ${text}>`, edits: [] }
      : { refused: 'the type of what the factory returns cannot be written' };
  if (named && isMemberOfExport(site, node.callee))
    return parameters
      ? { refused: 'the type of a class inside of an exported value cannot be written' }
      : { text: `InstanceType<typeof ${text}>`, edits: [] };
  if (named && !isRequired(site, node.callee)) return { text: text + suffix, edits: [] };
  const imported = ensureImport(
    site.file,
    { module: site.client.construction.specifier, name: text.split('.').at(-1) ?? text, type: true },
    [site.top],
  );
  return isRefused(imported) ? imported : { text: imported.expression + suffix, edits: imported.edits };
}

/**
 * The library's own interface for an injected client, imported as a type; the client's class where the catalog names
 * none.
 */
export function interfaceOfClient(site: Site): WrittenType | Refusal {
  if (!site.typed) return UNTYPED;
  const { construct, specifier } = site.client.construction;
  if (!construct.injectAs) return typeOfClient(site);
  const imported = ensureImport(
    site.file,
    { module: construct.injectAs.module ?? specifier, name: construct.injectAs.type, type: true },
    [site.top],
  );
  return isRefused(imported) ? imported : { text: imported.expression, edits: imported.edits };
}

/** Whether everything that a piece of code names is visible at the top level. */
function isWrittenAtTopLevel({ file }: Site, node: TSESTree.Node): boolean {
  return [...file.outerReferences(node)].every(({ variable }) => !variable || isTopLevel(variable));
}

/** `Agent()` of node:http: a class that may be called without `new`. */
function isCalledClass({ client }: Site, text: string): boolean {
  return client.construction.construct.create === 'either' && /(?:^|\.)[A-Z][\w$]*$/.test(text);
}

/**
 * Whether a class is a member of something imported by name (`native.Pool`), which is a value and need be no namespace.
 */
function isMemberOfExport({ file }: Site, callee: TSESTree.Node): boolean {
  if (callee.type !== 'MemberExpression') return false;
  return [...file.outerReferences(callee)].some(({ variable }) => variable?.defs[0]?.node.type === 'ImportSpecifier');
}

/** Whether a class comes from `require()`, whose result TypeScript knows nothing of. */
function isRequired({ file }: Site, callee: TSESTree.Node): boolean {
  return [...file.outerReferences(callee)].some(({ variable }) => variable?.defs[0]?.type === 'Variable');
}
