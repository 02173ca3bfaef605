/** Methods that write a part of an answer: of `ServerResponse`, Hono's streaming helpers, SSE packages. */
export const streamWriters: readonly string[] = ['write', 'writeSSE', 'writeln', 'send', 'push', 'sse'];
