import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate' } };
const HEAD = `import https from 'node:https';\nimport axios from 'axios';`;
const UNDICI = `import { Agent, request } from 'undici';`;

const constantArguments = [{ messageId: 'constantArguments' as const }];
const inline = [{ messageId: 'inline' as const }];

ruleTester.run('no-client-in-function: injected through the constructor', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'a parameter property behind the others',
      code: `${HEAD}

export class Api {
  constructor(private readonly base: string) {}

  async load(path: string) {
    const httpsAgent = new https.Agent({ keepAlive: true });
    return axios.get(this.base + path, { httpsAgent });
  }
}
`,
      output: `${HEAD}

const agent = new https.Agent({ keepAlive: true });

export class Api {
  constructor(private readonly base: string, private readonly httpsAgent: https.Agent = agent) {}

  async load(path: string) {
    return axios.get(this.base + path, { httpsAgent: this.httpsAgent });
  }
}
`,
      settings: migrate,
      errors: constantArguments,
    },
    {
      name: 'parameters on lines of their own, optional ones too',
      code: `${HEAD}
export class Api {
  constructor(
    private readonly base: string,
    private readonly version?: string,
  ) {}

  async load(path: string) {
    return axios.get(this.base + path, { httpsAgent: new https.Agent({ keepAlive: true }) });
  }
}
`,
      output: `${HEAD}

const agent = new https.Agent({ keepAlive: true });

export class Api {
  constructor(
    private readonly base: string,
    private readonly version?: string,
    private readonly httpsAgent: https.Agent = agent,
  ) {}

  async load(path: string) {
    return axios.get(this.base + path, { httpsAgent: this.httpsAgent });
  }
}
`,
      settings: migrate,
      errors: inline,
    },
    {
      name: 'JavaScript whose constructor stores its parameters',
      code: `${HEAD}
export class Api {
  constructor(base) {
    this.base = base;
    this.start();
  }

  async load(path) {
    return axios.get(this.base + path, { httpsAgent: new https.Agent({ keepAlive: true }) });
  }
}
`,
      output: `${HEAD}

const agent = new https.Agent({ keepAlive: true });

export class Api {
  constructor(base, httpsAgent = agent) {
    this.base = base;
    this.httpsAgent = httpsAgent;
    this.start();
  }

  async load(path) {
    return axios.get(this.base + path, { httpsAgent: this.httpsAgent });
  }
}
`,
      filename: 'api.js',
      settings: migrate,
      errors: inline,
    },
    {
      name: 'a subclass with a constructor of its own',
      code: `${HEAD}
export class Api extends Base {
  constructor(private readonly base: string) {
    super(base);
  }

  async load(path: string) {
    return axios.get(this.base + path, { httpsAgent: new https.Agent({ keepAlive: true }) });
  }
}
`,
      output: `${HEAD}

const agent = new https.Agent({ keepAlive: true });

export class Api extends Base {
  readonly #httpsAgent: https.Agent;

  constructor(private readonly base: string, httpsAgent: https.Agent = agent) {
    super(base);
    this.#httpsAgent = httpsAgent;
  }

  async load(path: string) {
    return axios.get(this.base + path, { httpsAgent: this.#httpsAgent });
  }
}
`,
      settings: migrate,
      errors: inline,
    },
    ...[
      [
        'a class that a container constructs',
        `@Injectable()\nexport class Api {\n  constructor(private readonly base: string) {}\n  load(p: string) {\n    return axios.get(this.base + p, { httpsAgent: AGENT });\n  }\n}`,
      ],
      [
        'a class that another one extends',
        `export class Api {\n  constructor(private readonly base: string) {}\n  load(p: string) {\n    return axios.get(this.base + p, { httpsAgent: AGENT });\n  }\n}\nclass More extends Api {}`,
      ],
      [
        'a rest parameter',
        `export class Api {\n  constructor(...bases: string[]) { this.bases = bases; }\n  load(p: string) {\n    return axios.get(this.bases[0] + p, { httpsAgent: AGENT });\n  }\n}`,
      ],
      [
        'a method without this',
        `export class Api {\n  constructor(private readonly base: string) {}\n  load(p: string) {\n    return axios.get(p, { httpsAgent: AGENT });\n  }\n}`,
      ],
      [
        'a static method',
        `export class Api {\n  constructor(private readonly base: string) {}\n  static load(p: string) {\n    return axios.get(this.base + p, { httpsAgent: AGENT });\n  }\n}`,
      ],
      [
        'an inherited constructor',
        `export class Api extends Base {\n  load(p: string) {\n    return axios.get(this.base + p, { httpsAgent: AGENT });\n  }\n}`,
      ],
      [
        'arguments',
        `export class Api {\n  constructor(base) { this.base = arguments[0]; }\n  load(p) {\n    return axios.get(this.base + p, { httpsAgent: AGENT });\n  }\n}`,
      ],
      [
        'overloads',
        `export class Api {\n  constructor(base: string);\n  constructor(base: number);\n  constructor(private readonly base: unknown) {}\n  load(p: string) {\n    return axios.get(this.base + p, { httpsAgent: AGENT });\n  }\n}`,
      ],
    ].map(([name, code = '']) => ({
      name: `only shared: ${name ?? ''}`,
      code: `${HEAD}\n${code.replace('AGENT', 'new https.Agent({ keepAlive: true })')}\n`,
      output: `${HEAD}\n\nconst httpsAgent = new https.Agent({ keepAlive: true });\n\n${code.replace('{ httpsAgent: AGENT }', '{ httpsAgent }')}\n`,
      settings: migrate,
      errors: inline,
    })),
    {
      name: 'what is safe to share is only shared',
      code: `${UNDICI}
export class Api {
  constructor(private readonly base: string) {}
  load(path: string) {
    return request(this.base + path, { dispatcher: new Agent() });
  }
}
`,
      output: `${UNDICI}

const dispatcher = new Agent();

export class Api {
  constructor(private readonly base: string) {}
  load(path: string) {
    return request(this.base + path, { dispatcher });
  }
}
`,
      settings: migrate,
      errors: inline,
    },
    {
      name: 'suggested behind sharing: a class without a constructor, the interface imported as a type',
      code: `${UNDICI}
export class Api {
  readonly base = 'http://a';

  /** Loads. */
  load(path: string) {
    const agent = new Agent({ connections: 5 });
    return request(this.base + path, { dispatcher: agent });
  }
}
`,
      output: null,
      settings: migrate,
      errors: [
        {
          messageId: 'constantArguments' as const,
          suggestions: [
            {
              messageId: 'hoistWithLimit' as const,
              output: `${UNDICI}

const agent = new Agent({ connections: 5 });

export class Api {
  readonly base = 'http://a';

  /** Loads. */
  load(path: string) {
    return request(this.base + path, { dispatcher: agent });
  }
}
`,
            },
            {
              messageId: 'injectIntoClass' as const,
              output: `import { Agent, request, type Dispatcher } from 'undici';

const sharedAgent = new Agent({ connections: 5 });

export class Api {
  readonly base = 'http://a';

  constructor(private readonly agent: Dispatcher = sharedAgent) {}

  /** Loads. */
  load(path: string) {
    return request(this.base + path, { dispatcher: this.agent });
  }
}
`,
            },
          ],
        },
      ],
    },
  ],
});

ruleTester.run('no-client-in-function: injected as a parameter', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'suggested behind sharing',
      code: `${HEAD}
export async function run(paths: string[]) {
  for (const path of paths) await load(path);
}
async function load(path: string) {
  const httpsAgent = new https.Agent({ keepAlive: true });
  return axios.get(path, { httpsAgent });
}
`,
      output: null,
      errors: [
        {
          messageId: 'constantArguments' as const,
          suggestions: [
            {
              messageId: 'hoist' as const,
              output: `${HEAD}
export async function run(paths: string[]) {
  for (const path of paths) await load(path);
}

const httpsAgent = new https.Agent({ keepAlive: true });

async function load(path: string) {
  return axios.get(path, { httpsAgent });
}
`,
            },
            {
              messageId: 'injectIntoFunction' as const,
              output: `${HEAD}
export async function run(paths: string[]) {
  for (const path of paths) await load(path);
}

const agent = new https.Agent({ keepAlive: true });

async function load(path: string, httpsAgent: https.Agent = agent) {
  return axios.get(path, { httpsAgent });
}
`,
            },
          ],
        },
      ],
    },
    ...[
      [
        'handed to map',
        `export const run = (paths) => Promise.all(paths.map(load));\nasync function load(path) {\n  return axios.get(path, { httpsAgent: AGENT });\n}`,
      ],
      [
        'a call with a spread',
        `export const run = async (all) => { for (const a of all) await load(...a); };\nasync function load(path) {\n  return axios.get(path, { httpsAgent: AGENT });\n}`,
      ],
      [
        'a rest parameter',
        `export const run = async (all) => { for (const a of all) await load(a); };\nasync function load(...paths) {\n  return axios.get(paths[0], { httpsAgent: AGENT });\n}`,
      ],
      [
        'arguments',
        `export const run = async (all) => { for (const a of all) await load(a); };\nasync function load(path) {\n  return axios.get(arguments[0], { httpsAgent: AGENT });\n}`,
      ],
      ['exported', `export async function load(path) {\n  return axios.get(path, { httpsAgent: AGENT });\n}`],
    ].map(([name, code = '']) => {
      const shared = code
        .replace('{ httpsAgent: AGENT }', '{ httpsAgent }')
        .replace(
          /(?=(?:export )?async function load)/,
          '\nconst httpsAgent = new https.Agent({ keepAlive: true });\n\n',
        );
      return {
        name: `only shared: ${name ?? ''}`,
        code: `${HEAD}\n${code.replace('AGENT', 'new https.Agent({ keepAlive: true })')}\n`,
        output: null,
        filename: 'load.js',
        errors: [
          {
            messageId: name === 'handed to map' ? ('inLoop' as const) : ('inline' as const),
            suggestions: [{ messageId: 'hoist' as const, output: `${HEAD}\n${shared}\n` }],
          },
        ],
      };
    }),
  ],
});
