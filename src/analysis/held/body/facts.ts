import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { propertyName, unwrap } from '../../../ast/nodes.js';
import type { BodyFact, BodyKind, ResponseBodyFact } from '../../../catalog/types.js';
import type { AnalysedFile, RequestCall } from '../../names/clients.js';
import { lookUpOption } from '../../values/options.js';
import { isPathWithoutOrigin } from '../../values/possible/addresses.js';

/** What must be known of a body to follow it. */
export interface TrackedBody {
  readonly fact: BodyFact;
  /**
   * Members from the delivered value to what has the reading methods: `['body']` for undici, `[]` for a fetch response.
   */
  readonly path: readonly string[];
  /** Whether reading methods sit on the response and its stream is the member `body`. */
  readonly onResponse: boolean;
  /** Whether only a good one arrives, because an error status rejects. */
  readonly rejects?: boolean;
}

/** The same where code listens for the response of a stream: what releases it must not end the request before that. */
export function pendingBody(body: TrackedBody): TrackedBody {
  const { pendingForm } = body.fact;
  return pendingForm === undefined ? body : { ...body, fact: { ...body.fact, releaseForm: pendingForm } };
}

const RESPONSE_KINDS: ReadonlySet<BodyKind> = new Set([
  'fetch-response',
  'node-fetch-2-response',
  'node-fetch-3-response',
]);

/**
 * The body that a request delivers and that somebody has to release; `null` when there is none or when that is unknown.
 */
export function bodyOf(
  file: AnalysedFile,
  call: RequestCall,
  facts: ReadonlyMap<BodyKind, BodyFact>,
): TrackedBody | null {
  const { body } = call.request;
  const fact = body && facts.get(body.kind);
  if (!body || !fact || hasNoBody(file, call) || !applies(file, call, body)) return null;
  if (isPathWithoutOrigin(file, call)) return null;
  const path = body.commands ? pathOfCommand(file, call, body.commands, body.path) : body.path;
  return path && { ...trackedBody(fact, path), rejects: rejectsErrors(file, call, body) };
}

/** Whether nothing here says that responses of error statuses arrive as well. */
function rejectsErrors(file: FileView, call: RequestCall, { rejectsUnless }: ResponseBodyFact): boolean {
  if (rejectsUnless === undefined) return false;
  const value = option(file, call, rejectsUnless) ?? optionOfClient(file, call, rejectsUnless);
  return value?.type !== 'Literal' || value.value !== false;
}

/** Where the answer to `client.send(new GetObjectCommand(...))` has its stream. */
function pathOfCommand(
  file: FileView,
  call: RequestCall,
  commands: readonly string[],
  usual: readonly string[],
): readonly string[] | null {
  const [argument] = call.node.arguments;
  const value = argument && file.resolveConstant(argument);
  const callee = value?.type === 'NewExpression' ? unwrap(value.callee) : null;
  const name =
    callee?.type === 'Identifier' ? callee.name : callee?.type === 'MemberExpression' ? propertyName(callee) : null;
  for (const entry of commands) {
    const [command, member] = entry.split(':');
    if (command === name) return member === undefined ? usual : [member];
  }
  return null;
}

/** What has to be known of a body of one kind that is found at a path of the response. */
export function trackedBody(fact: BodyFact, path: readonly string[]): TrackedBody {
  return { fact, path, onResponse: RESPONSE_KINDS.has(fact.kind) };
}

/** HEAD requests are answered without a body. */
function hasNoBody(file: FileView, call: RequestCall): boolean {
  if (/(?:^|\.)head$/.test(call.request.export)) return true;
  const method = option(file, call, 'method');
  return method?.type === 'Literal' && String(method.value).toUpperCase() === 'HEAD';
}

function applies(file: FileView, call: RequestCall, body: ResponseBodyFact): boolean {
  if (body.when) {
    const value = option(file, call, body.when.option) ?? optionOfClient(file, call, body.when.option);
    if (value?.type !== 'Literal' || value.value !== body.when.equals) return false;
  }
  return true;
}

/** The value of an option in any of the places where a request takes options. */
export function option(file: FileView, call: RequestCall, name: string): TSESTree.Node | null {
  for (const index of call.request.options ?? []) {
    const argument = call.node.arguments[index];
    if (!argument || argument.type === 'SpreadElement') continue;
    const found = lookUpOption(file, argument, name);
    if (found.kind === 'present') return file.resolveConstant(found.value);
  }
  return null;
}

/** What the instance says that sends a request: `axios.create({ responseType: 'stream' })`. */
function optionOfClient(file: FileView, { client }: RequestCall, name: string): TSESTree.Node | null {
  for (const argument of client?.node.arguments ?? []) {
    const found = argument.type === 'SpreadElement' ? null : lookUpOption(file, argument, name);
    if (found?.kind === 'present') return file.resolveConstant(found.value);
  }
  return null;
}
