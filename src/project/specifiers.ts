/**
 * `import type ... from '...'` and `export type ... from '...'` are gone at run time; `import type from '...'` is not.
 */
const TYPE_ONLY =
  /\b(?:import|export)\s+type\s+(?!from\b|,)(?:(?!\b(?:import|export)\b)[^'"`;])*?\bfrom\s*(?:'[^'\n]*'|"[^"\n]*")/g;
// Spaces stand in one place each, so that a long run of them is read once.
const SPECIFIER = /\b(?:from|import|require)\b(?:\s*\()?\s*(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n$]+)`)/g;

/** The modules that a text imports, requires or re-exports at run time, as written; comments are read as well. */
export function specifiersIn(text: string): readonly string[] {
  return allSpecifiersIn(text.replaceAll(TYPE_ONLY, ''));
}

/** The same, with the modules of which it names types alone: what is injected is declared with such a type. */
export function allSpecifiersIn(text: string): readonly string[] {
  const specifiers = new Set<string>();
  for (const [, single, double, template] of text.matchAll(SPECIFIER))
    specifiers.add(single ?? double ?? template ?? '');
  return [...specifiers];
}
