import type { TSESTree } from '@typescript-eslint/utils';
import { keepsConnections } from '../../analysis/clients/costs.js';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { AnalysedFile, Construction } from '../../analysis/names/clients.js';
import { optionsOf } from '../../analysis/values/options.js';
import { isTypeScript } from '../../ast/names.js';
import { enclosingFunction, isWithin, propertyName, unwrap } from '../../ast/nodes.js';
import { plainData } from './plain-data.js';
import { definedAt, parametersOf } from './project-made.js';
import { isReplacedByTests, mayStream, RETRYING } from './retried.js';

/**
 * Whether calls that had a client each, made by a function or class of the project, notice nothing when they share one:
 * no client in it has a limit, each gets over a connection that the server has dropped, and no response stays unread.
 */
export function isSafelyMade(file: FileLifecycle, client: PerCallClient): boolean {
  const defined = definedAt(file, client.node.callee);
  if (!defined) return false;
  const { read, made } = defined;
  const inside = [...read.clients.constructions.values()].filter(({ node }) => isWithin(node, made));
  const given = new GivenOptions(file, client, read, parametersOf(made));
  return (
    inside.length > 0 && inside.every((each) => isSafeInside(read, each, given)) && !isReplacedByTests(file, client)
  );
}

function isSafeInside(read: AnalysedFile, construction: Construction, given: GivenOptions): boolean {
  const { construct } = construction;
  if (construct.owns !== 'agent' || construct.sharedAs || construct.constructedIn || construct.state) return false;
  if (keepsConnections(read, construction) !== true) return false;
  const names = given.namesIn(optionsOf(construction));
  const limits = (construct.limits ?? []).map(({ option }) => option.split('.')[0] ?? option);
  if (names === null || limits.some((limit) => names.includes(limit))) return false;
  if (construct.survivesStaleSockets === true) return true;
  const { retries } = construct;
  const tries = retries !== undefined && retries.default > 0 && !retries.methods;
  return (
    tries && !names.some((name) => name === retries.option || RETRYING.test(name)) && !mayStream(read, construction)
  );
}

/** The names of options that are written where a client is made, or given by the call that has it made. */
class GivenOptions {
  constructor(
    readonly file: FileLifecycle,
    readonly client: PerCallClient,
    readonly read: AnalysedFile,
    readonly params: readonly TSESTree.Parameter[],
  ) {}

  /** `null` where others may be among them. */
  namesIn(options: TSESTree.Node | null): readonly string[] | null {
    if (!options) return [];
    const node = unwrap(options);
    if (node.type === 'Identifier') return this.#ofParameter(node);
    if (node.type !== 'ObjectExpression') return null;
    const names: string[] = [];
    for (const property of node.properties) {
      const own = property.type === 'Property' ? propertyName(property) : null;
      const more = own === null ? (property.type === 'SpreadElement' ? this.namesIn(property.argument) : null) : [own];
      if (more === null) return null;
      names.push(...more);
    }
    return names;
  }

  #ofParameter(name: TSESTree.Identifier): readonly string[] | null {
    const variable = this.read.variableOf(name);
    const index = this.params.findIndex((param) => {
      const target = param.type === 'AssignmentPattern' ? param.left : param;
      return target.type === 'Identifier' && variable?.identifiers.includes(target) === true;
    });
    const isChanged = variable?.references.some(({ identifier, init }) => {
      const { parent } = identifier;
      return init !== true && parent.type !== 'SpreadElement' && !this.read.clients.constructions.has(parent);
    });
    return index < 0 || isChanged === true ? null : this.#ofArgument(index);
  }

  #ofArgument(index: number): readonly string[] | null {
    const { file, client } = this;
    const before = client.node.arguments.slice(0, index + 1);
    if (before.some(({ type }) => type === 'SpreadElement')) return null;
    const argument = before[index];
    if (!argument) return [];
    const node = unwrap(argument);
    if (node.type === 'ObjectExpression') {
      const names = node.properties.map((each) => (each.type === 'Property' ? propertyName(each) : null));
      return names.some((name) => name === null) ? null : names.filter((name) => name !== null);
    }
    const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
    const place = { file, client, fn: enclosingFunction(client.node), typed: isTypeScript(file.filename) };
    const data = variable && plainData(place, variable);
    return data ? [...data.names] : null;
  }
}
