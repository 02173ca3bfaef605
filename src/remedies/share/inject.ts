import type { TSESTree } from '@typescript-eslint/utils';
import { declareAbove } from '../../fix/declare.js';
import type { Edits, Refusal } from '../../fix/edits.js';
import { movableText, type MovedText } from './arguments.js';
import { interfaceOfClient, type WrittenType } from './client-type.js';
import { complete } from './complete.js';
import { existingClient } from './existing.js';
import { keyOf, type SharePass } from './pass.js';
import { mayRunEarly, whyNotInModule, whyOnlyWhenNeeded } from './place.js';
import { takeOut } from './replace-site.js';
import { isRefused, type Site } from './site.js';
import { unsharable } from './uses.js';

/** A client of constant arguments that the module shares, and that a class or function may be given instead. */
export interface Injectable {
  readonly moved: MovedText;
  readonly type: WrittenType;
  readonly key: string;
}

/** What an injected client's default and type are; a refusal where it may not be shared or need not be constructed. */
export function injectable(pass: SharePass, site: Site): Injectable | Refusal {
  const { client, file } = site;
  const { construct } = client.construction;
  if (client.origin !== 'constant' || construct.sharedAs !== undefined)
    return { refused: 'only clients of constant arguments are injected' };
  const reason = unsharable(file, client);
  if (reason !== null) return { refused: reason };
  const moved = movableText(site);
  if (isRefused(moved)) return moved;
  const key = keyOf(client.construction, moved.text);
  if (pass.isHoisted(key) || existingClient(site, key) !== null) return { refused: 'the module has an equal client' };
  const early = whyNotInModule(file) ?? whyOnlyWhenNeeded(file) ?? mayRunEarly(site);
  if (early !== null) return { refused: early };
  const type = interfaceOfClient(site);
  return isRefused(type) ? type : { moved, type, key };
}

/** The edits at the construction and at module level: the shared client there, `target` here. */
export function injectedEdits(
  pass: SharePass,
  site: Site,
  { moved, type }: Injectable,
  name: string,
  target: string,
): Edits {
  const taken = takeOut(site, target);
  if (isRefused(taken)) return taken;
  const declaration = declareAbove(
    site.file,
    site.top,
    `${taken.above}const ${name}${moved.annotation} = ${moved.text};`,
    taken.behind,
  );
  return complete(pass, site, [[declaration], taken.edits, moved.removals, type.edits], moved.kept).edits;
}

/** The first name for a parameter that nothing in a function means already. */
export function parameterName(
  site: Site,
  candidates: readonly string[],
  places: readonly TSESTree.Node[],
): string | null {
  return candidates.find((name) => site.file.isFreeName(name, places, site.binding?.variable ?? null)) ?? null;
}

/** `name: Type = value`. */
export function parameterText(name: string, type: WrittenType, value: string): string {
  return `${name}${type.text === '' ? '' : `: ${type.text}`} = ${value}`;
}
