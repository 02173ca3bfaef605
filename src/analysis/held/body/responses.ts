import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction } from '../../../ast/nodes.js';
import type { BodyKind, BodyFact } from '../../../catalog/types.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { acquisitionsOf, type Acquisition } from './acquisitions.js';
import { bodyPipes } from './body-pipes.js';
import { deadlockOf, type Deadlock } from './deadlock.js';
import type { Effects } from './effects.js';
import { unreadErrorBody } from './error-bodies.js';
import { bodyOf } from './facts.js';
import type { ThrowMode } from '../resources/holding.js';
import { LeakAnalysis, type BodyLeaks } from './leaks.js';
import { isUnguarded, unguardedPipes, unguardedReaders } from './streams.js';

/** A response whose body some way leaves unread. */
export interface UnreadBody {
  readonly acquisition: Acquisition;
  readonly lost: BodyLeaks;
}

/** What a file does wrong with response bodies. */
export interface BodyFindings {
  readonly unread: readonly UnreadBody[];
  /** `getReader()` calls whose loop does not cancel the reader when it ends early. */
  readonly readers: readonly TSESTree.CallExpression[];
  /** `pipe()` calls that lose the errors of one of their streams. */
  readonly pipes: readonly TSESTree.CallExpression[];
  /** Closes that wait for a body which the caller can only read after them. */
  readonly deadlocks: readonly Deadlock[];
  /** Requests whose rejected statuses leave a stream in the error, with the clause that leaves it. */
  readonly errorBodies: readonly { readonly call: TSESTree.CallExpression; readonly clause: TSESTree.CatchClause }[];
}

function cloneOf(acquisition: Acquisition, call: TSESTree.CallExpression): Acquisition {
  return {
    ...acquisition,
    call,
    at: call,
    received: { node: call, binding: false },
    home: enclosingFunction(call) ?? acquisition.home,
    doubtful: false,
  };
}

const known = new WeakMap<FileLifecycle, Map<ThrowMode, BodyFindings>>();

/** Follows every response of a file to the ends of the functions that hold it; once for all rules that ask. */
export function bodyFindings(file: FileLifecycle, throws: ThrowMode): BodyFindings {
  const byMode = known.get(file) ?? new Map<ThrowMode, BodyFindings>();
  known.set(file, byMode);
  const findings = byMode.get(throws) ?? findBodies(file, throws);
  byMode.set(throws, findings);
  return findings;
}

function findBodies(file: FileLifecycle, throws: ThrowMode): BodyFindings {
  const bodyPipeCalls = [...bodyPipes(file.sourceCode)];
  if (file.clients.requests.size + bodyPipeCalls.length === 0 || file.role === 'test')
    return { unread: [], readers: [], pipes: [], deadlocks: [], errorBodies: [] };
  const facts = new Map<BodyKind, BodyFact>(file.index.bodies.map((fact) => [fact.kind, fact]));
  const analysis = new LeakAnalysis(file.sourceCode, throws);
  const unread: UnreadBody[] = [];
  const readers = new Set<TSESTree.CallExpression>();
  const pipes = new Set<TSESTree.CallExpression>();
  const deadlocks: Deadlock[] = [];
  const errorBodies: BodyFindings['errorBodies'][number][] = [];
  const reported = new Set<TSESTree.Node>();
  for (const request of file.clients.requests.values()) {
    // Browsers pool connections by themselves.
    if (file.role === 'browser' && request.library.modules.length === 0) continue;
    const body = bodyOf(file.sourceCode, request, facts);
    const found: Effects[] = [];
    const acquisitions = body ? acquisitionsOf(file.sourceCode, request, body) : [];
    for (const acquisition of acquisitions) {
      const lost = analysis.leaksOf(acquisition);
      const { leaks, effects } = lost;
      found.push(effects);
      if (leaks.length > 0 && !reported.has(acquisition.call)) {
        reported.add(acquisition.call);
        unread.push({ acquisition, lost });
      }
      for (const reader of unguardedReaders(file.sourceCode, effects)) readers.add(reader);
      for (const pipe of unguardedPipes(file.sourceCode, effects)) pipes.add(pipe);
      // A clone is a response of its own.
      for (const clone of effects.clones) acquisitions.push(cloneOf(acquisition, clone));
    }
    const deadlock = body && deadlockOf(file.sourceCode, request, found);
    if (deadlock) deadlocks.push(deadlock);
    const clause = body && unreadErrorBody(file.sourceCode, request);
    if (clause && !reported.has(request.node)) errorBodies.push({ call: request.node, clause });
  }
  for (const pipe of bodyPipeCalls) if (isUnguarded(file.sourceCode, pipe)) pipes.add(pipe);
  return {
    unread,
    readers: [...readers],
    pipes: [...pipes],
    deadlocks,
    errorBodies,
  };
}
