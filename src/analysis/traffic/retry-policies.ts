import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { constantBackoffs, retryPolicies, retryStrategies } from '../../catalog/retries.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, lastNameOf } from '../names/calls.js';
import { importedName } from '../names/import-source.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption } from '../values/options.js';
import { faultOfDelay } from './retry-delays.js';
import type { RetryFault } from './retry-fault.js';

/** The faults of policies and strategies that are made in one place and used in others. */
export function faultyPolicies(file: FileLifecycle): RetryFault[] {
  return [...ofPolicies(file), ...ofStrategies(file)];
}

/** `retry(handleAll, { maxAttempts: 3 })` of cockatiel, in a file that sends requests. */
function* ofPolicies(file: FileLifecycle): Generator<RetryFault> {
  if (file.clients.requests.size === 0) return;
  for (const policy of retryPolicies) {
    for (const node of callsNamed(file, policy.export)) {
      if (!isOf(file, node.callee, policy.modules, policy.export)) continue;
      const options = node.arguments[policy.options];
      const limit = lookUpOption(file, options ?? null, policy.limit);
      const delay = lookUpOption(file, options ?? null, policy.delay);
      const times = limit.kind === 'present' ? numberOf(file, limit.value) : null;
      if (limit.kind === 'absent' || times === Infinity) yield { kind: 'endless', node, detail: '' };
      else if (delay.kind === 'absent') yield { kind: 'atOnce', node, detail: '' };
      else if (delay.kind === 'present' && times !== 1) yield* ofBackoff(file, delay.value);
    }
  }
}

/** `new ConstantBackoff(1_000)`. */
function* ofBackoff(file: FileView, value: TSESTree.Node): Generator<RetryFault> {
  const backoff = file.resolveConstant(value);
  if (backoff.type === 'NewExpression' && constantBackoffs.includes(lastNameOf(backoff.callee)))
    yield { kind: 'constant', node: backoff, detail: '' };
}

/** `new ConfiguredRetryStrategy(4, 100)` of smithy, for clients of the AWS SDK. */
function* ofStrategies(file: FileView): Generator<RetryFault> {
  const fact = retryStrategies.find(({ export: name }) => file.text.includes(name));
  if (!fact) return;
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'NewExpression' || !isOf(file, node.callee, fact.modules, fact.export)) continue;
    const [limit, delay] = node.arguments;
    if (numberOf(file, limit) === Infinity) yield { kind: 'endless', node, detail: '' };
    const fault = delay ? faultOfDelay(file, delay) : null;
    if (fault) yield fault;
  }
}

function isOf(file: FileView, callee: TSESTree.Node, modules: readonly string[], name: string): boolean {
  const imported = importedName(file, callee);
  return imported !== null && modules.includes(imported.specifier) && imported.path.at(-1) === name;
}
