// Small programs for every construct, acquisition and request of the catalog: the input of the gauntlet.

/** @typedef {import('../../src/catalog/types.js').Library} Library */
/** @typedef {import('../../src/catalog/types.js').Construct} Construct */
/** @typedef {import('../../src/catalog/types.js').RequestFact} RequestFact */
/** @typedef {import('../../src/catalog/types.js').AcquireFact} AcquireFact */
/** @typedef {import('../../src/catalog/types.js').BodyFact} BodyFact */
/** @typedef {{ name: string, extension: 'ts' | 'mjs' | 'cjs', code: string }} Program */
/** @typedef {{ imports: string[], value: string }} Named How an export is imported, and the expression that names it. */

/** Exports that are keywords, elements of a result, or may be missing (`native` of pg). */
const UNNAMED = /^(?:delete|import)$|\.\d|^native\./;

/** How each kind of file imports. @type {readonly Program['extension'][]} */
const EXTENSIONS = ['ts', 'mjs', 'cjs'];

/**
 * The programs of a catalog.
 * @param {{ libraries: readonly Library[], bodies: readonly BodyFact[] }} catalog
 * @returns {Generator<Program>}
 */
export function* programsOf(catalog) {
  for (const library of catalog.libraries)
    for (const extension of EXTENSIONS) {
      for (const construct of library.constructs) {
        if (construct.testDouble || !isNamed(construct.export)) continue;
        yield* constructPrograms(library, construct, extension);
        for (const fact of construct.acquires ?? []) yield* acquirePrograms(library, construct, fact, extension);
      }
      for (const fact of library.acquires ?? []) yield* acquirePrograms(library, null, fact, extension);
      for (const fact of library.requests ?? []) yield* requestPrograms(library, fact, catalog.bodies, extension);
    }
}

/**
 * @param {Library} library
 * @param {Construct} construct
 * @param {Program['extension']} extension
 * @returns {Generator<Program>}
 */
function* constructPrograms(library, construct, extension) {
  const named = nameOf(library, construct.export, extension);
  const made = construction(construct, named.value);
  const close = construct.close.find(({ on }) => on !== 'module');
  const use = useOf(library, construct, extension);
  const imports = [...named.imports, ...use.imports];
  const typed = extension === 'ts' ? ': string' : '';
  const id = `${library.name}#${construct.export}`;
  const program = programOf(id, extension, imports);
  const wait = close?.returns === 'promise' ? 'await ' : '';
  const ends = close ? `\n  // Ended here.\n  ${wait}client.${close.method}();` : '';

  yield program(
    'function',
    `load`,
    `/** Loads one. */
export async function load(id${typed}) {
  // One for each call.
  const client = ${made}; // made here
  const found = ${use.of('client')};
  return [id, found];
}
`,
  );
  yield program(
    'closed',
    'load',
    `/** Loads one. */
export const load = async (id${typed}) => {
  /* First. */
  const client = ${made};
  const found = ${use.of('client')};${ends}
  return [id, found];
};
`,
  );
  yield program(
    'finally',
    'load',
    `export async function load(id${typed}) {
  const client = ${made};
  try {
    // The call.
    return [id, ${use.of('client')}];
  } finally {${ends || ' void id;'}
  }
}
`,
  );
  yield program(
    'method',
    'Store',
    `export class Store {
  /** Loads one. */
  async load(id${typed}) {
    const client = ${made};
    return [id, ${use.of('client')}];
  }
}
`,
  );
  // No `await` in a field's value; in a script none at its top either.
  if (construct.async) return;
  yield program(
    'field',
    'Store',
    `/** Keeps it. */
export class Store {
  /** Its own. */
  #client = ${made};

  // Loads one.
  async load(id${typed}) {
    return [id, ${use.of('this.#client')}];
  }
}
`,
  );
  yield program(
    'module',
    'load',
    `/** Shared by all. */
const client = ${made};

/** Loads one. */
export async function load(id${typed}) {
  return [id, ${use.of('client')}];
}

process.once('SIGTERM', () => {
  // The last line.
  process.exitCode = 0;
});
`,
  );
  yield program(
    'environment',
    'load',
    `export async function load(id${typed}) {
  const client = ${construction(construct, named.value, `{ name: process.env['NAME'] ?? 'a' }`)};
  return [id, ${use.of('client')}];
}
`,
  );
}

/**
 * @param {Library} library
 * @param {Construct | null} construct
 * @param {AcquireFact} fact
 * @param {Program['extension']} extension
 * @returns {Generator<Program>}
 */
function* acquirePrograms(library, construct, fact, extension) {
  const owner = nameOf(library, construct ? construct.export : fact.method, extension);
  const [release] = fact.release.filter(({ outcome }) => outcome !== 'failure');
  if (!release || fact.delivery === 'callback' || !isNamed(construct?.export ?? fact.method)) return;
  // No `await` at the top of a script.
  if (construct?.async && extension === 'cjs') return;
  const program = programOf(`${library.name}#${construct?.export ?? ''}.${fact.method}`, extension, owner.imports);
  const wait = fact.async ? 'await ' : '';
  const call = construct ? `owner.${fact.method}()` : `${owner.value}('a')`;
  const resource = fact.resource === 'owner' ? 'owner' : 'held';
  const back =
    release.on === 'owner'
      ? `owner.${release.method}(held)`
      : release.method === ''
        ? `${resource}()`
        : `${resource}${/^\d/.test(release.method) ? `[${release.method}]` : `.${release.method}`}()`;
  const module = construct ? `/** All of them. */\nconst owner = ${construction(construct, owner.value)};\n\n` : '';
  const taken = fact.resource === 'owner' ? `${wait}${call};` : `const held = ${wait}${call};`;
  const released = `${release.async ? 'await ' : ''}${back};`;
  yield program(
    'released',
    'work',
    `${module}export async function work(job) {
  // Taken here.
  ${taken}
  await job(${resource}); // may fail
  // Given back.
  ${released}
}
`,
  );
  yield program(
    'early exit',
    'work',
    `${module}export async function work(job, wanted) {
  ${taken}
  if (!wanted) return null;
  /* The work. */
  const result = await ${resource}.run(job);
  ${released}
  return result;
}
`,
  );
}

/**
 * @param {Library} library
 * @param {RequestFact} fact
 * @param {readonly BodyFact[]} bodies
 * @param {Program['extension']} extension
 * @returns {Generator<Program>}
 */
function* requestPrograms(library, fact, bodies, extension) {
  const { body } = fact;
  if (!isNamed(fact.export)) return;
  const named = nameOf(library, fact.export, extension);
  const program = programOf(`${library.name}.${fact.export}`, extension, named.imports);
  const typed = extension === 'ts' ? ': string' : '';
  const options = body?.when ? `, { ${body.when.option}: ${JSON.stringify(body.when.equals)} }` : '';
  const call = `${named.value}(url${options})`;
  if (!body) {
    yield program(
      'request',
      'load',
      `export async function load(url${typed}) {
  // No limit.
  return ${call};
}
`,
    );
    return;
  }
  const target = ['response', ...body.path].join('.');
  const read = bodies.find(({ kind }) => kind === body.kind)?.reads.find((name) => /^\w+$/.test(name)) ?? 'toString';
  if (body.delivery === 'callback') {
    yield program(
      'callback',
      'load',
      `export function load(url${typed}) {
  ${named.value}(url, (response) => {
    // Only what is right.
    if (response.statusCode !== 200) return;
    response.pipe(process.stdout);
  });
}
`,
    );
    return;
  }
  yield program(
    'early exit',
    'load',
    `export async function load(url${typed}) {
  const response = ${body.delivery === 'promise' ? 'await ' : ''}${call};
  // Not what was asked for.
  if (url.endsWith('/')) throw new Error('no');
  return ${target}.${read}(); // all of it
}
`,
  );
  yield program(
    'not read',
    'ping',
    `export async function ping(url${typed}) {
  /* Only whether it is there. */
  ${body.delivery === 'promise' ? 'await ' : ''}${call};
}
`,
  );
}

/** Whether an import can name an export. @param {string} path */
function isNamed(path) {
  return !path.includes('*') && !UNNAMED.test(path);
}

/**
 * The maker of one construct's programs.
 * @param {string} id
 * @param {Program['extension']} extension
 * @param {readonly string[]} imports
 * @returns {(shape: string, exported: string, text: string) => Program}
 */
function programOf(id, extension, imports) {
  return (shape, exported, text) => {
    const body =
      extension === 'cjs' ? `${text.replaceAll(/^export /gm, '')}\nmodule.exports = { ${exported} };\n` : text;
    const head = [...new Set(imports)].join('\n');
    // Parameters without a type would be errors of the program itself.
    const typed =
      extension === 'ts'
        ? body.replace(/\((job)(, wanted)?\)/, '($1: never$2)').replace(', wanted)', ', wanted: boolean)')
        : body;
    return { name: `${id}, ${shape}`, extension, code: `${head}\n\n${typed}` };
  };
}

/**
 * An expression that constructs a client.
 * @param {Construct} construct
 * @param {string} value
 * @param {string} options
 */
function construction(construct, value, options = '') {
  const before = Array.from({ length: construct.options ?? 0 }, () => `'http://localhost:1'`);
  const call = `${value}(${[...before, ...(options ? [options] : [])].join(', ')})`;
  const made = construct.create === 'new' ? `new ${call}` : call;
  return construct.async ? `(await ${made})` : made;
}

/**
 * What the programs do with a client: a request of its own, a request of the library that borrows it, or nothing.
 * @param {Library} library
 * @param {Construct} construct
 * @param {Program['extension']} extension
 * @returns {{ imports: string[], of: (client: string) => string }}
 */
function useOf(library, construct, extension) {
  const own = construct.requests?.find(({ export: path, body }) => !path.includes('*') && !body);
  if (own) return { imports: [], of: (client) => `await ${own.export ? `${client}.${own.export}` : client}('/a')` };
  for (const request of library.requests ?? []) {
    const option = request.borrows?.find((point) => point.option)?.option;
    if (!option || option.includes('.') || request.export.includes('*')) continue;
    const named = nameOf(library, request.export, extension);
    return { imports: named.imports, of: (client) => `await ${named.value}('http://a', { ${option}: ${client} })` };
  }
  return { imports: [], of: (client) => `String(${client})` };
}

/**
 * @param {Library} library
 * @param {string} path
 * @param {Program['extension']} extension
 * @returns {Named}
 */
function nameOf(library, path, extension) {
  const global = Object.entries(library.globals ?? {}).find(([, target]) => target === path);
  const [module = ''] = library.modules.filter((name) => !name.includes('*'));
  if (global && (library.modules.length === 0 || library.builtin !== true)) return { imports: [], value: global[0] };
  const specifier = library.builtin ? `node:${module}` : module || (library.modules[0] ?? '').replaceAll('*', 'x');
  const [first = '', ...rest] = path.split('.');
  const name = first === 'default' ? `${specifier.replaceAll(/\W+/g, '')}Lib` : first;
  const value = [name, ...rest].join('.');
  if (extension === 'cjs')
    return {
      imports: [
        first === 'default'
          ? `const ${name} = require('${specifier}');`
          : `const { ${first} } = require('${specifier}');`,
      ],
      value,
    };
  return {
    imports: [first === 'default' ? `import ${name} from '${specifier}';` : `import { ${first} } from '${specifier}';`],
    value,
  };
}
