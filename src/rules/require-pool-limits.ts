import { labelOf } from '../analysis/clients/labels.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { openPools, type OpenPool } from '../analysis/limits/ceilings.js';
import { enclosingStatement, headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';
import { combine, toFix, type Edits } from '../fix/edits.js';
import { insertBefore } from '../fix/insert-statement.js';
import { inFileStyle, lineEndOf } from '../fix/layout.js';
import { mergeOptions } from '../fix/merge-options.js';
import type { FileView } from '../ast/file-view.js';

/** Reports pools of a service whose number of connections nobody chose. */
export const requirePoolLimits = createRule<[], 'unlimited' | 'byDefault' | 'queue' | 'choose'>({
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
        '{{client}} opens as many {{unit}} as there are calls at once: a slow server gets all of them. Set ' +
        '`{{option}}` (p99 in seconds x calls per second).',
      byDefault:
        '{{client}} may have {{number}} {{unit}} only because its library says so. Set `{{option}}`: {{advice}}.',
      queue:
        '{{client}} lets any number of calls wait for a connection. Set `{{option}}`, so that it fails ' +
        'fast when its server is slow.',
      choose: 'Set {{options}} as constants, numbers to begin with: measure, then choose.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const pool of openPools(file)) {
        const { construction, option, unit, kind, numbers } = pool;
        const change = toFix(limitEdits(file, pool), file.text);
        const client = labelOf(file, { construction, factory: null, node: construction.node });
        const options = numbers.map((each) => `\`${each.option}\``).join(', ');
        context.report({
          loc: headOf(construction.node),
          messageId: kind === 'queue' ? 'queue' : pool.default === null ? 'unlimited' : 'byDefault',
          data: { client, option, unit, number: String(pool.default), advice: adviceFor(pool) },
          suggest: change ? [{ messageId: 'choose', data: { options }, fix: change }] : [],
        });
      }
    });
  },
});

/** A database says how many connections it takes; for a peer behind HTTP the calls do. */
function adviceFor({ construction }: OpenPool): string {
  return construction.construct.owns === 'agent'
    ? 'p99 in seconds x calls per second'
    : 'the limit of the server, divided by the instances of this service';
}

/** The options as named constants above the statement; refused where there is no place for them. */
function limitEdits(file: FileView, { numbers, construction }: OpenPool): Edits {
  const { node, construct } = construction;
  const statement = enclosingStatement(node);
  if (numbers.length === 0 || statement.parent?.type !== 'Program') return { refused: 'there is no place for it' };
  if (!numbers.every(({ name }) => file.isFreeName(name, [node]))) return { refused: 'a name is taken' };
  const declarations = numbers.map(({ name, start }) =>
    inFileStyle(file, `const ${name} = ${separated(start)};`, statement),
  );
  const options = numbers.map(({ option, name }) => ({ path: option.split('.'), text: name }));
  return combine([
    insertBefore(file, statement, declarations.join(lineEndOf(file))),
    mergeOptions(file, node, construct.options ?? 0, options),
  ]);
}

/** `1_000`. */
function separated(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, '_');
}
