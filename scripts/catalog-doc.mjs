// The reference of the catalog as Markdown.
import { counted } from './catalog-counted.mjs';
import { leftOut } from './catalog-left-out.mjs';

/**
 * @typedef {import('../src/catalog/types.js').Catalog} Catalog
 * @typedef {import('../src/catalog/types.js').Construct} Construct
 * @typedef {import('../src/catalog/types.js').DerivedConstruct} DerivedConstruct
 * @typedef {import('../src/catalog/types.js').Library} Library
 * @typedef {import('../src/catalog/types.js').TimeoutFact} TimeoutFact
 */

const INTRODUCTION = `# Catalog

Generated from \`src/catalog\` by \`npm run docs\`. What the rules know of each library: what constructs a client, what the client owns,
when it connects, how it is closed, its timeouts with their defaults, and what is acquired from it.

**Owns** is \`none\` (a process-wide pool: nothing to close or to share), \`agent\` (HTTP connections of its own), \`pool\` (connections to a
database, cache or broker, or threads) or \`socket\` (one connection, session or process). **Opens** says when. A timeout without
a default is unlimited. Times are milliseconds.

Further libraries can be described in the same shape under \`settings['client-lifecycle'].clients\`. At the end are
[what fifty services use](#counted-in-fifty-services), and [what was looked at and left out](#looked-at-and-left-out).
`;

/**
 * Renders the whole catalog.
 * @param {Catalog} catalog
 */
export function catalogDocument(catalog) {
  const libraries = catalog.libraries.toSorted((one, other) => compare(one.name, other.name));
  return [INTRODUCTION, ...libraries.map(librarySection), countedSection(catalog), leftOutSection()].join('\n');
}

/** @param {Catalog} catalog */
function countedSection({ libraries }) {
  const reasons = new Map(leftOut.map(({ name, reason }) => [name, reason]));
  const rows = counted.map(([name, services]) => {
    const entry = libraries.some((library) => library.modules.some((module) => stands(module, name)));
    return `| ${code(name)} | ${services} | ${entry ? 'yes' : (reasons.get(name) ?? 'not yet')} |`;
  });
  return `## Counted in fifty services\n\nIn how many of fifty services with public sources a client library is a dependency.\n\n| package | services | entry |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/**
 * Whether a module of an entry belongs to a package.
 * @param {string} module
 * @param {string} name
 */
function stands(module, name) {
  if (module === name || module.startsWith(`${name}/`)) return true;
  return module.endsWith('*') && !module.startsWith('*') && name.startsWith(module.slice(0, -1));
}

function leftOutSection() {
  const rows = leftOut
    .toSorted((one, other) => compare(one.name, other.name))
    .map(({ name, reason }) => `| ${code(name)} | ${reason} |`);
  return `## Looked at and left out\n\nNo rule would report anything about these.\n\n| package | why |\n|---|---|\n${rows.join('\n')}\n`;
}

/**
 * By code units, so that every machine sorts alike.
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @param {Library} library */
function librarySection(library) {
  const from =
    library.modules.length > 0
      ? `Imported from ${library.modules.map(code).join(', ')}`
      : `Globals ${Object.keys(library.globals ?? {})
          .map(code)
          .join(', ')}`;
  const lines = [`## ${library.name.replaceAll('*', '\\*')}`, '', `${from}; versions ${code(library.versions)}.`, ''];
  if (library.constructs.length > 0) {
    lines.push(
      '| construct | owns | opens | close | timeouts | limits, retries | acquired and given back |',
      '|---|---|---|---|---|---|---|',
    );
    for (const [construct, ...same] of alike(library.constructs)) {
      lines.push(row(construct, [construct, ...same].map(spelling)));
      for (const derived of construct.derives ?? [])
        lines.push(row(derived, [`${construct.export}, then .${derived.method}()`]));
    }
    lines.push('');
  }
  const requests = [...new Set((library.requests ?? []).map(({ export: name }) => code(`${name}()`)))];
  if (requests.length > 0) lines.push(`Requests: ${requests.join(', ')}.`, '');
  lines.push(`Sources: ${library.source.join('; ')}.`, '');
  return lines.join('\n');
}

/**
 * Constructs by their facts, names apart.
 * @param {readonly Construct[]} constructs
 * @returns {[Construct, ...Construct[]][]}
 */
function alike(constructs) {
  /** @type {Map<string, [Construct, ...Construct[]]>} */
  const groups = new Map();
  for (const construct of constructs) {
    const key = JSON.stringify({ ...construct, export: '' });
    const group = groups.get(key);
    if (group) group.push(construct);
    else groups.set(key, [construct]);
  }
  return [...groups.values()];
}

/** @param {Construct} construct */
function spelling({ export: name, create, async: promise, versions }) {
  const call = create === 'call' ? `${name}()` : create === 'new' ? `new ${name}()` : `[new] ${name}()`;
  return `${promise ? 'await ' : ''}${call}${versions === undefined ? '' : ` (${versions})`}`;
}

/**
 * @param {Construct | DerivedConstruct} facts
 * @param {readonly string[]} names
 */
function row(facts, names) {
  const owns =
    'ownsWhen' in facts && facts.ownsWhen
      ? `${facts.owns} with \`${facts.ownsWhen.option}: ${JSON.stringify(facts.ownsWhen.equals)}\``
      : facts.owns;
  const opens =
    facts.owns === 'none'
      ? ''
      : `${(facts.opens ?? '').replace('first-use', 'first use')}${facts.holdsProcess ? ', keeps the process alive' : ''}`;
  const close = (facts.close ?? []).map(
    ({ method, graceful, on }) =>
      `\`${method}()\`${on === 'module' ? ' of the module' : ''}${graceful ? '' : ' (abrupt)'}`,
  );
  const limits = [
    ...(facts.limits ?? []).map(
      ({ option, default: value }) => `\`${option}\` ${value === null ? 'unlimited' : value}`,
    ),
    ...('retries' in facts && facts.retries
      ? [
          `${facts.retries.default} retries${facts.retries.option === undefined ? '' : ` (\`${facts.retries.option}\`)`}`,
        ]
      : []),
  ];
  const acquires = (facts.acquires ?? []).map(
    ({ method, release }) =>
      `\`${method}()\`: ${release.map((one) => (one.method === '' ? 'call it' : `\`${one.method}()\``)).join(', ')}`,
  );
  return `| ${[names.map(code).join(', '), owns, opens, close.join(', '), timeoutsText(facts), limits.join('; '), acquires.join('; ')].join(' | ')} |`;
}

const UNITS = { ms: '', s: ', written in seconds', date: ', a point in time' };

/** @param {Construct | DerivedConstruct} facts */
function timeoutsText(facts) {
  const slow = 'slow' in facts && facts.slow !== undefined ? [`slow by design: ${facts.slow}`] : [];
  return [...(facts.timeouts ?? []).map(timeoutText), ...slow].join('; ');
}

/** @param {TimeoutFact} timeout */
function timeoutText({ phase, option, default: value, effect, unit, needs }) {
  const written = option.length > 0 ? option.map(code).join(' or ') : 'fixed';
  const effects = {
    aborts: '',
    event: ', only an event',
    warns: `, only a warning${needs === undefined ? '' : ` without \`${needs}\``}`,
    ignored: ', without effect',
  };
  return `${phase}: ${written} ${value === null ? 'none' : value}${unit === undefined ? '' : UNITS[unit]}${effects[effect]}`;
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}
