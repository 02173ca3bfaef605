import type { TSESTree } from '@typescript-eslint/utils';
import { namePattern } from '../../analysis/names/conventions.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { enclosingClass, propertyName, stringOf, unwrap } from '../../ast/nodes.js';
import { isTopLevel } from '../../ast/variables.js';
import { loggerObjects } from '../../catalog/conventions/looking.js';

/** How the code of a file tells of an error. */
export interface LogStyle {
  /** `logger.error`, `this.logger.error`, `console.error`. */
  readonly callee: string;
  /** The class whose `this` it needs. */
  readonly owner: TSESTree.Node | null;
  /** Whether an object, or the error, stands in front of the text (pino, bunyan). */
  readonly errorFirst: 'bare' | 'object' | null;
}

/** Methods by which a logger tells of an error, the first that the file uses. */
const LEVELS = ['error', 'warn'];
const LOGGERS = namePattern(loggerObjects);

/** The way the file itself logs errors; `null` where it does not log. */
export function logStyleOf(file: FileView, near: TSESTree.Node): LogStyle | null {
  const owner = enclosingClass(near);
  const styles = stylesOf(file).filter((style) => style.owner === null || style.owner === owner);
  return (
    styles.find(({ callee }) => !callee.startsWith('console.')) ?? styles.find(({ callee }) => callee !== '') ?? null
  );
}

const stylesOf = perFile((file: FileView): LogStyle[] => {
  const styles: LogStyle[] = [];
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    const style = node.type === 'CallExpression' ? styleOf(file, node) : null;
    if (style) styles.push(style);
  }
  return styles;
});

function styleOf(file: FileView, call: TSESTree.CallExpression): LogStyle | null {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || !LEVELS.includes(propertyName(callee) ?? '')) return null;
  const object = unwrap(callee.object);
  const logger =
    object.type === 'MemberExpression' ? propertyName(object) : object.type === 'Identifier' ? object.name : null;
  if (logger === null || !LOGGERS.test(logger)) return null;
  const root = object.type === 'MemberExpression' ? unwrap(object.object) : object;
  if (root.type === 'Identifier') {
    // A logger of one request is no logger of the client.
    const variable = file.variableOf(root);
    if (variable && variable.defs.length > 0 && !isTopLevel(variable)) return null;
    if ((!variable || variable.defs.length === 0) && root.name !== 'console') return null;
  } else if (root.type !== 'ThisExpression') {
    return null;
  }
  const text = `${file.getText(object)}.error`;
  const owner = root.type === 'ThisExpression' ? enclosingClass(call) : null;
  return { callee: text, owner, errorFirst: orderOf(call.arguments) };
}

function orderOf([first, second]: readonly TSESTree.CallExpressionArgument[]): LogStyle['errorFirst'] {
  if (!first || (first.type !== 'ObjectExpression' && first.type !== 'Identifier')) return null;
  if (second && stringOf(second) === null) return null;
  return first.type === 'ObjectExpression' ? 'object' : second ? 'bare' : null;
}

/** The statement that logs an error under a text, in the style of the file. */
export function logStatement({ callee, errorFirst }: LogStyle, error: string, text: string): string {
  const said = `'${text}'`;
  if (errorFirst === 'object') return `${callee}({ err: ${error} }, ${said});`;
  return errorFirst === 'bare' ? `${callee}(${error}, ${said});` : `${callee}(${said}, ${error});`;
}

/** What is written where the file has no logger. */
export const CONSOLE: LogStyle = { callee: 'console.error', owner: null, errorFirst: null };
