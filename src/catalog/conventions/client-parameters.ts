/**
 * Words at the end of the names of parameters that are clients, in services that were read: what is done with such a
 * parameter is looked at.
 */
export const clientParameters: readonly string[] = [
  'client',
  'agent',
  'dispatcher',
  'pool',
  'conn',
  'sdk',
  'redis',
  'axios',
  'instance',
  'database',
  'db',
  'queue',
  'socket',
];

/**
 * Ends of the names of types that are clients in the catalogued libraries, and of interfaces that services put around
 * them.
 */
export const clientTypes: readonly string[] = [
  'Client',
  'Agent',
  'Dispatcher',
  'Pool',
  'Connection',
  'Redis',
  'Browser',
  'Queue',
  'Producer',
  'Consumer',
  'Transporter',
  'Channel',
];
