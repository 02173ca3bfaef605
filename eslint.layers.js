/**
 * Which parts of src each part may import from, besides itself; the design's layers.
 * @type {Record<string, string[]>}
 */
const LAYERS = {
  // A program of its own, which users run once; the plugin knows nothing of it.
  init: ['remedies', 'analysis', 'fix', 'ast', 'project', 'catalog', 'create-rule'],
  index: ['configs', 'rules', 'project'],
  configs: ['create-rule'],
  rules: ['analysis', 'remedies', 'fix', 'ast', 'create-rule'],
  remedies: ['analysis', 'fix', 'ast'],
  'create-rule': [],
  analysis: ['project', 'flow', 'catalog', 'ast', 'settings'],
  fix: ['ast'],
  project: [],
  flow: [],
  ast: [],
  settings: ['catalog'],
  catalog: [],
};
/**
 * Parts of which only types may be imported.
 * @type {Record<string, string[]>}
 */
const TYPES_ONLY = { index: ['settings'], rules: ['settings'], remedies: ['settings', 'catalog'] };

/** Names that carry meaning are data for remedies as well: of the catalog they may import these. */
const CONVENTIONS = ['remedies'];

/**
 * Rooms of src/analysis (folders, and lifecycle.ts), and which others each one may import from.
 * @type {Record<string, string[]>}
 */
const ROOMS = {
  names: [],
  values: ['names'],
  runs: ['names', 'values'],
  summaries: ['names', 'values', 'runs'],
  lifecycle: ['names', 'values', 'runs', 'summaries'],
  clients: ['names', 'values', 'runs', 'summaries', 'lifecycle'],
  limits: ['names', 'values', 'runs', 'summaries', 'lifecycle'],
  held: ['names', 'values', 'runs', 'summaries', 'lifecycle'],
  events: ['names', 'values', 'runs', 'summaries', 'lifecycle', 'clients', 'limits'],
  traffic: ['names', 'values', 'runs', 'summaries', 'lifecycle', 'clients', 'limits'],
};
/** What touches the disk or starts programs: only src/project may, through one store. */
const DISK = {
  regex: '^(?:node:)?(?:fs(?:/promises)?|path(?:/posix|/win32)?|child_process|module|worker_threads|os)$',
  message: 'Only src/project looks at the disk: ask it.',
};
/**
 * `process.getBuiltinModule()` brings the same in without an import, and keeps the plugin loadable in a browser.
 * @type {import('eslint').Linter.RuleEntry}
 */
const NO_BUILTIN = [
  'error',
  {
    selector: 'MemberExpression[property.name="getBuiltinModule"][object.name="process"]',
    message: 'Only src/project/disk.ts brings in modules of Node.js.',
  },
];

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
  const withConventions = CONVENTIONS.includes(layer);
  const parts = [layer, ...allowed, ...typesOnly.map((other) => `${other} (types)`)];
  const message = `src/${layer} may only import from: ${[...parts, ...(withConventions ? ['catalog/conventions'] : [])].join(', ')}.`;
  const typesIn = typesOnly.map((other) =>
    withConventions && other === 'catalog' ? 'catalog(?!/conventions/)' : other,
  );
  const patterns = (/** @type {string} */ up) => [
    { regex: into(forbidden, up), message },
    ...(typesOnly.length > 0 ? [{ regex: into(typesIn, up), allowTypeImports: true, message }] : []),
    layer === 'catalog'
      ? { regex: '^@typescript-eslint/|^eslint', message: 'The catalog is plain data.' }
      : {
          regex: '^@typescript-eslint/|^eslint(?:/|$)|^estree$',
          allowTypeImports: true,
          message: 'Users need not have it, or have another copy: import types only.',
        },
    ...(layer === 'project' || layer === 'init' ? [] : [DISK]),
  ];
  const rooms = layer === 'analysis' ? roomConfigs(patterns('(?:\\.\\./)+')) : [];
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
    ...rooms,
  ];
}

/**
 * A later config replaces the options of a rule, so each room repeats the patterns of the whole layer.
 * @param {object[]} layerPatterns
 * @returns {import('eslint').Linter.Config[]}
 */
function roomConfigs(layerPatterns) {
  return Object.entries(ROOMS).map(([room, allowed]) => {
    const forbidden = Object.keys(ROOMS).filter((other) => ![room, ...allowed].includes(other));
    const regex = `^(?:\\.\\./|\\./)+(?:analysis/)?(?:${forbidden.join('|')})(?:/|\\.js$)`;
    const message = `src/analysis/${room} may only import from the rooms: ${[room, ...allowed].join(', ')}.`;
    return {
      name: `rooms/${room}`,
      files: room === 'lifecycle' ? [`src/analysis/${room}.ts`] : [`src/analysis/${room}/**/*.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: [...layerPatterns, { regex, message }] }] },
    };
  });
}

/** Configs that forbid imports against the layers. */
export const layers = [
  ...Object.entries(LAYERS).flatMap(([layer, allowed]) => layerConfigs(layer, allowed)),
  {
    name: 'layers/disk',
    files: ['src/**/*.ts'],
    ignores: ['src/project/disk.ts'],
    rules: { 'no-restricted-syntax': NO_BUILTIN },
  },
];
