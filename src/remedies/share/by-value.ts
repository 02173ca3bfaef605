import { propertyName, unwrap } from '../../ast/nodes.js';
import { isTopLevel } from '../../ast/variables.js';
import { lookUpOption, optionsOf } from '../../analysis/values/options.js';
import { isRefusal, type Edit, type Refusal } from '../../fix/edits.js';
import { inFileStyle } from '../../fix/layout.js';
import { complete } from './complete.js';
import { keepAliveEdits } from './keep-alive.js';
import { declareKeyed, keyedHelper, type Keyed } from './keyed-helper.js';
import { isKept, perKey } from './keyed.js';
import { whyNotByValue } from './lasting-arguments.js';
import { normalized, type SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule } from './place.js';
import { isMadeInProject } from './project-made.js';
import type { Remedy } from './remedy.js';
import { isRefused, type Site } from './site.js';
import { isStable } from './stability.js';
import { explicitLimits, fewConnections, mayHaveLimits, unsharable } from './uses.js';
import { withEdits } from './with-edits.js';

/** One client for each distinct set of arguments: found by its parts where they are plain, else by their values. */
export function perArguments(pass: SharePass, site: Site): readonly Remedy[] {
  const byParts = perKey(pass, site);
  const isDone = byParts.some(({ edits, waits }) => waits === true || !isRefusal(edits));
  return isDone || isStable(site) ? byParts : [...byParts, ...byValue(pass, site)];
}

/**
 * Keeps one client for equal arguments, whatever they are: for arguments that are more than strings and numbers, or
 * secrets, of which a hash is kept. Only with `migrate` where it brings a helper of thirty lines; where the settings
 * name that of the project, also for clients that get over a connection which the server has dropped. The arguments
 * stay where they are; only what constructs the client moves.
 */
export function byValue(pass: SharePass, site: Site): readonly Remedy[] {
  const { client, file } = site;
  const { construct } = client.construction;
  const safety = file.settings.keyed && getsOverDrops(site) ? 'safe' : 'migrate';
  const refuse = (refused: string, waits = false): readonly Remedy[] => [
    { title: 'byValue', safety, data: {}, edits: { refused }, waits },
  ];
  if (client.node.arguments.length === 0) return [];
  // The helper is more than a suggestion of one place should bring.
  if (file.settings.fixes !== 'migrate' && !file.settings.keyed)
    return refuse("equal arguments find it again only with fixes: 'migrate', or with the setting keyed");
  if (construct.sharedAs !== undefined) return refuse('a single connection cannot serve several calls at a time');
  const { library } = client.construction;
  // Whether sharing what an unknown function makes saves a connection is unknown as well.
  if (library.modules.length === 0 && !isMadeInProject(file, client)) return refuse('what constructs it is not known');
  if (construct.async) return refuse('its creation is awaited, and a failed one would be kept');
  if (!isKept(site)) return refuse('one that is dropped for others would keep its connections');
  const reason =
    unsharable(file, client, true) ?? whyNotInModule(file) ?? mayRunEarly(site) ?? whyNotByValue(site) ?? limits(site);
  if (reason !== null) return refuse(reason);
  const made = makerText(site);
  if (isRefused(made)) return refuse(made.refused);
  const helper = keyedHelper(pass, site);
  if (isRefused(helper)) return refuse(helper.refused);
  if (helper.isNew && pass.isHoisted(KEYED_HELPER)) return refuse('the function that keeps it is written first', true);
  const existing = existingGetter(site, made.text, helper);
  const key = `by value ${normalized(made.text)}`;
  if (existing === null && pass.isHoisted(key)) return refuse('an equal one is kept by its arguments first', true);
  const name = existing ?? getterName(pass, site);
  if (name === null) return refuse('no name is free for it');
  const declared = `const ${name} = ${helper.name}(${made.text});`;
  return [
    {
      title: 'byValue',
      safety,
      data: { name },
      ...complete(
        pass,
        site,
        [
          [callOf(site, name, made.edits)],
          existing === null ? declareKeyed(site, helper, inFileStyle(file, declared, null)) : [],
        ],
        [site.value],
      ),
      ...(existing === null && { declares: { key: helper.isNew ? KEYED_HELPER : key, name, also: added(helper) } }),
    },
  ];
}

/** What stands for the helper among the declarations of a run. */
export const KEYED_HELPER = 'keyed helper';
/** Files that are read for the options of one client. */
const MAX_FILES = 60;

function added({ isNew, name }: Keyed): readonly string[] {
  return isNew ? [name] : [];
}

/** Whether no call fails because of an idle connection that the server has dropped: a further try takes a new one. */
function getsOverDrops({ file, client }: Site): boolean {
  const { construct } = client.construction;
  const { survivesStaleSockets, retries } = construct;
  const tries =
    retries !== undefined &&
    retries.default > 0 &&
    !retries.methods &&
    (retries.option === undefined ||
      lookUpOption(file, optionsOf(client.construction), retries.option).kind !== 'present');
  return client.keepsConnections === true && (survivesStaleSockets === true || tries);
}

/** `new S3Client(` becomes `s3ClientFor(`; the arguments keep their text. */
function callOf({ file, client, value }: Site, name: string, edits: readonly Edit[]): Edit {
  const { node } = client;
  const [first] = node.arguments;
  const start = (first && file.sourceCode.getTokenBefore(first)?.range[1]) ?? node.range[1];
  const written = withEdits(file, node, edits);
  const behind = node.range[1] - start;
  // The edits stand in the arguments, so that what is in front of them keeps its length.
  const args = written.slice(written.length - behind - lengthAdded(edits));
  return { range: value.range, text: `${name}(${args}` };
}

function lengthAdded(edits: readonly Edit[]): number {
  return edits.reduce((sum, { range, text }) => sum + text.length - (range[1] - range[0]), 0);
}

/** What constructs the client, as a function of its arguments, and the edits of these. */
function makerText(site: Site): { readonly text: string; readonly edits: readonly Edit[] } | Refusal {
  const { file, client, typed } = site;
  const { node } = client;
  const isLocal = [...file.outerReferences(node.callee)].some(
    ({ variable }) => variable !== null && !isTopLevel(variable),
  );
  if (isLocal || node.typeArguments) return { refused: 'what constructs it is known only in the function' };
  const callee = file.getText(node.callee);
  if (!/^[\w$]+(?:\.[\w$]+)*$/.test(callee)) return { refused: 'its class is not named' };
  const kept = keepAliveEdits(site);
  const merged = mergedKeepAlive(site, callee);
  if (merged !== null) return { text: merged, edits: [] };
  if (isRefused(kept)) return kept;
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier') return { text: callee, edits: kept };
  const made = node.type === 'NewExpression' ? `new ${callee}` : callee;
  const parameters = node.type === 'NewExpression' ? 'ConstructorParameters' : 'Parameters';
  const name = typed ? '...args' : parameterName(site);
  return { text: `(${name}${typed ? `: ${parameters}<typeof ${callee}>` : ''}) => ${made}(${name})`, edits: kept };
}

/** Options that are not written here are told to keep connections, unless they say something else. */
function mergedKeepAlive({ client, file, typed }: Site, callee: string): string | null {
  const { keepAlive, options = 0 } = client.construction.construct;
  const { node } = client;
  const [argument] = node.arguments;
  if (typeof keepAlive !== 'object' || keepAlive.default !== false || node.type !== 'NewExpression') return null;
  const isWritten = client.keepsConnections === true || argument === undefined || argument.type === 'SpreadElement';
  if (isWritten || options !== 0 || node.arguments.length !== 1) return null;
  const { kind } = lookUpOption(file, argument, keepAlive.option);
  if (kind === 'present' || unwrap(argument).type === 'ObjectExpression') return null;
  const parameter = typed ? `options?: ConstructorParameters<typeof ${callee}>[0]` : 'options';
  return `(${parameter}) => new ${callee}({ ${keepAlive.option}: true, ...options })`;
}

/** The name of the only argument, or all of them. */
function parameterName({ client: { node } }: Site): string {
  const [argument, ...others] = node.arguments;
  if (others.length > 0 || argument?.type === 'SpreadElement') return '...args';
  return argument?.type === 'Identifier' ? argument.name : 'options';
}

/** A limit that was one for each call would be one for all calls with equal arguments. */
function limits({ file, client }: Site): string | null {
  const few = fewConnections(client);
  if (few !== null) return `its ${String(few)} connections would serve all calls together`;
  const written = explicitLimits(file, client);
  if (written.length > 0) return `its limit (${written.join(', ')}) would hold for all calls together`;
  if (!mayHaveLimits(file, client)) return null;
  const names = (client.construction.construct.limits ?? []).map(({ option }) => option.split('.').at(-1) ?? option);
  const isNamed = (text: string): boolean => names.some((name) => text.includes(name));
  const user = file.catalog?.findUser(MAX_FILES, (path) =>
    isNamed(file.catalog?.textOf(path) ?? '') ? 'found' : 'further',
  );
  const given = file.ast.body.some(
    (statement) =>
      statement.type === 'ImportDeclaration' && isNamed(file.catalog?.textOfImport(statement.source.value) ?? ''),
  );
  return isNamed(file.text) || user === true || given ? 'its options may hold a limit for one call' : null;
}

/** A function that an earlier fix has declared for the same client. */
function existingGetter({ file }: Site, maker: string, helper: Keyed): string | null {
  for (const statement of file.ast.body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
    for (const { id, init } of statement.declarations) {
      const [argument] = init?.type === 'CallExpression' ? init.arguments : [];
      const isSame = argument && normalized(file.getText(argument)) === normalized(maker);
      if (!isSame || id.type !== 'Identifier' || init?.type !== 'CallExpression') continue;
      if (file.getText(init.callee) === helper.name) return id.name;
    }
  }
  return null;
}

function getterName(pass: SharePass, site: Site): string | null {
  const { parent } = site.value;
  const target = parent?.type === 'AssignmentExpression' ? parent.left : null;
  const assigned = target?.type === 'MemberExpression' ? propertyName(target)?.replace(/^[#_]+/, '') : undefined;
  const names = [...(assigned === undefined ? [] : [assigned]), ...site.names]
    .filter((name) => /^[A-Za-z$][\w$]*[A-Za-z$]$/.test(name))
    .map((name) => `${name}For`);
  return site.file.freeName(names, [site.client.node, site.top], pass.names);
}
