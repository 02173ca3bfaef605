import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized, perFile } from '../../ast/memo.js';
import { enclosingClass, propertyName, stringOf, unwrap, wrapped } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { standardGlobals } from '../../catalog/conventions/browser.js';
import { escapeRegExp } from '../names/conventions.js';
import { fieldIndexOf } from '../names/fields.js';
import { functionOf } from '../names/functions.js';
import { membersNamed } from '../names/members.js';
import { GLOBAL_OBJECTS } from '../names/modules.js';
import { resultsOf } from './places.js';

const STANDARD = new Set(standardGlobals);
/** What a caller gives, of which nothing is known. */
const GIVEN = 'given';

/**
 * Whether what is called may be one of several implementations of a standard (`globalThis.fetch ?? nodeFetch`), which
 * share its interface and nothing else: the body of one has `cancel()`, that of the other has `resume()`.
 * `orGiven`: whether what a caller may give in the place of a package is another one.
 */
export function isOneOfSeveral(file: FileView, callee: TSESTree.Node, orGiven: boolean): boolean {
  const found = originsOf(file, callee);
  const known = [...found].filter((each) => each !== GIVEN);
  if (known.length > 1 && known.some((each) => STANDARD.has(each))) return true;
  // What is given in the place of the global is one like it.
  return orGiven && found.has(GIVEN) && known.some((each) => !STANDARD.has(each));
}

/** Where a callee may come from; asked once for each name, however many calls it has. */
function originsOf(file: FileView, callee: TSESTree.Node): ReadonlySet<string> {
  const name = unwrap(callee);
  const variable = name.type === 'Identifier' ? file.variableOf(name) : null;
  return variable && name.type === 'Identifier' ? originsOfName(variable, file, name) : visited(file, name);
}

const originsOfName = memoized((_variable: Variable, file: FileView, name: TSESTree.Identifier) => visited(file, name));

function visited(file: FileView, node: TSESTree.Node): ReadonlySet<string> {
  const origins = new Origins(file);
  origins.visit(node);
  return origins.found;
}

/** Collects where a function or class may come from: modules, globals, callers, other code of the file. */
class Origins {
  readonly found = new Set<string>();
  readonly #seen = new Set<Variable | TSESTree.Node>();

  constructor(readonly file: FileView) {}

  visit(node: TSESTree.Node): void {
    const value = unwrap(node);
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    switch (value.type) {
      case 'Identifier':
        this.#named(value);
        return;
      case 'LogicalExpression':
        if (value.operator !== '&&') this.visit(value.left);
        this.visit(value.right);
        return;
      case 'ConditionalExpression':
        this.visit(value.consequent);
        this.visit(value.alternate);
        return;
      case 'AssignmentExpression':
        if (value.operator !== '=') this.visit(value.left);
        this.visit(value.right);
        return;
      case 'AwaitExpression':
        this.visit(value.argument);
        return;
      case 'ImportExpression':
        this.found.add(`module ${stringOf(value.source) ?? ''}`);
        return;
      case 'MemberExpression':
        this.#member(value);
        return;
      case 'CallExpression':
        this.#called(value);
        return;
      case 'Literal':
        return;
      default:
        this.found.add('other code');
    }
  }

  #named(node: TSESTree.Identifier): void {
    const variable = this.file.variableOf(node);
    if (!variable || variable.defs.length === 0) {
      this.#global(node.name);
      return;
    }
    if (this.#seen.has(variable)) return;
    this.#seen.add(variable);
    for (const { type, node: definition, parent } of variable.defs) {
      if (type === 'ImportBinding')
        this.found.add(`module ${parent?.type === 'ImportDeclaration' ? parent.source.value : ''}`);
      else if (type === 'Parameter') this.found.add(GIVEN);
      else if (type !== 'Variable') this.found.add('other code');
      else if (definition.init) this.visit(definition.init);
    }
    for (const { identifier } of variable.references) this.#written(identifier);
    for (const identifier of variable.identifiers) this.#written(identifier);
  }

  /** What an assignment or a default gives to a name. */
  #written(identifier: TSESTree.Node): void {
    const { parent } = identifier;
    if (parent?.type === 'AssignmentPattern' && parent.left === identifier) this.visit(parent.right);
    if (parent?.type === 'AssignmentExpression' && parent.left === identifier) this.visit(parent.right);
  }

  #global(name: string): void {
    if (name === 'undefined') return;
    this.found.add(name);
    if (replacedGlobals(this.file).has(name)) this.found.add(`another ${name}`);
  }

  #member(node: TSESTree.MemberExpression): void {
    const object = unwrap(node.object);
    const name = propertyName(node);
    if (object.type === 'ThisExpression' && name !== null) this.#field(node, name);
    else if (object.type === 'Identifier' && GLOBAL_OBJECTS.has(object.name) && name !== null) this.#global(name);
    else this.visit(object);
  }

  #field(node: TSESTree.MemberExpression, name: string): void {
    const owner = enclosingClass(node);
    if (!owner) {
      this.found.add('other code');
      return;
    }
    for (const member of membersNamed(owner, name))
      if (member.type === 'PropertyDefinition' && member.value) this.visit(member.value);
    for (const member of fieldIndexOf(this.file, owner).members.get(name) ?? []) {
      const { parent } = wrapped(member);
      if (parent?.type === 'AssignmentExpression' && parent.left === wrapped(member)) this.visit(parent.right);
    }
  }

  #called(call: TSESTree.CallExpression): void {
    const [argument] = call.arguments;
    if (call.callee.type === 'Identifier' && call.callee.name === 'require') {
      this.found.add(`module ${stringOf(argument) ?? ''}`);
      return;
    }
    const fn = functionOf(this.file, call.callee);
    if (!fn?.body) this.found.add('other code');
    else for (const result of resultsOf(this.file, fn)) this.visit(result);
  }
}

/** Texts of code that puts another implementation into the place of a global, by its name. */
const REPLACED = [...STANDARD].map((name): readonly [string, RegExp] => [
  name,
  new RegExp(`\\b(?:${[...GLOBAL_OBJECTS].join('|')})\\s*\\.\\s*${escapeRegExp(name)}\\s*(?:\\?\\?|\\|\\|)?=(?!=)`),
]);

/** The standard globals that a file replaces. */
const replacedGlobals = perFile(
  ({ text }: FileView): ReadonlySet<string> =>
    new Set(REPLACED.flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []))),
);
