import type { TSESTree } from '@typescript-eslint/utils';
import { retryMakers, type RetryMakerFact } from '../../catalog/retries.js';
import type { FileView } from '../../ast/file-view.js';
import { callsNamed } from '../names/calls.js';
import { importedName } from '../names/import-source.js';
import { lookUpOption } from '../values/options.js';
import { speaksOfIdempotency } from './requests.js';

/** A call that makes a retry for what a client sends later. */
export interface RetryMaker {
  readonly node: TSESTree.CallExpression;
  readonly fact: RetryMakerFact;
}

/** The calls of a file that make such a retry: `interceptors.retry()`, `retry()` of a middleware. */
export function retryMakersOf(file: FileView): RetryMaker[] {
  const names = new Set(retryMakers.map((fact) => fact.export.split('.').at(-1) ?? ''));
  return callsNamed(file, ...names).flatMap((node): RetryMaker[] => {
    const imported = importedName(file, node.callee);
    const path = imported?.path.filter((part) => part !== 'default').join('.');
    const fact = retryMakers.find((each) => each.module === imported?.specifier && each.export === path);
    return fact ? [{ node, fact }] : [];
  });
}

/** Whether nothing tells it which requests to leave alone, and the file sends some that change something. */
export function retriesAnything(file: FileView, { node, fact }: RetryMaker): boolean {
  if (fact.like !== null || speaksOfIdempotency(file.text)) return false;
  const [options] = node.arguments;
  if (options && fact.leavesOut.some((name) => lookUpOption(file, options, name).kind !== 'absent')) return false;
  return callsNamed(file, 'post', 'patch').some(({ callee }) => callee.type === 'MemberExpression');
}
