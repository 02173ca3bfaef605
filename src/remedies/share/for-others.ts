import { headOf, enclosingFunction, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { keepsConnections } from '../../analysis/clients/costs.js';
import { outsideCalls, placesOf, type IsTold, type OutsideCall } from '../../analysis/clients/outside-calls.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { lifecycleBeside, type FileLifecycle } from '../../analysis/lifecycle.js';
import type { Construction } from '../../analysis/names/clients.js';
import { isDisabledAt } from '../../analysis/names/directives.js';
import { exportedNames, exportOf } from '../../analysis/names/exported.js';
import { describeFunction, variableOfFunction } from '../../analysis/names/functions.js';
import { originOf } from '../../analysis/values/argument-origin.js';
import { isRefusal } from '../../fix/edits.js';
import type { Settings } from '../../settings.js';
import { inFactory, isSharable } from './in-factory.js';
import { SharePass } from './pass.js';
import type { Remedy } from './remedy.js';

/** A client that a function makes for calls in several other files, and could keep for all of them. */
export interface MadeForOthers {
  /** The construction, as the place of the report. */
  readonly client: PerCallClient;
  readonly calls: readonly OutsideCall[];
  readonly remedies: readonly Remedy[];
}

/**
 * The clients that functions of this file make for calls in several other files of the package, where one edit in the
 * function mends all of them: one defect, which is told here and not to each of the callers.
 */
export function madeForOthers(pass: SharePass, isTold: IsTold): readonly MadeForOthers[] {
  const { file } = pass;
  const { catalog } = file;
  const factories = [...file.clients.constructions.values()].flatMap((construction) => {
    if (construction.construct.constructedIn || !isToldHere(pass, construction)) return [];
    const fn = enclosingFunction(construction.node);
    const names = fn ? namesOf(file, fn) : [];
    return fn && names.length > 0 ? [{ construction, fn, names }] : [];
  });
  // Most files have none, and then their role need not be known.
  if (!catalog || factories.length === 0 || !file.meaning.perCall || file.role === 'script' || file.role === 'tool')
    return [];
  return factories.flatMap(({ construction, fn, names }) => {
    const isMade = catalog.makesForOthers(construction.node.loc.start.line);
    const found = isMade ? outsideCalls(file, construction, names, isTold) : null;
    if (!found || new Set(found.told.map(({ path }) => path)).size < 2) return [];
    const client = clientOf(file, construction, fn, found.told);
    const remedies = inFactory(pass, client, found);
    // What only the options speak against, a reader can mend here as well.
    const isMendable = remedies.some(({ edits }) => !isRefusal(edits));
    return isMendable || (client.origin !== 'call' && isSharable(pass, client, fn))
      ? [{ client, calls: found.told, remedies }]
      : [];
  });
}

/**
 * Whether the file that makes a client for a call of this one is told in the place of it. Both files are of one
 * package, so that whoever lints the package lints both.
 */
export function isToldToMaker(pass: SharePass, { construction }: PerCallClient, isTold: IsTold): boolean {
  const { file, rule } = pass;
  const { catalog } = file;
  const { constructedIn, create } = construction.construct;
  if (!catalog || !constructedIn || create !== 'call' || constructedIn.file === catalog.file) return false;
  const home = catalog.packageOf(catalog.file);
  if (home === null || catalog.packageOf(constructedIn.file) !== home) return false;
  const lines = toldOf(file, rule, constructedIn.file, isTold);
  return lines.get(constructedIn.line)?.has(catalog.file) === true;
}

/** For each line of a file that makes a client for others, the files that are not told of it. */
type Told = ReadonlyMap<number, ReadonlySet<string>>;
interface Known {
  readonly stamps: ReadonlyMap<string, string>;
  readonly told: Told;
}

const known = new WeakMap<Settings, Map<string, Known>>();

/** Asked for each caller, and the same for all: kept as long as the file and those that import it stay as they are. */
function toldOf(file: FileLifecycle, rule: string, path: string, isTold: IsTold): Told {
  const { catalog, settings } = file;
  const byPath = known.get(settings) ?? new Map<string, Known>();
  known.set(settings, byPath);
  const paths = [path, ...(catalog?.importersOf(path) ?? []).map((importer) => importer.path)];
  const stamps = new Map(paths.map((each) => [each, catalog?.stampOf(each) ?? '']));
  const before = byPath.get(path);
  if (before?.stamps.size === stamps.size && [...stamps].every(([each, stamp]) => before.stamps.get(each) === stamp))
    return before.told;
  const maker = lifecycleBeside(file, path);
  const made = maker ? madeForOthers(new SharePass(maker, rule, file.cwd), isTold) : [];
  const told = new Map(
    made.map(({ client, calls }) => [client.node.loc.start.line, new Set(calls.map((call) => call.path))]),
  );
  byPath.set(path, { stamps, told });
  return told;
}

/** Whether a report at the construction is seen: no comment without the name of the rule hides all of the code. */
function isToldHere({ file, rule }: SharePass, { node }: Construction): boolean {
  return !isDisabledAt(file, rule, headOf(node).start) || file.text.includes(rule);
}

/** The names under which other files call a function. */
function namesOf(file: FileLifecycle, fn: FunctionNode): readonly string[] {
  const variable = variableOfFunction(file, fn);
  const own = exportOf(wrapped(fn));
  return [...(variable ? exportedNames(file, variable) : []), ...(own === null ? [] : [own])];
}

function clientOf(
  file: FileLifecycle,
  construction: Construction,
  fn: FunctionNode,
  calls: readonly OutsideCall[],
): PerCallClient {
  const origin = originOf(file, construction.node.arguments);
  const why = `on every call to ${describeFunction(file, fn)} in ${placesOf(calls, file.cwd)}`;
  return {
    construction,
    node: construction.node,
    factory: null,
    repetition: { why, loop: false, proven: true, hot: false },
    // Without parameters all calls get the same, unless it is read anew.
    origin: origin === 'call' && fn.params.length === 0 ? 'module' : origin,
    closing: 'never',
    purpose: null,
    overwritten: null,
    place: 'local',
    headersOnly: false,
    keepsConnections: keepsConnections(file, construction),
    sinks: [],
  };
}
