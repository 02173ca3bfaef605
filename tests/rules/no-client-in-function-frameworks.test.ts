import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const HEAD = `import { Agent, request } from 'undici';`;
const USE = `const a = new Agent(); await request('http://a', { dispatcher: a });`;

/**
 * One right and one wrong place per case; the wrong one constructs the agent where the framework runs code repeatedly.
 */
const many: readonly (readonly [name: string, code: string, why: string])[] = [
  [
    'a hook of Fastify',
    `import fp from 'fastify-plugin'; export default fp(async (app) => { app.addHook('onRequest', async () => { ${USE} }); });`,
    `for every request, as hook of app.addHook('onRequest')`,
  ],
  [
    'a hook of Fastify without an import',
    `module.exports = async function (fastify, opts) { fastify.addHook('preHandler', async function () { ${USE} }); };`,
    `for every request, as hook of fastify.addHook('preHandler')`,
  ],
  [
    'a route object of Fastify',
    `import type { FastifyInstance } from 'fastify'; export default async function (api: FastifyInstance) { api.route({ method: 'GET', url: '/', handler: async () => { ${USE} } }); }`,
    `for every request, as handler of api.route()`,
  ],
  [
    'route options of Fastify',
    `import Fastify from 'fastify'; const app = Fastify(); app.get('/', { preHandler: [async () => { ${USE} }] }, () => 1);`,
    `for every request, as preHandler of app.get('/')`,
  ],
  [
    'an error handler of Fastify',
    `import Fastify from 'fastify'; const app = Fastify(); app.setErrorHandler(async () => { ${USE} });`,
    `for every request, in app.setErrorHandler()`,
  ],
  [
    'an error handler of Express',
    `import express from 'express'; const app = express(); app.use(async (err, req, res, next) => { ${USE} });`,
    `for every request, as handler of app.use()`,
  ],
  [
    'a list of handlers of Express',
    `import { Router } from 'express'; const users = Router(); const list = async (_, res) => { ${USE} }; users.get('/', [auth, list]);`,
    `for every request, as handler of users.get('/')`,
  ],
  [
    'a route of Express in a chain',
    `import { Router } from 'express'; const users = Router(); users.route('/a').get(async () => { ${USE} });`,
    `for every request, as handler of get()`,
  ],
  [
    'middleware that a factory returns',
    `export default function createMiddleware(options) { return async (req, res, next) => { ${USE} }; }`,
    `for every request, in the function on line 2, which createMiddleware() returns`,
  ],
  [
    'a class controller whose method has a name of set-up',
    `export class Users { register = async (req, res) => { ${USE} }; }`,
    `on every call to Users.register()`,
  ],
  [
    'middleware of Koa',
    `import Koa from 'koa'; const app = new Koa(); app.use(async (ctx) => { ${USE} });`,
    `for every request, as handler of app.use()`,
  ],
  [
    'a not-found handler of Hono',
    `import { Hono } from 'hono'; const app = new Hono(); app.notFound(async (c) => { ${USE} });`,
    `for every request, in app.notFound()`,
  ],
  [
    'a route of Nest whose name is one of set-up',
    `import { Controller, Post } from '@nestjs/common'; @Controller() export class A { @Post() async register() { ${USE} } }`,
    `for every request, in A.register() (@Post)`,
  ],
  [
    'a function of Inngest',
    `import { Inngest } from 'inngest'; const inngest = new Inngest({ id: 'a' }); export const f = inngest.createFunction({ id: 'a' }, { event: 'a' }, async () => { ${USE} });`,
    `for every event, in inngest.createFunction()`,
  ],
  [
    'a task of Trigger.dev',
    `import { task } from '@trigger.dev/sdk'; export const f = task({ id: 'a', run: async () => { ${USE} } });`,
    `for every run of the task, as run of task()`,
  ],
  [
    'a command of a bot',
    `import { Telegraf } from 'telegraf'; const bot = new Telegraf(process.env.T); bot.command('a', async () => { ${USE} });`,
    `for every message, in bot.command('a')`,
  ],
  [
    'a message of a bot',
    `import { Client } from 'discord.js'; const bot = new Client(); bot.on('messageCreate', async () => { ${USE} });`,
    `for every message, in bot.on('messageCreate')`,
  ],
  [
    'a processor of Nest',
    `import { Processor, WorkerHost } from '@nestjs/bullmq'; @Processor('q') export class A extends WorkerHost { async process() { ${USE} } }`,
    `for every job, in A.process()`,
  ],
  [
    'a cron method of Nest',
    `import { Cron } from '@nestjs/schedule'; export class A { @Cron('* * * * *') async start() { ${USE} } }`,
    `at every run of A.start() (@Cron)`,
  ],
  [
    'a server action',
    `'use server'; export async function register(data) { ${USE} }`,
    `for every call to the server action register()`,
  ],
  [
    'a wrapped route handler of Next.js',
    `export const POST = withAuth(async () => { ${USE} });`,
    `for every request, in the route handler POST()`,
  ],
  [
    'a wrapped handler of Lambda',
    `const base = async (event) => { ${USE} }; export const handler = wrap(base);`,
    `for every event, in the handler`,
  ],
  [
    'middy',
    `import middy from '@middy/core'; export const run = middy(async (e) => { ${USE} });`,
    `for every event, as handler given to middy()`,
  ],
  [
    'a worker of BullMQ',
    `import { Worker } from 'bullmq'; export const w = new Worker('q', async (job) => { ${USE} });`,
    `for every job, as processor of new Worker('q')`,
  ],
  [
    'a Nitro handler, auto-imported',
    `export default defineEventHandler(async (event) => { ${USE} });`,
    `for every request, in defineEventHandler()`,
  ],
  [
    'a controller of Adonis',
    `import type { HttpContext } from '@adonisjs/core/http'; export default class Users { async index({ response }: HttpContext) { ${USE} } }`,
    `on every call to Users.index()`,
  ],
  [
    'a route of Adonis',
    `import router from '@adonisjs/core/services/router'; router.get('users', async () => { ${USE} });`,
    `for every request, as handler of router.get('users')`,
  ],
  [
    'node-cron',
    `import cron from 'node-cron'; cron.schedule('* * * * *', async () => { ${USE} });`,
    `at every run of the task of cron.schedule('* * * * *')`,
  ],
  [
    'agenda',
    `import { Agenda } from 'agenda'; const agenda = new Agenda(); agenda.define('mail', async () => { ${USE} });`,
    `for every job, in agenda.define('mail')`,
  ],
  [
    'Kafka',
    `import { Kafka } from 'kafkajs'; await consumer.run({ eachMessage: async () => { ${USE} } });`,
    `for every message, as eachMessage of consumer.run()`,
  ],
  [
    'amqplib',
    `import amqp from 'amqplib'; await channel.consume('q', async (m) => { ${USE} });`,
    `for every message, as consumer of channel.consume('q')`,
  ],
  [
    'resolvers',
    `import { ApolloServer } from '@apollo/server'; const resolvers = { Query: { users: async () => { ${USE} } } }; new ApolloServer({ resolvers });`,
    `for every query, as users of new ApolloServer()`,
  ],
  [
    'tRPC',
    `export const router = t.router({ users: publicProcedure.input(x).query(async () => { ${USE} }) });`,
    `for every call to the procedure, in query()`,
  ],
  [
    'hapi',
    `import Hapi from '@hapi/hapi'; const server = Hapi.server(); server.ext('onPreHandler', async (r, h) => { ${USE} });`,
    `for every request, in server.ext('onPreHandler')`,
  ],
  [
    'routing-controllers',
    `import { JsonController, Get } from 'routing-controllers'; @JsonController() export class A { @Get('/') async init() { ${USE} } }`,
    `for every request, in A.init() (@Get)`,
  ],
];

ruleTester.run('no-client-in-function: code that frameworks run repeatedly', reportsOf(noClientInFunction), {
  valid: [],
  invalid: many.map(([name, code]) => ({
    name,
    code: code.startsWith(`'use server'`)
      ? code.replace(`'use server';`, `'use server';\n${HEAD}\n`)
      : `${HEAD}\n${code}`,
    errors: [{ messageId: 'constantArguments' as const }],
  })),
});

ruleTester.run('no-client-in-function: code that frameworks run once', reportsOf(noClientInFunction), {
  valid: [
    {
      name: 'a plugin of Fastify',
      code: `${HEAD} import fp from 'fastify-plugin'; export default fp(async (app) => { ${USE} });`,
    },
    {
      name: 'a plugin known by its type',
      code: `${HEAD} import type { FastifyPluginAsync } from 'fastify'; const plugin: FastifyPluginAsync = async (f) => { ${USE} }; export default plugin;`,
    },
    {
      name: 'a hook at start-up',
      code: `${HEAD} import Fastify from 'fastify'; const app = Fastify(); app.addHook('onReady', async () => { ${USE} });`,
    },
    {
      name: 'a Nest module that starts',
      code: `${HEAD} import { Injectable } from '@nestjs/common'; @Injectable() export class A { async onModuleInit() { ${USE} } }`,
    },
    {
      name: 'a provider that owns its client',
      code: `${HEAD} import { Injectable } from '@nestjs/common'; @Injectable() export class A { private agent = new Agent(); get() { return request('http://a', { dispatcher: this.agent }); } onModuleDestroy() { return this.agent.close(); } }`,
    },
    { name: 'a Nitro plugin', code: `${HEAD} export default defineNitroPlugin(async (nitroApp) => { ${USE} });` },
    {
      name: 'a command of Adonis',
      code: `${HEAD} import { BaseCommand } from '@adonisjs/core/ace'; export default class Sync extends BaseCommand { async run() { ${USE} } }`,
    },
    {
      name: 'a request of Workers, whose sockets must not outlive it',
      code: `import { Pool } from 'pg'; export default { async fetch(request, env, ctx) { const pool = new Pool({ connectionString: env.DB }); return Response.json(await pool.query('select 1')); } };`,
    },
    { name: 'instrumentation of Next.js', code: `${HEAD} export async function register() { ${USE} }` },
  ],
  invalid: [
    {
      name: 'a field of a request-scoped provider',
      code: `import { Pool } from 'pg'; import { Injectable, Scope } from '@nestjs/common'; @Injectable({ scope: Scope.REQUEST }) export class A { private pool = new Pool({ max: 1 }); get() { return this.pool.query('select 1'); } }`,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});
