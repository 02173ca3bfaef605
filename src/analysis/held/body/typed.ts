import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { functionsOf } from '../../../ast/functions.js';
import { calleeName, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { requestBodyNames, requestNames } from '../../../catalog/conventions/streams.js';
import { responseTypes, serverResponseTypes, type ResponseType } from '../../../catalog/response-types.js';
import type { BodyFact, BodyKind } from '../../../catalog/types.js';
import { namePattern } from '../../names/conventions.js';
import { declaredType, functionTypeOf, returnedType, type Declared } from '../../names/declared-types.js';
import { callsOf, nameOfFunction } from '../../names/functions.js';
import { Arrivals } from '../engine/arrivals.js';
import type { Acquisition } from './acquisitions.js';
import { trackedBody, type TrackedBody } from './facts.js';

/** Text of files in which types may say what is a response. */
export const RESPONSE_TYPE = new RegExp(
  String.raw`(?::|=>|\bas)\s*(?:Promise(?:Like)?<\s*)?` +
    String.raw`(?:(?:Undici|Node)?(?:Fetch)?Response|(?:https?\.)?IncomingMessage|Dispatcher\.ResponseData` +
    String.raw`|ReadableStream|AxiosResponse<)\b`,
);

/** Text of files in which a type may promise one. */
const PROMISED = /\bPromise(?:Like)?<\s*[\w.]*(?:Response|IncomingMessage)\b/;

const REQUEST = namePattern(requestNames);
const REQUEST_BODY = namePattern(requestBodyNames);
const RESPONSE_NAMES = new Set(responseTypes.flatMap(({ name }) => name.split('.').at(-1) ?? []));
const SERVER_TYPES = new Set(serverResponseTypes);

/** Responses that only types tell of: parameters, and calls of functions that promise one. */
export function typedAcquisitions(
  file: FileView,
  facts: ReadonlyMap<BodyKind, BodyFact>,
  known: ReadonlySet<TSESTree.Node>,
): Acquisition[] {
  if (!RESPONSE_TYPE.test(file.text)) return [];
  const found: Acquisition[] = [];
  for (const fn of functionsOf(file)) {
    for (const parameter of fn.params) found.push(...ofParameter(file, facts, fn, parameter, known));
    const result = fn.returnType && bodyOfType(file, facts, fn.returnType.typeAnnotation, true);
    if (result && !makesResponse(file, fn))
      for (const call of callsOf(file, fn)) found.push(...ofCall(file, call, result, known));
  }
  found.push(...ofDeclared(file, facts, known));
  for (const { variables } of file.scopeManager?.scopes ?? [])
    for (const { defs } of variables)
      for (const { type, node } of defs)
        if (type === 'Variable' && node.type === 'VariableDeclarator')
          found.push(...ofDeclarator(file, facts, node, known));
  return found;
}

/** `const response: Response = await send(url)`, `const response = (await send(url)) as Response`. */
function ofDeclarator(
  file: FileView,
  facts: ReadonlyMap<BodyKind, BodyFact>,
  { id, init }: TSESTree.VariableDeclarator,
  known: ReadonlySet<TSESTree.Node>,
): Acquisition[] {
  const value = init && unwrap(init);
  if (id.type !== 'Identifier' || !init || value?.type !== 'AwaitExpression') return [];
  const type = id.typeAnnotation?.typeAnnotation ?? (init.type === 'TSAsExpression' ? init.typeAnnotation : undefined);
  const body = type && bodyOfType(file, facts, type, false);
  const call = unwrap(value.argument);
  if (!body || call.type !== 'CallExpression' || known.has(call) || known.has(value)) return [];
  const arrivals = new Arrivals(file, true);
  arrivals.promise(call, call);
  return arrivals.found.map((arrival) => ({ ...arrival, request: null, body, typed: true }));
}

/** Whether a function makes a response of its own, behind which there is no connection: `new Response(null)`. */
function makesResponse({ visitorKeys }: FileView, fn: FunctionNode): boolean {
  return [...descendantsOf(fn.body, visitorKeys)].some(
    (node) =>
      (node.type === 'NewExpression' && calleeName(node.callee) === 'Response') ||
      (node.type === 'CallExpression' && calleeName(node.callee) === 'Response.json'),
  );
}

function ofParameter(
  file: FileView,
  facts: ReadonlyMap<BodyKind, BodyFact>,
  fn: FunctionNode,
  parameter: TSESTree.Parameter,
  known: ReadonlySet<TSESTree.Node>,
): Acquisition[] {
  if (!('typeAnnotation' in parameter) || !parameter.typeAnnotation) return [];
  const type = parameter.typeAnnotation.typeAnnotation;
  const body = bodyOfType(file, facts, type, false);
  if (body) {
    const names = [parameter.type === 'Identifier' ? parameter.name : '', nameOfFunction(file, fn) ?? ''];
    if (known.has(fn) || names.some((name) => REQUEST_BODY.test(name))) return [];
    if (body.fact.kind === 'incoming-message' && isServerRequest(fn, parameter)) return [];
    return [
      {
        call: parameter,
        home: fn,
        at: null,
        received: { node: parameter, binding: true },
        doubtful: false,
        request: null,
        body,
        typed: true,
      },
    ];
  }
  return [];
}

/** Calls of what is declared as a function that promises one: `send: () => Promise<Response>`, also in interfaces. */
function ofDeclared(
  file: FileView,
  facts: ReadonlyMap<BodyKind, BodyFact>,
  known: ReadonlySet<TSESTree.Node>,
): Acquisition[] {
  if (!PROMISED.test(file.text)) return [];
  return [...descendantsOf(file.ast, file.visitorKeys)].flatMap((node) => {
    if (node.type !== 'CallExpression' || known.has(node)) return [];
    const declared = declaredType(file, node.callee);
    const result = returnedType(declared);
    const body = result && bodyOfType(file, facts, result, true);
    return body && !takesResponse(declared) ? ofCall(file, node, body, known) : [];
  });
}

/** `respondWith(response: Response): Promise<Response>`: what takes one may well give it back. */
function takesResponse(declared: Declared | null): boolean {
  const params = functionTypeOf(declared)?.params ?? [];
  return params.some((parameter) => {
    const type = 'typeAnnotation' in parameter ? parameter.typeAnnotation?.typeAnnotation : undefined;
    return type !== undefined && mentionsResponse(type);
  });
}

/** Whether a type is one of responses, a promise of one, or a choice with one. */
function mentionsResponse(type: TSESTree.TypeNode): boolean {
  if (type.type === 'TSUnionType') return type.types.some(mentionsResponse);
  if (type.type !== 'TSTypeReference') return false;
  const name = nameOf(type.typeName).split('.').at(-1) ?? '';
  return RESPONSE_NAMES.has(name) || (type.typeArguments?.params.some(mentionsResponse) ?? false);
}

function ofCall(
  file: FileView,
  call: TSESTree.CallExpression,
  body: TrackedBody,
  known: ReadonlySet<TSESTree.Node>,
): Acquisition[] {
  if (known.has(call)) return [];
  const arrivals = new Arrivals(file, true);
  arrivals.promise(call, call);
  return arrivals.found.map((arrival) => ({ ...arrival, request: null, body }));
}

/** What a type says of the body; `promised`: only a promise of a response counts. */
function bodyOfType(
  file: FileView,
  facts: ReadonlyMap<BodyKind, BodyFact>,
  type: TSESTree.TypeNode,
  promised: boolean,
): TrackedBody | null {
  if (type.type === 'TSUnionType') {
    const [only, ...others] = type.types.filter((each) => !/^TS(?:Null|Undefined)Keyword$/.test(each.type));
    return only && others.length === 0 ? bodyOfType(file, facts, only, promised) : null;
  }
  if (type.type !== 'TSTypeReference') return null;
  const name = nameOf(type.typeName);
  if (promised) {
    const [inner] = /^Promise(?:Like)?$/.test(name) ? (type.typeArguments?.params ?? []) : [];
    return inner ? bodyOfType(file, facts, inner, false) : null;
  }
  const [root = ''] = name.split('.');
  const origin = originOf(file, root, type);
  if (!origin) return null;
  const full = [origin.name, ...name.split('.').slice(1)].filter((part) => part !== '*').join('.');
  const entry = responseTypes.find((each) => each.name === full && each.modules.includes(origin.module));
  const fact = entry && facts.get(entry.kind);
  return entry && fact && isOf(entry, type) ? trackedBody(fact, entry.path ?? []) : null;
}

/** Whether the argument of a type is what makes it one of these. */
function isOf({ of, ofAny }: ResponseType, type: TSESTree.TSTypeReference): boolean {
  const [inner] = type.typeArguments?.params ?? [];
  if (ofAny && inner) {
    const name =
      inner.type === 'TSTypeReference' ? nameOf(inner.typeName) : /^TS(Any|Unknown)Keyword$/.exec(inner.type)?.[1];
    return ofAny.includes(name?.toLowerCase() === 'any' ? 'any' : name === 'Unknown' ? 'unknown' : (name ?? ''));
  }
  if (!of) return true;
  return inner?.type === 'TSTypeReference' && of.includes(nameOf(inner.typeName).split('.').at(-1) ?? '');
}

/** Where a type comes from: a global, or an export of a module (`*`: all of it). */
function originOf(
  file: FileView,
  name: string,
  node: TSESTree.Node,
): { readonly module: string; readonly name: string } | null {
  const definition = file.variableNamed(name, node)?.defs[0];
  if (!definition) return { module: '', name };
  if (definition.type !== 'ImportBinding' || definition.parent?.type !== 'ImportDeclaration') return null;
  const { node: specifier } = definition;
  const imported =
    specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' ? specifier.imported.name : '*';
  return { module: definition.parent.source.value, name: imported };
}

function nameOf(name: TSESTree.EntityName): string {
  if (name.type === 'Identifier') return name.name;
  return name.type === 'TSQualifiedName' ? `${nameOf(name.left)}.${name.right.name}` : '';
}

/** `(req: IncomingMessage, res: ServerResponse) => ...`: what a server receives is no response. */
function isServerRequest(fn: FunctionNode, parameter: TSESTree.Parameter): boolean {
  const isNamedSo = parameter.type === 'Identifier' && REQUEST.test(parameter.name);
  return (
    isNamedSo ||
    fn.params.some((other) => {
      const type = 'typeAnnotation' in other ? other.typeAnnotation?.typeAnnotation : undefined;
      return type?.type === 'TSTypeReference' && SERVER_TYPES.has(nameOf(type.typeName).split('.').at(-1) ?? '');
    })
  );
}
