import links from 'virtual:links';
import { LintClient } from './client.js';
import { Controls } from './controls.js';
import { byId } from './dom.js';
import { CodeEditor } from './editor.js';
import { hashOf, stateOfHash } from './link.js';
import { fileOf, type Answer, type State } from './protocol.js';
import { showFixed, showReports, summaryOf } from './results.js';
import { makeTabs } from './tabs.js';
import { themeButton } from './scheme.js';

/** Milliseconds without a key press after which the code is linted. */
const PAUSE = 120;

const status = byId('status', HTMLElement);
const settingsError = byId('settings-error', HTMLElement);

/** Joins the parts of the page around one state. */
async function start(): Promise<void> {
  // The worker loads the rules while the page is put together.
  const client = new LintClient((answer) => {
    if (asked === state) show(answer);
  });
  let state = await stateOfHash(location.hash);
  let asked = state;
  let hash = '';
  let timer = 0;

  const editor = new CodeEditor(byId('editor', HTMLElement), (code) => {
    change({ ...state, code }, PAUSE);
  });
  const controls = new Controls((next) => {
    change(next, PAUSE);
  });

  function show(answer: Answer): void {
    settingsError.textContent = 'error' in answer ? answer.error : '';
    if ('error' in answer) {
      status.textContent = 'The settings are invalid.';
      return;
    }
    editor.mark(answer.problems);
    showReports(answer.problems, editor);
    showFixed('fixed', answer.fixed, state, editor);
    showFixed('migrated', answer.migrated, state, editor);
    status.textContent = summaryOf(answer);
    document.body.dataset['verdict'] = String(answer.id);
  }

  function change(next: State, pause: number): void {
    state = next;
    editor.show(state.code, state.language);
    controls.show(state);
    byId('file', HTMLElement).textContent = fileOf(state.language);
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      asked = state;
      client.ask(state);
      void remember(state);
    }, pause);
  }

  async function remember(current: State): Promise<void> {
    const next = await hashOf(current);
    if (current !== state) return;
    hash = next;
    history.replaceState(null, '', hash);
  }

  window.addEventListener('hashchange', ({ newURL }) => {
    // By now the address may be that of what was typed just before.
    const wanted = new URL(newURL).hash;
    if (wanted === hash) return;
    void stateOfHash(wanted).then((next) => {
      change(next, 0);
    });
  });
  byId('share', HTMLElement).addEventListener('click', () => {
    void remember(state)
      .then(() => navigator.clipboard.writeText(location.href))
      .then(
        () => 'Link copied.',
        () => 'The link is in the address bar.',
      )
      .then((text) => {
        status.textContent = text;
      });
  });
  change(state, 0);
}

byId('docs', HTMLAnchorElement).href = links.docs;
byId('source', HTMLAnchorElement).href = links.home;
makeTabs(byId('tabs', HTMLElement));
themeButton(byId('theme', HTMLButtonElement));
void start();
