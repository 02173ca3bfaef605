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

What the rules know about each library. \`npm run docs\` writes this page from \`src/catalog\`. A column that would be empty is left out.

| column | says |
|---|---|
| constructed by | what constructs a client: \`default\` is the default export of the module, \`[new]\` may be left out |
| owns | \`none\`: nothing of its own, because it uses connections of the whole process or of another client; \`agent\`: HTTP connections; \`pool\`: connections to a database, cache or broker, or threads; \`socket\`: one connection, session or process |
| opens | when it opens its first connection, and whether an open connection keeps the process running |
| closed by | its close methods; an abrupt one does not wait for requests in flight |
| timeouts | the phase that each option limits, and its default |
| limits, retries | how many connections it may have, and how often it tries again by itself |
| lends | what is taken from it and has to be given back, and how |

You can describe [your own clients](own-clients.md) in the same form. At the end of the page are
[the client libraries of fifty services](#client-libraries-of-fifty-services), and [libraries without an entry](#libraries-without-an-entry).
`;

const COLUMNS = ['constructed by', 'owns', 'opens', 'closed by', 'timeouts', 'limits, retries', 'lends'];

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
  return `## Client libraries of fifty services\n\nHow many of fifty open-source services depend on each client library, and whether it has an entry here, or why not.\n\n| package | services | entry |\n|---|---|---|\n${rows.join('\n')}\n`;
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
  return `## Libraries without an entry\n\nThese were looked at, and no rule would report anything about them.\n\n| package | why |\n|---|---|\n${rows.join('\n')}\n`;
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
    const rows = alike(library.constructs).flatMap(([construct, ...same]) => [
      row(construct, [construct, ...same].map(spelling)),
      ...(construct.derives ?? []).map((derived) => row(derived, [`${construct.export}, then .${derived.method}()`])),
    ]);
    lines.push(...table(rows), '');
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
 * The rows below the names of their columns, without those that are empty in all of them.
 * @param {readonly (readonly string[])[]} rows
 */
function table(rows) {
  const kept = COLUMNS.map((_, at) => at).filter((at) => rows.some((cells) => cells[at] !== ''));
  const line = (/** @type {readonly string[]} */ cells) => `| ${kept.map((at) => cells[at] ?? '').join(' | ')} |`;
  return [line(COLUMNS), `|${kept.map(() => '---|').join('')}`, ...rows.map(line)];
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
      : `${(facts.opens ?? '').replace('first-use', 'first use')}${facts.holdsProcess ? ', keeps the process running' : ''}`;
  const close = (facts.close ?? []).map(
    ({ method, graceful, on }) =>
      `\`${method}()\`${on === 'module' ? ' of the module' : ''}${graceful ? '' : ' (abrupt)'}`,
  );
  const limits = [
    ...(facts.limits ?? []).map(
      ({ option, default: value }) => `\`${option}\` (${value === null ? 'unlimited' : value})`,
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
  return [
    names.map(code).join(', '),
    owns,
    opens,
    close.join(', '),
    timeoutsText(facts),
    limits.join('; '),
    acquires.join('; '),
  ];
}

const UNITS = { ms: '', s: ', in seconds', date: ', as a point in time' };

/** @param {Construct | DerivedConstruct} facts */
function timeoutsText(facts) {
  const slow = 'slow' in facts && facts.slow !== undefined ? [`slow by design: ${facts.slow}`] : [];
  return [...(facts.timeouts ?? []).map(timeoutText), ...slow].join('; ');
}

/** @param {TimeoutFact} timeout */
function timeoutText({ phase, option, default: value, effect, unit, needs }) {
  const written = option.length > 0 ? option.map(code).join(' or ') : 'fixed';
  const usual = value === null ? 'unlimited' : value % 1_000 === 0 ? `${value / 1_000} s` : `${value} ms`;
  const effects = {
    aborts: '',
    event: ', only an event',
    warns: `, only a warning${needs === undefined ? '' : ` without \`${needs}\``}`,
    ignored: ', without effect',
  };
  return `${phase}: ${written} (${usual})${unit === undefined ? '' : UNITS[unit]}${effects[effect]}`;
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}
