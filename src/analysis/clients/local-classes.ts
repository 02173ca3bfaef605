import { memoized } from '../../ast/memo.js';
import { enclosingClass, wrapped } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/clients.js';
import { variableOfClass } from '../names/members.js';
import { ownedClients, type ClassNode } from '../summaries/classes.js';
import { constructOf } from '../summaries/construct-of.js';
import { SummarizedFile } from '../summaries/file.js';
import { makingOfInstance } from '../summaries/instance.js';

/**
 * Instances of classes of the file whose fields or constructor open a client, as constructions of it: whoever makes an
 * instance for each call makes a client for each call.
 */
export const localClassConstructions = memoized((file: FileLifecycle): readonly Construction[] => {
  const { clients, filename, sourceCode } = file;
  const summarized = new SummarizedFile(sourceCode, filename, clients);
  const classes = new Set<ClassNode>();
  for (const { node } of clients.constructions.values()) {
    const owner = enclosingClass(node);
    if (owner?.id) classes.add(owner);
  }
  return [...classes].flatMap((owner) => {
    const owned = ownedClients(summarized, owner);
    const [first] = owned;
    const variable = variableOfClass(file, owner);
    if (!first || !variable) return [];
    const { construction } = first;
    const making = makingOfInstance(summarized, owner, owned, first);
    const construct = { ...constructOf(file, filename, construction, making), export: variable.name };
    // The class has its name inside of itself as well: `Store.instance ??= new Store()`.
    const reads = file.getDeclaredVariables(owner).flatMap((each) => readsOf(each));
    return reads.flatMap(({ identifier }) => {
      const { parent } = wrapped(identifier);
      return parent?.type === 'NewExpression' && parent.callee === identifier
        ? [{ ...construction, node: parent, construct, subclass: null }]
        : [];
    });
  });
});
