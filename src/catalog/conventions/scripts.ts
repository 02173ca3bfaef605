import type { ModuleConvention, NameConvention, PathConvention, TextConvention } from './types.js';

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
  'command-line-args',
  'argparse',
  'docopt',
  'gunshi',
  '@actions/core',
];

/** Packages that ask somebody at a terminal, and wait for the answer. */
export const askingModules: ModuleConvention = [
  'inquirer',
  '@inquirer/*',
  'prompts',
  'promptly',
  'enquirer',
  '@clack/prompts',
];

/** Packages that talk to somebody at a terminal. Those that only colour text do not: servers colour their logs. */
export const terminalModules: ModuleConvention = [
  ...askingModules,
  'ora',
  'nanospinner',
  'listr',
  'listr2',
  'cli-progress',
  'cli-table',
  'cli-table3',
  'boxen',
  'figlet',
];

/** What serves others until somebody stops the process: servers, consumers, applications. */
export const servesOthers: TextConvention = [
  '.listen(',
  'createServer(',
  'createSecureServer(',
  'createHttpServer(',
  'createHttpsServer(',
  'serve(',
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
];

/** What keeps a process running besides: timers and signal handlers, which long scripts have as well. */
export const lingers: TextConvention = [
  'setInterval(',
  "process.on('SIGTERM",
  "process.on('SIGINT",
  "process.once('SIGTERM",
  "process.once('SIGINT",
];

/** How a program ends itself or reads its command line. */
export const endsProcess: TextConvention = ['process.exit(', 'process.exitCode', 'process.argv'];
/** How a program ends itself whatever keeps it running. */
export const exitsProcess: TextConvention = ['process.exit(', 'process.abort(', 'process.kill('];

/** Folders whose programs may also be long-lived ones: what else the file says decides. */
export const scriptFolders: PathConvention = { folders: ['script', 'scripts', '.scripts'] };

/** Folders of what changes the data of a service once. */
const dataChanges: readonly string[] = ['data-fix', 'data-fixes', 'data_fixes', 'data-migration', 'data-migrations'];

/** Scripts that somebody starts once and watches; many have the day in their name. */
export const oneOffPaths: PathConvention = {
  folders: [
    'migration',
    'migrations',
    'seed',
    'seeds',
    'seeders',
    'oneoff',
    'oneoffs',
    'one-off',
    'one-offs',
    'backfill',
    'backfills',
    ...dataChanges,
  ],
  stems: ['seed', 'seed-*', 'migrate', 'migrate-*', 'migration', '*-migration', 'backfill', 'backfill-*'],
};

/** Folders of migrations (Knex, Sequelize, TypeORM, umzug, node-pg-migrate, migrate-mongo). */
export const migrationPaths: PathConvention = { folders: ['migration', 'migrations'] };

/** The two directions of a migration: what has been applied once is not written anew. */
export const migrationDirections: readonly string[] = ['up', 'down'];

/** Migrations, seeds and work that is done once, of Knex, Sequelize, TypeORM, Prisma and by hand. */
export const scriptPaths: PathConvention = {
  folders: ['migrations', 'seed', 'seeds', 'seeders', 'oneoff', 'oneoffs', 'one-off', 'one-offs', ...dataChanges],
  topFolders: ['script', 'scripts', '.scripts', 'bin'],
  stems: ['seed', 'migrate', 'migration'],
};

/** Modules that a platform's scheduler runs one by one, unless something in them keeps the process running. */
export const cronPaths: PathConvention = { topFolders: ['cron', 'crons', 'cronjobs', 'cron-jobs'] };

/**
 * Code that only those who work on the project run: builds, releases, CI, benchmarks, playgrounds, code generators, and
 * configuration of command-line tools (TypeORM, Knex, Drizzle, Prisma, bundlers, linters).
 */
export const toolPaths: PathConvention = {
  folders: [
    '.github',
    '.gitlab',
    '.circleci',
    '.changeset',
    '.husky',
    '.storybook',
    'bench',
    'benches',
    'benchmark',
    'benchmarks',
    '*-benchmark',
    '*-benchmarks',
    '*-perf',
    // Evaluations of models.
    'evals',
    'playgrounds',
    'release-scripts',
    'build-scripts',
    'ci-scripts',
    'dev-scripts',
    'maintenance-scripts',
  ],
  topFolders: ['playground', 'sandbox', 'tooling', 'hack', 'gulp', 'ci', 'codegen', 'test-app', 'test-apps', 'testapp'],
  marks: ['benchmark'],
  stems: [
    'knexfile',
    'ormconfig',
    'gulpfile',
    'Gruntfile',
    'gruntfile',
    'Jakefile',
    'benchmark',
    'webpack.*',
    'codegen',
    ...[
      'drizzle',
      'prisma',
      'mikro-orm',
      'vite',
      'vitest',
      'rollup',
      'esbuild',
      'tsup',
      'tsdown',
      'jest',
      'playwright',
      'cypress',
      'next',
      'nuxt',
      'astro',
      'svelte',
      'tailwind',
      'postcss',
      'babel',
      'eslint',
      'commitlint',
      'release',
      'semantic-release',
      'sst',
      'docusaurus',
      'vitepress',
    ].map((tool) => `${tool}.config`),
    ...['release', 'publish', 'upload', 'changelog', 'deploy', 'codegen'].flatMap((what) => [
      `scripts/**/*${what}*`,
      `scripts/**/*${what.charAt(0).toUpperCase()}${what.slice(1)}*`,
    ]),
    'scripts/**/*generate-types*',
    'scripts/**/*generateTypes*',
  ],
};

/** Where a repository keeps packages of tools that only those who work on it run, and of what changes its databases. */
export const toolPackagePaths: PathConvention = {
  folders: ['migration', 'migrations', 'db-migrations', 'database-migrations'],
  topFolders: ['tools', 'tool', 'dev-tools', 'devtools'],
};

/** Names of scripts in a package.json that start the program itself, in whatever form. */
export const startScripts: NameConvention = {
  // `run` alone; `runFullSync` runs a task.
  names: ['run', 'run_prod', 'run_production', 'run_dev', 'run_server', 'run_api', 'run_worker', 'run_bot'],
  begins: [
    'start',
    'serve',
    'server',
    'dev',
    'develop',
    'worker',
    'workers',
    'watch',
    'debug',
    'preview',
    'inspect',
    'prod',
    'production',
    'bot',
    'api',
    'queue',
    'consumer',
    'consume',
    'scheduler',
    'daemon',
    'listen',
    'jobs',
  ],
};

/** Commands that run the file they are given, on Node.js, Bun or Deno. */
export const runners: readonly string[] = [
  'node',
  'tsx',
  'ts-node',
  'ts-node-dev',
  'ts-node-esm',
  'swc-node',
  'esno',
  'jiti',
  'babel-node',
  'nodemon',
  'pm2',
  'pm2-runtime',
  'bun',
  'deno',
  'nest',
  'vite-node',
  'zx',
];
/** Commands that run another one in some environment. */
export const runnerWrappers: readonly string[] = [
  'npx',
  'cross-env',
  'env',
  'env-cmd',
  'dotenv',
  'dotenvx',
  'doppler',
  'exec',
  'run',
  'pnpm',
  'yarn',
  'bunx',
  '--',
];
/** Options by which command-line tools are given a module of configuration: TypeORM's data source, Knex' file. */
export const configOptions: readonly string[] = ['-d', '--dataSource', '--knexfile', '--config', '-c'];

/** Folders that compilers write to, which `bin` of a package.json names instead of `src`. */
export const outputFolders: readonly string[] = ['dist', 'lib', 'build', 'built', 'out', 'output'];
