// Writes a copy of the types of @typescript-eslint/types in which every field is optional that only the parser of
// TypeScript writes (espree and Babel leave it out). The compiler reads the copy in place of the original
// (`paths` in tsconfig.json), in every package that names it, so that it finds each use without a guard.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fields that a tree of plain JavaScript need not have, by name. */
const FIELDS = [
  'abstract',
  'accessibility',
  'declare',
  'decorators',
  'definite',
  'directive',
  'exportKind',
  'implements',
  'importKind',
  'optional',
  'options',
  'override',
  'readonly',
  'returnType',
  'superTypeArguments',
  'typeArguments',
  'typeParameters',
];
/** Fields of that kind whose names mean something else in other nodes, with their types. */
const TYPED = ['attributes: ImportAttribute[]', 'typeAnnotation: TSTypeAnnotation | undefined'];

const types = dirname(createRequire(import.meta.url).resolve('@typescript-eslint/types'));
const copy = fileURLToPath(new URL('../node_modules/.cache/client-lifecycle/types', import.meta.url));
cpSync(types, copy, { recursive: true, filter: (path) => !path.endsWith('.js') });
writeFileSync(join(copy, 'package.json'), '{ "type": "commonjs" }\n');

const tree = join(copy, 'generated/ast-spec.d.ts');
const fields = new RegExp(`^(\\s+(?:${FIELDS.join('|')})):`, 'gm');
let text = readFileSync(tree, 'utf8').replace(fields, '$1?:');
for (const field of TYPED) text = text.replaceAll(`    ${field}`, `    ${field.replace(':', '?:')}`);
if (!text.includes('decorators?: Decorator[]') || !text.includes('attributes?: ImportAttribute[]'))
  throw new Error(`${tree} is not written as this script expects.`);
writeFileSync(tree, text);
