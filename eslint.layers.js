/**
 * Which parts of src each part may import from, besides itself; the design's layers.
 * @type {Record<string, string[]>}
 */
const LAYERS = {
  index: ['configs', 'rules'],
  configs: ['create-rule'],
  rules: ['analysis', 'remedies', 'fix', 'ast', 'create-rule'],
  remedies: ['analysis', 'fix', 'ast'],
  'create-rule': [],
  analysis: ['flow', 'catalog', 'ast', 'settings'],
  fix: ['ast'],
  flow: [],
  ast: [],
  settings: ['catalog'],
  catalog: [],
};
/**
 * Parts of which only types may be imported.
 * @type {Record<string, string[]>}
 */
const TYPES_ONLY = { rules: ['settings'], remedies: ['settings', 'catalog'] };

/**
 * @param {string} layer
 * @param {readonly string[]} allowed
 * @returns {import('eslint').Linter.Config[]}
 */
function layerConfigs(layer, allowed) {
  const typesOnly = TYPES_ONLY[layer] ?? [];
  const forbidden = Object.keys(LAYERS).filter((other) => ![layer, ...allowed, ...typesOnly].includes(other));
  // A file beside the folders reaches them by './', a file in a folder by '../'.
  const into = (/** @type {string[]} */ parts, /** @type {string} */ up) => `^${up}(?:${parts.join('|')})(?:/|\\.js$)`;
  const message = `src/${layer} may only import from: ${[layer, ...allowed, ...typesOnly.map((other) => `${other} (types)`)].join(', ')}.`;
  const patterns = (/** @type {string} */ up) => [
    { regex: into(forbidden, up), message },
    ...(typesOnly.length > 0 ? [{ regex: into(typesOnly, up), allowTypeImports: true, message }] : []),
    layer === 'catalog'
      ? { regex: '^@typescript-eslint/|^eslint', message: 'The catalog is plain data.' }
      : {
          regex: '^@typescript-eslint/|^eslint(?:/|$)|^estree$',
          allowTypeImports: true,
          message: 'Users need not have it, or have another copy: import types only.',
        },
  ];
  return [
    {
      name: `layers/${layer}`,
      files: [`src/${layer}/**/*.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: patterns('(?:\\.\\./)+') }] },
    },
    {
      name: `layers/${layer}.ts`,
      files: [`src/${layer}.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: patterns('\\./') }] },
    },
  ];
}

/** Configs that forbid imports against the layers. */
export const layers = Object.entries(LAYERS).flatMap(([layer, allowed]) => layerConfigs(layer, allowed));
