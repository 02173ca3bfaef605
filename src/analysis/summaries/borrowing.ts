import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../ast/nodes.js';
import { clientParameters, clientTypes } from '../../catalog/conventions/client-parameters.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import type { Construct } from '../../catalog/types.js';
import { namePattern } from '../names/conventions.js';
import type { ClassNode } from '../names/members.js';
import { OWNED } from '../values/client-paths.js';
import { constructorOf, isHeldByInstance } from '../values/holding-classes.js';
import { summarize, type Sink } from '../values/ownership.js';
import type { FollowedConstruction } from '../values/value-flow.js';
import { ValueWalk } from '../values/value-walk.js';
import type { ExportFact, SummarizedFile } from './file.js';

const NAME = new RegExp(`(?:${clientParameters.join('|')})$`, 'i');
const TYPE = new RegExp(`(?:${clientTypes.join('|')})$`);
const CLOSING = namePattern(closingNames);
/** Of which library the client is does not matter for what is done with it. */
const ANY_CLIENT: Construct = { export: 'default', create: 'call', owns: 'agent', close: [] };

/**
 * The parameters that a function uses and keeps nowhere, as far as they are clients by their name or type: what a
 * caller gives it is still the caller's alone.
 */
export function borrowedParameters(file: SummarizedFile, name: string, fn: FunctionNode): ExportFact[] {
  if (!fn.body || fn.generator) return [];
  return fn.params.flatMap((parameter, argument): ExportFact[] => {
    const given = plainOf(parameter);
    if (!isClient(given)) return [];
    const walk = new ValueWalk(file, { construct: ANY_CLIENT });
    walk.bind(given, [], given);
    const { kind, sinks } = summarize(walk.sinks);
    // `return new Store(client)`
    const holds =
      kind === 'returned' &&
      sinks.every((sink) => sink.kind !== 'returned' || (sink.fn === fn && sink.path[0] === OWNED));
    if (sinks.length === 0 || (kind !== 'local' && !holds)) return [];
    const closes = sinks.some(
      (sink) => sink.kind === 'closed' || (sink.kind === 'used' && CLOSING.test(sink.method ?? '')),
    );
    return [{ kind: 'borrow', name, argument, closes, holds }];
  });
}

/** The parameters of a class's constructor that its instances hold, and nobody else, as far as they are clients. */
export function heldParameters(file: SummarizedFile, name: string, owner: ClassNode): ExportFact[] {
  const follow = (start: (walk: ValueWalk<FollowedConstruction>) => void): readonly Sink[] => {
    const walk = new ValueWalk<FollowedConstruction>(file, { construct: ANY_CLIENT });
    start(walk);
    return walk.sinks;
  };
  const params = constructorOf(owner)?.params ?? [];
  return params.flatMap((parameter, argument): ExportFact[] => {
    const isHeld = isClient(plainOf(parameter)) && isHeldByInstance(file, owner, argument, follow);
    return isHeld ? [{ kind: 'borrow', name, argument, holds: true }] : [];
  });
}

/** Whether a parameter is a client by its name or type. */
function isClient(given: TSESTree.Node): boolean {
  return given.type === 'Identifier' && (NAME.test(given.name) || TYPE.test(typeName(given)));
}

/** The pattern of a parameter, without its default and without what makes it a field. */
function plainOf(parameter: TSESTree.Parameter): TSESTree.Node {
  const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  return pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
}

function typeName({ typeAnnotation }: TSESTree.Identifier): string {
  const type = typeAnnotation?.typeAnnotation;
  if (type?.type !== 'TSTypeReference') return '';
  const { typeName: name } = type;
  return name.type === 'Identifier' ? name.name : name.type === 'TSQualifiedName' ? name.right.name : '';
}
