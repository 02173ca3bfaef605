import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

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
