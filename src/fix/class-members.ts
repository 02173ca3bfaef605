import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { decoratorsOf } from '../ast/nodes.js';
import type { Edits } from './edits.js';
import { indentOf, inFileStyle, lineEndOf, startsLine } from './layout.js';
type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Adds a field to a class: behind the fields that it starts with, or at its start. */
export function declareField(file: FileView, owner: ClassNode, declaration: string): Edits {
  const { body } = owner.body;
  const [first] = body;
  const text = inFileStyle(file, declaration, null);
  const end = lineEndOf(file);
  if (!first || !startsLine(file, first)) return { refused: 'the class stands on one line' };
  const indent = indentOf(file, first);
  const firstOther = body.findIndex((member) => member.type !== 'PropertyDefinition');
  const last = firstOther < 0 ? body.at(-1) : body[firstOther - 1];
  if (last) {
    const comment = file.sourceCode.getCommentsAfter(last).findLast(({ loc }) => loc.start.line === last.loc.end.line);
    const position = comment?.range[1] ?? last.range[1];
    return [{ range: [position, position], text: end + indent + text }];
  }
  const position = owner.body.range[0] + 1;
  return [{ range: [position, position], text: end + indent + text + end }];
}

/** What an assigned field needs besides its declaration: a parameter and an assignment in the constructor. */
export interface ConstructorParameter {
  /** The parameter with its modifiers, type and default. */
  readonly parameter: string;
  /** The statement that stores it; `null` where the parameter declares the field itself. */
  readonly store: string | null;
}

/** Gives the constructor of a class a further parameter; a class without one, and without a superclass, gets it. */
export function addConstructorParameter(
  file: FileView,
  owner: ClassNode,
  { parameter, store }: ConstructorParameter,
): Edits {
  const constructors = owner.body.body.filter(
    (member): member is TSESTree.MethodDefinition =>
      member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
  const [existing] = constructors;
  if (constructors.length > 1) return { refused: 'the constructor is overloaded' };
  if (!existing)
    return owner.superClass
      ? { refused: 'the parameters of the inherited constructor are unknown' }
      : newConstructor(file, owner, parameter, store);
  const fn = existing.value;
  if (!fn.body) return { refused: 'the constructor is only declared' };
  const added = appendParameter(file, fn, parameter);
  if ('refused' in added || store === null) return added;
  const stored = storeAtStart(file, fn.body, owner.superClass !== null, store);
  return 'refused' in stored ? stored : [...added, ...stored];
}

function newConstructor(file: FileView, owner: ClassNode, parameter: string, store: string | null): Edits {
  const member = owner.body.body.find(({ type }) => type !== 'PropertyDefinition');
  if (!member || !startsLine(file, member)) return { refused: 'the class stands on one line' };
  const indent = indentOf(file, member);
  const end = lineEndOf(file);
  const unit = indent.slice(indentOf(file, owner).length);
  const body = store === null ? '{}' : `{${end}${indent}${unit}${inFileStyle(file, store, null)}${end}${indent}}`;
  const [comment] = file.sourceCode
    .getCommentsBefore(member)
    .filter(({ loc }) => loc.start.line > owner.body.loc.start.line);
  const start = Math.min(
    member.range[0],
    comment?.range[0] ?? Infinity,
    ...decoratorsOf(member).map(({ range }) => range[0]),
  );
  return [{ range: [start, start], text: `constructor(${parameter}) ${body}${end}${end}${indent}` }];
}

/** Adds a parameter behind the last one. */
export function appendParameter(
  file: FileView,
  fn: TSESTree.FunctionExpression | TSESTree.FunctionDeclaration | TSESTree.ArrowFunctionExpression,
  parameter: string,
): Edits {
  const last = fn.params.at(-1);
  if (last?.type === 'RestElement') return { refused: 'the parameters end with a rest parameter' };
  if (last) {
    const own = startsLine(file, last) && fn.params[0] !== undefined && startsLine(file, fn.params[0]);
    const comment =
      file.sourceCode.getCommentsAfter(last).length > 0 ||
      file.sourceCode
        .getCommentsAfter(file.sourceCode.getTokenAfter(last) ?? last)
        .some(({ loc }) => loc.start.line === last.loc.end.line);
    if (comment) return { refused: 'a comment follows the last parameter' };
    const before = file.sourceCode.getTokenBefore(fn.params[0] ?? last);
    if (before?.value !== '(') return { refused: 'the parameter has no parentheses' };
    return [
      {
        range: [last.range[1], last.range[1]],
        text: own ? `,${lineEndOf(file)}${indentOf(file, last)}${parameter}` : `, ${parameter}`,
      },
    ];
  }
  const body = file.sourceCode.getTokenBefore(fn.returnType ?? fn.body, ({ value }) => value === ')');
  if (
    !body ||
    file.sourceCode.getTokenBefore(body)?.value !== '(' ||
    file.sourceCode.getCommentsBefore(body).length > 0
  )
    return { refused: 'the parameter list is not empty' };
  return [{ range: [body.range[0], body.range[0]], text: parameter }];
}

function storeAtStart(file: FileView, body: TSESTree.BlockStatement, derived: boolean, store: string): Edits {
  const end = lineEndOf(file);
  const [first] = body.body;
  const text = inFileStyle(file, store, null);
  const superCall = derived
    ? body.body.find(
        (statement) =>
          statement.type === 'ExpressionStatement' &&
          statement.expression.type === 'CallExpression' &&
          statement.expression.callee.type === 'Super',
      )
    : null;
  if (derived && !superCall) return { refused: 'super() is not called in a statement of its own' };
  const anchor = superCall ?? body.body.findLast((statement) => /^this\.[#\w]+ = \w+;?$/.test(file.getText(statement)));
  if (anchor) {
    if (
      !startsLine(file, anchor) ||
      file.sourceCode.getCommentsAfter(anchor).some(({ loc }) => loc.start.line === anchor.loc.end.line)
    )
      return { refused: 'the constructor stands on one line' };
    return [{ range: [anchor.range[1], anchor.range[1]], text: end + indentOf(file, anchor) + text }];
  }
  if (!first || !startsLine(file, first)) return { refused: 'the constructor stands on one line' };
  const position = body.range[0] + 1;
  return [{ range: [position, position], text: end + indentOf(file, first) + text }];
}
