/**
 * Whether a path with forward slashes matches globs of workspaces: `*` within a segment, `**` for any number of
 * segments, `{a,b}` for one of several texts; those that begin with `!` exclude.
 */
export function matchesGlobs(path: string, globs: readonly string[]): boolean {
  return matchesPlain(path, globs.flatMap(withoutBraces));
}

/** The globs that one with braces stands for. */
export function withoutBraces(glob: string): readonly string[] {
  const braces = /^([^{}]*)\{([^{}]*)\}(.*)$/s.exec(glob);
  if (!braces) return [glob];
  const [, before = '', inner = '', after = ''] = braces;
  return inner.split(',').flatMap((each) => withoutBraces(`${before}${each}${after}`));
}

function matchesPlain(path: string, globs: readonly string[]): boolean {
  const segments = path.split('/');
  const test = (glob: string): boolean =>
    matchSegments(segments, 0, glob.replace(/^\.\//, '').replace(/\/+$/, '').split('/'), 0);
  return (
    globs.some((glob) => !glob.startsWith('!') && test(glob)) &&
    !globs.some((glob) => glob.startsWith('!') && test(glob.slice(1)))
  );
}

function matchSegments(path: readonly string[], at: number, glob: readonly string[], next: number): boolean {
  const wanted = glob[next];
  if (wanted === undefined) return at === path.length;
  if (wanted === '**') {
    for (let skip = at; skip <= path.length; skip++) if (matchSegments(path, skip, glob, next + 1)) return true;
    return false;
  }
  const segment = path[at];
  return segment !== undefined && matchSegment(segment, wanted) && matchSegments(path, at + 1, glob, next + 1);
}

function matchSegment(segment: string, glob: string): boolean {
  const parts = glob.split('*');
  const [first = ''] = parts;
  if (parts.length === 1) return segment === first;
  const last = parts.at(-1) ?? '';
  if (segment.length < first.length + last.length || !segment.startsWith(first) || !segment.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = segment.indexOf(part, at);
    if (found < 0 || found + part.length > segment.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
