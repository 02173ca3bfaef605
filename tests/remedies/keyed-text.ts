import { KEYED, withoutTypes } from '../../src/remedies/share/keyed-helper.js';

/** A file whose fix has put the helper, and a getter that uses it, between its imports and the rest. */
export function withKeyed(
  imports: string,
  getters: string,
  rest: string,
  { typed = true }: { readonly typed?: boolean } = {},
): string {
  const helper = typed ? KEYED : withoutTypes(KEYED);
  const own = imports.search(/^import .* from '\./m);
  // In front of the imports of the project's own files, unless these come first.
  const at = own > 0 ? own : imports.length;
  const head = `${imports.slice(0, at)}import { createHash } from 'node:crypto';\n${imports.slice(at)}`;
  return `${head}\n${helper}\n\n${getters}\n\n${rest}`;
}

/** The getter of a class. */
export function getterOf(name: string, made: string): string {
  return `const ${name} = keyed((...args: ConstructorParameters<typeof ${made}>) => new ${made}(...args));`;
}
