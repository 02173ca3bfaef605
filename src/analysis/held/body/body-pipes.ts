import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { pipedBodies } from '../../../catalog/conventions/responses.js';
import { requestNames, writableEvents, writableMakers, writableMembers } from '../../../catalog/conventions/streams.js';
import { namePattern } from '../../names/conventions.js';
import { moduleReferences } from '../../names/modules.js';
import { usesOf } from '../../names/uses.js';

/** Text of files that may pipe a body, whatever made it. */
export const BODY_PIPE = new RegExp(
  String.raw`\b(?:(?:${pipedBodies.join('|')})!?\??|fromWeb\s*\((?:[^()\n]|\([^()\n]*\)){1,80}\))\.pipe\s*\(`,
);

const MAKERS = new Map(writableMakers.map(({ module, makes }) => [module, namePattern(makes)]));
const WRITABLE_MEMBERS = new Set(writableMembers);
const STREAM_EVENTS = new Set(writableEvents);
const REQUEST = namePattern(requestNames);

/**
 * `pipe()` calls whose source is called a body (`body`, `response.body`, `Body`, `data`) or made of a web stream
 * (`Readable.fromWeb(body)`), whose result nobody keeps, and whose destination is a Node.js stream for sure. RxJS and
 * others have a `pipe()` too, so the destination has to prove itself.
 */
export function bodyPipes(file: FileView): TSESTree.CallExpression[] {
  const pipes = [...file.text.matchAll(new RegExp(BODY_PIPE, 'g'))].flatMap(({ index, 0: text }) => {
    const node = file.sourceCode.getNodeByRangeIndex(index + text.lastIndexOf('.pipe') + 1);
    const member = node?.parent;
    return member?.type === 'MemberExpression' &&
      member.parent.type === 'CallExpression' &&
      member.parent.callee === member
      ? [member.parent]
      : [];
  });
  if (pipes.length === 0) return [];
  const makers = streamMakers(file);
  return pipes.filter((call) => {
    const [destination, ...more] = call.arguments;
    return (
      destination !== undefined &&
      more.length <= 1 &&
      !isRequest(file, destination) &&
      isAlone(call) &&
      isWritable(file, unwrap(destination), call, makers)
    );
  });
}

/** What goes into a request is a body of the sender's own, which holds no connection. */
function isRequest(file: FileView, destination: TSESTree.Node): boolean {
  const text = file.getText(destination);
  return /^(?:this|self)\b/.test(text) || REQUEST.test(text.split('.').at(-1) ?? '');
}

/** Calls and constructions which make a stream. */
function streamMakers(file: FileView): ReadonlySet<TSESTree.Node> {
  const made = new Set<TSESTree.Node>();
  for (const reference of moduleReferences(file)) {
    const pattern = MAKERS.get(reference.specifier.replace(/^node:/, ''));
    if (!pattern) continue;
    for (const { node, path } of usesOf(file, reference.node, reference.path)) {
      const { parent } = node;
      if (
        (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') &&
        parent.callee === node &&
        pattern.test(path.filter((part) => part !== 'default').join('.'))
      )
        made.add(parent);
    }
  }
  return made;
}

/** Whether the result only gets listeners. */
function isAlone(call: TSESTree.CallExpression): boolean {
  let node = wrapped(call);
  while (
    node.parent?.type === 'MemberExpression' &&
    /^(?:on|once)$/.test(propertyName(node.parent) ?? '') &&
    node.parent.parent.type === 'CallExpression'
  )
    node = wrapped(node.parent.parent);
  return node.parent?.type === 'ExpressionStatement';
}

function isWritable(
  file: FileView,
  destination: TSESTree.Node,
  call: TSESTree.CallExpression,
  makers: ReadonlySet<TSESTree.Node>,
): boolean {
  if (makers.has(file.resolveConstant(destination))) return true;
  const { parent } = wrapped(call);
  if (parent?.type === 'MemberExpression') return true;
  const variable = destination.type === 'Identifier' ? file.variableOf(destination) : null;
  return (
    variable !== null &&
    readsOf(variable).some(({ identifier }) => {
      const member = identifier.parent;
      if (member.type !== 'MemberExpression' || member.object !== identifier) return false;
      const name = propertyName(member) ?? '';
      const event = member.parent.type === 'CallExpression' ? member.parent.arguments[0] : undefined;
      return (
        WRITABLE_MEMBERS.has(name) ||
        (/^(?:on|once)$/.test(name) && event?.type === 'Literal' && STREAM_EVENTS.has(String(event.value)))
      );
    })
  );
}
