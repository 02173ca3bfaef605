import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const color = (name: string): { color: string } => ({ color: `var(--code-${name})` });

/** Colours come from the style sheet, which knows light and dark. */
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], ...color('keyword') },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], ...color('string') },
  { tag: [tags.number, tags.bool, tags.null], ...color('number') },
  { tag: tags.comment, ...color('comment'), fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], ...color('type') },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], ...color('function') },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13.5px', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow)',
    maxWidth: 'min(36rem, 92vw)',
  },
  '.cm-diagnostic': { padding: '8px 12px', fontFamily: 'var(--sans)', fontSize: '13px', lineHeight: '1.5' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--wrong)' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
    borderRadius: '6px',
    padding: '3px 8px',
    margin: '6px 6px 0 0',
    textAlign: 'start',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--wrong) 1px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--added) !important', textDecoration: 'none' },
  '.cm-changedText': { background: 'var(--added-strong) !important' },
  '.cm-deletedChunk': { backgroundColor: 'var(--removed) !important', paddingLeft: '6px' },
  '.cm-deletedChunk .cm-deletedText': { background: 'var(--removed-strong) !important' },
  '.cm-collapsedLines': { background: 'var(--hover) !important', color: 'var(--muted)' },
});

/** How code looks, in the editor and in diffs. */
export const theme: Extension = [look, syntaxHighlighting(highlighting)];
