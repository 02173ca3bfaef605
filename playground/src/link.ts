// The state as the part of an address behind `#`: it never reaches a server, and a link opens what was shared.
import examples from 'virtual:examples';
import type { ConfigName, Language, State } from './protocol.js';

const CONFIGS: readonly string[] = ['recommended', 'strict', 'migrate'] satisfies ConfigName[];
const LANGUAGES: readonly string[] = ['js', 'ts', 'tsx'] satisfies Language[];

const isConfig = (text: string): text is ConfigName => CONFIGS.includes(text);
const isLanguage = (text: string): text is Language => LANGUAGES.includes(text);

/** The state of an example of the gallery; of the first one where there is none of that name. */
export function stateOf(id: string): State {
  const example = examples.find((one) => one.id === id) ?? examples[0];
  const language = example?.language ?? 'js';
  return {
    code: example?.code ?? '',
    language: isLanguage(language) ? language : 'js',
    config: example?.config ?? 'recommended',
    switched: {},
    role: example?.role ?? '',
    explain: false,
    settings: '',
  };
}

/** The example whose code a state has, unchanged. */
export function exampleOf(state: State): string {
  return examples.find(({ code }) => code === state.code)?.id ?? '';
}

/** What stands behind `#` for a state: only what differs from the example, or from an empty page. */
export async function hashOf(state: State): Promise<string> {
  const example = exampleOf(state);
  const base = stateOf(example);
  const query = new URLSearchParams();
  if (example) query.set('example', example);
  else query.set('code', await pack(state.code));
  if (!example || state.language !== base.language) query.set('language', state.language);
  if (!example || state.config !== base.config) query.set('config', state.config);
  if (state.role !== (example ? base.role : '')) query.set('role', state.role);
  for (const [word, isOn] of [
    ['on', true],
    ['off', false],
  ] as const) {
    const rules = Object.entries(state.switched).filter(([, value]) => value === isOn);
    if (rules.length > 0) query.set(word, rules.map(([rule]) => rule).join(','));
  }
  if (state.explain) query.set('explain', '1');
  if (state.settings.trim() !== '') query.set('settings', await pack(state.settings));
  return `#${query.toString()}`;
}

/** The state of a link; what cannot be read in it is left out. */
export async function stateOfHash(hash: string): Promise<State> {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const base = stateOf(query.get('example') ?? '');
  const [language, config] = [query.get('language') ?? '', query.get('config') ?? ''];
  const code = query.get('code');
  const switched = (['on', 'off'] as const).flatMap((word) =>
    (query.get(word) ?? '')
      .split(',')
      .filter(Boolean)
      .map((rule) => [rule, word === 'on']),
  );
  return {
    code: code === null ? base.code : await unpack(code),
    language: isLanguage(language) ? language : base.language,
    config: isConfig(config) ? config : base.config,
    switched: Object.fromEntries(switched) as State['switched'],
    role: query.get('role') ?? (code === null ? base.role : ''),
    explain: query.get('explain') === '1',
    settings: await unpack(query.get('settings') ?? ''),
  };
}

/** A text, compressed, in letters that an address may have. */
async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

async function unpack(text: string): Promise<string> {
  if (text === '') return '';
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await new Response(stream).text();
  } catch {
    return '// This link is damaged: its code could not be read.\n';
  }
}
