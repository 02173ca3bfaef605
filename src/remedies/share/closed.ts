import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { isWithin } from '../../ast/nodes.js';
import type { SharePass } from './pass.js';
import type { Site } from './site.js';

/** The calls that close the client. */
export function closesOf({
  sinks,
}: PerCallClient): readonly Extract<PerCallClient['sinks'][number], { kind: 'closed' }>['node'][] {
  return sinks.flatMap((sink) => (sink.kind === 'closed' ? [sink.node] : []));
}

/** What a close does besides freeing the client, so that it must stay; `null` when it does nothing else. */
export function whyCloseMatters(pass: SharePass, { file, client, fn }: Site): string | null {
  if (closesOf(client).length === 0 || !fn) return null;
  // A consumer that stops early leaves through the finally block, and its response is released there.
  if (fn.generator) return 'the close ends the response of a generator that is left early';
  const abrupt = client.sinks.some((sink) => sink.kind === 'closed' && !isGraceful(client, sink.method));
  if (abrupt && /\bPromise\s*\.\s*(?:race|any)\b/.test(file.getText(fn)))
    return 'the close may cancel a request that has lost a race';
  const unread = pass.unread.find(({ acquisition }) => isWithin(acquisition.call, fn));
  if (!unread) return null;
  const line = String(unread.acquisition.call.loc.start.line);
  return `the close releases the response of line ${line}, whose body stays unread`;
}

function isGraceful({ construction }: PerCallClient, method: string): boolean {
  return construction.construct.close.some((close) => close.method === method && close.graceful);
}
