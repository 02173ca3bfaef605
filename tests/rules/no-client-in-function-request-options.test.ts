import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate', role: 'service' } };
const HEAD = `import https from 'node:https';\nimport axios from 'axios';\nimport { app } from './app.js';\n`;
const agent = 'new https.Agent({ keepAlive: true, rejectUnauthorized: false })';
const body = (made: string): string =>
  `function options(path) {\n  const config = { method: 'get', url: path };\n  config.httpsAgent = ${made};\n  return config;\n}\n`;
const send = `app.get('/', async (req, res) => {\n  res.send(await axios.request(options(req.path)));\n});\n`;
const common = {
  filename: 'a.js',
  settings: migrate,
  errors: [{ messageId: 'constantArguments' as const }],
};

ruleTester.run('no-client-in-function: agents in the options of a request', noClientInFunction, {
  valid: [],
  invalid: [
    {
      ...common,
      name: 'whoever gets the options only sends them',
      code: HEAD + body(agent) + send,
      output: `${HEAD}\nconst agent = ${agent};\n\n${body('agent')}${send}`,
    },
    ...[
      ['closes', 'const config = options(path);\n  config.httpsAgent.destroy();\n  return config;'],
      [
        'changes',
        'const config = options(path);\n  config.httpsAgent.maxSockets = 1;\n  return axios.request(config);',
      ],
      ['takes', 'const { httpsAgent } = options(path);\n  return watch(httpsAgent);'],
    ].map(([what, code]) => ({
      ...common,
      name: `not where a caller ${what ?? ''} the agent`,
      code: `${HEAD}${body(agent)}${send}app.post('/', async ({ path }) => {\n  ${code ?? ''}\n});\n`,
      output: null,
    })),
    {
      ...common,
      name: 'not where files that nobody knows get the options',
      code: `${HEAD}export ${body(agent)}${send}`,
      output: null,
    },
  ],
});

const HTTPS = `import https from 'node:https';\n`;
const insecure = 'new https.Agent({ rejectUnauthorized: false })';
const sent = (name: string, code: string) => ({
  name,
  code: HTTPS + code,
  errors: [{ messageId: 'withoutKeepAlive' as const }],
});

ruleTester.run('no-client-in-function: agents lent to clients that other code made', reportsOf(noClientInFunction), {
  valid: [
    [
      'a client for the time being',
      `import { api } from './api.js';\nexport const login = () => api.create({ httpsAgent: ${insecure} });`,
    ],
    [
      'a client of a factory',
      `import { makeClient } from './api.js';\nexport const login = (data) => makeClient({ baseURL: 'https://a', data, httpsAgent: ${insecure} });`,
    ],
    [
      'the first argument of something else',
      `import { registry } from './registry.js';\nexport const login = () => registry.get({ agent: ${insecure} });`,
    ],
    [
      'another option',
      `import { api } from './api.js';\nexport const login = (url) => api.get(url, { pool: ${insecure} });`,
    ],
  ].map(([name = '', code = '']) => ({ name, code: HTTPS + code })),
  invalid: [
    sent(
      'an instance of another file',
      `import { api } from './api.js';\nexport const login = (url) => api.post(url, {}, { httpsAgent: ${insecure} });`,
    ),
    sent(
      'a service of a field',
      `export class Login {\n  constructor(http) { this.http = http; }\n  run(url) { return this.http.get(url, { httpsAgent: ${insecure} }); }\n}`,
    ),
    sent(
      'options with a name',
      `import { api } from './api.js';\nexport async function login(url) {\n  const config = { headers: {}, httpsAgent: ${insecure} };\n  return api.get(url, config);\n}`,
    ),
    sent(
      'a function around a request',
      `import { send } from './api.js';\nexport const login = (url) => send({ method: 'POST', url, httpsAgent: ${insecure} });`,
    ),
    sent(
      'a function around a request, options with a name',
      `import { send } from './api.js';\nexport async function login(url) {\n  const options = { method: 'POST', url, httpsAgent: ${insecure} };\n  return send(options);\n}`,
    ),
  ],
});
