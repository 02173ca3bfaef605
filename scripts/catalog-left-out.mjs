/**
 * Packages that were read, and of which an entry would say nothing that a rule could use.
 * @type {readonly { readonly name: string, readonly reason: string }[]}
 */
export const leftOut = [
  {
    name: 'inngest',
    reason:
      'its client sends with the platform’s `fetch`, without a limit or an option for one (run: 4.24.0); its functions are known as a framework',
  },
  {
    name: 'nestjs-grpc-reflection',
    reason: 'a module that answers questions about the services of its own server; it opens no connection (0.2.2)',
  },
  {
    name: 'openid-client 5',
    reason:
      'one limit for the whole process, 3.5 s until the headers, changed by `custom.setHttpOptionsDefaults()`; a body that stalls is waited for without end (run: 5.7.1)',
  },
];
