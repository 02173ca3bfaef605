import type { TSESLint } from '@typescript-eslint/utils';
import type { Linter as ESLintLinter, Rule } from 'eslint';
import { perCallClients, type PerCallClient } from '../analysis/clients/per-call.js';
import { isMeantForCall } from '../analysis/clients/purpose.js';
import { fileLifecycle } from '../analysis/lifecycle.js';
import { exportOf, libraryNameOf } from '../analysis/names/construction.js';
import { descendantsOf } from '../ast/children.js';
import { lowerCamel } from '../ast/names.js';
import { KEYED_HELPER } from '../remedies/share/by-value.js';
import { normalized, SharePass } from '../remedies/share/pass.js';
import { shareClient } from '../remedies/share/share.js';
import { dedented } from '../remedies/share/arguments.js';
import { keepAliveEdits } from '../remedies/share/keep-alive.js';
import { isRefused, siteOf, type Site } from '../remedies/share/site.js';
import { withEdits } from '../remedies/share/with-edits.js';
import { unitOf } from '../fix/layout.js';

/** A client that files of the project construct for each call, and that the module of clients is to hold. */
export interface WantedClient {
  /** Id of the construct, as `sharedClients` names it. */
  readonly construct: string;
  /** How the module imports its class or function. */
  readonly module: string;
  readonly imported: string;
  readonly isNew: boolean;
  readonly args: string;
  /** The call that closes it on its name, and whether that returns a promise; `null` where nothing closes it. */
  readonly close: { readonly method: string; readonly isPromise: boolean } | null;
  /** The name of the export. */
  readonly name: string;
}

/** What the files of a project need of modules that hold clients. */
export interface Wanted {
  readonly clients: readonly WantedClient[];
  /** Files with clients that only their arguments tell apart. */
  readonly keyed: number;
  /** The files that need either. */
  readonly users: readonly string[];
}

/** A linter of the project, and how it reads a file. */
export interface Reader {
  readonly linter: ParsingLinter;
  readonly configs: readonly ESLintLinter.Config[];
}

/** What is asked of ESLint's Linter, with the types of the analysis. */
export interface ParsingLinter {
  verify(text: string, configs: ESLintLinter.Config[], options: { readonly filename: string }): unknown;
  /** The source that was verified last; nothing where it could not be parsed. */
  getSourceCode(): Readonly<TSESLint.SourceCode> | undefined;
}

type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>;

/** Arguments for constructions that have none: limits and timeouts which a service chooses, by construct. */
const CHOSEN: Readonly<Record<string, string>> = {
  'undici#Agent':
    '{\n  connections: 64,\n  connect: { timeout: 5_000 },\n  headersTimeout: 30_000,\n  bodyTimeout: 30_000,\n}',
  'http#Agent': '{ keepAlive: true, maxSockets: 64 }',
  'https#Agent': '{ keepAlive: true, maxSockets: 64 }',
};
/** Names of clients whose class is called by a general word. */
const NAMES: Readonly<Record<string, string>> = {
  'undici#Agent': 'dispatcher',
  'http#Agent': 'httpAgent',
  'https#Agent': 'httpsAgent',
};

/**
 * What some files need: the clients that can be shared as they are, because their arguments are constants, or read the
 * environment alone, so that a module of its own can construct them; and whether others are kept by their arguments.
 */
export function wantedOf(files: ReadonlyMap<string, string>, { linter, configs }: Reader): Wanted {
  const found: Found = { clients: new Map(), keyed: 0, users: new Set() };
  // The rules of the plugin have the types of another package for the same context.
  const widened: { create(context: never): object } = { create: (context: Context) => collector(context, found) };
  const rule = widened as Rule.RuleModule;
  for (const [path, text] of files)
    linter.verify(
      text,
      [
        ...configs,
        {
          files: ['**/*'],
          plugins: { init: { rules: { collect: rule } } },
          rules: { 'init/collect': 2 },
          // What all fixes would write tells what they need.
          settings: { 'client-lifecycle': { fixes: 'migrate' } },
        },
      ],
      { filename: path },
    );
  return { clients: named([...found.clients.values()]), keyed: found.keyed, users: [...found.users] };
}

interface Found {
  readonly clients: Map<string, WantedClient>;
  keyed: number;
  readonly users: Set<string>;
}

function collector(context: Context, found: Found): TSESLint.RuleListener {
  const file = fileLifecycle(context);
  if (!file) return {};
  return {
    'Program:exit'() {
      const pass = new SharePass(file, context.id, file.cwd);
      const clients = perCallClients(file);
      for (const client of clients)
        if (client.closing !== 'always' && !isMeantForCall(client.purpose, client.repetition))
          shareClient(pass, client);
      if (pass.isHoisted(KEYED_HELPER)) {
        found.keyed++;
        found.users.add(file.filename);
      }
      for (const client of clients) {
        const { node, construction, origin } = client;
        const { construct, id, specifier } = construction;
        const isPlain = construct.sharedAs === undefined && construct.state === undefined && construct.async !== true;
        const isShared = construct.owns !== 'socket' || construct.multiplexed !== undefined;
        if (node !== construction.node || !isPlain || !isShared || origin === 'call' || origin === 'instance') continue;
        // What makes a factory of unknown code a client is its name alone: nothing can be imported in its place.
        if (specifier === '' || isLeftWhereItIs(client)) continue;
        const isGlobal = node.arguments.every((argument) => file.readsGlobalsOnly(argument));
        const isCalm = node.arguments.every((argument) =>
          [...descendantsOf(argument, file.visitorKeys)].every(({ type }) => type !== 'AwaitExpression'),
        );
        const exported = exportOf(file, construction);
        if (!isGlobal || !isCalm || exported === null || exported.includes('.')) continue;
        const site = siteOf(file, client);
        const args = isRefused(site) ? null : argumentsOf(site);
        if (args === null) continue;
        found.users.add(file.filename);
        const chosen = normalized(args).replace(/^\{\}$/, '') === '' ? (CHOSEN[id] ?? args) : args;
        const [close] = construct.close.filter(({ on, returns }) => on !== 'module' && returns !== 'callback');
        found.clients.set(`${libraryNameOf(construction)}#${exported} ${normalized(chosen)}`, {
          construct: `${libraryNameOf(construction)}#${exported}`,
          module: specifier,
          imported: exported,
          isNew: node.type === 'NewExpression',
          args: chosen,
          close: close ? { method: close.method, isPromise: close.returns === 'promise' } : null,
          name: NAMES[id] ?? lowerCamel(exported === 'default' ? localName(client) : exported),
        });
      }
    },
  };
}

/**
 * The arguments for the module, of an agent that keeps its connections, with lines that start as those of the modules
 * do; `null` where no fix could use it.
 */
function argumentsOf(site: Site): string | null {
  const { file } = site;
  const { node } = site.client;
  const kept = keepAliveEdits(site);
  if (isRefused(kept)) return null;
  const [first] = node.arguments;
  const made = withEdits(file, node, kept);
  const start = (first?.range[0] ?? node.range[1] - 1) - node.range[0];
  const args = made.slice(start, made.lastIndexOf(')')).replace(/,\s*$/, '');
  const unit = unitOf(file);
  return dedented(file, node, args)
    .split('\n')
    .map((line) => line.replace(/^\s+/, (white) => '  '.repeat(Math.round(white.length / unit.length))))
    .join('\n')
    .trim();
}

/** Whether no fix shares it: it is meant for its call, is closed there, or belongs to a class of the project. */
function isLeftWhereItIs({ closing, construction: { construct }, purpose, repetition }: PerCallClient): boolean {
  const isPerJob = construct.owns === 'socket' || construct.perJob === true;
  return (
    construct.constructedIn !== undefined ||
    construct.perUse === true ||
    (isPerJob && closing !== 'never') ||
    isMeantForCall(purpose, repetition)
  );
}

/** What the file calls the default export of a module, where it names it. */
function localName({ construction: { node, specifier } }: PerCallClient): string {
  return node.callee.type === 'Identifier' ? node.callee.name : specifier.replace(/^.*\//, '');
}

/** Gives each client a name of its own; those whose arguments nobody wrote come first, because they fit most sites. */
function named(clients: readonly WantedClient[]): WantedClient[] {
  const taken = new Set<string>();
  return [...clients]
    .sort(
      (a, b) => a.construct.localeCompare(b.construct) || a.args.length - b.args.length || a.args.localeCompare(b.args),
    )
    .map((client) => {
      const base = client.name.replace(/[^\w$]/g, '');
      let name = base;
      for (let count = 2; taken.has(name); count++) name = `${base}${String(count)}`;
      taken.add(name);
      return { ...client, name };
    });
}
