import type { NameConvention } from './types.js';

/**
 * Events by which a connection says that it is gone, so that a new one replaces nothing: of ws, net, redis, amqplib,
 * mysql, socket.io, nats and node:child_process.
 */
export const endingEvents: NameConvention = {
  names: [
    ...['close', 'closed', 'end', 'ended', 'finish', 'exit', 'disconnect', 'disconnected', 'error', 'goaway'],
    ...['timeout', 'aborted', 'abort', 'connect_error', 'connectFailed', 'connection_error', 'reconnecting'],
    ...['unexpected-response', 'frameError', 'kicked', 'terminated', 'offline'],
  ],
  ignoreCase: true,
};

/** Functions that such events call, by the names that projects give them: `onClose`, `handleDisconnect`. */
export const endingHandlers: NameConvention = {
  names: ['close', 'end', 'error', 'disconnect', 'disconnected', 'failure', 'exit'].flatMap((name) => {
    const word = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [`on${name}`, `on${word}*`, `on*${word}`, `handle${word}*`, `handle*${word}`];
  }),
};

/** Methods by which an object gets another client than the one it was made with. */
export const replacingNames: NameConvention = {
  begins: [
    ...['update', 'set', 'reload', 'refresh', 'reset', 'rotate', 'switch', 'change', 'reconfigure', 'reconnect'],
    ...['recreate', 'rebuild', 'renew', 'replace', 'reinit', 'reinitialize', 'reinitialise', 're connect'],
  ],
};

/** Calls before which an old client may have been ended, in the words of projects. */
export const clearingNames: NameConvention = {
  begins: [
    ...['close', 'end', 'quit', 'destroy', 'disconnect', 'dispose', 'stop', 'shutdown', 'terminate', 'release'],
    ...['cleanup', 'clean up', 'clear', 'tear down', 'teardown', 'reset', 'remove', 'kill', 'abort', 'drain', 'logout'],
  ],
};
