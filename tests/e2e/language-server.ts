import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** From 0, as the protocol counts. */
interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What an editor underlines. */
export interface Diagnostic {
  readonly message: string;
  readonly range: Range;
  readonly code: string;
  readonly codeDescription?: { readonly href: string };
}

/** An entry of the menu of a light bulb. */
export interface Action {
  readonly title: string;
  readonly isPreferred?: boolean;
  readonly command: { readonly command: string; readonly arguments: readonly unknown[] };
}

/** The little of vscode-jsonrpc that is needed; the package comes with the language server. */
interface Connection {
  listen(): void;
  dispose(): void;
  onRequest(method: string, handle: (parameters: never) => unknown): void;
  onRequest(handle: (method: string) => unknown): void;
  sendRequest(method: string, parameters: object): Promise<unknown>;
  sendNotification(method: string, parameters: object): Promise<void>;
}
interface JsonRpc {
  readonly createMessageConnection: (reader: object, writer: object) => Connection;
  readonly StreamMessageReader: new (stream: NodeJS.ReadableStream) => object;
  readonly StreamMessageWriter: new (stream: NodeJS.WritableStream) => object;
}

interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** What VS Code's ESLint extension sends where a user has set nothing. */
const SETTINGS = {
  validate: 'on',
  run: 'onType',
  options: {},
  rulesCustomizations: [],
  quiet: false,
  problems: { shortenToSingleLine: false },
  nodePath: null,
  experimental: {},
  useESLintClass: true,
  workingDirectory: null,
  codeAction: {
    disableRuleComment: { enable: true, location: 'separateLine' },
    showDocumentation: { enable: true },
  },
  codeActionOnSave: { enable: false, mode: 'all' },
  format: false,
  onIgnoredFiles: 'off',
};

/** An editor with one folder open, whose ESLint server is the one of VS Code. */
export class Editor {
  readonly #server: ChildProcess;
  readonly #connection: Connection;
  readonly #texts = new Map<string, { text: string; version: number }>();

  private constructor(
    private readonly folder: string,
    server: ChildProcess,
    connection: Connection,
  ) {
    this.#server = server;
    this.#connection = connection;
  }

  /** Starts the server of the npm package vscode-langservers-extracted, which the project has installed. */
  static async start(folder: string): Promise<Editor> {
    const require = createRequire(join(folder, 'package.json'));
    const rpc = require('vscode-jsonrpc/node') as JsonRpc;
    const path = join(folder, 'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server');
    const server = spawn(process.execPath, [path, '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    const connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(server.stdout),
      new rpc.StreamMessageWriter(server.stdin),
    );
    const editor = new Editor(folder, server, connection);
    await editor.#initialize();
    return editor;
  }

  /** Opens a file with a text, or changes the text of an open one, as typing does. */
  async show(file: string, text: string): Promise<void> {
    const uri = this.#uri(file);
    const version = (this.#texts.get(file)?.version ?? 0) + 1;
    this.#texts.set(file, { text, version });
    await (version === 1
      ? this.#connection.sendNotification('textDocument/didOpen', {
          textDocument: { uri, languageId: 'javascript', version, text },
        })
      : this.#connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ text }],
        }));
  }

  /** The text of an open file, with the edits that actions have made. */
  text(file: string): string {
    return this.#texts.get(file)?.text ?? '';
  }

  /** What is underlined in an open file. */
  async diagnostics(file: string): Promise<readonly Diagnostic[]> {
    const answer = await this.#connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: this.#uri(file) },
    });
    return (answer as { items: readonly Diagnostic[] }).items;
  }

  /** What the light bulb of a diagnostic offers. */
  async actions(file: string, diagnostic: Diagnostic): Promise<readonly Action[]> {
    const answer = await this.#connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: this.#uri(file) },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return answer as readonly Action[];
  }

  /** Chooses an action; its edits are in the text when this is done. */
  async choose({ command }: Action): Promise<void> {
    await this.#connection.sendRequest('workspace/executeCommand', command);
  }

  stop(): void {
    this.#connection.dispose();
    this.#server.kill();
  }

  #uri(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  async #initialize(): Promise<void> {
    const workspaceFolder = { uri: pathToFileURL(this.folder).href, name: 'project' };
    this.#connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
      items.map(() => ({ ...SETTINGS, workspaceFolder })),
    );
    this.#connection.onRequest('workspace/applyEdit', (parameters: { edit: WorkspaceEdit }) => {
      this.#apply(parameters.edit);
      return { applied: true };
    });
    this.#connection.onRequest(() => null);
    this.#connection.listen();
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: workspaceFolder.uri,
      workspaceFolders: [workspaceFolder],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true, workspaceEdit: { documentChanges: true } },
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
      },
    });
    await this.#connection.sendNotification('initialized', {});
  }

  #apply({ changes, documentChanges }: WorkspaceEdit): void {
    const byUri = documentChanges?.map(({ textDocument, edits }) => [textDocument.uri, edits] as const);
    for (const [uri, edits] of byUri ?? Object.entries(changes ?? {}))
      for (const [file, known] of this.#texts) if (this.#uri(file) === uri) known.text = applied(known.text, edits);
  }
}

interface WorkspaceEdit {
  readonly changes?: Readonly<Record<string, readonly Edit[]>>;
  readonly documentChanges?: readonly {
    readonly textDocument: { readonly uri: string };
    readonly edits: readonly Edit[];
  }[];
}

/** A text after the edits of a server. */
export function applied(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, character);
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (result, { range, newText }) => result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end)),
      text,
    );
}
