import type { TSESTree } from '@typescript-eslint/utils';
import { importedName } from '../../analysis/names/import-source.js';
import { enclosingClass, propertyName, unwrap } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { settingReaders } from '../../catalog/conventions/sharing.js';
import type { FileView } from '../../ast/file-view.js';
import { membersNamed } from '../../analysis/names/members.js';
import { parameterPropertyOf } from './receiver.js';

/**
 * Whether a call reads the settings of the program, which are the same whenever it is made:
 * `this.configService.get('REGION')`, where the field declares the class of a library that says so.
 */
export function isSettingRead(file: FileView, node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const callee = unwrap(node.callee);
  if (node.type !== 'CallExpression' || callee.type !== 'MemberExpression') return false;
  const method = propertyName(callee) ?? '';
  const readers = settingReaders.filter(({ methods }) => methods.includes(method));
  return readers.some(({ module, type }) => {
    const object = unwrap(callee.object);
    const named = type === 'default' ? object : typeNamed(file, object);
    const imported = named && importedName(file, named);
    return imported?.specifier === module && (imported.path[0] ?? 'default') === type && imported.path.length < 2;
  });
}

/** The name of the type that a field, parameter or variable declares. */
function typeNamed(file: FileView, object: TSESTree.Node): TSESTree.Identifier | null {
  const declared = object.type === 'MemberExpression' ? fieldType(object) : variableType(file, object);
  return declared?.type === 'TSTypeReference' && declared.typeName.type === 'Identifier' ? declared.typeName : null;
}

function fieldType(member: TSESTree.MemberExpression): TSESTree.TypeNode | undefined {
  const owner = member.object.type === 'ThisExpression' ? enclosingClass(member) : null;
  const name = propertyName(member);
  if (!owner || name === null) return undefined;
  const given = parameterPropertyOf(owner, name)?.parameter;
  const target = given?.type === 'AssignmentPattern' ? given.left : given;
  if (target?.type === 'Identifier') return target.typeAnnotation?.typeAnnotation;
  const field = membersNamed(owner, name).find((each) => each.type === 'PropertyDefinition');
  return field?.typeAnnotation?.typeAnnotation;
}

function variableType(file: FileView, object: TSESTree.Node): TSESTree.TypeNode | undefined {
  const variable = object.type === 'Identifier' ? file.variableOf(object) : null;
  const [id] = variable?.identifiers ?? [];
  if (!variable || (variable.defs[0]?.type === 'Variable' && !initializerOf(variable))) return undefined;
  return id?.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
}
