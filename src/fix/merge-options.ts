import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { propertyName, unwrap } from '../ast/nodes.js';
import { combine, type Edits } from './edits.js';
import { indentOf, lineEndOf, startsLine } from './layout.js';
import { layoutAt, memberTexts, objectText, overLines, type OptionText } from './object-text.js';

/**
 * Sets options in the options argument of a call, whatever it looks like; arguments in front of it that are missing
 * become `undefined`.
 */
export function mergeOptions(
  file: FileView,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  index: number,
  options: readonly OptionText[],
): Edits {
  const argument = call.arguments[index];
  if (!argument) return appendArgument(file, call, index, options);
  if (argument.type === 'SpreadElement') return { refused: 'a spread hides which argument is which' };
  const value = unwrap(argument);
  if (value.type === 'ObjectExpression') return mergeIntoObject(file, value, options);
  if ((value.type === 'Identifier' && value.name === 'undefined') || (value.type === 'Literal' && value.value === null))
    return [{ range: argument.range, text: objectText(options, layoutAt(file, argument.range[0])) }];
  if (options.some(({ path }) => path.length > 1)) return { refused: 'the options are not written here' };
  if (NO_OBJECTS.has(value.type)) return { refused: 'something else stands where the options would' };
  const layout = layoutAt(file, argument.range[0]);
  const text = deeper(file, argument, layout.unit);
  const spread = /^(?:Identifier|MemberExpression|CallExpression)$/.test(argument.type) ? text : `(${text})`;
  return [{ range: argument.range, text: overLines([`...${spread}`], options, layout) }];
}

/** The text of an expression one level further in; strings over several lines stay as they are. */
function deeper(file: FileView, node: TSESTree.Node, unit: string): string {
  const text = file.getText(node);
  const spans = file.sourceCode.getTokens(node).some(({ loc }) => loc.start.line !== loc.end.line);
  return spans || file.sourceCode.getCommentsInside(node).length > 0 ? text : text.replaceAll('\n', `\n${unit}`);
}

/** What is surely no object with options in it. */
const NO_OBJECTS: ReadonlySet<string> = new Set([
  'Literal',
  'TemplateLiteral',
  'BinaryExpression',
  'UnaryExpression',
  'ArrayExpression',
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ClassExpression',
]);

/** Inserts an argument in front of the one at an index. */
export function insertArgument(call: TSESTree.CallExpression, index: number, text: string): Edits {
  const next = call.arguments[index];
  return next
    ? [{ range: [next.range[0], next.range[0]], text: `${text}, ` }]
    : { refused: 'the arguments that have to come before the options are missing' };
}

function appendArgument(
  file: FileView,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  index: number,
  options: readonly OptionText[],
): Edits {
  const missing = Array.from({ length: index - call.arguments.length }, () => 'undefined');
  const last = call.arguments.at(-1);
  const closing = file.sourceCode.getLastToken(call);
  if (last) {
    const ownLine = startsLine(file, last) && (closing?.loc.start.line ?? 0) > last.loc.end.line;
    const layout = layoutAt(file, ownLine ? last.range[0] : last.range[1] + 2);
    const added = [...missing, objectText(options, layout)].join(', ');
    const separator = ownLine ? lineEndOf(file) + indentOf(file, last) : ' ';
    return [{ range: [last.range[1], last.range[1]], text: `,${separator}${added}` }];
  }
  const position = closing?.value === ')' ? closing.range[0] : call.range[1] + 1;
  const added = [...missing, objectText(options, layoutAt(file, position))].join(', ');
  if (closing?.value === ')' && closing.range[0] >= call.callee.range[1])
    return [{ range: [closing.range[0], closing.range[0]], text: added }];
  return [{ range: [call.range[1], call.range[1]], text: `(${added})` }];
}

/**
 * Sets options in an object literal and completes nested literals; a member that is there is only written over where it
 * says that there is nothing.
 */
export function mergeIntoObject(
  file: FileView,
  object: TSESTree.ObjectExpression,
  options: readonly OptionText[],
  mayLayOut = true,
): Edits {
  const edits: Edits[] = [];
  const added: OptionText[] = [];
  for (const head of new Set(options.map(({ path }) => path[0] ?? ''))) {
    const own = options.filter(({ path }) => path[0] === head);
    const property = object.properties.find(
      (each): each is TSESTree.Property => each.type === 'Property' && propertyName(each) === head,
    );
    if (!property) added.push(...own);
    else edits.push(replaced(file, property, own));
  }
  if (added.length > 0) edits.push(inserted(file, object, added, mayLayOut && edits.length === 0));
  return combine(edits);
}

function replaced(file: FileView, property: TSESTree.Property, own: readonly OptionText[]): Edits {
  const [first] = own;
  if (first?.path.length === 1) {
    const { value } = property;
    if (value.type !== 'Identifier' || value.name !== 'undefined')
      return { refused: `${propertyName(property) ?? 'a member'} has a value` };
    const key = property.shorthand || property.method ? `${propertyName(property) ?? ''}: ` : null;
    return [{ range: key === null ? property.value.range : property.range, text: `${key ?? ''}${first.text}` }];
  }
  const value = unwrap(property.value);
  const inner = own.map(({ path, text }) => ({ path: path.slice(1), text }));
  return value.type === 'ObjectExpression' && !property.shorthand
    ? mergeIntoObject(file, value, inner)
    : { refused: `${propertyName(property) ?? 'a member'} is not written as an object here` };
}

/**
 * Behind the last member, in the literal's own layout; its trailing comma and comments stay. A literal on one line that
 * gets too long is written over lines, where nothing else changes in it.
 */
function inserted(
  file: FileView,
  object: TSESTree.ObjectExpression,
  options: readonly OptionText[],
  isOnly: boolean,
): Edits {
  const last = object.properties.at(-1);
  const closing = file.sourceCode.getLastToken(object);
  if (!closing) return { refused: 'the object has no end' };
  if (!last) {
    if (file.sourceCode.getCommentsInside(object).length === 0)
      return [{ range: object.range, text: objectText(options, layoutAt(file, object.range[0])) }];
    const texts = memberTexts(options);
    return [{ range: [object.range[0] + 1, object.range[0] + 1], text: ` ${texts.join(', ')},` }];
  }
  const comma = file.sourceCode.getTokenAfter(last);
  const trailing = comma?.value === ',';
  const multiline = startsLine(file, last) && object.loc.start.line !== last.loc.start.line;
  const separator = multiline ? lineEndOf(file) + indentOf(file, last) : ' ';
  const list = memberTexts(options, multiline ? layoutAt(file, last.range[0]) : undefined).join(`,${separator}`);
  if (!multiline && isOnly && object.loc.start.line === object.loc.end.line) {
    const layout = layoutAt(file, object.range[0]);
    const members = object.properties.map((property) => file.getText(property));
    if (file.sourceCode.getCommentsInside(object).length === 0 && !layout.fits(`${file.getText(object)}, ${list}`))
      return [{ range: object.range, text: overLines(members, options, layout) }];
  }
  if (!multiline) return [{ range: [last.range[1], last.range[1]], text: `, ${list}` }];
  // A comment behind the last member stays with it.
  const end = trailing ? comma : last;
  const rest = file.lines[end.loc.end.line - 1]?.slice(end.loc.end.column) ?? '';
  const comment = /^\s*\/\/.*$|^\s*\/\*[^*]*\*\/\s*$/.exec(rest)?.[0].trimEnd().length ?? 0;
  const commaEdit: Edits = trailing ? [] : [{ range: [last.range[1], last.range[1]], text: ',' }];
  const position = end.range[1] + comment;
  const text = `${separator}${list}${trailing ? ',' : ''}`;
  if (comment === 0 && !trailing) return [{ range: [position, position], text: `,${text}` }];
  return combine([commaEdit, [{ range: [position, position], text }]]);
}
