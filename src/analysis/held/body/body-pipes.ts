import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, wrapped } from '../../../ast/nodes.js';
import { readsOf, resolveConstant, variableOf } from '../../../ast/variables.js';
import { moduleReferences } from '../../names/modules.js';
import { usesOf } from '../../names/uses.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Text of files that may pipe a body, whatever made it. */
export const BODY_PIPE = /\b(?:[bB]ody|data)!?\??\.pipe\s*\(/;

/** What constructs writable Node.js streams, by module. */
const STREAM_MAKERS: Readonly<Record<string, RegExp>> = {
  fs: /^(?:default\.)?createWriteStream$/,
  zlib: /^(?:default\.)?create\w+$/,
  stream: /^(?:default\.)?(?:PassThrough|Transform|Writable|Duplex)$/,
  crypto: /^(?:default\.)?create(?:Hash|Hmac|Cipheriv|Decipheriv)$/,
};
/** Members that only writable streams have. */
const WRITABLE_MEMBERS =
  /^(?:write|end|destroy|cork|uncork|writableEnded|writableFinished|headersSent|setHeader|writeHead)$/;
const STREAM_EVENTS = /^(?:finish|close|error|drain|pipe|unpipe)$/;

/**
 * `pipe()` calls whose source is called a body (`body`, `response.body`, `Body`, `data`), whose result nobody keeps,
 * and whose destination is a Node.js stream for sure. RxJS and others have a `pipe()` too, so the destination has to
 * prove itself.
 */
export function bodyPipes(sourceCode: SourceCode): TSESTree.CallExpression[] {
  const pipes = [...sourceCode.text.matchAll(new RegExp(BODY_PIPE, 'g'))].flatMap(({ index, 0: text }) => {
    const node = sourceCode.getNodeByRangeIndex(index + text.indexOf('.pipe') + 1);
    const member = node?.parent;
    return member?.type === 'MemberExpression' &&
      member.parent.type === 'CallExpression' &&
      member.parent.callee === member
      ? [member.parent]
      : [];
  });
  if (pipes.length === 0) return [];
  const makers = streamMakers(sourceCode);
  return pipes.filter((call) => {
    const [destination, ...more] = call.arguments;
    return (
      destination !== undefined &&
      more.length <= 1 &&
      !isRequest(sourceCode, destination) &&
      isAlone(call) &&
      isWritable(sourceCode, unwrap(destination), call, makers)
    );
  });
}

/** What goes into a request is a body of the sender's own, which holds no connection. */
function isRequest(sourceCode: SourceCode, destination: TSESTree.Node): boolean {
  return /^(?:this|self)\b|(?:^|[._])(?:\w*[rR]eq|\w*[rR]equest_?)$/.test(sourceCode.getText(destination));
}

/** Calls and constructions which make a stream. */
function streamMakers(sourceCode: SourceCode): ReadonlySet<TSESTree.Node> {
  const made = new Set<TSESTree.Node>();
  for (const reference of moduleReferences(sourceCode)) {
    const pattern = STREAM_MAKERS[reference.specifier.replace(/^node:/, '')];
    if (!pattern) continue;
    for (const { node, path } of usesOf(sourceCode, reference.node, reference.path)) {
      const { parent } = node;
      if (
        (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') &&
        parent.callee === node &&
        pattern.test(path.join('.'))
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
  sourceCode: SourceCode,
  destination: TSESTree.Node,
  call: TSESTree.CallExpression,
  makers: ReadonlySet<TSESTree.Node>,
): boolean {
  if (makers.has(resolveConstant(sourceCode, destination))) return true;
  const { parent } = wrapped(call);
  if (parent?.type === 'MemberExpression') return true;
  const variable = destination.type === 'Identifier' ? variableOf(sourceCode, destination) : null;
  return (
    variable !== null &&
    readsOf(variable).some(({ identifier }) => {
      const member = identifier.parent;
      if (member.type !== 'MemberExpression' || member.object !== identifier) return false;
      const name = propertyName(member) ?? '';
      const event = member.parent.type === 'CallExpression' ? member.parent.arguments[0] : undefined;
      return (
        WRITABLE_MEMBERS.test(name) ||
        (/^(?:on|once)$/.test(name) && event?.type === 'Literal' && STREAM_EVENTS.test(String(event.value)))
      );
    })
  );
}
