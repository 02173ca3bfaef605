import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { calleeName, enclosingFunction, propertyName, stringOf, unwrap, wrapped } from '../../../ast/nodes.js';
import { readsOf, type Variable } from '../../../ast/variables.js';
import { handingOver } from '../../../catalog/conventions/handing-over.js';
import type { FileLifecycle } from '../../lifecycle.js';
import type { Construction } from '../../names/clients.js';
import { escapeRegExp, wholeName } from '../../names/conventions.js';
import { needsClose } from './needs-close.js';

/** A client that keeps the process running, that its code gave to a framework, and that nothing in the project ends. */
export interface HandedOver {
  readonly construction: Construction;
  readonly kind: 'decorated' | 'provided';
  /** Under which others find it, as the code writes it. */
  readonly name: string;
  /** The call that gives it to the application. */
  readonly call: TSESTree.CallExpression | null;
  /** The variable of the function that holds it until then. */
  readonly variable: Variable | null;
}

type Way = (typeof handingOver)[number];

/** The clients of a file that a framework keeps and nothing ends. */
export function handedOver(file: FileLifecycle): HandedOver[] {
  const { frameworks, clients } = file;
  if (file.meaning.close !== 'all') return [];
  const ways = handingOver.filter(({ framework }) => [...frameworks.imported].some(({ name }) => name === framework));
  if (ways.length === 0) return [];
  return [...clients.constructions.values()].flatMap((construction) => {
    const { construct } = construction;
    if (construct.holdsProcess !== true || construct.constructedIn || !needsClose(file, construction)) return [];
    for (const way of ways) {
      const found = way.kind === 'decorated' ? decorated(file, construction, way) : provided(file, construction, way);
      if (found) return mayBeEnded(file, found, way) ? [] : [found];
    }
    return [];
  });
}

/** `app.decorate('redis', new Redis())`, at once or with a constant in between, in code that runs once. */
function decorated(
  file: FileLifecycle,
  construction: Construction,
  { call: method }: Extract<Way, { kind: 'decorated' }>,
): HandedOver | null {
  const value = wrapped(construction.node);
  if (file.repeat.of(construction.node) !== null) return null;
  const declarator = value.parent?.type === 'VariableDeclarator' && value.parent.init === value ? value.parent : null;
  if (!declarator) {
    const call = decoration(value, method);
    return call && { construction, kind: 'decorated', ...call, variable: null };
  }
  const variable = constantOf(file, declarator);
  const uses = variable ? readsOf(variable).map(({ identifier }) => identifier) : [];
  const call = uses.map((use) => decoration(wrapped(use), method)).find((each) => each !== null);
  if (!variable || !call || !uses.every((use) => decoration(wrapped(use), method) !== null || isMember(use)))
    return null;
  return { construction, kind: 'decorated', ...call, variable };
}

/** The constant that a declaration makes, unless other files get it. */
function constantOf(file: FileView, { id, parent }: TSESTree.VariableDeclarator): Variable | null {
  const isOwn = parent.kind === 'const' && parent.parent.type !== 'ExportNamedDeclaration';
  return isOwn && id.type === 'Identifier' ? file.variableOf(id) : null;
}

/** The call that decorates an application with a value, and its name there. */
function decoration(
  value: TSESTree.Node,
  method: string,
): { readonly call: TSESTree.CallExpression; readonly name: string } | null {
  const { parent: call } = value;
  if (call?.type !== 'CallExpression' || call.arguments[1] !== value) return null;
  const callee = unwrap(call.callee);
  const [first] = call.arguments;
  const name = first && stringOf(first);
  const isOne = callee.type === 'MemberExpression' && propertyName(callee) === method;
  return isOne && typeof name === 'string' && call.parent.type === 'ExpressionStatement' ? { call, name } : null;
}

function isMember(use: TSESTree.Node): boolean {
  return use.parent?.type === 'MemberExpression' && use.parent.object === use;
}

/** `{ provide: 'REDIS', useFactory: () => new Redis() }`: what the function returns at once, or as a constant. */
function provided(
  file: FileLifecycle,
  construction: Construction,
  way: Extract<Way, { kind: 'provided' }>,
): HandedOver | null {
  const fn = enclosingFunction(construction.node);
  const property = fn?.parent;
  if (property?.type !== 'Property' || propertyName(property) !== way.factory || property.value !== fn) return null;
  const value = wrapped(construction.node);
  const isHere = (node: TSESTree.Node): boolean =>
    node.parent === fn || (node.parent?.type === 'ReturnStatement' && enclosingFunction(node.parent) === fn);
  const variable = value.parent?.type === 'VariableDeclarator' ? constantOf(file, value.parent) : null;
  const uses = variable ? readsOf(variable).map(({ identifier }) => identifier) : [];
  const isReturned = isHere(value) || (uses.some(isHere) && uses.every((use) => isHere(use) || isMember(use)));
  if (!isReturned || property.parent.type !== 'ObjectExpression') return null;
  const beside = property.parent.properties.find(
    (member): member is TSESTree.Property => member.type === 'Property' && propertyName(member) === way.beside,
  );
  const token = beside && unwrap(beside.value);
  const name = token && (stringOf(token) ?? (token.type === 'Identifier' ? token.name : calleeName(token)));
  return name ? { construction, kind: 'provided', name, call: null, variable: null } : null;
}

/**
 * Whether some code of the project may end it: a hook of the framework for the end in the same file, a close method
 * anywhere in it, or in another file together with the name or with such a hook.
 */
function mayBeEnded(file: FileLifecycle, { construction, name, kind }: HandedOver, { ends }: Way): boolean {
  const { catalog } = file;
  const hook = new RegExp(`\\b(?:${ends.join('|')})\\b`);
  const methods = construction.construct.close.map(({ method }) => escapeRegExp(method.split('.').at(-1) ?? method));
  const closes = new RegExp(`\\.\\s*(?:${methods.join('|')})\\s*\\(`);
  if (hook.test(file.text) || closes.test(file.text)) return true;
  const named = new RegExp(wholeName(name));
  const isEnd = (text: string): boolean =>
    closes.test(text) && (kind === 'decorated' ? named.test(text) : hook.test(text) || named.test(text));
  // Without the project nothing is known of what it ends.
  return catalog?.findText(isEnd) !== false;
}
