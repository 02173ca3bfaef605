import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const PG = `import { Client } from 'pg';\n`;
const MYSQL = `import mysql from 'mysql2/promise';\n`;

const errors = [{ messageId: 'closedOnSuccessOnly' as const }];

const REDIS = `import { createClient } from 'redis';\n`;

ruleTester.run('no-client-in-function: the close goes into finally', noClientInFunction, {
  valid: [
    {
      name: 'a connection that cannot be opened leaves nothing open',
      code: `${REDIS}export async function check(url) {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  try {
    await client.on('error', report).on('ready', report).connect();
    await client.disconnect();
  } catch (error) {
    report(error);
  }
}
`,
    },
    {
      name: 'nor does a data source that cannot be initialized',
      code: `import { DataSource } from 'typeorm';\nexport async function check(options) {
  const source = new DataSource({ type: 'postgres', url: options.url });
  await source.initialize();
  await source.destroy();
}
`,
    },
  ],
  invalid: [
    {
      name: 'of the `try` that is all between the construction and the close',
      code: `${PG}export async function backup(id) {
  const client = new Client();
  await client.connect();
  try {
    await client.query('SELECT 1');
  } catch (error) {
    await report(error, id);
  }
  await client.end();
}
`,
      output: `${PG}export async function backup(id) {
  const client = new Client();
  await client.connect();
  try {
    await client.query('SELECT 1');
  } catch (error) {
    await report(error, id);
  } finally {
    await client.end();
  }
}
`,
      errors,
    },
    {
      name: 'either of two, which one call closes: one report',
      code: `import { chromium } from 'playwright';
export async function toPdf(url, endpoint) {
  let browser;
  if (endpoint) {
    browser = await chromium.connectOverCDP(endpoint);
  } else {
    browser = await chromium.launch();
  }
  const page = await browser.newPage();
  await page.goto(url);
  const pdf = await page.pdf();
  await browser.close();
  return pdf;
}
`,
      errors,
    },
    {
      name: 'two, each with a close of its own: two reports',
      code: `import { chromium } from 'playwright';
export async function compare(url) {
  const one = await chromium.launch();
  const two = await chromium.launch();
  await render(await one.newPage(), await two.newPage(), url);
  await one.close();
  await two.close();
}
`,
      errors: [...errors, ...errors],
      output: `import { chromium } from 'playwright';
export async function compare(url) {
  const one = await chromium.launch();
  let two;
  try {
    two = await chromium.launch();
    await render(await one.newPage(), await two.newPage(), url);
  } finally {
    await one.close();
  }
  await two.close();
}
`,
    },
    {
      name: 'the return stays in the try',
      code: `${PG}export async function count(url) {
  const client = new Client(url);
  await client.connect();
  // All of them.
  const { rows } = await client.query('select 1');

  await client.end();
  return rows.length;
}
`,
      output: `${PG}export async function count(url) {
  const client = new Client(url);
  await client.connect();
  try {
    // All of them.
    const { rows } = await client.query('select 1');

    return rows.length;
  } finally {
    await client.end();
  }
}
`,
      errors,
    },
    {
      name: 'the end of a `try` goes into its own finally',
      code: `${MYSQL}export async function count(url) {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query('select 1');
    await connection.end();
    return rows.length;
  } catch (error) {
    report(error);
    throw error;
  }
}
`,
      output: `${MYSQL}export async function count(url) {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query('select 1');
    return rows.length;
  } catch (error) {
    report(error);
    throw error;
  } finally {
    await connection.end();
  }
}
`,
      errors,
    },
    {
      name: 'with an early return, behind what connects',
      code: `${PG}export async function count(url) {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query('select 1');
    if (rows.length === 0) {
      await client.end();
      return 0;
    }
    await client.query('select 2');
    await client.end();
  } catch (error) {
    report(error);
  }
  return 1;
}
`,
      output: `${PG}export async function count(url) {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query('select 1');
    if (rows.length === 0) {
      return 0;
    }
    await client.query('select 2');
  } catch (error) {
    report(error);
  } finally {
    await client.end();
  }
  return 1;
}
`,
      errors,
    },
    ...[
      [
        'opened in the same try, behind listeners',
        `  const client = createClient({ url });\n  try {\n    await client.on('error', report).connect();\n    await client.ping();\n    await client.quit();\n  } catch (error) {\n    report(error);\n  }\n`,
      ],
      [
        'opened behind other work',
        `  const client = createClient({ url });\n  await prepare();\n  await client.connect();\n  await client.ping();\n  await client.quit();\n`,
      ],
      [
        'of the older driver, which opens with its first query',
        `  const client = older.createConnection(url);\n  await client.query('select 1');\n  client.end();\n`,
      ],
    ].map(([name, body]) => ({
      name: `not where the close would fail without a connection: ${name ?? ''}`,
      code: `${REDIS}import older from 'mysql';\nexport async function count(url) {\n${body ?? ''}}\n`,
      output: null,
      errors,
    })),
    {
      name: 'behind what opens it with listeners',
      code: `${REDIS}export async function check(url) {
  const client = createClient({ url });
  await client.on('error', report).connect();
  await client.ping();
  await client.quit();
}
`,
      output: `${REDIS}export async function check(url) {
  const client = createClient({ url });
  await client.on('error', report).connect();
  try {
    await client.ping();
  } finally {
    await client.quit();
  }
}
`,
      errors,
    },
    ...[
      [
        'has a finally already',
        `  const connection = await mysql.createConnection(url);\n  try {\n    await connection.query('select 1');\n    await connection.end();\n  } finally {\n    report();\n  }\n`,
      ],
      [
        'waits for more behind the close',
        `  const connection = await mysql.createConnection(url);\n  try {\n    await connection.query('select 1');\n    await connection.end();\n    await report();\n  } catch (error) {\n    report(error);\n  }\n`,
      ],
      [
        'hands a promise on',
        `  const connection = await mysql.createConnection(url);\n  try {\n    if (url) return connection.query('select 1');\n    await connection.end();\n  } catch (error) {\n    report(error);\n  }\n`,
      ],
      [
        'does not follow the construction',
        `  const connection = await mysql.createConnection(url);\n  await connection.ping();\n  try {\n    await connection.query('select 1');\n    await connection.end();\n  } catch (error) {\n    report(error);\n  }\n`,
      ],
      [
        'connects itself, and the close fails without a connection',
        `  const client = new Client(url);\n  try {\n    await client.connect();\n    await client.query('select 1');\n    await client.end();\n  } catch (error) {\n    report(error);\n  }\n`,
      ],
    ].map(([name, body]) => ({
      name: `not where the \`try\` ${name ?? ''}`,
      code: `${MYSQL}${PG}export async function count(url) {\n${body ?? ''}}\n`,
      output: null,
      errors,
    })),
    ...[
      ['pg', `import { Pool } from 'pg';\n`, 'new Pool({ connectionString: url })', 'connect', 'release'],
      ['mysql2', MYSQL, 'mysql.createPool(url)', 'getConnection', 'release'],
    ].map(([name, head, made, take, give]) => ({
      name: `not a pool of ${name ?? ''} whose end would wait for a connection that an error keeps`,
      code: `${head ?? ''}export async function count(url) {\n  const pool = ${made ?? ''};\n  const connection = await pool.${take ?? ''}();\n  await connection.query('select 1');\n  connection.${give ?? ''}();\n  await pool.end();\n}\n`,
      output: null,
      settings: { 'client-lifecycle': { fixes: 'migrate' } },
      errors,
    })),
    {
      name: 'nothing is needed afterwards: only the use is in the try',
      code: `${PG}export async function touch(url: string): Promise<boolean> {
\tconst client = new Client(url);
\tawait client.connect();
\tawait client.query(\`
update a
\`);
\tawait client.end();

\tawait report();
\treturn true;
}
`,
      output: `${PG}export async function touch(url: string): Promise<boolean> {
\tconst client = new Client(url);
\tawait client.connect();
\ttry {
\t\tawait client.query(\`
update a
\`);
\t} finally {
\t\tawait client.end();
\t}

\tawait report();
\treturn true;
}
`,
      errors,
    },
    {
      name: 'names that later work needs are declared in front',
      code: `${PG}export async function sync(url) {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query('select 1');
  const [first] = rows;
  const total = rows.length;
  await client.end();
  await send(rows, first, total);
}
`,
      output: `${PG}export async function sync(url) {
  const client = new Client(url);
  await client.connect();
  let rows, first, total;
  try {
    ({ rows } = await client.query('select 1'));
    ([first] = rows);
    total = rows.length;
  } finally {
    await client.end();
  }
  await send(rows, first, total);
}
`,
      errors,
    },
    {
      name: 'no semicolons, Windows lines',
      code: `${PG}export async function sync(url) {\r\n  const client = new Client(url)\r\n  const { rows } = await client.query('select 1')\r\n  await client.end()\r\n  await send(rows)\r\n}\r\n`.replace(
        ';\n',
        '\r\n',
      ),
      output:
        `${PG}export async function sync(url) {\r\n  const client = new Client(url)\r\n  let rows\r\n  try {\r\n    ;({ rows } = await client.query('select 1'))\r\n  } finally {\r\n    await client.end()\r\n  }\r\n  await send(rows)\r\n}\r\n`.replace(
          ';\n',
          '\r\n',
        ),
      errors,
    },
    {
      name: 'an early return with its own close',
      code: `${MYSQL}export async function find(url, id) {
  const connection = await mysql.createConnection(url);
  const [rows] = await connection.query('select 1', [id]);
  if (rows.length === 0) {
    await connection.end();
    return null;
  }
  await connection.end();
  return rows[0];
}
`,
      output: `${MYSQL}export async function find(url, id) {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query('select 1', [id]);
    if (rows.length === 0) {
      return null;
    }
    return rows[0];
  } finally {
    await connection.end();
  }
}
`,
      errors,
    },
    {
      name: 'inside of a try whose catch only logs',
      code: `${PG}export async function count(url) {
  try {
    const client = new Client(url);
    await client.connect();
    await client.query('select 1');
    await client.end();
  } catch (error) {
    console.error(error);
  }
}
`,
      output: `${PG}export async function count(url) {
  try {
    const client = new Client(url);
    await client.connect();
    try {
      await client.query('select 1');
    } finally {
      await client.end();
    }
  } catch (error) {
    console.error(error);
  }
}
`,
      errors,
    },
    {
      name: 'a client of one job, whose creation is awaited',
      code: `import { MongoClient } from 'mongodb';
export async function run(url, command) {
    let client = await MongoClient.connect(url);
    let result = await client.db().command(command);
    await client.close();
    return result;
}
`,
      output: `import { MongoClient } from 'mongodb';
export async function run(url, command) {
    let client = await MongoClient.connect(url);
    try {
        let result = await client.db().command(command);
        return result;
    } finally {
        await client.close();
    }
}
`,
      errors,
    },
    {
      name: 'an HTTP client is never closed so',
      code: `import { Agent, request } from 'undici';
export async function load(url, options) {
  const agent = new Agent(options);
  const { body } = await request(url, { dispatcher: agent });
  const text = await body.text();
  await agent.close();
  return text;
}
`,
      output: null,
      errors,
    },
    ...[
      ['a comment at the close', `const c = new Client(u);\n  await c.query('a');\n  // done\n  await c.end();`],
      [
        'used after the close',
        `const c = new Client(u);\n  await c.query('a');\n  await c.end();\n  return c.processID;`,
      ],
      [
        'handed on before it is done',
        `const c = new Client(u);\n  if (u.x) return c.query('a');\n  await c.query('b');\n  await c.end();`,
      ],
      [
        'the variable is assigned again',
        `let c = new Client(u);\n  await c.query('a');\n  await c.end();\n  c = null;`,
      ],
      [
        'work after an early close',
        `const c = new Client(u);\n  const r = await c.query('a');\n  if (!r) {\n    await c.end();\n    await tell();\n    return;\n  }\n  await c.end();`,
      ],
      [
        'a function is declared in between',
        `const c = new Client(u);\n  await c.query('a');\n  function x() {}\n  await c.end();\n  x();`,
      ],
      [
        'the close is part of something else',
        `const c = new Client(u);\n  await c.query('a');\n  await Promise.all([c.end(), tell()]);`,
      ],
      [
        'a typed name is needed afterwards',
        `const c = new Client(u);\n  const r: Rows = await c.query('a');\n  await c.end();\n  await tell(r);`,
      ],
      [
        'a closure needs a name afterwards',
        `const c = new Client(u);\n  const r = await c.query('a');\n  await c.end();\n  await tell(() => r);`,
      ],
      ['one line', `const c = new Client(u); await c.query('a'); await c.end();`],
    ].map(([name, body]) => ({
      name: `refused: ${name ?? ''}`,
      code: `${PG}export async function f(u) {\n  ${body ?? ''}\n}\n`,
      output: null,
      errors,
    })),
  ],
});
