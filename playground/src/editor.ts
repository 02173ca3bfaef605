import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState, type Extension, type Text } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Edit, Language, Problem } from './protocol.js';
import { theme } from './theme.js';

/** The languages that the editor colours; each one is linted under another extension. */
function syntaxOf(language: Language): Extension {
  return javascript({ jsx: language !== 'ts', typescript: language !== 'js' });
}

/** The code that is linted. Tab leaves it, as it leaves every other field. */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #syntax = new Compartment();
  #language: Language = 'js';
  #isOwnChange = false;

  /** @param onChange called with the text when a person, a fix or a suggestion has changed it. */
  constructor(parent: HTMLElement, onChange: (code: string) => void) {
    this.#view = new EditorView({
      parent,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        indentOnInput(),
        bracketMatching(),
        keymap.of([...lintKeymap, ...defaultKeymap, ...historyKeymap]),
        this.#syntax.of(syntaxOf('js')),
        theme,
        EditorView.contentAttributes.of({ 'aria-labelledby': 'code-title', tabindex: '0', spellcheck: 'false' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && !this.#isOwnChange) onChange(state.doc.toString());
        }),
      ],
    });
  }

  /** Shows a text in a language, without telling that it changed. */
  show(code: string, language: Language): void {
    this.#isOwnChange = true;
    if (language !== this.#language) this.#view.dispatch({ effects: this.#syntax.reconfigure(syntaxOf(language)) });
    this.#language = language;
    const { doc } = this.#view.state;
    if (doc.toString() !== code) this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: code } });
    this.#isOwnChange = false;
  }

  /** Replaces the text, as if somebody had typed it: undo brings back what was there. */
  replace(code: string): void {
    this.edit({ from: 0, to: this.#view.state.doc.length, insert: code });
  }

  edit(edit: Edit): void {
    this.#view.dispatch({ changes: edit, userEvent: 'input' });
  }

  /** Underlines what is reported. The problems must be about the text that is shown. */
  mark(problems: readonly Problem[]): void {
    const { doc } = this.#view.state;
    const diagnostics = problems.map((problem) => this.#diagnosticOf(doc, problem));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Puts the cursor where a problem is, and the keyboard into the editor. */
  goTo(problem: Problem): void {
    const at = offsetOf(this.#view.state.doc, problem.line, problem.column);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    this.#view.focus();
  }

  #diagnosticOf(doc: Text, problem: Problem): Diagnostic {
    const from = offsetOf(doc, problem.line, problem.column);
    return {
      from,
      to: Math.max(offsetOf(doc, problem.endLine, problem.endColumn), from),
      severity: 'error',
      source: problem.rule ?? 'parser',
      message: problem.message,
      actions: problem.suggestions.map(({ title, edit }) => ({
        name: title,
        apply: () => {
          this.edit(edit);
        },
      })),
    };
  }
}

/** A difference between two texts, to be read: unchanged stretches are folded. */
export function showDiff(parent: HTMLElement, label: string, before: string, after: string, language: Language): void {
  parent.replaceChildren();
  new EditorView({
    parent,
    doc: after,
    extensions: [
      lineNumbers(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        gutter: false,
        collapseUnchanged: { margin: 4, minSize: 8 },
      }),
      syntaxOf(language),
      theme,
    ],
  });
}

function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(from + Math.max(column, 1) - 1, to);
}
