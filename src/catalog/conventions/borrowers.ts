/** Scopes of npm whose packages belong to one vendor, so that a function of one borrows the clients of another. */
export const vendorScopes: readonly (readonly string[])[] = [
  ['@aws-sdk', '@smithy', '@aws-crypto'],
  ['@azure'],
  ['@google-cloud', 'google-gax'],
  ['@elastic'],
  ['@opensearch-project'],
];

/** Methods of other objects of a library that work through a client while they are awaited: BullMQ's jobs. */
export const borrowingMethods: readonly string[] = ['waitUntilFinished'];
