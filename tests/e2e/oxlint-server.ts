import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { applied, type Range } from './language-server.js';

/** What oxlint's server tells of a file. */
export interface OxlintDiagnostic {
  readonly message: string;
  readonly range: Range;
  readonly code: string;
}

/** A fix or suggestion, with its edits. */
export interface OxlintAction {
  readonly title: string;
  readonly edit: {
    readonly changes: Readonly<Record<string, readonly { readonly range: Range; readonly newText: string }[]>>;
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[]; readonly uri?: string; readonly diagnostics?: unknown };
  readonly result?: unknown;
}

/** An editor with one folder open, whose server is `oxlint --lsp` of the project. */
export class OxlintEditor {
  readonly #server: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #waiting = new Map<string, (diagnostics: readonly OxlintDiagnostic[]) => void>();
  #ids = 0;
  #version = 0;
  #rest = Buffer.alloc(0);

  private constructor(private readonly folder: string) {
    const args = [join(folder, 'node_modules/oxlint/bin/oxlint'), '--lsp'];
    this.#server = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#server.stdout?.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
  }

  /** Starts the server as an editor does. */
  static async start(folder: string): Promise<OxlintEditor> {
    const editor = new OxlintEditor(folder);
    const uri = pathToFileURL(folder).href;
    await editor.#ask('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
      },
    });
    editor.#send({ method: 'initialized', params: {} });
    return editor;
  }

  /** Opens a file with a text, or changes it as typing does; what is underlined then. */
  async show(file: string, text: string): Promise<readonly OxlintDiagnostic[]> {
    const uri = this.#uri(file);
    const version = ++this.#version;
    const diagnostics = new Promise<readonly OxlintDiagnostic[]>((resolve) => this.#waiting.set(uri, resolve));
    const document = { uri, version };
    if (version === 1)
      this.#send({
        method: 'textDocument/didOpen',
        params: { textDocument: { ...document, languageId: 'javascript', text } },
      });
    else
      this.#send({ method: 'textDocument/didChange', params: { textDocument: document, contentChanges: [{ text }] } });
    return diagnostics;
  }

  /** What the light bulb of a place offers. */
  async actions(file: string, range: Range): Promise<readonly OxlintAction[]> {
    const answer = await this.#ask('textDocument/codeAction', {
      textDocument: { uri: this.#uri(file) },
      range,
      context: { diagnostics: [] },
    });
    return answer as readonly OxlintAction[];
  }

  /** A text after an action. */
  after(file: string, text: string, { edit }: OxlintAction): string {
    return applied(text, edit.changes[this.#uri(file)] ?? []);
  }

  async stop(): Promise<void> {
    const ended = once(this.#server, 'exit');
    this.#server.kill();
    await ended;
  }

  #uri(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#server.stdin?.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#ids;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    return answer;
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const start = this.#rest.indexOf('\r\n\r\n') + 4;
      if (start < 4) return;
      const end = start + Number(/Content-Length: (\d+)/i.exec(this.#rest.toString('utf8', 0, start))?.[1]);
      if (this.#rest.length < end) return;
      this.#hear(JSON.parse(this.#rest.toString('utf8', start, end)) as Message);
      this.#rest = this.#rest.subarray(end);
    }
  }

  #hear({ id, method, params, result }: Message): void {
    if (method === undefined) this.#answers.get(id ?? 0)?.(result);
    // The editor has no settings of its own.
    else if (id !== undefined) this.#send({ id, result: params?.items?.map(() => ({})) ?? null });
    else if (method === 'textDocument/publishDiagnostics')
      this.#waiting.get(params?.uri ?? '')?.(params?.diagnostics as readonly OxlintDiagnostic[]);
  }
}
