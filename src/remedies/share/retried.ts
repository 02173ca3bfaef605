import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import type { Construction } from '../../analysis/names/clients.js';
import { escapeRegExp, textPattern } from '../../analysis/names/conventions.js';
import { lookUpOption, optionsOf } from '../../analysis/values/options.js';
import type { FileView } from '../../ast/file-view.js';
import { moduleMocks } from '../../catalog/conventions/tests.js';

/** Options that decide how often a client tries again (`retryStrategy`, `maxRetries`). */
export const RETRYING = /retr(?:y|ies)/i;
const MOCKS = textPattern(moduleMocks);

/**
 * Whether a client that tries again by itself may be shared without a call noticing it. A call that gets an idle
 * connection which the server has dropped takes a new one. No response may stay unread, because calls would take the
 * other connections of the pool from each other; and no test may replace the class for one of the calls.
 */
export function isSharedByRetries(file: FileLifecycle, client: PerCallClient): boolean {
  return surelyTriesAgain(file, client) && !mayStream(file, client.construction) && !isReplacedByTests(file, client);
}

/** Whether its options are shown and leave it the tries that it has by default, for all of its requests. */
function surelyTriesAgain(file: FileView, { construction, keepsConnections }: PerCallClient): boolean {
  const { retries } = construction.construct;
  if (!retries || retries.default === 0 || retries.methods || keepsConnections !== true) return false;
  const { option } = retries;
  if (option !== undefined && lookUpOption(file, optionsOf(construction), option).kind !== 'absent') return false;
  // `retryStrategy`, `retryMode`: what else decides how often it tries.
  return !construction.node.arguments.some((argument) => RETRYING.test(file.getText(argument)));
}

/** Whether code of the file asks for a body that it has to read. */
export function mayStream(file: FileView, construction: Construction): boolean {
  const names = (construction.construct.requests ?? []).flatMap(({ export: method, body }) => {
    const commands = body && 'commands' in body ? body.commands : undefined;
    return !body ? [] : commands ? commands.map((command) => command.split(':')[0] ?? command) : [method];
  });
  return names.some((name) => new RegExp(`\\b${escapeRegExp(name)}\\b`).test(file.text));
}

/** Whether a test of the file puts something in the place of the library. */
export function isReplacedByTests({ catalog }: FileLifecycle, { construction }: PerCallClient): boolean {
  return (catalog?.importersOf(catalog.file) ?? []).some(({ path }) => {
    const text = catalog?.textOf(path) ?? '';
    return text.includes(construction.specifier) && MOCKS.test(text);
  });
}
