/** Cases by name, all with the same head of imports. */
export function named(head: string, cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code: head + code }));
}

/** Cases with the message that they report, and its line where that matters. */
export function failing<MessageId extends string>(head: string, cases: Readonly<Record<string, readonly [string, MessageId, number?]>>) {
  return Object.entries(cases).map(([name, [code, messageId, line]]) => ({
    name,
    code: head + code,
    errors: [{ messageId, ...(line !== undefined && { line }) }] as const,
  }));
}
