import type { TSESLint } from '@typescript-eslint/utils';
import { generatedMarks } from '../../../catalog/conventions/generated.js';
import { wordPattern } from '../../names/conventions.js';

const MARK = wordPattern(generatedMarks);
/** No one writes lines as long as this, on average: bundles and glue code around compiled modules. */
const LONG_LINES = 300;
const LONGEST_LINE = 2_000;

/** Whether a program wrote a file, so that nobody mends anything in it. */
export function isGenerated(sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  const { text, lines } = sourceCode;
  if (text.length > lines.length * LONG_LINES && lines.some(({ length }) => length > LONGEST_LINE)) return true;
  const [first] = sourceCode.ast.body;
  return sourceCode.ast.comments.some(
    (comment) => (!first || comment.range[1] <= first.range[0]) && MARK.test(comment.value),
  );
}
