// The published types of the rules' options, written from their schemas.
import { compile } from 'json-schema-to-typescript';

/** @typedef {import('eslint').Rule.RuleModule} RuleModule */

/**
 * A declaration file that exports `RuleOptions`.
 * @param {Readonly<Record<string, RuleModule>>} rules
 * @returns {Promise<string>}
 */
export async function ruleOptions(rules) {
  const properties = Object.fromEntries(
    Object.entries(rules).map(([name, { meta }]) => [name, optionsOf(meta?.schema)]),
  );
  const schema = /** @type {import('json-schema-to-typescript').JSONSchema} */ ({
    type: 'object',
    properties,
    required: Object.keys(rules),
    additionalProperties: false,
  });
  return compile(schema, 'RuleOptions', {
    bannerComment: '/** Written from the schemas of the rules. */',
    format: false,
  });
}

/**
 * ESLint's list of one schema for each option, as the schema of that list.
 * @param {import('eslint').Rule.RuleMetaData['schema']} schema
 */
function optionsOf(schema) {
  if (schema && !Array.isArray(schema)) throw new Error('A list of schemas was expected.');
  const items = schema || [];
  return { type: 'array', items, minItems: 0, maxItems: items.length };
}
