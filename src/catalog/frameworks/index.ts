import type { Framework } from '../framework-types.js';
import { adonis } from './adonis.js';
import { agenda } from './agenda.js';
import { awilix } from './awilix.js';
import { bots } from './bots.js';
import { brokers } from './brokers.js';
import { bullmq } from './bullmq.js';
import { closeWithGrace } from './close-with-grace.js';
import { controllers } from './controllers.js';
import { durable } from './durable.js';
import { express } from './express.js';
import { commandModules, commands } from './commands.js';
import { fastify } from './fastify.js';
import { functions } from './functions.js';
import { graphql } from './graphql.js';
import { hapi } from './hapi.js';
import { hono } from './hono.js';
import { httpTerminator } from './http-terminator.js';
import { inversify } from './inversify.js';
import { koa } from './koa.js';
import { lambda } from './lambda.js';
import { lightship } from './lightship.js';
import { nest } from './nest.js';
import { next } from './next.js';
import { nitro } from './nitro.js';
import { nodeCron } from './node-cron.js';
import { nodeProcess } from './node-process.js';
import { srvx } from './srvx.js';
import { stoppable } from './stoppable.js';
import { terminus } from './terminus.js';
import { testRunners } from './test-runners.js';
import { trpc } from './trpc.js';
import { tsyringe } from './tsyringe.js';
import { workers } from './workers.js';

/** All frameworks that the plugin knows; the first whose data match decide. */
export const frameworks: readonly Framework[] = [
  fastify,
  express,
  koa,
  hono,
  nest,
  next,
  nitro,
  adonis,
  commands,
  commandModules,
  lambda,
  functions,
  workers,
  bullmq,
  nodeCron,
  agenda,
  brokers,
  bots,
  durable,
  graphql,
  trpc,
  hapi,
  controllers,
  awilix,
  tsyringe,
  inversify,
  closeWithGrace,
  terminus,
  lightship,
  httpTerminator,
  stoppable,
  srvx,
  testRunners,
  nodeProcess,
];
