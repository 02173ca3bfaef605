import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../ast/nodes.js';
import { clientParameters, clientTypes } from '../../catalog/conventions/client-parameters.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import type { Construct } from '../../catalog/types.js';
import { namePattern } from '../names/conventions.js';
import { summarize } from '../values/ownership.js';
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
    const given = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (given.type !== 'Identifier' || !(NAME.test(given.name) || TYPE.test(typeName(given)))) return [];
    const walk = new ValueWalk(file, { construct: ANY_CLIENT });
    walk.bind(given, [], given);
    const { kind, sinks } = summarize(walk.sinks);
    if (kind !== 'local' || sinks.length === 0) return [];
    const closes = sinks.some(
      (sink) => sink.kind === 'closed' || (sink.kind === 'used' && CLOSING.test(sink.method ?? '')),
    );
    return [{ kind: 'borrow', name, argument, closes }];
  });
}

function typeName({ typeAnnotation }: TSESTree.Identifier): string {
  const type = typeAnnotation?.typeAnnotation;
  if (type?.type !== 'TSTypeReference') return '';
  const { typeName: name } = type;
  return name.type === 'Identifier' ? name.name : name.type === 'TSQualifiedName' ? name.right.name : '';
}
