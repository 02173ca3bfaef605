// What ESLint and typescript-eslint ask of `node:path`, for paths with forward slashes.

export const sep = '/';

export function isAbsolute(path: string): boolean {
  return path.startsWith(sep);
}

/** A path without `.` and `..`. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(sep)) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (isAbsolute(path) ? sep : '') + parts.join(sep) || '.';
}

export function join(...parts: readonly string[]): string {
  return normalize(parts.filter(Boolean).join(sep));
}

export function resolve(...parts: readonly string[]): string {
  const last = parts.findLastIndex(isAbsolute);
  return normalize(sep + parts.slice(Math.max(last, 0)).join(sep));
}

export function relative(from: string, to: string): string {
  const [start, end] = [from, to].map((path) => resolve(path).split(sep).filter(Boolean));
  const shared = start?.findIndex((part, at) => part !== end?.[at]) ?? 0;
  const common = shared < 0 ? (start?.length ?? 0) : shared;
  return [...(start ?? []).slice(common).map(() => '..'), ...(end ?? []).slice(common)].join(sep);
}

export function dirname(path: string): string {
  const at = path.lastIndexOf(sep);
  return at < 0 ? '.' : path.slice(0, at) || sep;
}

export function basename(path: string, end = ''): string {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  return end !== '' && name.endsWith(end) ? name.slice(0, -end.length) : name;
}

export function extname(path: string): string {
  return /[^/](\.[^./]*)$/.exec(path)?.[1] ?? '';
}

const posix = { sep, isAbsolute, normalize, join, resolve, relative, dirname, basename, extname };
export { posix };
export default { ...posix, posix };
