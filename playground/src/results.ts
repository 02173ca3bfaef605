import { byId, count, make } from './dom.js';
import { showDiff, type CodeEditor } from './editor.js';
import type { Answer, Fixed, Problem, State } from './protocol.js';

/** What is shown of a verdict. */
export type Found = Extract<Answer, { problems: readonly Problem[] }>;

const COMMANDS = { fixed: 'eslint --fix', migrated: 'eslint --fix with the config migrate' } as const;

/** The reports, as a list in which everything can be reached with the keyboard. */
export function showReports(problems: readonly Problem[], editor: CodeEditor): void {
  const panel = byId('panel-reports', HTMLElement);
  if (problems.length === 0) {
    panel.replaceChildren(make('p', { className: 'calm' }, 'Nothing to report.'));
    return;
  }
  panel.replaceChildren(make('ol', { className: 'reports' }, ...problems.map((problem) => reportOf(problem, editor))));
}

function reportOf(problem: Problem, editor: CodeEditor): HTMLElement {
  const { rule, line, column, message, url, isFixable, suggestions } = problem;
  const place = make('button', { type: 'button', className: 'place' }, `Line ${String(line)}:${String(column)}`);
  place.addEventListener('click', () => {
    editor.goTo(problem);
  });
  const name = url
    ? make('a', { href: url, className: 'rule' }, rule ?? '')
    : make('span', { className: 'rule' }, rule ?? 'parser');
  const head = make('div', { className: 'report-head' }, place, name);
  if (isFixable) head.append(make('span', { className: 'badge' }, 'fixed by --fix'));
  const item = make('li', {}, head, make('p', {}, ...withCode(message)));
  if (suggestions.length > 0) {
    const buttons = suggestions.map(({ title, edit }) => {
      const button = make('button', { type: 'button' }, ...withCode(title));
      button.addEventListener('click', () => {
        editor.edit(edit);
      });
      return make('li', {}, button);
    });
    item.append(make('p', { className: 'hint' }, 'Suggestions'), make('ul', { className: 'suggestions' }, ...buttons));
  }
  return item;
}

/** A message with what stands between backticks as code. */
function withCode(text: string): (Node | string)[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? make('code', {}, part) : part));
}

/** What fixes make of the code, as a diff, with a button that puts it into the editor. */
export function showFixed(kind: keyof typeof COMMANDS, fixed: Fixed, state: State, editor: CodeEditor): void {
  const panel = byId(`panel-${kind}`, HTMLElement);
  const left = fixed.left === 0 ? 'No reports are left.' : `Left: ${count(fixed.left, 'report')}.`;
  if (fixed.code === state.code) {
    panel.replaceChildren(make('p', { className: 'calm' }, `${COMMANDS[kind]} changes nothing here. ${left}`));
    return;
  }
  const take = make('button', { type: 'button', className: 'primary' }, 'Use this code');
  take.addEventListener('click', () => {
    editor.replace(fixed.code);
  });
  const diff = make('div', { className: 'diff' });
  panel.replaceChildren(
    make('div', { className: 'diff-head' }, make('p', {}, `After ${COMMANDS[kind]}. ${left}`), take),
    diff,
  );
  showDiff(diff, `Changes made by ${COMMANDS[kind]}`, state.code, fixed.code, state.language);
}

/** One line about a verdict, for the foot of the page and for screen readers. */
export function summaryOf({ problems, took }: Found): string {
  const fixable = problems.filter(({ isFixable }) => isFixable).length;
  const parts = [problems.length === 0 ? 'No reports' : count(problems.length, 'report')];
  if (fixable > 0) parts.push(`${String(fixable)} fixed by --fix`);
  return `${parts.join(', ')} · ${String(Math.round(took))} ms`;
}
