import type { Framework } from '../framework-types.js';

/** Packages that parse commands: what a command does runs once, and nothing of it for `--help`. */
export const commands = {
  name: 'commands',
  modules: [
    'commander',
    '@commander-js/extra-typings',
    'yargs',
    'yargs/*',
    'cac',
    'sade',
    'clipanion',
    '@oclif/core',
    '@oclif/command',
    'citty',
    'cmd-ts',
    '@stricli/core',
    'cleye',
    'gunshi',
    'vorpal',
    '@caporal/core',
    'caporal',
    'gluegun',
    'nest-commander',
  ],
  command: true,
  source: [
    'https://github.com/tj/commander.js#action-handler',
    'https://github.com/yargs/yargs/blob/main/docs/advanced.md#commands',
    'https://oclif.io/docs/commands',
    'https://github.com/unjs/citty#usage',
    'https://mael.dev/clipanion/docs/getting-started',
  ],
  registrations: [
    { calls: ['action', 'command', 'commandDir', 'hook', 'preAction', 'postAction', 'run', 'cli'], runs: 'once' },
    {
      calls: ['command', 'defineCommand', 'buildCommand', 'define', 'cli'],
      members: ['handler', 'run', 'func', 'setup', 'cleanup', 'builder'],
      runs: 'once',
    },
  ],
  methods: [
    { names: ['run'], classes: ['*Command', 'CommandRunner'], runs: 'once' },
    { names: ['execute'], classes: ['*Command'], runs: 'once' },
  ],
} satisfies Framework;

/** Modules of yargs commands, which are loaded by name and import nothing of the package. */
export const commandModules = {
  name: 'yargs',
  modules: [],
  ambient: true,
  source: ['https://github.com/yargs/yargs/blob/main/docs/advanced.md#providing-a-command-module'],
  exports: [
    { names: ['handler', 'builder'], beside: ['command', 'commands'], runs: 'once' },
    { names: ['handler'], beside: ['builder', 'describe', 'desc'], runs: 'once' },
  ],
} satisfies Framework;
