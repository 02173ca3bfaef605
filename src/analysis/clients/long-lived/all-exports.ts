import type { ProjectCatalog } from '../../summaries/project-catalog.js';

/** Whether code goes through all exports of a module that it imports, and takes each for one of its things. */
export function walksExports(text: string): boolean {
  return (
    /\bimport\s*\*\s*as\b|\brequire\s*\(|\bimport\s*\(/.test(text) &&
    /\bObject\s*\.\s*(?:values|entries|keys)\b/.test(text)
  );
}

/** Whether code hands on all exports of a module: a further one of two such modules may clash, or hide the other. */
function handsOnExports(text: string): boolean {
  return /\bexport\s*\*\s*from\b|\.\.\.\s*require\s*\(|\bassign\s*\(\s*(?:module\s*\.\s*)?exports\b/.test(text);
}

/** What other files do with all exports of the linted file, as far as the project can be read. */
export function usesOfAllExports(catalog: ProjectCatalog | null): {
  readonly walked: boolean;
  readonly handedOn: boolean;
} {
  const texts = (catalog?.importersOf(catalog.file) ?? []).map(({ path }) => catalog?.textOf(path) ?? '');
  return { walked: texts.some(walksExports), handedOn: texts.some(handsOnExports) };
}
