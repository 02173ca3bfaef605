import type { TSESLint } from '@typescript-eslint/utils';

type Context<MessageId extends string, Options extends readonly unknown[]> = Readonly<
  TSESLint.RuleContext<MessageId, Options>
>;

/**
 * A context whose reports end with why they have no automatic fix, where a rule hands that over as `whyNoFix` among the
 * data: a rule does so only if the settings ask for it.
 */
export function explainingContext<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
  messages: Readonly<Record<MessageId, string>>,
): Context<MessageId, Options> {
  const report: typeof context.report = ({ messageId, ...descriptor }) => {
    const why = descriptor.data?.['whyNoFix'];
    const text = typeof why === 'string' && { message: `${messages[messageId]} (No automatic fix: ${why}.)` };
    // The types know messages by id only; ESLint takes a text as well.
    context.report({ ...descriptor, ...(text || { messageId }) } as never);
  };
  return Object.create(context, { report: { value: report } }) as typeof context;
}
