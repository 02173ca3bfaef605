import type { TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { variableOfClass } from '../../analysis/names/members.js';
import { lowerCamel } from '../../ast/names.js';
import { addConstructorParameter } from '../../fix/class-members.js';
import { isRefusal, type Edit, type Refusal } from '../../fix/edits.js';
import { parameterName } from './inject.js';
import { whyNotInModule } from './place.js';
import { memberName, methodOwner, sameReceiver, type ClassNode } from './receiver.js';
import type { Site } from './site.js';

/** How the code of a class names what its container gives it, and the edits that let the class ask for it. */
export interface Given {
  readonly expression: string;
  readonly edits: readonly Edit[];
}

/**
 * A provider that the container gives to a class, from the type of a constructor parameter: of the parameter that there
 * is, or of a new one. `provider` is what the file calls the class of the provider.
 */
export function throughContainer(site: Site, provider: string): Given | Refusal {
  const { file, client, binding } = site;
  const method = methodOwner(client.node);
  if (!method || whyNotInModule(file) === null) return { refused: 'no container constructs what it stands in' };
  if (!site.typed) return { refused: 'the container knows no types of parameters in JavaScript' };
  if (binding?.variable.references.some(({ identifier }) => !sameReceiver(identifier, client.node)) === true)
    return { refused: 'a nested function uses it' };
  const { owner } = method;
  const known = propertyOfType(owner, provider);
  if (known !== null) return { expression: `this.${known}`, edits: [] };
  const elsewhere = constructedIn(file, owner);
  if (elsewhere !== null) return { refused: `${elsewhere} constructs or extends the class` };
  const field = memberName(file, owner, [lowerCamel(provider), `shared${provider}`], false);
  const body = constructorsOf(owner)[0]?.value.body ?? owner.body;
  if (field === null || field.startsWith('#') || parameterName(site, [field], [body]) === null)
    return { refused: 'no name is free for it' };
  const parameter = `private readonly ${field}: ${provider}`;
  const edits = addConstructorParameter(file, owner, { parameter, store: null });
  return isRefusal(edits) ? edits : { expression: `this.${field}`, edits };
}

function constructorsOf(owner: ClassNode): TSESTree.MethodDefinition[] {
  return owner.body.body.filter(
    (member): member is TSESTree.MethodDefinition =>
      member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
}

/** The field that a constructor parameter of a type declares. */
function propertyOfType(owner: ClassNode, type: string): string | null {
  for (const param of constructorsOf(owner).flatMap(({ value }) => value.params)) {
    if (param.type !== 'TSParameterProperty' || param.parameter.type !== 'Identifier') continue;
    const annotated = param.parameter.typeAnnotation?.typeAnnotation;
    const named = annotated?.type === 'TSTypeReference' ? annotated.typeName : null;
    if (named?.type === 'Identifier' && named.name === type) return param.parameter.name;
  }
  return null;
}

/** What constructs or extends a class itself, as a test does, so that a further parameter would break it. */
function constructedIn(file: FileLifecycle, owner: ClassNode): string | null {
  const name = owner.id?.name;
  if (name === undefined) return null;
  const isUsed = variableOfClass(file, owner)?.references.some(
    ({ identifier: { parent } }) =>
      parent.type === 'NewExpression' || ('superClass' in parent && parent.superClass !== null),
  );
  if (isUsed === true) return 'this file';
  const { catalog } = file;
  const pattern = new RegExp(String.raw`\b(?:new|extends)\s+${name}\b`);
  const user = catalog?.importersOf(catalog.file)?.find(({ path }) => pattern.test(catalog.textOf(path) ?? ''));
  return user ? 'another file' : null;
}
