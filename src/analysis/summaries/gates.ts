/** `export * from`, `module.exports = require(...)`, `exports.x = y`, `export = y` */
const HANDS_ALL_ON = /\bexport\s*\*|\bexports?(?:\.[\w$]+)?\s*=\s*(?:require\b|[\w$]+\s*(?:[;\n]|$))/;

/** Whether a text may name an export of a module that it imports, or hand it on without a name. */
export function mayName(text: string, name: string): boolean {
  const [first = ''] = name.split('.');
  return first === 'default' || text.includes(first) || HANDS_ALL_ON.test(text);
}
