/** What kind of body a response has; decides what reads and what releases it (see `bodies.ts`). */
export type BodyKind =
  | 'fetch-response'
  | 'node-fetch-2-response'
  | 'node-fetch-3-response'
  | 'undici-body'
  | 'incoming-message'
  | 'node-stream'
  | 'http2-stream'
  | 'got-stream'
  | 'web-stream'
  | 'aws-stream'
  | 'event-stream';

/** The body that a request delivers, and how. */
export interface ResponseBodyFact {
  readonly kind: BodyKind;
  /**
   * How the response arrives. `callback`: last function argument, first parameter; `event`: the `response` event of the
   * returned request.
   */
  readonly delivery: 'promise' | 'value' | 'callback' | 'event';
  /**
   * Members from the delivered value to the body: `['body']` for undici, `['data']` for axios, `[]` when the value is
   * the body.
   */
  readonly path: readonly string[];
  /** Index of the callback's parameter that is the response; 0 by default. */
  readonly parameter?: number;
  /** The member of the delivered object that is the response, where a function of the project returns it in one. */
  readonly within?: string;
  /** The fact holds only if this option has this value (axios `responseType: 'stream'`). */
  readonly when?: { readonly option: string; readonly equals: string | boolean };
  /**
   * The fact holds only if the first argument is constructed from one of these exports: `GetObjectCommand`, or
   * `SynthesizeSpeechCommand:AudioStream` where the body is another member than `path` says.
   */
  readonly commands?: readonly string[];
  /** Whether the library's own types deny that the body has what releases it. */
  readonly mistyped?: boolean;
  /**
   * Option without which a response of an error status rejects, so that those that arrive are `ok`:
   * `throwHttpErrors: false`.
   */
  readonly rejectsUnless?: string;
  /** Member path on the error of a rejected status that holds an unread body (`['response', 'data']`). */
  readonly errorPath?: readonly string[];
}

/** How one kind of body is read to its end or given up. */
export interface BodyFact {
  readonly kind: BodyKind;
  /** Methods on the response or the body that read it to the end. */
  readonly reads: readonly string[];
  /** Methods on the response or the body that release it unread. */
  readonly releases: readonly string[];
  /** Methods that hand the stream on; it is then the receiver's (`pipeThrough`, `getReader`). */
  readonly transfers: readonly string[];
  /** Methods of its other side, what is sent, which neither read nor release it. */
  readonly sends?: readonly string[];
  /** Methods that look like a read but leave the connection held. */
  readonly traps?: readonly string[];
  /** Whether leaving a `for await` over it early releases it. */
  readonly iterationReleases: boolean;
  /** Whether it is a Node.js stream (has `Symbol.asyncDispose`, `destroy`, `pipe`, events). */
  readonly nodeStream: boolean;
  /** Largest body in bytes that the library buffers, so that it holds no connection; 0: every unread body holds it. */
  readonly bufferedBytes: number;
  /** Statement that releases it, `$` standing for the response or body expression; safe in every body state. */
  readonly releaseForm: string;
  /**
   * Statement that lets a body go which is still to come, and leaves what listens for its response alone; absent: what
   * releases it does no harm either.
   */
  readonly pendingForm?: string;
  /** What {@link releaseForm} is applied to. */
  readonly releaseOn: 'response' | 'body';
  readonly source: readonly string[];
}
