import { closeMethodOf } from '../../analysis/clients/long-lived/fate.js';
import type { HandedOver } from '../../analysis/clients/long-lived/handed-over.js';
import type { FileView } from '../../ast/file-view.js';
import { unwrap } from '../../ast/nodes.js';
import { combine, type Edits } from '../../fix/edits.js';
import { insertAfter, insertBefore } from '../../fix/insert-statement.js';
import { inFileQuotes } from '../../fix/ensure-import.js';
import { indentOf, inFileStyle, lineEndOf, unitOf } from '../../fix/layout.js';

/**
 * Lets the application close a client that it is decorated with: a hook for its end, behind the decoration. Where the
 * client has no name there, it gets one.
 */
export function closeInHook(file: FileView, { construction, call, name, variable }: HandedOver): Edits {
  if (!call) return { refused: 'a class of the module has to close it' };
  const method = closeMethodOf(construction.construct.close.filter(({ on }) => on !== 'module'));
  if (!method || method.returns === 'callback') return { refused: 'it has no close method that a hook can wait for' };
  const callee = unwrap(call.callee);
  const application = callee.type === 'MemberExpression' ? unwrap(callee.object) : null;
  if (application?.type !== 'Identifier') return { refused: 'the application has no name' };
  const statement = call.parent;
  const local = variable?.name ?? file.freeName([name, `${name}Client`], [statement, construction.node], new Set());
  if (local === null || !/^[A-Za-z_$][\w$]*$/.test(local)) return { refused: 'no name is free for it' };
  const [line, indent, unit] = [lineEndOf(file), indentOf(file, statement), unitOf(file)];
  const close = inFileStyle(file, `${method.returns === 'promise' ? 'await ' : ''}${local}.${method.method}();`, null);
  const head = method.returns === 'promise' ? 'async () => {' : '(_app, done) => {';
  const rest = method.returns === 'promise' ? [] : [inFileStyle(file, 'done();', null)];
  const hook = [
    `${application.name}.addHook(${inFileQuotes(file, "'onClose'")}, ${head}`,
    ...[close, ...rest].map((text) => indent + unit + text),
    `${indent}});`,
  ].join(line);
  const named: Edits = variable
    ? []
    : combine([
        insertBefore(file, statement, `const ${local} = ${file.getText(construction.node)};`),
        [{ range: construction.node.range, text: local }],
      ]);
  return combine([named, insertAfter(file, statement, hook)]);
}
