import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { propertyName, unwrap } from '../../../ast/nodes.js';
import { SQL_FUNCTIONS, STATEMENTS } from '../../../catalog/session-state.js';
import type { StateChange } from '../../../catalog/acquire-types.js';

/** The texts that an expression may have. What is not known in them reads `?`. */
export interface Texts {
  readonly texts: readonly string[];
  /** Whether all of each text is known. */
  readonly constant: boolean;
}

const UNKNOWN: Texts = { texts: ['?'], constant: false };
const MAX_TEXTS = 8;
const MAX_DEPTH = 8;
/** Methods of a text that leave its statements as they are. */
const KEEPING = new Set(['trim', 'trimStart', 'trimEnd', 'toString', 'valueOf']);
/** Members of a query object that hold its text: `text` of pg, `sql` of mysql and mariadb. */
const TEXT_MEMBERS = new Set(['text', 'sql']);

/** The SQL texts that an argument stands for: literals, templates, constants, members of constants, query objects. */
export function textsOf(file: FileView, node: TSESTree.Node | undefined, depth = 0): Texts {
  if (!node || depth > MAX_DEPTH) return UNKNOWN;
  const value = file.resolveConstant(node);
  switch (value.type) {
    case 'Literal':
      return { texts: [String(value.value)], constant: true };
    case 'TemplateLiteral':
      return templateTexts(file, value, depth);
    case 'TaggedTemplateExpression':
      return templateTexts(file, value.quasi, depth);
    case 'BinaryExpression':
      return value.operator === '+'
        ? joined([textsOf(file, value.left, depth + 1), textsOf(file, value.right, depth + 1)])
        : UNKNOWN;
    case 'ConditionalExpression': {
      const either = [value.consequent, value.alternate].map((each) => textsOf(file, each, depth + 1));
      return { texts: either.flatMap(({ texts }) => texts), constant: either.every(({ constant }) => constant) };
    }
    case 'MemberExpression':
      return memberTexts(file, value, depth);
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      return callee.type === 'MemberExpression' && KEEPING.has(propertyName(callee) ?? '')
        ? textsOf(file, callee.object, depth + 1)
        : UNKNOWN;
    }
    case 'NewExpression':
      return textsOf(file, value.arguments[0], depth + 1);
    case 'ObjectExpression':
      return objectTexts(file, value, depth);
    default:
      return UNKNOWN;
  }
}

function templateTexts(file: FileView, template: TSESTree.TemplateLiteral, depth: number): Texts {
  const parts = template.quasis.flatMap(({ value }, index): Texts[] => {
    const quasi = { texts: [value.cooked ?? value.raw], constant: true };
    const expression = template.expressions[index];
    return expression ? [quasi, textsOf(file, expression, depth + 1)] : [quasi];
  });
  return joined(parts);
}

function joined(parts: readonly Texts[]): Texts {
  let texts = [''];
  for (const part of parts)
    texts = texts.flatMap((start) => part.texts.map((each) => start + each)).slice(0, MAX_TEXTS + 1);
  return {
    texts: texts.slice(0, MAX_TEXTS),
    constant: texts.length <= MAX_TEXTS && parts.every((part) => part.constant),
  };
}

/** `SQL.begin`, where `SQL` is a constant object. */
function memberTexts(file: FileView, member: TSESTree.MemberExpression, depth: number): Texts {
  const name = propertyName(member);
  let holder = file.resolveConstant(member.object);
  if (holder.type === 'CallExpression' && file.getText(holder.callee) === 'Object.freeze' && holder.arguments[0])
    holder = file.resolveConstant(holder.arguments[0]);
  if (holder.type !== 'ObjectExpression' || name === null) return UNKNOWN;
  const property = holder.properties.find((each) => each.type === 'Property' && propertyName(each) === name);
  return property?.type === 'Property' ? textsOf(file, property.value, depth + 1) : UNKNOWN;
}

/**
 * `{ text: 'SELECT ...', values }`; a `name` makes it a prepared statement, which drivers prepare once by themselves.
 */
function objectTexts(file: FileView, object: TSESTree.ObjectExpression, depth: number): Texts {
  const property = object.properties.find(
    (each) => each.type === 'Property' && TEXT_MEMBERS.has(propertyName(each) ?? ''),
  );
  return property?.type === 'Property' ? textsOf(file, property.value, depth + 1) : UNKNOWN;
}

/** Whether a text tells what kind of statement it is, although not all of it is known. */
export function hasKnownStart(text: string): boolean {
  return /^[A-Z]/.test(normalised(text));
}

/** What the statements of a text begin and end, one after another. */
export function changesOf(text: string): readonly StateChange[] {
  return normalised(text)
    .split(';')
    .flatMap((each) => changesOfStatement(each.trim()));
}

/** Without comments, in capitals, with one blank between words. */
function normalised(text: string): string {
  return text
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
}

/** The functions with what finds a call of each; made once, because every statement is searched for all of them. */
const SQL_CALLS = SQL_FUNCTIONS.map(({ name, localWhen, ...change }) => ({
  change,
  localWhen,
  call: new RegExp(String.raw`(?<![\w.])${name}\s*\(([^()]*)\)?`, 'i'),
}));

function changesOfStatement(statement: string): readonly StateChange[] {
  if (statement === '') return [];
  const changes: StateChange[] = [];
  const words = statement.split(/[ (]/);
  const fact = STATEMENTS.find(
    ({ starts, contains }) =>
      starts.some((start) => startsWith(words, start)) && (contains === undefined || statement.includes(contains)),
  );
  if (fact) changes.push(fact);
  for (const { change, localWhen, call } of statement.includes('(') ? SQL_CALLS : []) {
    const called = call.exec(statement);
    if (!called) continue;
    const last = localWhen === undefined ? '' : (called[1]?.split(',')[localWhen]?.trim() ?? '');
    if (!/^'?(?:TRUE|T|ON|1)'?$/.test(last)) changes.push(change);
  }
  return changes;
}

function startsWith(words: readonly string[], start: string): boolean {
  return start.split(' ').every((word, index) => word === '*' || words[index] === word);
}
