import type { ModuleConvention, PathConvention, TextConvention } from './types.js';

/** Packages that parse commands or speak to the CI run that started the program. */
export const commandModules: ModuleConvention = [
  'commander',
  '@commander-js/*',
  'yargs',
  'yargs/**',
  'cac',
  'meow',
  'sade',
  'clipanion',
  '@oclif/core',
  '@oclif/command',
  'citty',
  'cmd-ts',
  'gluegun',
  'caporal',
  '@caporal/core',
  'vorpal',
  'arg',
  '@stricli/core',
  'cleye',
  'gunshi',
  '@actions/core',
];

/** Packages that talk to somebody at a terminal. */
export const terminalModules: ModuleConvention = [
  'inquirer',
  '@inquirer/*',
  'prompts',
  'promptly',
  'enquirer',
  '@clack/prompts',
  'ora',
  'nanospinner',
  'listr',
  'listr2',
  'chalk',
  'picocolors',
  'kleur',
  'cli-progress',
  'cli-table',
  'cli-table3',
  'boxen',
  'figlet',
];

/** What keeps a process running until somebody stops it: servers, timers, consumers, signal handlers. */
export const keepsRunning: TextConvention = [
  '.listen(',
  'createServer(',
  'createSecureServer(',
  'createHttpServer(',
  'createHttpsServer(',
  'serve(',
  'setInterval(',
  '.consume(',
  '.subscribe(',
  '.schedule(',
  '.launch(',
  '.startPolling(',
  'new Worker',
  'new WebSocketServer',
  'new Server',
  'new Hono',
  'new Koa',
  'new Elysia',
  'express(',
  'fastify(',
  'Fastify(',
  'NestFactory*',
  "process.on('SIGTERM",
  "process.on('SIGINT",
  "process.once('SIGTERM",
  "process.once('SIGINT",
];

/** How a program ends itself or reads its command line. */
export const endsProcess: TextConvention = ['process.exit(', 'process.exitCode', 'process.argv'];

/** Migrations, seeds and work that is done once, of Knex, Sequelize, TypeORM, Prisma and by hand. */
export const scriptPaths: PathConvention = {
  folders: ['migrations', 'seed', 'seeds', 'seeders', 'oneoff', 'oneoffs', 'one-off', 'one-offs'],
  topFolders: ['script', 'scripts', 'bin'],
  stems: ['seed', 'migrate', 'migration'],
};

/** Folders that compilers write to, which `bin` of a package.json names instead of `src`. */
export const outputFolders: readonly string[] = ['dist', 'lib', 'build', 'out'];
