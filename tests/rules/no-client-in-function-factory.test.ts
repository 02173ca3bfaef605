import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const UNDICI = `import { Agent, request } from 'undici';`;
const CALL = 'export async function load(url) {\n  return request(url, { dispatcher: makeAgent() });\n}';

/** The module with a client that the function keeps. */
const kept = (code: string): string =>
  code.replace(/^(.*)(new Agent\((?:[^()]|\([^()]*\))*\))/m, '\nlet agent: Agent | undefined;\n\n$1(agent ??= $2)');
/** What may be kept by the function instead, by suggestion. */
const KEPT = new Map<string, 'inFactory' | 'inFactoryOnce'>([
  ['an effect among the options', 'inFactoryOnce'],
  ['the environment', 'inFactory'],
]);
/** What the function keeps, which is made of the same each time. */
const KEEPING = new Set(['a side effect', 'a constant below', 'an arrow below', 'a function of the function']);

/** Factories whose call must stay where it is. */
const STAYING: Record<string, string> = {
  'a side effect': `function makeAgent() { count(); return new Agent(); }\n${CALL}`,
  'an effect among the options': `function makeAgent() { return new Agent({ keepAliveTimeout: next() }); }\n${CALL}`,
  'a listener': `function makeAgent() { const a = new Agent(); a.on('connect', log); return a; }\n${CALL}`,
  'the environment': `function makeAgent() { return new Agent({ keepAliveTimeout: Number(process.env.KEEP) }); }\n${CALL}`,
  'a variable of the module': `let keepAliveTimeout = 1; export const set = (ms) => { keepAliveTimeout = ms; };\nfunction makeAgent() { return new Agent({ keepAliveTimeout }); }\n${CALL}`,
  'a constant below': `function makeAgent() { return new Agent({ keepAliveTimeout: KEEP }); }\n${CALL}\nconst KEEP = 1000;`,
  'an arrow below': `${CALL}\nconst makeAgent = () => new Agent();`,
  'a function that is assigned again': `function makeAgent() { return new Agent(); }\n${CALL}\nmakeAgent = () => null;`,
  'arguments of the call': `function makeAgent(ms) { return new Agent({ keepAliveTimeout: ms }); }\nexport async function load(url, ms) { return request(url, { dispatcher: makeAgent(ms) }); }`,
  'a function of the function': `export async function load(url) { function makeAgent() { return new Agent(); } return request(url, { dispatcher: makeAgent() }); }`,
};

ruleTester.run('no-client-in-function: calls of factories', noClientInFunction, {
  valid: [],
  invalid: [
    ...Object.entries(STAYING).map(([name, code]) => ({
      name,
      code: `${UNDICI}\n${code}`,
      output: KEEPING.has(name) ? `${UNDICI}\n${kept(code)}` : null,
      errors: [
        {
          messageId: name === 'arguments of the call' ? ('argumentsPerCall' as const) : ('inline' as const),
          ...(KEPT.has(name)
            ? { suggestions: [{ messageId: KEPT.get(name) ?? 'inFactory', output: `${UNDICI}\n${kept(code)}` }] }
            : {}),
        },
      ],
    })),
    {
      name: 'the call is hoisted, and equal calls share one',
      code: `${UNDICI}
const KEEP = 1000;
function makeAgent() {
  return new Agent({ keepAliveTimeout: KEEP });
}

export async function one(url) {
  return request(url, { dispatcher: makeAgent() });
}

export async function two(url) {
  const agent = makeAgent();
  try {
    const { body } = await request(url, { dispatcher: agent });
    return await body.json();
  } finally {
    await agent.close();
  }
}
`,
      output: [
        `${UNDICI}
const KEEP = 1000;
function makeAgent() {
  return new Agent({ keepAliveTimeout: KEEP });
}

const dispatcher = makeAgent();

export async function one(url) {
  return request(url, { dispatcher });
}

export async function two(url) {
  const agent = makeAgent();
  try {
    const { body } = await request(url, { dispatcher: agent });
    return await body.json();
  } finally {
    await agent.close();
  }
}
`,
        `${UNDICI}
const KEEP = 1000;
function makeAgent() {
  return new Agent({ keepAliveTimeout: KEEP });
}

const dispatcher = makeAgent();

export async function one(url) {
  return request(url, { dispatcher });
}

export async function two(url) {
  const { body } = await request(url, { dispatcher });
  return await body.json();
}
`,
      ],
      errors: [{ messageId: 'inline' }, { messageId: 'constantArguments' }],
    },
    {
      name: 'a function declaration below, and an argument that is constant',
      code: `${UNDICI}
export async function load(url) {
  return request(url, { dispatcher: makeAgent(500) });
}
function makeAgent(keepAliveTimeout) {
  const agent = new Agent({ keepAliveTimeout });
  return agent;
}
`,
      output: `${UNDICI}

const dispatcher = makeAgent(500);

export async function load(url) {
  return request(url, { dispatcher });
}
function makeAgent(keepAliveTimeout) {
  const agent = new Agent({ keepAliveTimeout });
  return agent;
}
`,
      errors: [{ messageId: 'inline' }],
    },
    {
      name: 'a title names no limit that the code does not show',
      code: `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
export class Store {
  constructor(config) { this.config = config; }
  async put(input) {
    const client = new S3Client(this.config);
    await client.send(new PutObjectCommand(input));
  }
}
`,
      output: null,
      errors: [
        {
          messageId: 'instanceArguments',
          suggestions: [
            {
              messageId: 'lazyWithUnseen',
              output: `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
export class Store {
  private client: S3Client | undefined;

  constructor(config) { this.config = config; }
  async put(input) {
    const client = (this.client ??= new S3Client(this.config));
    await client.send(new PutObjectCommand(input));
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

ruleTester.run(
  'no-client-in-function: one report for a function that makes the client of several calls',
  noClientInFunction,
  {
    valid: [],
    invalid: [
      {
        name: 'a field that other classes may call as well',
        code: `import { S3 } from '@aws-sdk/client-s3';
export class Files {
  read = async (key) => (await this.client().send(key)).Body;
  write = async (key) => {
    const s3 = this.client();
    await s3.send(key);
  };
  remove = async (key) => {
    const s3 = this.client();
    await s3.send(key);
  };
  client = () => {
    return new S3({ region: process.env.REGION });
  };
}
`,
        output: null,
        errors: [{ messageId: 'constantArguments' as const, line: 13 }],
      },
      {
        name: 'one call alone is reported where it stands',
        code: `import { S3 } from '@aws-sdk/client-s3';
export class Files {
  write = async (key) => {
    const s3 = this.client();
    await s3.send(key);
  };
  client = () => {
    return new S3({ region: process.env.REGION });
  };
}
`,
        output: null,
        errors: [{ messageId: 'constantArguments' as const, line: 4 }],
      },
    ],
  },
);
