import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { calleeName, callAround, isFunction, outOfObjects, unwrap, wrapped } from '../../ast/nodes.js';
import { limitingWords } from '../../catalog/conventions/values.js';
import type { Construct, Library, TimeoutFact } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/clients.js';
import { wordPattern } from '../names/conventions.js';
import { functionOf } from '../names/functions.js';
import { moduleReferences } from '../names/modules.js';
import { lookUpOption } from '../values/options.js';
import { splitUses, usesOf, type Use } from '../names/uses.js';

/** Where code sets limits for all requests of a client or module, besides the options it is made with. */
export interface Carried {
  /** Values assigned as defaults: `axios.defaults.timeout = 5000`. */
  readonly assigned: readonly { readonly fact: TimeoutFact; readonly node: TSESTree.Node }[];
  /** Whether a hook may set limits for each request. */
  readonly hooked: boolean;
  /** Whether other code gets the client. */
  readonly escapes: boolean;
}

const NO_CALLS: readonly TSESTree.Node[] = [];
const NOTHING: Carried = { assigned: [], hooked: false, escapes: false };

/** What is done with a client besides sending requests, those it is lent to (`borrowing`) included. */
export function carriedBy(
  file: FileLifecycle,
  construction: Construction,
  borrowing: readonly TSESTree.Node[] = NO_CALLS,
): Carried {
  const { own, shared } = splitUses(file, construction.node);
  const ofAll = ofShared(shared);
  const common = ofAll.get(construction.construct) ?? collect(file, shared, [], construction.construct);
  ofAll.set(construction.construct, common);
  const alone = collect(file, own, [], construction.construct);
  return {
    assigned: [...alone.assigned, ...common.assigned],
    hooked: alone.hooked || common.hooked,
    escapes: leavesAll(file, alone.leaving, borrowing) || leavesAll(file, common.leaving, borrowing),
  };
}

/** What was collected of the uses that several clients have in common, by what they are. */
const ofShared = memoized<readonly Use[], [], Map<Construct, Collected>>(() => new Map());

/** Answers for one list of places, by the calls that borrow the client. */
const answersOf = memoized<readonly TSESTree.Node[], [], WeakMap<readonly TSESTree.Node[], boolean>>(
  () => new WeakMap(),
);

/** Whether the client goes from one of some places to other code than the calls that borrow it. */
function leavesAll(file: FileView, leaving: readonly TSESTree.Node[], borrowing: readonly TSESTree.Node[]): boolean {
  const answers = answersOf(leaving);
  const known = answers.get(borrowing) ?? leaving.some((node) => !isLent(file, node, borrowing));
  answers.set(borrowing, known);
  return known;
}

/** What is done with the module itself: `axios.defaults`, `axios.interceptors`. */
export function carriedByModule(file: FileLifecycle, library: Library): Carried {
  const { defaults, setsDefaults } = library;
  if ((defaults ?? setsDefaults) === undefined || !/\.(?:defaults|interceptors)\b/.test(file.text)) return NOTHING;
  const [construct] = library.constructs;
  const uses = [...moduleReferences(file)]
    .filter(({ specifier }) => library.modules.includes(specifier))
    .flatMap(({ node, path }) => [...usesOf(file, node, path)]);
  const members = { defaults, hooks: construct?.hooks, timeouts: construct?.timeouts };
  const { assigned, hooked, leaving } = collect(file, uses, ['default'], members);
  const given = setsDefaults === undefined ? NOTHING : givenTo(file, uses, setsDefaults, timeoutsOf(library));
  return {
    assigned: [...assigned, ...given.assigned],
    hooked: hooked || given.hooked,
    escapes: leaving.length > 0,
  };
}

const timeoutsOf = memoized((library: Library): readonly TimeoutFact[] => [
  ...new Set(library.requests?.flatMap(({ timeouts }) => timeouts ?? [])),
]);

/** Options that a function of a module gets for all later requests: `needle.defaults({ read_timeout: 5000 })`. */
function givenTo(
  file: FileView,
  uses: readonly Use[],
  name: string,
  facts: readonly TimeoutFact[],
): Pick<Carried, 'assigned' | 'hooked'> {
  const assigned: { fact: TimeoutFact; node: TSESTree.Node }[] = [];
  let hooked = false;
  for (const { node, path } of uses) {
    const [options] = path.at(-1) === name ? (callAround(node)?.arguments ?? []) : [];
    if (!options) continue;
    for (const fact of facts)
      for (const option of fact.option) {
        const found = lookUpOption(file, options, option);
        if (found.kind === 'present') assigned.push({ fact, node: found.value });
        hooked ||= found.kind === 'unknown';
      }
  }
  return { assigned, hooked };
}

interface Members {
  readonly defaults?: string | undefined;
  readonly hooks?: readonly string[] | undefined;
  readonly timeouts?: readonly TimeoutFact[] | undefined;
}

/** What is said of some uses, and those of them at which the client leaves the code that is seen. */
interface Collected extends Pick<Carried, 'assigned' | 'hooked'> {
  readonly leaving: readonly TSESTree.Node[];
}

function collect(file: FileLifecycle, uses: Iterable<Use>, root: readonly string[], members: Members): Collected {
  const assigned: { fact: TimeoutFact; node: TSESTree.Node }[] = [];
  const leaving: TSESTree.Node[] = [];
  let hooked = false;
  for (const { node, path } of uses) {
    const own = path[0] === root[0] ? path.slice(root.length) : path;
    const name = own.join('.');
    if (own.length === 0 && leaves(node)) leaving.push(node);
    const target = wrapped(node);
    const assignment =
      target.parent?.type === 'AssignmentExpression' && target.parent.left === target ? target.parent : null;
    if (assignment && members.defaults !== undefined && own[0] === members.defaults) {
      const option = own.slice(1).join('.');
      for (const fact of members.timeouts ?? [])
        if (fact.option.includes(option)) assigned.push({ fact, node: assignment.right });
    }
    if (members.hooks?.includes(name)) {
      const call = callAround(node);
      hooked ||=
        call !== null && call.arguments.some((argument) => maySetLimit(file, argument, members.timeouts ?? []));
    }
  }
  return { assigned, hooked, leaving };
}

const setOf = memoized((nodes: readonly TSESTree.Node[]): ReadonlySet<TSESTree.Node> => new Set(nodes));

/** Whether a use stands in the options of calls that borrow the client, or in a variable that only they are given. */
function isLent(file: FileView, use: TSESTree.Node, borrowing: readonly TSESTree.Node[]): boolean {
  const calls = setOf(borrowing);
  const isGiven = (node: TSESTree.Node): boolean => {
    for (let around: TSESTree.Node | undefined = node; around; around = around.parent)
      if (calls.has(around)) return true;
    return false;
  };
  if (isGiven(use)) return true;
  const value = outOfObjects(use);
  const declarator = value.parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return false;
  const variable = file.variableOf(declarator.id);
  return (
    value !== wrapped(use) &&
    variable !== null &&
    variable.references.every((reference) => reference.init === true || isGiven(reference.identifier))
  );
}

/** Whether a client leaves the code that is seen: exported, returned, an argument, a member of something. */
function leaves(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  switch (parent?.type) {
    case 'MemberExpression':
    case 'AwaitExpression':
    case 'ExpressionStatement':
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'IfStatement':
      return false;
    case 'VariableDeclarator':
      return parent.init === value && parent.parent.parent.type === 'ExportNamedDeclaration';
    case 'AssignmentExpression':
      return (
        parent.left !== value &&
        parent.left.type === 'MemberExpression' &&
        unwrap(parent.left.object).type !== 'ThisExpression'
      );
    case 'PropertyDefinition':
      return false;
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== value;
    default:
      return true;
  }
}

const LIMITING_NAME = wordPattern(limitingWords);

/** Whether a hook mentions one of the options that limit a request. */
function maySetLimit(file: FileLifecycle, hook: TSESTree.Node, facts: readonly TimeoutFact[]): boolean {
  const node = unwrap(hook);
  const fn = isFunction(node) ? node : functionOf(file, node);
  if (!fn) return LIMITING_NAME.test(calleeName(node) ?? '');
  const names = new Set(facts.flatMap(({ option }) => option.flatMap((path) => path.split('.'))));
  return [...descendantsOf(fn, file.visitorKeys)].some((inner) => inner.type === 'Identifier' && names.has(inner.name));
}
