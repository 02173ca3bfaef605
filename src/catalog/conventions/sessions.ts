/**
 * Names of functions that end a transaction of a connection which they are given: `rollback(client)`,
 * `commitOrAbort(client)`, `releaseSafely(client)`. From transaction helpers of services on GitHub.
 */
export const ENDS_TRANSACTION =
  /roll_?back|commit|abort|finish|finali[sz]e|end_?(?:tx|transaction)|release|clean|reset|dispose/i;

/** Functions that look at what they are given and do nothing with it. */
export const LOOKS_ONLY =
  /^(?:console\.\w+|Boolean|String|util\.inspect|inspect|typeof|expect|assert(?:\.\w+)?|(?:this\.)?log(?:ger)?(?:\.\w+)?)$/;
