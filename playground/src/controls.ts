import examples from 'virtual:examples';
import facts from 'virtual:rules';
import { byId, make } from './dom.js';
import { exampleOf, stateOf } from './link.js';
import type { ConfigName, Language, State } from './protocol.js';

/** The setting `role` in words. */
const ROLES: readonly (readonly [value: string, text: string])[] = [
  ['', 'inferred from the code'],
  ['service', 'service'],
  ['lambda', 'Lambda or other function'],
  ['worker-runtime', 'edge worker'],
  ['next', 'Next.js'],
  ['script', 'script or command'],
  ['library', 'published library'],
  ['test', 'test'],
  ['example', 'example'],
  ['browser', 'browser code'],
  ['tool', 'development tool'],
];

/** The switches above the code. They show a state, and tell of what somebody changes in it. */
export class Controls {
  readonly #example = byId('example', HTMLSelectElement);
  readonly #language = byId('language', HTMLSelectElement);
  readonly #config = byId('config', HTMLSelectElement);
  readonly #role = byId('role', HTMLSelectElement);
  readonly #rules = byId('rules', HTMLElement);
  readonly #explain = byId('explain', HTMLInputElement);
  readonly #settings = byId('settings', HTMLTextAreaElement);
  #state: State = stateOf('');

  /** @param onChange called with the new state. */
  constructor(onChange: (state: State) => void) {
    const change = (part: Partial<State>): void => {
      this.show({ ...this.#state, ...part });
      onChange(this.#state);
    };
    this.#role.append(...ROLES.map(([value, text]) => make('option', { value }, text)));
    this.#fillGallery();
    this.#fillRules(change);
    this.#example.addEventListener('change', () => {
      change(stateOf(this.#example.value));
    });
    this.#language.addEventListener('change', () => {
      change({ language: this.#language.value as Language });
    });
    this.#config.addEventListener('change', () => {
      change({ config: this.#config.value as ConfigName, switched: {} });
    });
    this.#role.addEventListener('change', () => {
      change({ role: this.#role.value });
    });
    this.#explain.addEventListener('change', () => {
      change({ explain: this.#explain.checked });
    });
    this.#settings.addEventListener('input', () => {
      change({ settings: this.#settings.value });
    });
  }

  show(state: State): void {
    this.#state = state;
    this.#example.value = exampleOf(state);
    this.#language.value = state.language;
    this.#config.value = state.config;
    this.#role.value = state.role;
    this.#explain.checked = state.explain;
    if (this.#settings.value !== state.settings) this.#settings.value = state.settings;
    for (const box of this.#rules.querySelectorAll('input')) box.checked = isOn(state, box.value);
  }

  #fillGallery(): void {
    this.#example.append(make('option', { value: '' }, 'your own code'));
    for (const group of new Set(examples.map((example) => example.group))) {
      const options = examples.filter((example) => example.group === group);
      const element = make('optgroup', { label: group });
      element.append(...options.map(({ id, title }) => make('option', { value: id }, title)));
      this.#example.append(element);
    }
  }

  #fillRules(change: (part: Partial<State>) => void): void {
    for (const { name, description } of facts) {
      const box = make('input', { type: 'checkbox', value: name });
      box.addEventListener('change', () => {
        change({ switched: { ...this.#state.switched, [name]: box.checked } });
      });
      this.#rules.append(make('label', { className: 'check', title: description }, box, ` ${name}`));
    }
  }
}

function isOn({ switched, config }: State, name: string): boolean {
  const chosen = Object.entries(switched).find(([rule]) => rule === name)?.[1];
  return chosen ?? (config === 'strict' || (facts.find((rule) => rule.name === name)?.isRecommended ?? false));
}
