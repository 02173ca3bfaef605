import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { partsOf } from '../../ast/names.js';
import { isFunction } from '../../ast/nodes.js';
import { slowPathWords, uploadPaths } from '../../catalog/conventions/slow-work.js';

const PATH_WORDS = new Set(slowPathWords);
const UPLOAD_PATHS = new Set(uploadPaths);

/** Whether the address says that it takes files: `/upload/drive/v3/files`. */
export function isUploadAddress(file: FileView, node: TSESTree.CallExpression): boolean {
  return pathParts(file, node).some((part) => UPLOAD_PATHS.has(/^\w*/.exec(part)?.[0] ?? ''));
}

/** The part of an address that names long work: `/jobs`, `/export-users`. */
export function slowPart(file: FileView, node: TSESTree.CallExpression): string | undefined {
  const part = pathParts(file, node).find((each) =>
    partsOf(each).some((word) => PATH_WORDS.has(word) || PATH_WORDS.has(word.replace(/s$/, ''))),
  );
  return part && `/${/^[\w-]*/.exec(part)?.[0] ?? ''}`;
}

/** The parts of the path of the address that is a request's first argument, as the code writes them. */
function pathParts(file: FileView, node: TSESTree.CallExpression): readonly string[] {
  const [first] = node.arguments;
  if (!first || first.type === 'SpreadElement') return [];
  const address = file.resolveConstant(first);
  if (isFunction(address) || address.type === 'ObjectExpression') return [];
  const [path = ''] = file
    .getText(address)
    .replace(/\w+:\/\/[^/]*/, '')
    .split('?');
  return path.split('/').slice(1);
}
