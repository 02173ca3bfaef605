import { isDisabledAt } from '../../analysis/names/directives.js';
import { mayStartAgain } from '../../analysis/clients/long-lived/class-close.js';
import { closePathsOf, type ClosePath } from '../../analysis/clients/long-lived/close-paths.js';
import { isMethodCalledBetween } from '../../analysis/clients/long-lived/final-ends.js';
import type { UnclosedClient } from '../../analysis/clients/long-lived/long-lived.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { descendantsOf } from '../../ast/children.js';
import { ancestorsUntil, calleeName, isFunction } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';
import { isRefusal, type Edits } from '../../fix/edits.js';
import { closeExpression, type CloseExpression } from './expression.js';
import { insertClose, insertIntoCallback } from './insert-close.js';
import { closeMethods, exportClose, signalHandler } from './new-path.js';
import { callsNamed } from '../../analysis/names/calls.js';
import { programEnds, serverStartTexts } from '../../catalog/conventions/closing.js';
import { openingMethods } from '../../catalog/conventions/sharing.js';
import { namePattern, textPattern } from '../../analysis/names/conventions.js';
import type { FileView } from '../../ast/file-view.js';

/** Titles of the suggestions, by message id. */
export const CLOSE_TITLES = {
  closeOnSignal: 'Close it when the process gets SIGTERM, after the server, within ten seconds.',
  exportClose: 'Export a function that closes it, for the shutdown of the program.',
  closeMethod: 'Give the class a method that closes it.',
} as const;

export interface CloseSuggestion {
  readonly title: keyof typeof CLOSE_TITLES;
  readonly edits: Edits;
}

/** What can be done about a client that nothing closes. */
export interface CloseRemedy {
  readonly fix: Edits;
  readonly suggestions: readonly CloseSuggestion[];
}

/** Nothing to offer for a client that this code may not own. */
export const NO_REMEDY: CloseRemedy = { fix: { refused: 'the client may belong to other code' }, suggestions: [] };

/**
 * What gets a close path in this pass; a further client is added to that path in the next one, because two of a name
 * would clash.
 */
export class ClosePass {
  readonly #created = new Set<UnclosedClient['keeper']['kind'] | object>();

  constructor(
    readonly file: FileLifecycle,
    readonly rule: string,
  ) {}

  /** Whether a client may be the one that brings the close path of its module or class. */
  claim({ keeper, node }: UnclosedClient): boolean {
    const key = keeper.kind === 'module' ? 'module' : keeper.isStatic ? keeper.owner.body : keeper.owner;
    if (this.#created.has(key)) return false;
    // The fix of a report that a comment turns off is never applied, so nobody waits for it.
    if (!isDisabledAt(this.file, this.rule, node.loc.start)) this.#created.add(key);
    return true;
  }
}

/**
 * A close path that the file or class has gets the client; with `migrate` the module or class gets one. A signal
 * handler is never more than a suggestion, because it takes the default end of the process away.
 */
export function closeRemedy(pass: ClosePass, client: UnclosedClient): CloseRemedy {
  const { file } = pass;
  const close = closeExpression(file, client);
  if ('refused' in close) return { fix: close, suggestions: [] };
  const existing = mayBeUnopened(file, client, close)
    ? { refused: 'its close fails where it never connected, and nothing in this file connects it' }
    : client.keeper.kind === 'field'
      ? intoMethod(file, client.keeper, close)
      : intoPath(file, close);
  if (!isRefusal(existing)) return { fix: existing, suggestions: [] };
  const created = newPath(file, client, close);
  const handler: CloseSuggestion[] =
    client.keeper.kind === 'module' && file.role === 'service'
      ? [{ title: 'closeOnSignal', edits: signalHandler(file, close) }]
      : [];
  if (file.settings.fixes === 'migrate') {
    if (isRefusal(created.edits)) return { fix: created.edits, suggestions: handler };
    return {
      fix: pass.claim(client) ? created.edits : { refused: 'another client brings the close path' },
      suggestions: [],
    };
  }
  return { fix: existing, suggestions: [created, ...handler] };
}

/** Whether a close in a shutdown might fail, and what follows it with it, because no code of the file connects it. */
function mayBeUnopened(file: FileLifecycle, { construction }: UnclosedClient, { method }: CloseExpression): boolean {
  return (
    method.unopened === 'fails' &&
    construction.construct.opens === 'first-use' &&
    callsNamed(file, ...openingMethods).length === 0
  );
}

function intoMethod(
  file: FileLifecycle,
  keeper: Extract<UnclosedClient['keeper'], { kind: 'field' }>,
  close: CloseExpression,
): Edits {
  const { owner, name, closeMethod } = keeper;
  if (!closeMethod) return { refused: 'the class has no close method' };
  if (mayStartAgain(owner, closeMethod, name)) return { refused: 'the class may be started again' };
  if (isMethodCalledBetween(file, owner, closeMethod))
    return { refused: `the class itself calls ${closeMethod.name}() while it is in use` };
  return insertClose(file, closeMethod.fn, close);
}

function intoPath(file: FileLifecycle, close: CloseExpression): Edits {
  const { variable } = close;
  if (!variable) return { refused: 'nothing names the client' };
  for (const path of closePathsOf(file, variable)) {
    if (path.by === 'signal' && isBesideServer(file, variable, path)) continue;
    const edits = intoOne(file, path, close);
    if (!isRefusal(edits)) return edits;
  }
  return { refused: 'the file has no close path' };
}

const ENDS = namePattern(programEnds);
const STARTS_SERVER = textPattern(serverStartTexts);

/**
 * Whether requests of a server of another file use a client, and a signal handler does not end that server: it would
 * take the client away while requests still arrive.
 */
function isBesideServer(file: FileLifecycle, variable: Variable, { fn }: ClosePath): boolean {
  const { frameworks } = file;
  if (STARTS_SERVER.test(file.text)) return false;
  const isServed = readsOf(variable).some(({ identifier }) =>
    [...ancestorsUntil(identifier, null)].some(
      (ancestor) => isFunction(ancestor) && frameworks.ofFunction(ancestor)?.runs === 'many',
    ),
  );
  if (!isServed) return false;
  return ![...descendantsOf(fn, file.visitorKeys)].some(
    (node) => node.type === 'CallExpression' && ENDS.test((calleeName(node.callee) ?? '').split('.').at(-1) ?? ''),
  );
}

function intoOne(file: FileView, { fn, by }: ClosePath, close: CloseExpression): Edits {
  const isInline = fn.parent.type === 'CallExpression' && isFunction(fn);
  return by === 'signal' && isInline && fn.params.length <= 1
    ? insertIntoCallback(file, fn, close)
    : insertClose(file, fn, close);
}

/** Whether the types of Node.js, where they are known, declare `Symbol.asyncDispose` (20.5 does, 18 does not). */
function knowsDispose({ versions }: FileLifecycle): boolean {
  return versions.of('@types/node') === null || versions.isAtLeast('@types/node', '20.5') === true;
}

function newPath(file: FileLifecycle, client: UnclosedClient, close: CloseExpression): CloseSuggestion {
  const { keeper, node } = client;
  if (keeper.kind === 'module') return { title: 'exportClose', edits: exportClose(file, node, close) };
  const edits: Edits = keeper.closeMethod
    ? { refused: 'its close method cannot be changed' }
    : closeMethods(file, file.filename, keeper, close, knowsDispose(file));
  return { title: 'closeMethod', edits };
}
