import { labelOf } from '../analysis/clients/labels.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { openPools, type OpenPool } from '../analysis/limits/ceilings.js';
import { enclosingStatement, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { combine, toFix, type Edits } from '../fix/edits.js';
import { insertBefore } from '../fix/insert-statement.js';
import type { FileView } from '../ast/file-view.js';

/** Reports pools of a service whose number of connections nobody chose. */
export const requirePoolLimits = createRule<[], 'unlimited' | 'byDefault' | 'choose'>({
  name: 'require-pool-limits',
  meta: {
    type: 'suggestion',
    hasSuggestions: true,
    docs: {
      description: 'require that a service chooses how many connections its pools may have',
      recommended: 'strict',
    },
    messages: {
      unlimited:
        '{{client}} opens as many {{unit}} as there are calls at once: a slow peer gets all of them. Set ' +
        '`{{option}}` (p99 in seconds x calls per second).',
      byDefault:
        '{{client}} may have {{number}} {{unit}} because its library says so. Set `{{option}}`: the limit of the ' +
        'server, divided by the instances of this service.',
      choose: 'Set `{{option}}` to a constant of {{start}}, a number to begin with: measure, then choose.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const pool of openPools(file)) {
        const { construction, option, unit, start } = pool;
        const change = toFix(limitEdits(file, pool), file.text);
        const client = labelOf(file, { construction, factory: null, node: construction.node });
        context.report({
          loc: headOf(construction.node),
          messageId: pool.default === null ? 'unlimited' : 'byDefault',
          data: { client, option, unit, number: String(pool.default) },
          suggest: change ? [{ messageId: 'choose', data: { option, start: String(start) }, fix: change }] : [],
        });
      }
    });
  },
});

/** The option as a named constant above the statement; refused where the options are no literal with members. */
function limitEdits(file: FileView, { options, option, start, construction }: OpenPool): Edits {
  const last = options?.properties.at(-1);
  const statement = enclosingStatement(construction.node);
  const name = 'MAX_CONNECTIONS';
  if (!last || statement.parent?.type !== 'Program' || !file.isFreeName(name, [construction.node]))
    return { refused: 'there is no place for it' };
  const declaration = insertBefore(file, statement, `const ${name} = ${String(start)};`);
  return combine([declaration, [{ range: [last.range[1], last.range[1]], text: `, ${option}: ${name}` }]]);
}
