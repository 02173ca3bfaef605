import { requireTimeouts } from '../../src/rules/require-timeouts.js';

/** Cases by name, all with the same head of imports. */
export function named(head: string, cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code: head + code }));
}

/** Cases with the message that they report, and its line where that matters. */
export function failing<MessageId extends string>(
  head: string,
  cases: Readonly<Record<string, readonly [string, MessageId, number?]>>,
) {
  return Object.entries(cases).map(([name, [code, messageId, line]]) => ({
    name,
    code: head + code,
    errors: [{ messageId, ...(line !== undefined && { line }) }] as const,
  }));
}

/** The rule without its fixes and suggestions, for cases on what is reported. */
export const reportsOnly: typeof requireTimeouts = {
  ...requireTimeouts,
  create(context) {
    const silent = Object.create(context, {
      report: {
        value: (descriptor: Parameters<typeof context.report>[0]) => {
          context.report({ ...descriptor, fix: null, suggest: null });
        },
      },
    }) as typeof context;
    return requireTimeouts.create(silent);
  },
};

/** A text whose object literals stand on one line each: for tests of what is written, not of how it is laid out. */
export function onOneLine(text: string): string {
  return text
    .replaceAll(/\{\n\s+(?=[\w.]+:|\.\.\.|\w+,)/g, '{ ')
    .replaceAll(/,\n\s*\}/g, ' }')
    .replaceAll(/,\n\s+(?=\w+:)/g, ', ');
}
