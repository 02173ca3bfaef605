import type { OwnedClient, ClassNode } from './classes.js';
import type { Making } from './construct-of.js';
import type { SummarizedFile } from './file.js';
import { openingMethods } from './opened-by.js';
import { methodsReturningSelf } from './self.js';

/** How an instance of a class makes the first of the clients that it owns, and what its methods do with them. */
export function makingOfInstance(
  file: SummarizedFile,
  owner: ClassNode,
  owned: readonly OwnedClient[],
  { close }: OwnedClient,
): Making {
  return {
    create: 'new',
    async: false,
    at: [],
    close,
    opensIn: openingMethods(file, owner, owned),
    returnsSelf: methodsReturningSelf(file, owner),
    handsOut: owned.flatMap((each) => each.handsOut),
  };
}
