import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../ast/nodes.js';
import { isConstant, isTopLevel } from '../../ast/variables.js';
import { typeOfClient } from './client-type.js';
import { primitiveTypeOf } from './key-like.js';
import { keyedInPlace } from './keyed.js';
import { kindOfShared } from './hoist.js';
import type { SharePass } from './pass.js';
import { whyCallsDiffer } from './project-made.js';
import type { Remedy } from './remedy.js';
import { isRefused, type Site } from './site.js';

/**
 * Keeps one client for each value of the only parameter of the function that constructs it. For a function whose
 * callers are all known, and give it nothing or values that are there for good: of these there are only so many.
 */
export function perParameter(pass: SharePass, site: Site, fn: FunctionNode): readonly Remedy[] {
  const { safety } = kindOfShared(site);
  const refuse = (refused: string): readonly Remedy[] => [{ title: 'keyed', safety, data: {}, edits: { refused } }];
  const [param, ...others] = fn.params;
  const target = param?.type === 'AssignmentPattern' ? param.left : param;
  if (target?.type !== 'Identifier' || others.length > 0) return refuse('it depends on more than one argument');
  const variable = site.file.variableOf(target);
  if (!variable || !isConstant(variable)) return refuse(`${target.name} is assigned again`);
  const reason = whyCallsDiffer(site.file, fn);
  if (reason !== null) return refuse(reason);
  const type = typeOfClient(site);
  if (isRefused(type)) return refuse(type.refused);
  const keyType = keyTypeOf(site, target);
  if (keyType === null) return refuse(`the type of ${target.name} is not written`);
  const placed = keyedInPlace(pass, site, { name: target.name, text: target.name, type: keyType }, type.text);
  if (isRefused(placed)) return refuse(placed.refused);
  return [
    {
      title: 'keyed',
      safety: safety === 'safe' ? 'migrate' : safety,
      data: { key: target.name, name: placed.map, bound: 'as many as its callers name' },
      edits: [...placed.edits, ...type.edits],
      declares: { key: `keyed ${placed.map}`, name: placed.map },
    },
  ];
}

/** The type of a parameter as a Map of the module names it; `null` where nothing says it, empty in JavaScript. */
function keyTypeOf({ file, typed }: Site, param: TSESTree.Identifier): string | null {
  if (!typed) return '';
  const annotation = param.typeAnnotation?.typeAnnotation;
  if (!annotation) return primitiveTypeOf(file, param);
  const isVisible = [...file.outerReferences(annotation)].every(({ variable }) => !variable || isTopLevel(variable));
  return isVisible ? file.getText(annotation) + (param.optional ? ' | undefined' : '') : null;
}
