import { describe, expect, it } from 'vitest';
import { ensureImport, type Wanted } from '../../src/fix/ensure-import.js';
import { apply } from './apply.js';

/** The file after the import, with `use();` replaced by the expression that names it. */
function ensured(code: string, wanted: Wanted): string {
  return apply(code, 'ExpressionStatement[expression.callee.name="use"]', (file, node) => {
    const imported = ensureImport(file, wanted, [node]);
    if ('refused' in imported) return imported;
    const text = wanted.type ? `let x: ${imported.expression};` : `new ${imported.expression}();`;
    return [...imported.edits, { range: node.range, text }];
  });
}

const value: Wanted = { module: 'undici', name: 'Agent' };
const type: Wanted = { module: 'undici', name: 'Dispatcher', type: true };

describe('a value', () => {
  it.each([
    ['none', `import a from 'a';\nuse();`, `import a from 'a';\nimport { Agent } from 'undici';\nnew Agent();`],
    [
      'none, in front of those of the own files',
      `import a from 'a';\n\nimport b from './b.js';\nuse();`,
      `import a from 'a';\nimport { Agent } from 'undici';\n\nimport b from './b.js';\nnew Agent();`,
    ],
    [
      'none, in front of those of the own files by an alias',
      `import a from 'a'; // A.\nimport b from '#src/b.js';\nuse();`,
      `import a from 'a'; // A.\nimport { Agent } from 'undici';\nimport b from '#src/b.js';\nnew Agent();`,
    ],
    [
      'none, behind those of the own files where they come first',
      `import './set-up.js';\nimport a from 'a';\nuse();`,
      `import './set-up.js';\nimport a from 'a';\nimport { Agent } from 'undici';\nnew Agent();`,
    ],
    ['named', `import { request } from 'undici';\nuse();`, `import { request, Agent } from 'undici';\nnew Agent();`],
    ['there already', `import { Agent } from 'undici';\nuse();`, `import { Agent } from 'undici';\nnew Agent();`],
    [
      'there under another name',
      `import { Agent as A } from 'undici';\nuse();`,
      `import { Agent as A } from 'undici';\nnew A();`,
    ],
    ['default', `import undici from 'undici';\nuse();`, `import undici, { Agent } from 'undici';\nnew Agent();`],
    [
      'default and named',
      `import undici, { request } from 'undici';\nuse();`,
      `import undici, { request, Agent } from 'undici';\nnew Agent();`,
    ],
    [
      'namespace',
      `import * as undici from 'undici';\nuse();`,
      `import * as undici from 'undici';\nnew undici.Agent();`,
    ],
    [
      'default and namespace',
      `import d, * as undici from 'undici';\nuse();`,
      `import d, * as undici from 'undici';\nnew undici.Agent();`,
    ],
    [
      'type-only',
      `import type { Dispatcher } from 'undici';\nuse();`,
      `import type { Dispatcher } from 'undici';\nimport { Agent } from 'undici';\nnew Agent();`,
    ],
    [
      'type-only of the same export',
      `import type { Agent } from 'undici';\nuse();`,
      `import { Agent } from 'undici';\nnew Agent();`,
    ],
    [
      'type-only of the same export and another',
      `import type { Agent, Dispatcher } from 'undici';\nuse();`,
      `import { Agent, type Dispatcher } from 'undici';\nnew Agent();`,
    ],
    [
      'inline type of the same export',
      `import { type Agent, request } from 'undici';\nuse();`,
      `import { Agent, request } from 'undici';\nnew Agent();`,
    ],
    [
      'type-only namespace',
      `import type * as undici from 'undici';\nuse();`,
      `import type * as undici from 'undici';\nimport { Agent } from 'undici';\nnew Agent();`,
    ],
    ['empty braces', `import {} from 'undici';\nuse();`, `import { Agent } from 'undici';\nnew Agent();`],
    [
      'default and empty braces',
      `import u, {} from 'undici';\nuse();`,
      `import u, { Agent } from 'undici';\nnew Agent();`,
    ],
    ['side effect', `import 'undici';\nuse();`, `import { Agent } from 'undici';\nnew Agent();`],
    [
      'import equals',
      `import undici = require('undici');\nuse();`,
      `import undici = require('undici');\nnew undici.Agent();`,
    ],
    [
      'import equals of another module',
      `import a = require('a');\nuse();`,
      `import a = require('a');\nimport { Agent } from 'undici';\nnew Agent();`,
    ],
    [
      'multi-line',
      `import {\n  request,\n  fetch\n} from 'undici';\nuse();`,
      `import {\n  request,\n  fetch,\n  Agent\n} from 'undici';\nnew Agent();`,
    ],
    [
      'multi-line with a trailing comma',
      `import {\n  request,\n} from 'undici';\nuse();`,
      `import {\n  request,\n  Agent,\n} from 'undici';\nnew Agent();`,
    ],
    [
      'multi-line with comments',
      `import {\n  request, // all\n} from 'undici';\nuse();`,
      `import {\n  request, // all\n  Agent,\n} from 'undici';\nnew Agent();`,
    ],
    [
      'multi-line with a comment and no comma',
      `import {\n\trequest // all\n} from 'undici';\nuse();`,
      `import {\n\trequest, // all\n\tAgent\n} from 'undici';\nnew Agent();`,
    ],
    [
      'Windows lines',
      `import {\r\n  request,\r\n} from 'undici';\r\nuse();`,
      `import {\r\n  request,\r\n  Agent,\r\n} from 'undici';\r\nnew Agent();`,
    ],
    [
      'a comment behind the last import',
      `import a from 'a'; // why\nuse();`,
      `import a from 'a'; // why\nimport { Agent } from 'undici';\nnew Agent();`,
    ],
    [
      'tight braces',
      `import {a} from 'a';\nuse();`,
      `import {a} from 'a';\nimport {Agent} from 'undici';\nnew Agent();`,
    ],
    [
      'double quotes',
      `import a from "a";\nuse();`,
      `import a from "a";\nimport { Agent } from "undici";\nnew Agent();`,
    ],
    [
      'double quotes, single ones in the code',
      `import a from "a";\nf('b', 'c', 'd');\nuse();`,
      `import a from "a";\nimport { Agent } from "undici";\nf('b', 'c', 'd');\nnew Agent();`,
    ],
    ['no semicolons', `import a from 'a'\nuse()`, `import a from 'a'\nimport { Agent } from 'undici'\nnew Agent();`],
    [
      'an export only',
      `export const a = 1;\nuse();`,
      `import { Agent } from 'undici';\n\nexport const a = 1;\nnew Agent();`,
    ],
    [
      'use client',
      `'use client';\nexport const a = 1;\nuse();`,
      `'use client';\n\nimport { Agent } from 'undici';\n\nexport const a = 1;\nnew Agent();`,
    ],
    [
      'a documented first statement',
      `/** The first. */\nexport const a = 1;\nuse();`,
      `import { Agent } from 'undici';\n\n/** The first. */\nexport const a = 1;\nnew Agent();`,
    ],
    [
      'a banner',
      `/** @license MIT */\nexport const a = 1;\nuse();`,
      `/** @license MIT */\n\nimport { Agent } from 'undici';\n\nexport const a = 1;\nnew Agent();`,
    ],
    [
      'a comment for a tool',
      `// prettier-ignore\nexport const a = 1;\nuse();`,
      `import { Agent } from 'undici';\n\n// prettier-ignore\nexport const a = 1;\nnew Agent();`,
    ],
    [
      'a taken name',
      `import { Agent } from 'ai';\nuse();`,
      `import { Agent } from 'ai';\nimport { Agent as UndiciAgent } from 'undici';\nnew UndiciAgent();`,
    ],
    [
      'a name taken in a function',
      `import { request } from 'undici';\nfunction f(Agent) {}\nuse();`,
      `import { request, Agent as UndiciAgent } from 'undici';\nfunction f(Agent) {}\nnew UndiciAgent();`,
    ],
    [
      'a name used as a global',
      `import { request } from 'undici';\nconst x: Agent = 1;\nuse();`,
      `import { request, Agent as UndiciAgent } from 'undici';\nconst x: Agent = 1;\nnew UndiciAgent();`,
    ],
    [
      'both names taken',
      `import { Agent } from 'ai';\nclass UndiciAgent {}\nuse();`,
      `import { Agent } from 'ai';\nclass UndiciAgent {}\nuse();`,
    ],
    [
      'shadowed at the place',
      `import { Agent } from 'undici';\nfunction f(Agent) { use(); }`,
      `import { Agent } from 'undici';\nfunction f(Agent) { use(); }`,
    ],
    [
      'import attributes',
      `import u from 'undici' with { type: 'json' };\nuse();`,
      `import u from 'undici' with { type: 'json' };\nimport { Agent } from 'undici';\nnew Agent();`,
    ],
    [
      'a hashbang',
      `#!/usr/bin/env node\n// Licensed under MIT\nuse();`,
      `#!/usr/bin/env node\n// Licensed under MIT\n\nconst { Agent } = require('undici');\n\nnew Agent();`,
    ],
    [
      'a require in front of those of the own files',
      `'use strict';\nconst a = require('a');\nconst exec = require('child_process').exec;\nconst b = require('./b');\nuse();`,
      `'use strict';\nconst a = require('a');\nconst exec = require('child_process').exec;\nconst { Agent } = require('undici');\nconst b = require('./b');\nnew Agent();`,
    ],
    [
      'a require behind those of the own files where they come first',
      `'use strict';\n\nconst b = require('./b');\nconst a = require('a');\nuse();`,
      `'use strict';\n\nconst b = require('./b');\nconst a = require('a');\nconst { Agent } = require('undici');\nnew Agent();`,
    ],
    ['require', `const undici = require('undici');\nuse();`, `const undici = require('undici');\nnew undici.Agent();`],
    [
      'require, destructured',
      `const { request } = require('undici');\nuse();`,
      `const { request, Agent } = require('undici');\nnew Agent();`,
    ],
    [
      'require, destructured over lines',
      `const {\n  request,\n} = require('undici');\nuse();`,
      `const {\n  request,\n  Agent,\n} = require('undici');\nnew Agent();`,
    ],
    [
      'require, destructured under another name',
      `const { Agent: A } = require('undici');\nuse();`,
      `const { Agent: A } = require('undici');\nnew A();`,
    ],
    [
      'require, destructured with a rest',
      `const { a, ...rest } = require('undici');\nuse();`,
      `const { a, ...rest } = require('undici');\nconst { Agent } = require('undici');\nnew Agent();`,
    ],
    ['require, empty', `const {} = require('undici');\nuse();`, `const { Agent } = require('undici');\nnew Agent();`],
    [
      'require of other modules',
      `'use strict';\nconst a = require('a');\nconst b = require('b');\nuse();`,
      `'use strict';\nconst a = require('a');\nconst b = require('b');\nconst { Agent } = require('undici');\nnew Agent();`,
    ],
    ['a directive', `'use strict';\n\nuse();`, `'use strict';\n\nconst { Agent } = require('undici');\n\nnew Agent();`],
    [
      'a taken name in CommonJS',
      `const { request } = require('undici');\nclass Agent {}\nuse();`,
      `const { request, Agent: UndiciAgent } = require('undici');\nclass Agent {}\nnew UndiciAgent();`,
    ],
  ])('%s', (_name, code, output) => {
    expect(ensured(code, value)).toBe(output);
  });
});

describe('a type', () => {
  it.each([
    [
      'none',
      `import a from 'a';\nuse();`,
      `import a from 'a';\nimport type { Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'named values',
      `import { request } from 'undici';\nuse();`,
      `import { request, type Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'types',
      `import type { Agent } from 'undici';\nuse();`,
      `import type { Agent, Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'values and types',
      `import { request } from 'undici';\nimport type { Agent } from 'undici';\nuse();`,
      `import { request } from 'undici';\nimport type { Agent, Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'there as a value',
      `import { Dispatcher } from 'undici';\nuse();`,
      `import { Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'there as an inline type',
      `import { type Dispatcher as D } from 'undici';\nuse();`,
      `import { type Dispatcher as D } from 'undici';\nlet x: D;`,
    ],
    [
      'default',
      `import undici from 'undici';\nuse();`,
      `import undici, { type Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'type-only default',
      `import type undici from 'undici';\nuse();`,
      `import type undici from 'undici';\nimport type { Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'namespace',
      `import * as undici from 'undici';\nuse();`,
      `import * as undici from 'undici';\nlet x: undici.Dispatcher;`,
    ],
    [
      'type-only namespace',
      `import type * as undici from 'undici';\nuse();`,
      `import type * as undici from 'undici';\nlet x: undici.Dispatcher;`,
    ],
    [
      'side effect',
      `import 'undici';\nuse();`,
      `import 'undici';\nimport type { Dispatcher } from 'undici';\nlet x: Dispatcher;`,
    ],
    [
      'import equals',
      `import undici = require('undici');\nuse();`,
      `import undici = require('undici');\nlet x: undici.Dispatcher;`,
    ],
    [
      'require',
      `const undici = require('undici');\nuse();`,
      `const undici = require('undici');\nlet x: import('undici').Dispatcher;`,
    ],
    [
      'require in a module',
      `import a from 'a';\nconst undici = require('undici');\nuse();`,
      `import a from 'a';\nimport type { Dispatcher } from 'undici';\nconst undici = require('undici');\nlet x: Dispatcher;`,
    ],
    [
      'a taken name',
      `import { request } from 'undici';\ntype Dispatcher = 1;\nuse();`,
      `import { request, type Dispatcher as UndiciDispatcher } from 'undici';\ntype Dispatcher = 1;\nlet x: UndiciDispatcher;`,
    ],
  ])('%s', (_name, code, output) => {
    expect(ensured(code, type)).toBe(output);
  });

  it('a taken name and a module of several words, which would make an alias of all of them', () => {
    const code = `import a from 'a';\nclass KMSClient {}\nuse();`;
    const wanted = { module: '@aws-sdk/client-kms', name: 'KMSClient', type: true };
    expect(ensured(code, wanted)).toBe(
      `import a from 'a';\nclass KMSClient {}\nlet x: import('@aws-sdk/client-kms').KMSClient;`,
    );
  });
});

describe('the default export and the module', () => {
  it.each([
    [
      'default, none',
      'default',
      `import a from 'a';\nuse();`,
      `import a from 'a';\nimport shared from './shared.js';\nnew shared();`,
    ],
    [
      'default, named',
      'default',
      `import { a } from './shared.js';\nuse();`,
      `import shared, { a } from './shared.js';\nnew shared();`,
    ],
    ['default, there', 'default', `import b from './shared.js';\nuse();`, `import b from './shared.js';\nnew b();`],
    [
      'default, side effect',
      'default',
      `import './shared.js';\nuse();`,
      `import shared from './shared.js';\nnew shared();`,
    ],
    [
      'default, there by its name',
      'default',
      `import { default as b } from './shared.js';\nuse();`,
      `import { default as b } from './shared.js';\nnew b();`,
    ],
    [
      'default, namespace',
      'default',
      `import * as ns from './shared.js';\nuse();`,
      `import * as ns from './shared.js';\nnew ns.default();`,
    ],
    [
      'default, CommonJS',
      'default',
      `'use strict';\nuse();`,
      `'use strict';\n\nconst shared = require('./shared.js');\n\nnew shared();`,
    ],
    [
      'module, none',
      '*',
      `import a from 'a';\nuse();`,
      `import a from 'a';\nimport * as shared from './shared.js';\nnew shared();`,
    ],
    [
      'module, default',
      '*',
      `import d from './shared.js';\nuse();`,
      `import d, * as shared from './shared.js';\nnew shared();`,
    ],
    [
      'module, named',
      '*',
      `import { a } from './shared.js';\nuse();`,
      `import { a } from './shared.js';\nimport * as shared from './shared.js';\nnew shared();`,
    ],
    [
      'module, required',
      '*',
      `const s = require('./shared.js');\nuse();`,
      `const s = require('./shared.js');\nnew s();`,
    ],
  ])('%s', (_name, name, code, output) => {
    expect(ensured(code, { module: './shared.js', name, local: 'shared' })).toBe(output);
  });
});
