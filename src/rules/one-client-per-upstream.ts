import { labelOf } from '../analysis/clients/labels.js';
import { judgeAtEnd } from '../analysis/lifecycle.js';
import { mismatches } from '../analysis/traffic/origins.js';
import { headOf } from '../ast/nodes.js';
import { createRule } from '../create-rule.js';

/** Reports one bounded agent for several upstreams, and several equal clients for one. */
export const oneClientPerUpstream = createRule<[], 'several' | 'shared'>({
  name: 'one-client-per-upstream',
  meta: {
    type: 'suggestion',
    docs: {
      description: 'require one client for each upstream: a limit that several share lets one starve the others',
      recommended: 'strict',
    },
    messages: {
      several:
        '{{client}} for {{origin}} is the same as that of line {{line}}: two pools, two sets of handshakes. Share one.',
      shared:
        '{{first}} and {{second}} share the `{{option}}` of {{client}}: when one is slow, it takes all of them. ' +
        'Give each its own agent.',
    },
    schema: [],
  },
  create(context) {
    return judgeAtEnd(context, (file) => {
      for (const found of mismatches(file)) {
        const { construction } = found;
        const client = labelOf(file, { construction, factory: null, node: construction.node });
        const data =
          found.kind === 'several'
            ? { client, origin: found.origin, line: String(found.first.node.loc.start.line) }
            : { client, option: found.option, first: found.origins[0] ?? '', second: found.origins[1] ?? '' };
        context.report({ loc: headOf(construction.node), messageId: found.kind, data });
      }
    });
  },
});
