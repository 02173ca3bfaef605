import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { callAround } from '../../ast/nodes.js';
import { retryMakers, type RetryMakerFact } from '../../catalog/retries.js';
import { callsNamed } from '../names/calls.js';
import { moduleReferences } from '../names/modules.js';
import { usesOf } from '../names/uses.js';
import { lookUpOption } from '../values/options.js';
import { speaksOfIdempotency } from './requests.js';

/** A call that makes a retry for what a client sends later. */
export interface RetryMaker {
  readonly node: TSESTree.CallExpression;
  readonly fact: RetryMakerFact;
}

/** The calls of a file that make such a retry: `interceptors.retry()`, `retry()` of a middleware. */
export function retryMakersOf(file: FileView): RetryMaker[] {
  return [...moduleReferences(file)].flatMap(({ specifier, node, path }) => {
    const facts = retryMakers.filter(({ module }) => module === specifier);
    if (facts.length === 0) return [];
    return [...usesOf(file, node, path)].flatMap((use): RetryMaker[] => {
      const call = callAround(use.node);
      const name = use.path.filter((part) => part !== 'default').join('.');
      const fact = call && facts.find((each) => each.export === name);
      return fact ? [{ node: call, fact }] : [];
    });
  });
}

/** Whether nothing tells it which requests to leave alone, and the file sends some that change something. */
export function retriesAnything(file: FileView, { node, fact }: RetryMaker): boolean {
  if (fact.like !== null || speaksOfIdempotency(file.text)) return false;
  const [options] = node.arguments;
  if (options && fact.leavesOut.some((name) => lookUpOption(file, options, name).kind !== 'absent')) return false;
  return callsNamed(file, 'post', 'patch').some(({ callee }) => callee.type === 'MemberExpression');
}
