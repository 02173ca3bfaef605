import type { TSESTree } from '@typescript-eslint/utils';
import type { TimeoutPhase } from '../../catalog/types.js';
import { isWithin, unwrap } from '../../ast/nodes.js';
import { lifecycleBeside, type FileLifecycle } from '../lifecycle.js';
import type { Construction, RequestCall } from '../names/clients.js';
import { paths } from '../../project/paths.js';
import { exportsOf, type Exported } from '../names/exports.js';
import { functionOf } from '../names/functions.js';
import { isTest } from '../runs/test-files.js';
import { mayName } from '../summaries/gates.js';
import { CallerSearch } from './callers.js';
import { problemOf, type LimitPolicy } from './finding.js';
import { lackingOf, leftOpen } from './lacking.js';
import { callsOutside, importedCalls, isLimitedBy, isSame, type MayLead, type OpenFunction } from './open-functions.js';
import { boundsRequests } from './phases.js';
import { isSetForModule } from './set-elsewhere.js';
import { SiteJudge } from './site-judge.js';

/** A function that another file may call, with what its callers would have to limit. */
export interface OpenSender {
  readonly file: FileLifecycle;
  readonly open: OpenFunction;
  readonly lacking: readonly TimeoutPhase[];
  /** Whether some call, of any file, sets the limit. */
  isLimitedBySome(): boolean;
}

/** A call of a function of another file that leaves out the limit which other calls of it set. */
export interface UnlimitedImport {
  readonly node: TSESTree.CallExpression;
  readonly sender: OpenSender;
  readonly specifier: string;
  /** How many more calls of the same function in the file are not told, in words; empty where there are none. */
  readonly more: string;
}

/** So many calls of one function are told each in a file; where there are more, the first stands for all. */
const MAX_TOLD = 3;

/** Calls of functions of other files that leave out the limit which other calls of them set. */
export function unlimitedImports(file: FileLifecycle, policy: LimitPolicy): UnlimitedImport[] {
  const { catalog, cwd } = file;
  if (!catalog) return [];
  const { elsewhere } = catalog;
  const isSender = (path: string, name: string | null): boolean =>
    openSendersOf(file, path, policy).some((sender) => isExportedAs(sender, name) && sender.isLimitedBySome());
  const mayLead: MayLead = (imported) => {
    // Files of one folder name the same functions.
    const key = [paths.dirname(catalog.file), imported.specifier, imported.path[0], keyOf('', policy)].join('\0');
    return catalog.remembered(unlimitedImports, key, () => catalog.mayLeadTo(imported, isSender));
  };
  const found = new Map<OpenSender, UnlimitedImport[]>();
  for (const { node, fn, path, specifier } of importedCalls({ file, elsewhere }, mayLead)) {
    const sender = openSendersOf(file, path, policy).find(({ open }) => isSame(open.fn, fn));
    const isBare =
      sender?.isLimitedBySome() === true && isLimitedBy({ file, cwd, elsewhere }, node, sender.open) === false;
    if (!sender || !isBare) continue;
    found.set(sender, [...(found.get(sender) ?? []), { node, sender, specifier, more: '' }]);
  }
  return [...found.values()].flatMap((calls) =>
    calls.length > MAX_TOLD
      ? calls.slice(0, 1).map((call) => ({
          ...call,
          more: `, here and in ${String(calls.length - 1)} more calls`,
        }))
      : calls,
  );
}

/** Whether a function may be called by a name that its file exports, or as a member of it; `null`: by any. */
function isExportedAs({ file, open }: OpenSender, name: string | null): boolean {
  const isIt = ({ name: own, value }: Exported): boolean =>
    own === name && (value === open.fn || value.type === 'ObjectExpression');
  return name === null || exportsOf(file).some(isIt);
}

/** The functions of another file that a file may call to send a request, and limit it. */
function openSendersOf(file: FileLifecycle, path: string, policy: LimitPolicy): readonly OpenSender[] {
  const { catalog } = file;
  if (!catalog?.maySend(path)) return [];
  return catalog.remembered(openSenders, keyOf(path, policy), () => {
    const other = lifecycleBeside(file, path);
    return other?.meaning.limits ? openSenders(other, policy) : [];
  });
}

const keyOf = (path: string, { acceptDefaults, phases }: LimitPolicy): string =>
  `${path} ${String(acceptDefaults)} ${phases?.join(' ') ?? ''}`;

/** The functions of a file that others may call to send a request, and limit it. */
function openSenders(file: FileLifecycle, policy: LimitPolicy): OpenSender[] {
  const judge = new SiteJudge(file, policy.acceptDefaults);
  return [...file.clients.requests.values()].flatMap((call) => {
    if ((call.request.timeouts ?? []).length === 0 || isOfLimitedClient(call)) return [];
    const { judgement, lacking, hidden } = leftOpen(policy, judge, call);
    const { opaque, parameters } = hidden;
    if (lacking.length === 0 || opaque || parameters.size === 0 || isSetForModule(file, call.library)) return [];
    if (problemOf(judgement, lacking).kind !== 'missing') return [];
    const callers = new CallerSearch(judge, call, (each) => lackingOf(file, policy, call, each));
    const { limited, open } = callers.of(call.node, parameters);
    return open.map((each) => ({
      file,
      open: each,
      lacking,
      isLimitedBySome: () => limited || callsOutside(file, each)?.limited === true,
    }));
  });
}

/** A request through a client that has limits of its own is reported there. */
function isOfLimitedClient({ client }: RequestCall): boolean {
  return client !== null && boundsRequests(client.construct.timeouts ?? []);
}

/**
 * How many calls in other files leave the request of some functions without a limit; `null` where that is not seen of
 * all of them.
 */
export function bareCallsOutside(file: FileLifecycle, open: readonly OpenFunction[]): number | 'limited' | null {
  const found = open.map((each) => callsOutside(file, each));
  if (found.some((each) => each?.limited)) return 'limited';
  if (found.length === 0 || found.some((each) => !each || each.unknown)) return null;
  return found.reduce((all, each) => all + (each?.bare ?? 0), 0);
}

/** Files that are looked at for requests which a client is lent to. */
const MAX_USERS = 20;

/**
 * Whether a client that is only lent to requests, as a dispatcher is, goes to other files whose requests all have
 * limits of their own.
 */
export function areLimitedElsewhere(
  file: FileLifecycle,
  { library, node }: Construction,
  policy: LimitPolicy,
): boolean {
  const { catalog } = file;
  if (!catalog || !library.requests?.some(({ borrows = [] }) => borrows.length > 0)) return false;
  const names = exportsOf(file).flatMap(({ name, value }) => (isWithin(node, makerOf(file, value)) ? [name] : []));
  if (names.length === 0) return false;
  const users = (catalog.importersOf(catalog.file) ?? []).filter(
    ({ path }) => !isTest(file, path) && names.some((name) => mayName(catalog.textOf(path) ?? '', name)),
  );
  if (users.length > MAX_USERS) return false;
  let limits = false;
  for (const { path } of users) {
    const limited = catalog.remembered(requestsLimited, keyOf(path, policy), () => {
      const other = catalog.sendsNothing(path) ? null : lifecycleBeside(file, path);
      return other ? requestsLimited(other, policy) : [];
    });
    if (limited.includes(false)) return false;
    limits ||= limited.length > 0;
  }
  return limits;
}

/** The function of the file that makes an exported value, or the value itself. */
function makerOf(file: FileLifecycle, value: TSESTree.Node): TSESTree.Node {
  return (value.type === 'CallExpression' ? functionOf(file, unwrap(value.callee)) : null) ?? value;
}

/** Of each request in a file, whether it has limits of its own, or may. */
function requestsLimited(file: FileLifecycle, policy: LimitPolicy): boolean[] {
  const judge = new SiteJudge(file, policy.acceptDefaults);
  return [...file.clients.requests.values()].flatMap((call) => {
    if (!boundsRequests(call.request.timeouts ?? [])) return [];
    const { lacking, hidden } = leftOpen(policy, judge, call);
    return [lacking.length === 0 || hidden.opaque || hidden.parameters.size > 0];
  });
}
