/** Words that no variable may be called. */
export const RESERVED = new Set([
  'arguments',
  'await',
  'break',
  'case',
  'catch',
  'class',
  'const',
  'continue',
  'debugger',
  'default',
  'delete',
  'do',
  'else',
  'enum',
  'eval',
  'export',
  'extends',
  'false',
  'finally',
  'for',
  'function',
  'if',
  'implements',
  'import',
  'in',
  'instanceof',
  'interface',
  'let',
  'new',
  'null',
  'package',
  'private',
  'protected',
  'public',
  'return',
  'static',
  'super',
  'switch',
  'this',
  'throw',
  'true',
  'try',
  'typeof',
  'undefined',
  'var',
  'void',
  'while',
  'with',
  'yield',
]);

/** A word with its first letter as a capital, as in the second word of a name. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether a compiler checks the types of a file. */
export function isTypeScript(filename: string): boolean {
  return /\.[cm]?tsx?$/.test(filename);
}

/** A name of code from words with other signs between them: `CacheManager` for `cache-manager`. */
export function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map(capitalized)
    .join('');
}

/**
 * A class name as a variable: `Agent` becomes `agent`, `SQSClient` `sqsClient`, `S3Client` `s3Client`, `SESv2Client`
 * `sesv2Client`.
 */
export function lowerCamel(name: string): string {
  return name.replace(/^[A-Z]+(?=v\d)|^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+\d*(?=[A-Z]|$)|^[A-Z]/, (head) =>
    head.toLowerCase(),
  );
}

/** The words of a name in lower case: `gracefulShutdown`, `graceful_shutdown` are `graceful`, `shutdown`. */
export function wordsOf(name: string): string[] {
  const joined = name.replace(
    /(shut|clean|tear)_?(down|up)/gi,
    (_, first: string, second: string) => first + second.toLowerCase(),
  );
  return partsOf(joined);
}

/** The parts of a name in camel, snake or kebab case, or of an address, in lower case. */
export function partsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
}
