import type { TSESLint } from '@typescript-eslint/utils';
import { scriptsOf, within } from './scripts.js';

type Context<MessageId extends string, Options extends readonly unknown[]> = Readonly<
  TSESLint.RuleContext<MessageId, Options>
>;

const ISSUES = 'https://github.com/client-lifecycle/eslint-plugin-client-lifecycle/issues';

/** The context of a single-file component: its fixes stay inside of the script. */
export function componentContext<MessageId extends string, Options extends readonly unknown[]>(
  context: Context<MessageId, Options>,
): Context<MessageId, Options> {
  const scripts = scriptsOf(context.sourceCode.text, context.filename);
  if (!scripts) return context;
  const report: typeof context.report = ({ fix, suggest, ...descriptor }) => {
    context.report({
      ...descriptor,
      fix: fix ? within(scripts, fix) : null,
      suggest: suggest?.map((each) => ({ ...each, fix: within(scripts, each.fix) })) ?? null,
    });
  };
  return Object.create(context, { report: { value: report } }) as typeof context;
}

/**
 * Listeners that cannot end the lint run: a mistake of ours on one file is told as a warning of the process, and the
 * rule is silent about that file. With `CLIENT_LIFECYCLE_DEBUG` in the environment the exception gets through.
 */
export function guarded(listeners: TSESLint.RuleListener, rule: string, filename: string): TSESLint.RuleListener {
  if (isDebugged()) return listeners;
  const safe: TSESLint.RuleListener = {};
  for (const [selector, listener] of Object.entries(listeners)) {
    if (!listener) continue;
    safe[selector] = (node: never) => {
      try {
        (listener as (node: never) => void)(node);
      } catch (error) {
        tell(rule, filename, error);
      }
    };
  }
  return safe;
}

function isDebugged(): boolean {
  return typeof process === 'object' && Boolean(process.env['CLIENT_LIFECYCLE_DEBUG']);
}

function tell(rule: string, filename: string, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text =
    `client-lifecycle/${rule} could not judge ${filename} and says nothing about it. ` +
    `Please report this at ${ISSUES}: ${reason}`;
  if (typeof process === 'object' && typeof process.emitWarning === 'function')
    process.emitWarning(text, { type: 'ClientLifecycleWarning', code: 'CLIENT_LIFECYCLE_INTERNAL' });
}
