import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, unwrap } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';
import {
  baseOptions,
  methodsOfCalls,
  requestOnlyOptions,
  requestOptionTypes,
  sendingOptions,
} from '../../catalog/conventions/request-options.js';
import { isLendingOption } from '../names/lending-options.js';

const REQUEST_ONLY = new Set(requestOnlyOptions);
const REQUEST_TYPES = new Set(requestOptionTypes);
const SENT = new Set(sendingOptions);
const BASES = new Set(baseOptions);
const SENDING_METHODS = new Set(['request', ...methodsOfCalls.map(([call]) => call)]);

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

/**
 * Whether a call of a client that other code made, or of a function around one, sends one request with what it is given
 * under a path: `api.get(url, { httpsAgent })`, `send({ method: 'POST', httpsAgent })`.
 */
export function isSentWith(
  file: FileView,
  { callee, arguments: given }: TSESTree.CallExpression,
  index: number,
  [option]: readonly string[],
): boolean {
  if (!isLendingOption(option)) return false;
  const method = unwrap(callee);
  const name = method.type === 'MemberExpression' ? propertyName(method) : null;
  // The options stand behind the address, as those of a client never do.
  if (name !== null && SENDING_METHODS.has(name) && index > 0) return true;
  const argument = given[index];
  const value = argument && unwrap(argument);
  const variable = value?.type === 'Identifier' ? file.variableOf(value) : null;
  const written = variable?.defs[0]?.node.type === 'VariableDeclarator' ? variable.defs[0].node.init : value;
  const options = written && unwrap(written);
  return options?.type === 'ObjectExpression' && hasRequestMember(options, SENT) && !hasRequestMember(options, BASES);
}

function hasRequestMember(object: TSESTree.ObjectExpression, names: ReadonlySet<string> = REQUEST_ONLY): boolean {
  return object.properties.some((property) => property.type === 'Property' && names.has(propertyName(property) ?? ''));
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
