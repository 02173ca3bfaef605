import type { NameConvention } from './types.js';

/**
 * Functions that set something up or take it down: exported ones run once, at start-up or at the end. From the entry
 * points of services (`main`, `bootstrap`), the life-cycle methods of Nest, Vue and React, and test runners' globals.
 * `closeIfOpen()` closes what a caller has, so that only the bare names of closing count.
 */
export const setUpNames: NameConvention = {
  begins: [
    'main',
    'init',
    'initialize',
    'initialise',
    'set up',
    'bootstrap',
    'boot',
    'start',
    'start up',
    'register',
    'configure',
    'install',
    'uninstall',
    'connect',
    'reconnect',
    'launch',
    'migrate',
    'seed',
    'stop',
    'shutdown',
    'tear down',
    'disconnect',
    'preload',
    'warm up',
    'global setup',
    'global teardown',
    'onModuleInit',
    'onModuleDestroy',
    'onApplication',
    'beforeAll',
    'beforeEach',
    'afterAll',
    'afterEach',
    'componentDidMount',
    'created',
    'mounted',
    'constructor',
  ],
  names: [
    // What a service makes before its first request.
    // Migrations of Knex, Sequelize, TypeORM, umzug, migrate-mongo.
    'up',
    'down',
    'create*Database',
    'create*Db',
    'create*DB',
    'create*Schema',
    'create*Tables',
    'create*Topics',
    'create*Indexes',
    'create*Indices',
    'ensure*Database',
    'ensure*Topics',
    'ensure*Tables',
    'ensure*Schema',
    'ensure*Indexes',
    '*Migration',
    '*Migrations',
    '*Seed',
    '*Seeds',
    'close',
    'closeAll',
    'closeAsync',
    'closeSync',
    'dispose',
    'disposeAll',
    'disposeAsync',
    'disposeSync',
    'destroy',
    'destroyAll',
    'destroyAsync',
    'destroySync',
  ],
};

/**
 * First parameters of functions that register themselves with an application: plugins of Fastify, Nitro and Nuxt,
 * commands of yargs and commander, modules of containers.
 */
export const applicationParameters: NameConvention = {
  names: [
    'app',
    'fastify',
    'server',
    'instance',
    'nitroApp',
    'nuxtApp',
    'program',
    'yargs',
    'cli',
    'pi',
    'bot',
    'plugin',
    'container',
    'di',
    'module',
    'builder',
    'registry',
  ],
  ignoreCase: true,
};

/** Members of provider objects that containers call once: Nest's `useFactory`, Angular's and Adonis' `factory`. */
export const providerFactories: NameConvention = { names: ['factory', 'useFactory'], ignoreCase: true };

/** Methods that end what an object holds. */
export const closingNames: NameConvention = {
  begins: ['close', 'end', 'quit', 'destroy', 'disconnect', 'dispose', 'stop', 'shutdown', 'terminate', 'release'],
};
