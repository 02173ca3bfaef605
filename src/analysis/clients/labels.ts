import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { calleeName, unwrap } from '../../ast/nodes.js';
import { relativePath } from '../../project/paths.js';
import type { FileLifecycle } from '../lifecycle.js';
import { libraryNameOf } from '../names/construction.js';
import type { PerCallClient } from './per-call.js';

/** How messages name a client: as the code writes it, with the library where the name alone does not tell. */
export function labelOf(
  file: FileView,
  { construction, factory, node }: Pick<PerCallClient, 'construction' | 'factory' | 'node'>,
): string {
  const { callee } = construction.node;
  const written = writtenName(file, callee);
  if (construction.library.modules.length === 0 && construction.node.type === 'CallExpression')
    return `A client (made by ${written}())`;
  const constructed = construction.node.type === 'NewExpression' ? `new ${written}()` : `${written}()`;
  const library = libraryNameOf(construction);
  // A class of the project is no client of the library itself.
  const isOwnClass = construction.construct.constructedIn && construction.construct.create === 'new';
  const isNamed = written.toLowerCase().includes(library.toLowerCase());
  const from = isNamed ? '' : isOwnClass ? ` (${library})` : ` of ${library}`;
  const inherited = construction.subclass ? `, a ${construction.construct.export}` : '';
  return factory && node !== construction.node
    ? `A client (${constructed}${from} in ${factory})`
    : `\`${constructed}\`${from}${inherited}`;
}

/** What is called, in words: `db.open`, `new Databases().open`. */
function writtenName(file: FileView, callee: TSESTree.Node): string {
  const member = unwrap(callee);
  const maker = member.type === 'MemberExpression' ? unwrap(member.object) : null;
  const made = maker?.type === 'NewExpression' ? calleeName(maker.callee) : null;
  const name = calleeName(callee);
  return made !== null && name !== null ? `new ${made}().${name}` : (name ?? file.getText(callee));
}

/** Room for what a message about another file names, in characters, so that none is longer than 240. */
const ROOM = 140;

/**
 * A client that another file constructs, for messages: what makes it here, what it is, where, and what runs the code.
 * A path that leaves no room for the rest loses its first folders, and then what runs the code loses its end.
 * @param why What runs the code, in words.
 */
export function elsewhereLabels(
  linted: FileLifecycle,
  { construction: { construct, node } }: PerCallClient,
  why: string,
): { readonly called: string; readonly client: string; readonly origin: string; readonly why: string } | null {
  if (!construct.constructedIn) return null;
  const { client, file, line } = construct.constructedIn;
  const name = writtenName(linted, node.callee);
  const called = node.type === 'NewExpression' ? `new ${name}()` : `${name}()`;
  const room = ROOM - called.length - client.length;
  // Room for the ellipsis and the line as well.
  const origin = `${shortened(relativePath(file, linted.cwd), room - why.length - 7)}:${String(line)}`;
  return { called, client, origin, why: beginningOf(why, room - origin.length) };
}

/** The end of a path, of whole folders, that has room. */
export function shortened(path: string, room: number): string {
  const parts = path.split('/');
  let from = 0;
  while (from < parts.length - 1 && parts.slice(from).join('/').length > room) from++;
  return from === 0 ? path : `…/${parts.slice(from).join('/')}`;
}

/** The beginning of a text, where it is too long for a message. */
export function beginningOf(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(length, 1) - 1)}…`;
}
