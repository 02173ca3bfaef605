/** What pnpm-workspace.yaml says: its packages, and the ranges that they refer to as `catalog:`. */
export interface PnpmWorkspace {
  readonly packages: readonly string[];
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A line of YAML with its depth: `key: value`, or `- value` (whose key is empty). */
export interface YamlLine {
  readonly depth: number;
  readonly key: string;
  readonly value: string;
}

const QUOTED = /^(?:'([^']*)'|"([^"]*)")$/;

function plain(text: string): string {
  const match = QUOTED.exec(text);
  return match ? (match[1] ?? match[2] ?? '') : text;
}

/**
 * The lines of a YAML file of keys, lists and plain or quoted values, which is all that pnpm writes; anything else is
 * passed over.
 */
export function* yamlLines(text: string): Generator<YamlLine> {
  for (const line of text.split(/\r?\n/)) {
    const depth = line.length - line.trimStart().length;
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('- ')) {
      yield { depth, key: '', value: plain(withoutComment(content.slice(2).trim())) };
      continue;
    }
    const end = endOfKey(content);
    if (end < 0) continue;
    yield {
      depth,
      key: plain(content.slice(0, end).trim()),
      value: plain(withoutComment(content.slice(end + 1).trim())),
    };
  }
}

/** The colon behind a key, which may be quoted and hold colons itself. */
function endOfKey(content: string): number {
  const quote = content[0];
  if (quote === "'" || quote === '"') {
    const close = content.indexOf(quote, 1);
    return close < 0 || content[close + 1] !== ':' ? -1 : close + 1;
  }
  const inner = content.indexOf(': ');
  return inner >= 0 ? inner : content.endsWith(':') ? content.length - 1 : -1;
}

function withoutComment(value: string): string {
  const comment = value.indexOf(' #');
  return comment < 0 ? value : value.slice(0, comment).trim();
}

/** The values of a list in one line: `['apps/*', "libs/*"]`. */
function listed(value: string): string[] {
  const [, inner = ''] = /^\[(.*)\]$/.exec(value) ?? [];
  return inner
    .split(',')
    .map((each) => plain(each.trim()))
    .filter((each) => each !== '');
}

/** Reads pnpm-workspace.yaml. */
export function parsePnpmWorkspace(text: string): PnpmWorkspace {
  const packages: string[] = [];
  const catalogs = new Map<string, Map<string, string>>();
  const put = (catalog: string, name: string, range: string): void => {
    (catalogs.get(catalog) ?? catalogs.set(catalog, new Map()).get(catalog))?.set(name, range);
  };
  let section = '';
  let catalog = { name: '', depth: 0 };
  for (const { depth, key, value } of yamlLines(text)) {
    if (depth === 0 && key !== '') {
      section = key;
      if (key === 'packages') packages.push(...listed(value));
    } else if (section === 'packages' && key === '') packages.push(value);
    else if (section === 'catalog' && value !== '') put('default', key, value);
    else if (section === 'catalogs' && value === '') catalog = { name: key, depth };
    else if (section === 'catalogs' && depth > catalog.depth) put(catalog.name, key, value);
  }
  return { packages, catalogs };
}
