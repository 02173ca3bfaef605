import type { TSESLint } from '@typescript-eslint/utils';
import { explainingContext } from './create-rule/explain.js';
import { componentContext, guarded } from './create-rule/guard.js';
import { silencedContext } from './create-rule/silenced.js';

/** Which configs enable a rule. */
export type Preset = 'recommended' | 'strict';

export interface RuleDocs {
  readonly description: string;
  readonly recommended: Preset;
  readonly url: string;
}

type Context<MessageId extends string, Options extends readonly unknown[]> = Readonly<
  TSESLint.RuleContext<MessageId, Options>
>;

/** What a rule's author writes. */
export interface RuleDefinition<Options extends readonly unknown[], MessageId extends string> {
  readonly name: string;
  readonly meta: Omit<TSESLint.RuleMetaData<MessageId, unknown, Options>, 'docs' | 'defaultOptions'> & {
    readonly docs: Omit<RuleDocs, 'url'>;
    /** Merged under the user's options by ESLint; absent for a rule without options. */
    readonly defaultOptions?: Options;
  };
  /** Options which the `strict` config sets. */
  readonly strictOptions?: Options;
  /** Called once for each file that has scopes; returns listeners, or `{}` for files without interest. */
  create(context: Context<MessageId, Options>, options: Options): TSESLint.RuleListener;
}

/** A rule as ESLint takes it, with what the configs need. */
export interface Rule<Options extends readonly unknown[], MessageId extends string> extends TSESLint.RuleModule<
  MessageId,
  Options,
  RuleDocs
> {
  readonly name: string;
  readonly strictOptions: Options | null;
}

/** Where the pages are. */
export const PAGES = 'https://github.com/client-lifecycle/eslint-plugin-client-lifecycle/blob/main/docs';

/**
 * Makes a rule. Files without a scope manager (CSS, JSON and other languages in the same config) get no listeners,
 * because `create` runs for them too.
 */
export function createRule<Options extends readonly unknown[], MessageId extends string>(
  definition: RuleDefinition<Options, MessageId>,
): Rule<Options, MessageId> {
  const { name, meta, strictOptions } = definition;
  return {
    name,
    strictOptions: strictOptions ?? null,
    meta: { ...meta, docs: { ...meta.docs, url: `${PAGES}/rules/${name}.md` } },
    create(context) {
      const { scopeManager, ast } = context.sourceCode;
      const root: string = ast.type;
      if (!scopeManager || root !== 'Program') return {};
      const careful = silencedContext(componentContext(context));
      const listeners = definition.create(explainingContext(careful, meta.messages), context.options);
      return guarded(listeners, name, context.filename);
    },
  };
}
