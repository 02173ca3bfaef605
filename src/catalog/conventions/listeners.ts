/** Methods of emitters and event targets that add a listener (`node:events`, DOM). */
export const listeningMethods: readonly string[] = [
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
];
