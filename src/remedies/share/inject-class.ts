import type { TSESTree } from '@typescript-eslint/utils';
import { variableOfClass } from '../../analysis/names/members.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { decoratorsOf } from '../../ast/nodes.js';
import { addConstructorParameter, declareField } from '../../fix/class-members.js';
import { combine, type Edits } from '../../fix/edits.js';
import { kindOf } from './hoist.js';
import { injectable, injectedEdits, parameterName, parameterText } from './inject.js';
import type { SharePass } from './pass.js';
import { memberName, methodOwner, sameReceiver, type ClassNode } from './receiver.js';
import type { Remedy } from './remedy.js';
import { isRefused, type Site } from './site.js';

/**
 * Lets a class be given the client: a last constructor parameter whose default is the client that the module shares.
 * Preferred to sharing alone where the class already takes something through its constructor.
 */
export function injectIntoClass(pass: SharePass, site: Site): readonly Remedy[] {
  const { file, client } = site;
  const method = methodOwner(client.node);
  if (!method || client.origin !== 'constant') return [];
  const { owner, member } = method;
  const { safety } = kindOf(site);
  const refuse = (refused: string): readonly Remedy[] => [
    { title: 'injectIntoClass', safety: 'migrate', data: {}, edits: { refused } },
  ];
  const given = injectable(pass, site);
  if (isRefused(given)) return refuse(given.refused);
  const reason = uninjectable(file, owner, member) ?? (hasOtherReceiver(site) ? 'a nested function uses it' : null);
  if (reason !== null) return refuse(reason);
  const constructor = constructorOf(owner);
  const parameterProperty = site.typed && owner.superClass === null;
  const stores = constructor !== undefined && /\bthis\.[a-z]\w* = /i.test(file.getText(constructor));
  const field = memberName(file, owner, site.names, !parameterProperty && (site.typed || !stores));
  const parameter = field?.replace(/^#/, '') ?? '';
  const places = [constructor?.value.body ?? owner.body];
  if (field === null || parameterName(site, [parameter], places) === null) return refuse('no name is free for it');
  const name = file.freeName(
    site.names,
    [...places, client.node],
    new Set([...pass.names, parameter]),
    site.binding?.variable ?? null,
  );
  if (name === null) return refuse('no name is free for it');
  const isProperty = parameterProperty && !field.startsWith('#');
  const text = parameterText(parameter, given.type, name);
  const added = addConstructorParameter(file, owner, {
    parameter: isProperty ? `private readonly ${text}` : text,
    store: isProperty ? null : `this.${field} = ${parameter};`,
  });
  const declared: Edits = field.startsWith('#')
    ? declareField(file, owner, site.typed ? `readonly ${field}: ${given.type.text};` : `${field};`)
    : [];
  const edits = combine([injectedEdits(pass, site, given, name, `this.${field}`), declared, added]);
  const preferred = (constructor?.value.params.length ?? 0) > 0;
  return [
    {
      title: 'injectIntoClass',
      safety: safety === 'suggestion' ? 'suggestion' : 'migrate',
      preferred,
      data: { parameter, name },
      edits,
      declares: { key: given.key, name },
    },
  ];
}

/** Why a class cannot take a further constructor parameter. */
function uninjectable(file: FileView, owner: ClassNode, member: TSESTree.Node): string | null {
  const constructor = constructorOf(owner);
  const decorated = [owner, ...(constructor?.value.params ?? [])].some((node) => decoratorsOf(node).length > 0);
  if (decorated) return 'a container constructs the class, from the types of its parameters';
  const variable = variableOfClass(file, owner);
  if (
    variable?.references.some(
      ({ identifier }) => 'superClass' in identifier.parent && identifier.parent.superClass === identifier,
    )
  )
    return 'another class of the file extends the class';
  const self = [...descendantsOf(member, file.visitorKeys)];
  if (!self.some((node) => node.type === 'ThisExpression' || node.type === 'Super'))
    return 'the method may be called without its object';
  const usesArguments =
    constructor &&
    [...descendantsOf(constructor.value, file.visitorKeys)].some(
      (node) => node.type === 'Identifier' && node.name === 'arguments',
    );
  return usesArguments ? 'the constructor uses `arguments`' : null;
}

/** Whether a reference to the client stands where `this` is something else than at its construction. */
function hasOtherReceiver(site: Site): boolean {
  return (
    site.binding?.variable.references.some(({ identifier }) => !sameReceiver(identifier, site.client.node)) === true
  );
}

function constructorOf(owner: ClassNode): TSESTree.MethodDefinition | undefined {
  return owner.body.body.find(
    (member): member is TSESTree.MethodDefinition =>
      member.type === 'MethodDefinition' && member.kind === 'constructor' && member.value.type === 'FunctionExpression',
  );
}
