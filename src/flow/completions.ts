import type { Builder, Completion, FinalizerFrame, Label, Work } from './builder.js';
import type { FlowNode } from './graph.js';

/**
 * Beyond this many copies of the same code (finalizers in finalizers), completions share one copy: less precise, but
 * not exponential.
 */
const MAX_COPIES = 64;

/**
 * Ends the code that a finalizer guards. The finalizer is walked once for each kind of completion that reached it, so
 * that what a `return` left open does not get mixed with what the normal end left open.
 */
export function* closeFinalizer(builder: Builder, frame: FinalizerFrame): Work {
  builder.frame = frame.outer;
  const { interrupted } = frame;
  const walks = interrupted.size + (builder.current.length > 0 ? 1 : 0);
  const { copies } = builder;
  if (frame.block && walks > 1 && copies * walks > MAX_COPIES) {
    yield* walkShared(builder, frame);
    return;
  }
  builder.copies = copies * Math.max(walks, 1);
  if (builder.current.length > 0) yield* walk(builder, frame);
  const after = builder.current;
  for (const [completion, label] of interrupted) {
    builder.current = label;
    const start = yield* walk(builder, frame);
    const end = endOf(builder, frame);
    if (end) builder.resume(completion, end, start);
  }
  builder.copies = copies;
  builder.current = after;
}

function* walk(builder: Builder, frame: FinalizerFrame): Generator<WorkItem, FlowNode> {
  const start = builder.emit(frame.marker, frame.node);
  if (frame.cause) builder.fail(start, frame.cause);
  if (frame.block) yield { part: 'statements', nodes: frame.block.body };
  return start;
}

type WorkItem = Work extends Generator<infer Item> ? Item : never;

function* walkShared(builder: Builder, frame: FinalizerFrame): Work {
  const goesOn = builder.current.length > 0;
  const entries: [Completion, Label][] = [...frame.interrupted];
  for (const [, label] of entries) builder.place(label);
  const start = yield* walk(builder, frame);
  const end = endOf(builder, frame);
  if (!end) return;
  for (const [completion] of entries) builder.resume(completion, end, start);
  builder.current = goesOn ? [{ kind: 'normal', from: end, condition: null }] : [];
}

/** The single node at which a walk of a finalizer ends, `null` when it never ends normally. */
function endOf(builder: Builder, frame: FinalizerFrame): FlowNode | null {
  const [last, ...others] = builder.current;
  if (!last) return null;
  const single = others.length === 0 && last.kind === 'normal' && last.condition === null;
  const end = single ? last.from : builder.emit('resume', frame.node);
  builder.current = [];
  return end;
}
