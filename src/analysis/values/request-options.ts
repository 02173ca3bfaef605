import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';
import { requestOnlyOptions, requestOptionTypes } from '../../catalog/conventions/request-options.js';
import { isLendingOption } from '../names/lending-options.js';

const REQUEST_ONLY = new Set(requestOnlyOptions);
const REQUEST_TYPES = new Set(requestOptionTypes);

/**
 * Whether an object that receives a client under `key` holds the options of one request: its type says so, or it has
 * other members which only a request has. Such an object lives for one call even where a helper hands it to its caller.
 */
export function looksLikeRequestOptions(holder: Variable | TSESTree.Node, key: string): boolean {
  if (!isLendingOption(key)) return false;
  if (!('type' in holder)) return isRequestVariable(holder);
  const value = unwrap(holder);
  return value.type === 'ObjectExpression' && hasRequestMember(value);
}

function hasRequestMember(object: TSESTree.ObjectExpression): boolean {
  return object.properties.some(
    (property) => property.type === 'Property' && REQUEST_ONLY.has(propertyName(property) ?? ''),
  );
}

function isRequestVariable(variable: Variable): boolean {
  const typed = variable.identifiers.some((identifier) =>
    isRequestType(identifier.type === 'Identifier' ? identifier.typeAnnotation : undefined),
  );
  return (
    typed ||
    variable.references.some((reference) => {
      const value = reference.writeExpr && unwrap(reference.writeExpr);
      return value?.type === 'ObjectExpression' && hasRequestMember(value);
    }) ||
    readsOf(variable).some(({ identifier }) => {
      const { parent } = identifier;
      return (
        parent.type === 'MemberExpression' &&
        parent.object === identifier &&
        REQUEST_ONLY.has(propertyName(parent) ?? '')
      );
    })
  );
}

function isRequestType(annotation: TSESTree.TSTypeAnnotation | undefined): boolean {
  const type = annotation?.typeAnnotation;
  if (type?.type !== 'TSTypeReference') return false;
  const name = type.typeName;
  const text = name.type === 'Identifier' ? name.name : name.type === 'TSQualifiedName' ? name.right.name : '';
  return REQUEST_TYPES.has(text);
}
