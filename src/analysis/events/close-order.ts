import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  enclosingFunction,
  enclosingStatement,
  isWithin,
  rootOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { processClosers, takingClients } from '../../catalog/conventions/servers.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, isGlobalCall } from '../names/calls.js';
import { glob } from '../names/conventions.js';
import type { Construction } from '../names/construction.js';
import { importedName } from '../names/import-source.js';
import { closeCallOn, closeCallsOf } from '../values/close-calls.js';
import { isExecutor } from '../values/promises.js';

/** What a function closes although requests of its server may still need it. */
export interface TooEarly {
  /** The close of a client in a statement before that of the server. */
  readonly before: TSESTree.CallExpression | null;
  /** The close of a client that nothing keeps until the server has ended: both go to the same `Promise.all()`. */
  readonly meanwhile: TSESTree.CallExpression | null;
}

const TAKES = new RegExp(`^(?:${takingClients.map((id) => glob(id, '.*')).join('|')})$`);
const OF_PROJECT = /^[.#~@]/;

/** The clients that the function which closes a server closes too early. */
export function closedTooEarly(file: FileLifecycle, close: TSESTree.CallExpression): TooEarly {
  const fn = actingFunction(close);
  const calls = fn ? [...clientCloses(file, fn)].filter((call) => actingFunction(call) === fn) : [];
  return {
    before: calls.find((call) => call.range[1] < close.range[0] && comesBefore(call, close)) ?? null,
    meanwhile: calls.find((call) => isBeside(file, call, close)) ?? null,
  };
}

/** The function that acts where a node stands: not that of `new Promise((done) => server.close(done))`. */
function actingFunction(node: TSESTree.Node): FunctionNode | null {
  let fn = enclosingFunction(node);
  while (fn && isExecutor(fn)) fn = enclosingFunction(fn);
  return fn;
}

/** The calls of a function that close clients which live longer than it. */
function* clientCloses(file: FileLifecycle, fn: FunctionNode): Generator<TSESTree.CallExpression> {
  for (const construction of file.clients.constructions.values()) {
    if (!isServing(construction) || isWithin(construction.node, fn)) continue;
    for (const close of closeCallsOf(file, construction)) if (isWithin(close, fn)) yield close;
  }
  for (const { module, path } of processClosers)
    for (const call of callsNamed(file, path.at(-1) ?? '')) {
      const imported = isWithin(call, fn) ? importedName(file, call.callee) : null;
      const names = imported?.path.filter((name) => name !== 'default').join('.');
      if (imported?.specifier === module && names === path.join('.')) yield call;
    }
  yield* importedCloses(file, fn);
}

/** `await pool.end()` of a client that another file of the project constructs. */
function* importedCloses(file: FileLifecycle, fn: FunctionNode): Generator<TSESTree.CallExpression> {
  if (!file.catalog) return;
  for (const call of descendantsOf(fn.body, file.visitorKeys)) {
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : null;
    const root = callee?.type === 'MemberExpression' ? rootOf(callee) : null;
    const imported = root && importedName(file, root);
    if (!root || !imported || !OF_PROJECT.test(imported.specifier)) continue;
    const found = file.catalog.elsewhere.definitionOf(imported);
    const made = found?.rest.length === 0 ? found.file.resolveConstant(unwrap(found.node)) : null;
    const construction = made && found?.file.clients.constructions.get(made);
    const member = wrapped(root).parent;
    if (!construction || !isServing(construction) || member?.type !== 'MemberExpression') continue;
    const closed = closeCallOn(construction.construct.close, member);
    if (closed?.node === call) yield closed.node;
  }
}

/** Whether requests may need a client to be answered: it owns connections, and brings in no work of its own. */
function isServing({ construct, id }: Construction): boolean {
  return construct.owns !== 'none' && !TAKES.test(id);
}

/** Whether a call stands in a statement before that of another one, or in a `try` before it; not in a branch. */
function comesBefore(earlier: TSESTree.Node, later: TSESTree.Node): boolean {
  let statement = enclosingStatement(earlier);
  while (statement.parent?.type === 'BlockStatement' && statement.parent.parent.type === 'TryStatement') {
    const around = statement.parent.parent;
    if (statement.parent !== around.block) break;
    if (around.finalizer && isWithin(later, around.finalizer)) return true;
    if (isWithin(later, around)) break;
    statement = around;
  }
  const block = statement.parent;
  return block !== undefined && !isWithin(later, statement) && isWithin(later, block);
}

/** `Promise.all([app.close(), pool.end()])`. */
function isBeside(file: FileView, call: TSESTree.CallExpression, close: TSESTree.CallExpression): boolean {
  const list = [...ancestorsUntil(call, enclosingFunction(call))].find(({ type }) => type === 'ArrayExpression');
  const all = list?.parent;
  return (
    list !== undefined &&
    isWithin(close, list) &&
    all?.type === 'CallExpression' &&
    isGlobalCall(file, all, 'Promise') &&
    list.type === 'ArrayExpression' &&
    list.elements.every((each) => !each || !(isWithin(call, each) && isWithin(close, each)))
  );
}
