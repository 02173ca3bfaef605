import type { TrackedBody } from '../../analysis/held/body/facts.js';

/** How code calls a response or its body. */
export interface ResponseName {
  readonly text: string;
  /** Whether it names the body itself. */
  readonly isBody: boolean;
  /** Whether reading it is right where nothing has been assigned to it, also for the type checker. */
  readonly mayBeUnset: boolean;
}

/** The catalog's statement that releases a body, with the names of the code; `absent`: there may be no response. */
export function releaseOf(body: TrackedBody, name: Pick<ResponseName, 'text' | 'isBody'>, absent: boolean): string {
  const { fact, onResponse, path } = body;
  if (onResponse && name.isBody) return fact.releaseForm.replace('$.body', name.text);
  const members = onResponse || name.isBody ? [] : path;
  if (!absent) return fact.releaseForm.replace('$', [name.text, ...members].join('.'));
  return members.length === 0
    ? fact.releaseForm.replace(/\$\??\./, `${name.text}?.`)
    : fact.releaseForm.replace('$', `${name.text}?.${members.join('.')}`);
}

/** The same as an expression, for the callback of `then()`: its promise is waited for there. */
export function releasedExpression(body: TrackedBody, name: string): string {
  return releaseOf(body, { text: name, isBody: false }, false)
    .replace(/^void /, '')
    .replace(/;$/, '')
    .replace(/\.catch\(\(\) => \{\}\)$/, '');
}
