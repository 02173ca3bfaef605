import type { TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import { keepsConnections } from '../../analysis/clients/costs.js';
import { namePattern } from '../../analysis/names/conventions.js';
import { isLogging } from '../../analysis/held/engine/looking.js';
import { definitionOf } from '../../analysis/names/exports.js';
import { importedName } from '../../analysis/names/import-source.js';
import { descendantsOf } from '../../ast/children.js';
import {
  ancestorsUntil,
  calleeName,
  enclosingFunction,
  isFunction,
  propertyName,
  unwrap,
  type FunctionNode,
} from '../../ast/nodes.js';
import { isConstant, isTopLevel } from '../../ast/variables.js';
import { containerConstructors, pureCalls } from '../../catalog/conventions/pure-calls.js';
import { credentialMakers, gatheringClasses } from '../../catalog/conventions/sharing.js';
import type { ClassNode } from './receiver.js';
import { isFilled, methodsOf, usedPart } from './used-part.js';
import type { AnalysedFile } from '../../analysis/names/clients.js';

const PURE = namePattern(pureCalls);
const CREDENTIALS = new Set(credentialMakers);
const GATHERS = new Set([...containerConstructors, ...gatheringClasses]);

/**
 * Why what a function or class of the project makes may not be kept by its callers: it has more to it than the client,
 * or depends on more than its arguments. `null` where all callers with equal arguments may use the same one.
 */
export function whyNotKept(file: FileLifecycle, client: PerCallClient): string | null {
  const { construction, node } = client;
  const keepsNone = client.keepsConnections === false;
  if (construction.construct.async === true) return 'its creation is awaited, and a failed one would be kept';
  const defined = definedAt(file, node.callee);
  if (defined === null) return 'what constructs it is not known';
  const { read, made } = defined;
  const costly = [...read.clients.constructions.values()].some((each) => keepsConnections(read, each) === false);
  if (costly || keepsNone) return 'what constructs it keeps no connections, so that sharing it gains nothing';
  if (isFunction(made))
    return made.generator || made.async ? 'its creation is awaited' : differs(read, made, new Set());
  if (made.superClass) return 'the class that constructs it extends another one';
  const methods = methodsOf(client);
  const used = methods && usedPart(read, made, methods);
  const isUnused = (name: string | null): boolean => used !== null && name !== null && !used.has(name);
  return stateOf(read, made, isUnused) ?? constructorDiffers(read, made, isUnused);
}

/** Whether a function or class of the project constructs a client, which its caller has nothing of but the result. */
export function isMadeInProject(file: FileLifecycle, { construction, node }: PerCallClient): boolean {
  const { construct, library } = construction;
  if (construct.constructedIn !== undefined) return true;
  return library.modules.length === 0 && node === construction.node && definedAt(file, node.callee) !== null;
}

/** The class or function that a call or `new` names, in this file or another one of the project. */
export function definedAt(
  file: FileLifecycle,
  callee: TSESTree.Node,
): { readonly read: AnalysedFile; readonly made: ClassNode | FunctionNode } | null {
  const imported = importedName(file, callee);
  const found = imported && file.catalog?.elsewhere.definitionOf(imported);
  if (imported && (!found || found.rest.length > 0)) return null;
  const made = found?.node ?? definitionOf(file, unwrap(callee));
  const isKnown = isFunction(made) || made.type === 'ClassDeclaration' || made.type === 'ClassExpression';
  return isKnown ? { read: found?.file ?? file, made } : null;
}

/** The parameters of a function, or of the constructor of a class. */
export function parametersOf(made: ClassNode | FunctionNode): readonly TSESTree.Parameter[] {
  if (isFunction(made)) return made.params;
  const constructor = made.body.body.find(
    (member): member is TSESTree.MethodDefinition =>
      member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
  return constructor?.value.params ?? [];
}

/** Whether no method that the caller calls uses a field. */
type IsUnused = (field: string | null) => boolean;

/** What the instances of a class keep from one call to the next, besides what the constructor gives them. */
function stateOf(file: AnalysedFile, owner: ClassNode, isUnused: IsUnused): string | null {
  for (const node of descendantsOf(owner.body, file.visitorKeys)) {
    if (
      node.type === 'PropertyDefinition' &&
      !node.static &&
      node.value &&
      gathers(node.value) &&
      !isUnused(propertyName(node))
    )
      return `its class keeps ${propertyName(node) ?? 'a field'} from call to call`;
    const target =
      node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : null;
    const name = target ? fieldOf(target) : null;
    if (name === null || isUnused(name)) continue;
    const fn = enclosingFunction(node);
    const isConstructor = fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
    if (!isConstructor) return `its class changes this.${name}`;
    if (node.type === 'AssignmentExpression' && gathers(node.right)) return `its class keeps ${name} from call to call`;
  }
  return null;
}

function gathers(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  if (value.type === 'ArrayExpression') return true;
  if (value.type === 'ObjectExpression') return value.properties.length === 0;
  return value.type === 'NewExpression' && value.callee.type === 'Identifier' && GATHERS.has(value.callee.name);
}

/** The field of `this` that an expression changes, itself or inside of it. */
function fieldOf(node: TSESTree.Node): string | null {
  let current = node;
  while (current.type === 'MemberExpression') {
    if (current.object.type === 'ThisExpression') return propertyName(current) ?? '';
    current = current.object;
  }
  return null;
}

/** What a new instance depends on besides the arguments: in the constructor, or in the value of a field. */
function constructorDiffers(read: AnalysedFile, owner: ClassNode, isUnused: IsUnused): string | null {
  for (const member of owner.body.body) {
    const code =
      member.type === 'MethodDefinition' && member.kind === 'constructor'
        ? member.value
        : member.type === 'PropertyDefinition' &&
            !member.static &&
            !isFunction(member.value) &&
            !isUnused(propertyName(member))
          ? member.value
          : null;
    const reason = code && differs(read, code, new Set(), isUnused);
    if (reason !== null) return reason;
  }
  return null;
}

/** Why two calls of a function with equal arguments may make different clients; `null` where they make equal ones. */
export function whyCallsDiffer(file: AnalysedFile, fn: FunctionNode): string | null {
  return differs(file, fn, new Set());
}

/** What code does or reads that may be otherwise in the next call with the same arguments; `null` for nothing. */
function differs(
  read: AnalysedFile,
  code: TSESTree.Node,
  seen: Set<TSESTree.Node>,
  isUnused: IsUnused = () => false,
): string | null {
  const { clients } = read;
  if (seen.has(code)) return null;
  seen.add(code);
  const fillsUnused = (node: TSESTree.Node): boolean =>
    node.type === 'AssignmentExpression' && isFilled(node.left) && isUnused(fieldOf(node.left));
  // A call that throws gives nothing that could be shared.
  const inner = (node: TSESTree.Node): boolean =>
    (node === code || !isFunction(node)) && node.type !== 'ThrowStatement' && !fillsUnused(node);
  for (const node of descendantsOf(code, read.visitorKeys, inner)) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    const name = calleeName(node.callee) ?? 'a function';
    const isKnown =
      clients.constructions.has(node) ||
      PURE.test(name) ||
      CREDENTIALS.has(name.split('.').at(-1) ?? '') ||
      name === 'super' ||
      // A module is the same whenever it is asked for.
      (name === 'require' && node.arguments[0]?.type === 'Literal') ||
      holdsClient(read, node) ||
      (node.parent.type === 'ExpressionStatement' && isLogging(unwrap(node.callee))) ||
      isOption(read, node, name);
    if (isKnown) continue;
    const fn = definitionOf(read, unwrap(node.callee));
    const reason = isFunction(fn) ? differs(read, fn, seen) : `what ${name}() gives it may differ`;
    if (reason !== null) return reason;
  }
  const changed = [...read.outerReferences(code)].find(
    ({ variable, isType }) =>
      variable !== null &&
      !isType &&
      isTopLevel(variable) &&
      variable.defs[0]?.type === 'Variable' &&
      !isConstant(variable),
  );
  return changed ? `${changed.identifier.name}, which it reads, is assigned again` : null;
}

/** A call that the client is handed to: `addProxy(new S3Client())`. */
function holdsClient({ clients }: AnalysedFile, node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return node.arguments.some((argument) => {
    const value = unwrap(argument);
    return (value.type === 'NewExpression' || value.type === 'CallExpression') && clients.constructions.has(value);
  });
}

/** An object made for the options of the client, as a retry strategy is: it lives as long as the client. */
function isOption({ clients }: AnalysedFile, node: TSESTree.Node, name: string): boolean {
  const options = node.type === 'NewExpression' && name !== 'Date' ? [...ancestorsUntil(node, null)] : [];
  return options.some(
    (around) =>
      (around.type === 'NewExpression' || around.type === 'CallExpression') && clients.constructions.has(around),
  );
}
