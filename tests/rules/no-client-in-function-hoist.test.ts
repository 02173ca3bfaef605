import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const UNDICI = `import { Agent, request } from 'undici';`;

ruleTester.run('no-client-in-function: hoisting a dispatcher', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'the close and the try that only served it go',
      code: `${UNDICI}

export async function load(url) {
  const dispatcher = new Agent();
  try {
    const { body } = await request(url, { dispatcher });
    return await body.json();
  } finally {
    await dispatcher.close();
  }
}
`,
      output: `${UNDICI}

const dispatcher = new Agent();

export async function load(url) {
  const { body } = await request(url, { dispatcher });
  return await body.json();
}
`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'equal ones become one, different ones stay apart',
      code: `${UNDICI}
export async function one(url) {
  const dispatcher = new Agent({ headersTimeout: 500 });
  return request(url, { dispatcher });
}
export async function two(url) {
  return request(url, { dispatcher: new Agent({ headersTimeout: 500 }) });
}
export async function three(url) {
  return request(url, { dispatcher: new Agent({ headersTimeout: 900 }) });
}
`,
      output: [
        `${UNDICI}

const dispatcher = new Agent({ headersTimeout: 500 });

export async function one(url) {
  return request(url, { dispatcher });
}
export async function two(url) {
  return request(url, { dispatcher: new Agent({ headersTimeout: 500 }) });
}

const agent = new Agent({ headersTimeout: 900 });

export async function three(url) {
  return request(url, { dispatcher: agent });
}
`,
        `${UNDICI}

const dispatcher = new Agent({ headersTimeout: 500 });

export async function one(url) {
  return request(url, { dispatcher });
}
export async function two(url) {
  return request(url, { dispatcher });
}

const agent = new Agent({ headersTimeout: 900 });

export async function three(url) {
  return request(url, { dispatcher: agent });
}
`,
      ],
      errors: [{ messageId: 'constantArguments' }, { messageId: 'inline' }, { messageId: 'inline' }],
    },
  ],
});
