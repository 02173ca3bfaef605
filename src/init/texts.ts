import { capitalized } from '../ast/names.js';
import { KEYED, withoutTypes } from '../remedies/share/keyed-helper.js';
import type { WantedClient } from './clients.js';
import type { Owner } from './owners.js';

/** How the files of the project are written. */
export interface Style {
  readonly typed: boolean;
  readonly commonjs: boolean;
  /** The extension of relative imports: `.js`, `.ts` or none. */
  readonly specifierEnd: string;
  readonly layout: Layout;
}

/** How code is laid out. */
export interface Layout {
  readonly quote: string;
  readonly semicolons: boolean;
  /** One level of indentation. */
  readonly unit: string;
}

export const PLAIN: Layout = { quote: "'", semicolons: true, unit: '  ' };

/** A text of this module in another layout; texts that hold quotes stay as they are. */
export function laidOut(text: string, { quote, semicolons, unit }: Layout): string {
  const lines = text.split('\n').map((line) => {
    const indented = line.replace(/^(?: {2})+/, (white) => unit.repeat(white.length / 2));
    return semicolons ? indented : indented.replace(/;$/, '');
  });
  const texts = /'([^'"\\\n]*)'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'|\/\/.*|\/\*[^]*?\*\//g;
  return lines
    .join('\n')
    .replace(texts, (whole, inside: string | undefined) => (inside === undefined ? whole : quote + inside + quote));
}

const HEADING = '/** The clients of this service: constructed once, shared by all requests. */';
const CLOSES = '/** Closes the clients, once no request needs them any more. */';

/** The module that holds the clients and closes them. */
export function clientsText(clients: readonly WantedClient[], { end }: Owner, style: Style): string {
  if (end === 'container') return providerText(clients, style);
  const bindings = importsOf(clients);
  const body = clients.map((client) => {
    const made = madeText(client, bindings.nameOf(client));
    return `${style.commonjs ? '' : 'export '}const ${client.name} = ${made};\n`;
  });
  const closed = clients.filter(({ close }) => close !== null);
  const hasEnd = end !== 'platform' && closed.length > 0;
  const isPlugin = hasEnd && end === 'hook';
  const exported = [
    ...clients.map(({ name }) => name),
    ...(hasEnd ? ['closeClients'] : []),
    ...(isPlugin ? ['clients'] : []),
  ];
  const parts = [
    bindings.lines(style).join(''),
    `${HEADING}\n${body.join('')}`,
    ...(hasEnd ? [closeText(closed, style)] : []),
    ...(isPlugin ? [pluginText(clients, style)] : []),
    ...(style.commonjs ? [`module.exports = { ${exported.join(', ')} };\n`] : []),
  ];
  const types = isPlugin && style.typed ? `import type { FastifyInstance } from 'fastify';\n` : '';
  return types + parts.join('\n');
}

function closeText(clients: readonly WantedClient[], { typed, commonjs }: Style): string {
  const { lines, isAsync } = closeLines(clients, '');
  return [
    CLOSES,
    `${commonjs ? '' : 'export '}${isAsync ? 'async ' : ''}function closeClients()${typed ? ': Promise<void>' : ''} {`,
    ...lines,
    ...(isAsync ? [] : ['  return Promise.resolve();']),
    '}',
    '',
  ].join('\n');
}

/** The statements that close clients, each named as a member of `of`; whether one of them waits. */
function closeLines(
  clients: readonly WantedClient[],
  of: string,
): { readonly lines: string[]; readonly isAsync: boolean } {
  const promises = clients.filter(({ close }) => close?.isPromise === true);
  const others = clients.filter(({ close }) => close?.isPromise === false);
  const calls = promises.map(({ name, close }) => `${of}${name}.${close?.method ?? ''}()`);
  const [only] = calls;
  const awaited = calls.length > 1 ? `Promise.all([${calls.join(', ')}])` : only;
  const lines = [
    ...(awaited === undefined ? [] : [`  await ${awaited};`]),
    ...others.map(({ name, close }) => `  ${of}${name}.${close?.method ?? ''}();`),
  ];
  return { lines, isAsync: awaited !== undefined };
}

/** The provider that keeps the clients, and the module of the whole application that gives it to others. */
function providerText(clients: readonly WantedClient[], style: Style): string {
  const bindings = importsOf(clients);
  const closed = clients.filter(({ close }) => close !== null);
  const { lines, isAsync } = closeLines(closed, 'this.');
  const hasEnd = closed.length > 0;
  const fields = clients.map((client) => {
    const made = madeText(client, bindings.nameOf(client));
    return `  readonly ${client.name} = ${made.replace(/\n/g, '\n  ')};`;
  });
  const close = [
    '',
    `  ${CLOSES}`,
    `  ${isAsync ? 'async ' : ''}onApplicationShutdown(): ${isAsync ? 'Promise<void>' : 'void'} {`,
    ...lines.map((line) => `  ${line}`),
    '  }',
  ];
  return [
    `import { Global, Injectable, Module${hasEnd ? ', type OnApplicationShutdown' : ''} } from '@nestjs/common';`,
    bindings.lines(style).join(''),
    HEADING,
    '@Injectable()',
    `export class Clients${hasEnd ? ' implements OnApplicationShutdown' : ''} {`,
    ...fields,
    ...(hasEnd ? close : []),
    '}',
    '',
    '/** Gives the clients to each provider that asks for them. */',
    '@Global()',
    '@Module({ providers: [Clients], exports: [Clients] })',
    'export class ClientsModule {}',
    '',
  ].join('\n');
}

/** A plugin of Fastify for the whole application, as fastify-plugin would make it. */
function pluginText(clients: readonly WantedClient[], { typed, commonjs }: Style): string {
  const members = clients.map(({ name }) => name).join(', ');
  return [
    '/** Gives the clients to the application as `app.clients`, and closes them when it closes. */',
    `${commonjs ? '' : 'export '}const clients = Object.assign(`,
    typed ? '  (app: FastifyInstance, _options: object, done: () => void) => {' : '  (app, _options, done) => {',
    `    app.decorate('clients', { ${members} });`,
    `    app.addHook('onClose', async () => {`,
    `      await closeClients();`,
    '    });',
    '    done();',
    '  },',
    `  { [Symbol.for('skip-override')]: true },`,
    ');',
    ...(typed
      ? [
          '',
          `declare module 'fastify' {`,
          '  interface FastifyInstance {',
          `    clients: { ${clients.map(({ name }) => `${name}: typeof ${name}`).join('; ')} };`,
          '  }',
          '}',
        ]
      : []),
    '',
  ].join('\n');
}

/** The module of the function that keeps one client for equal arguments. */
export function keyedText({ typed, commonjs }: Style): string {
  const helper = typed ? KEYED : withoutTypes(KEYED);
  const [comment = '', ...code] = helper.split('\n');
  return commonjs
    ? `const { createHash } = require('node:crypto');\n\n${helper}\n\nmodule.exports = { keyed };\n`
    : `import { createHash } from 'node:crypto';\n\n${comment}\nexport ${code.join('\n')}\n`;
}

/** The module that ends the process on SIGTERM and SIGINT: first what gets requests, then the clients behind it. */
export function shutdownText({ end }: Owner, hasClose: boolean, style: Style): string {
  const { typed, commonjs } = style;
  const closes = hasClose && end !== 'hook';
  const path = `./clients${style.specifierEnd}`;
  const imported = commonjs
    ? `const { closeClients } = require('${path}');\n\n`
    : `import { closeClients } from '${path}';\n\n`;
  const what = { container: '', hook: 'application', server: 'server', worker: 'worker', platform: '' }[end];
  const closed =
    end === 'server'
      ? [
          `  await new Promise${typed ? '<void>' : ''}((resolve) => {`,
          `    ${what}.close(() => {`,
          `      resolve();`,
          '    });',
          '  });',
        ]
      : [`  await ${what}.close();`];
  const server = end === 'hook' ? 'application.server' : end === 'server' ? 'server' : null;
  const stop =
    server === null
      ? closed
      : [
          `  // Idle keep-alive connections would keep the server open.`,
          `  const idle = setInterval(() => ${server}.closeIdleConnections?.(), 100);`,
          ...closed,
          '  clearInterval(idle);',
        ];
  const type = end === 'hook' ? APPLICATION_TYPE : end === 'server' ? SERVER_TYPE : '';
  const named = type === '' ? '{ close(): PromiseLike<unknown> }' : 'Closable';
  return [
    closes ? imported : '',
    typed ? type : '',
    `/** Closes the ${what} on SIGTERM and SIGINT${closes ? ', then the clients' : ''}; `,
    'after `deadline` ms the process exits anyway. */\n',
    `${commonjs ? '' : 'export '}function closeOnSignal`,
    typed ? `(${what}: ${named}, deadline = 10_000): void {\n` : `(${what}, deadline = 10_000) {\n`,
    `  const stop = async ()${typed ? ': Promise<void>' : ''} => {\n`,
    `    setTimeout(() => process.exit(1), deadline).unref();\n`,
    stop.map((line) => `  ${line}\n`).join(''),
    closes ? '    await closeClients();\n' : '',
    '  };\n',
    `  for (const signal of ['SIGTERM', 'SIGINT']${typed ? ' as const' : ''})\n`,
    `    process.once(signal, () => {\n`,
    `      stop().catch((error${typed ? ': unknown' : ''}) => {\n`,
    `        console.error(error);\n        process.exitCode = 1;\n      });\n    });\n`,
    '}\n',
    commonjs ? '\nmodule.exports = { closeOnSignal };\n' : '',
  ].join('');
}

const SERVER_TYPE = `/** A server of Node.js. */
interface Closable {
  close(callback: () => void): unknown;
  closeIdleConnections?(): void;
}

`;

const APPLICATION_TYPE = `/** An application of Fastify. */
interface Closable {
  readonly server: { close(): unknown; closeIdleConnections?(): void };
  close(): PromiseLike<unknown>;
}

`;

/** What constructs a client. */
function madeText({ isNew, args }: WantedClient, callee: string): string {
  return `${isNew ? 'new ' : ''}${callee}(${args})`;
}

function importsOf(clients: readonly WantedClient[]) {
  const modules = new Map<string, Map<string, string>>();
  const taken = new Set<string>();
  for (const { module, imported, name } of clients) {
    const names = modules.get(module) ?? new Map<string, string>();
    modules.set(module, names);
    if (names.has(imported)) continue;
    const general = imported === 'default' ? capitalized(name) : imported;
    const local = taken.has(general) ? capitalized(name) : general;
    taken.add(local);
    names.set(imported, local);
  }
  return {
    nameOf: ({ module, imported }: WantedClient): string => modules.get(module)?.get(imported) ?? imported,
    lines: ({ commonjs }: Style): string[] =>
      [...modules]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([module, names]) => {
          const whole = names.get('default');
          const parts = [...names].filter(([name]) => name !== 'default');
          const separator = commonjs ? ': ' : ' as ';
          const list = parts.map(([name, local]) => (name === local ? name : `${name}${separator}${local}`));
          if (commonjs) return `const ${whole ?? `{ ${list.join(', ')} }`} = require('${module}');\n`;
          const named = list.length > 0 ? [`{ ${list.join(', ')} }`] : [];
          return `import ${[...(whole === undefined ? [] : [whole]), ...named].join(', ')} from '${module}';\n`;
        }),
  };
}
