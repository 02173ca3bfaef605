/**
 * Words in the names of parameters that are clients, in services that were read. They decide only whether a file is
 * parsed to see what its functions do with such a parameter.
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
