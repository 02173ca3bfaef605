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

/**
 * Functions of the AWS SDK that sign an address for others to use, and send nothing: @aws-sdk/s3-request-presigner,
 * s3-presigned-post.
 */
export const signingFunctions: readonly string[] = ['getSignedUrl', 'createPresignedPost'];
