import type { NameConvention } from './types.js';

/** Parameters of request handlers by position, as Express, Koa, Fastify, hapi and their users name them. */
export const requestParameters: NameConvention = { names: ['req', 'request'] };
export const responseParameters: NameConvention = { names: ['res', 'response', 'reply'] };
/** What may stand after a request: a response, hapi's toolkit, `next`, a context or the bindings of Workers. */
export const afterRequestParameters: NameConvention = {
  names: ['res', 'response', 'reply', 'rep', 'h', 'next', 'ctx', 'context', 'env'],
};
export const errorParameters: NameConvention = { names: ['err', 'error', 'e'] };
/** Contexts of Koa and Hono, which stand before `next`. */
export const contextParameters: NameConvention = { names: ['ctx', 'context', 'c'] };

/** Types of a first parameter that make a function a request handler; types of Express, Fastify, Koa, Hono and Next. */
export const requestTypes: readonly string[] = [
  'Request',
  'FastifyRequest',
  'IncomingMessage',
  'NextApiRequest',
  'NextRequest',
  'HttpRequest',
  'ParameterizedContext',
  'RouterContext',
  'HonoRequest',
];

/** First parameters of commands of yargs, which export a `handler` as Lambda functions do. */
export const commandParameters: NameConvention = { names: ['argv', 'args', 'options', 'yargs'] };

/** Builders of tRPC procedures: `publicProcedure`, `t.procedure`. */
export const procedureNames: NameConvention = { names: ['*procedure*'], ignoreCase: true };
/** Methods of a tRPC procedure that take what runs with every call. */
export const procedureMethods: readonly string[] = ['query', 'mutation', 'subscription'];
