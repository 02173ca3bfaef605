import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName } from '../../ast/nodes.js';
import { fieldIndexOf } from './fields.js';
import { classNamed, ownMember, type ClassNode } from './members.js';
import { usesOf, type Use } from './uses.js';

/**
 * Fields of a class that have the type which it gives to its superclass: `extends Repository<Pool>`. Where the
 * superclass stands in another file, any field that the class does not declare itself may be the one.
 */
export function* inheritedFieldUses(file: FileView, owner: ClassNode, index: number): Generator<Use> {
  const { superClass } = owner;
  const base = superClass?.type === 'Identifier' ? classNamed(file, superClass.name) : null;
  const names = base ? fieldsTyped(base, index) : null;
  for (const [name, reads] of fieldIndexOf(file, owner).members) {
    if (names ? !names.has(name) : ownMember(owner, name) !== null) continue;
    for (const read of reads) yield* usesOf(file, read);
  }
}

/** The fields of a generic class whose type is one of its parameters. */
function fieldsTyped(base: ClassNode, index: number): ReadonlySet<string> {
  const parameter = base.typeParameters?.params[index]?.name.name;
  const names = new Set<string>();
  for (const member of base.body.body) {
    if (member.type === 'PropertyDefinition' && isNamed(member.typeAnnotation, parameter))
      names.add(propertyName(member) ?? '');
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const param of member.value.params) {
      const plain = param.type === 'TSParameterProperty' ? param.parameter : null;
      if (plain?.type === 'Identifier' && isNamed(plain.typeAnnotation, parameter)) names.add(plain.name);
    }
  }
  return names;
}

function isNamed(annotation: TSESTree.TSTypeAnnotation | undefined, name: string | undefined): boolean {
  const type = annotation?.typeAnnotation;
  return type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === name;
}
