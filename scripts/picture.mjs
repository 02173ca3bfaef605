// The picture of the README: a function with its reports, and what `eslint --fix` makes of it. Drawn from what the plugin
// really says and writes, for light and for dark pages, and with one panel above the other for phones.
import { diffLines } from 'diff';
import { Linter } from 'eslint';

const CODE = `import { Agent, request } from 'undici';

export async function load(url) {
  const dispatcher = new Agent();
  const { statusCode, body } =
    await request(url, { dispatcher });
  if (statusCode !== 200)
    throw new Error(\`HTTP \${statusCode}\`);
  return body.json();
}
`;
const THEMES = {
  light: {
    back: '#ffffff',
    panel: '#f6f8fa',
    text: '#1f2328',
    faint: '#59636e',
    wrong: '#d1242f',
    added: '#dafbe1',
    line: '#d1d9e0',
  },
  dark: {
    back: '#0d1117',
    panel: '#151b23',
    text: '#f0f6fc',
    faint: '#9198a1',
    wrong: '#f85149',
    added: '#12361f',
    line: '#3d444d',
  },
};
const ROW = 20;
const CHARACTER = 7.8;
const PANEL = 470;
const GAP = 20;
const TOP = 46;

/**
 * All pictures, by what their names end with.
 * @param {import('eslint').ESLint.Plugin & { configs: { recommended: import('eslint').Linter.Config } }} plugin
 * @returns {Record<string, string>}
 */
export function pictures(plugin) {
  const linter = new Linter();
  // The limits are a matter of their own: the picture shows one thing.
  const config = [
    plugin.configs.recommended,
    { rules: { 'client-lifecycle/require-timeouts': /** @type {const} */ ('off') } },
  ];
  const reports = linter.verify(CODE, config, 'src/load.js');
  const { output } = linter.verifyAndFix(CODE, config, { filename: 'src/load.js' });
  return Object.fromEntries(
    Object.entries(THEMES).flatMap(([name, theme]) => [
      [name, draw(theme, reports, output, false)],
      [`${name}-narrow`, draw(theme, reports, output, true)],
    ]),
  );
}

/**
 * @param {typeof THEMES.light} theme
 * @param {import('eslint').Linter.LintMessage[]} reports
 * @param {string} output
 * @param {boolean} isNarrow whether one panel stands above the other
 */
function draw(theme, reports, output, isNarrow) {
  const before = CODE.trimEnd().split('\n');
  const after = diffLines(CODE, output).flatMap(({ value, added, removed }) =>
    removed
      ? []
      : value
          .replace(/\n$/, '')
          .split('\n')
          .map((text) => ({ text, added: added === true })),
  );
  const rows = isNarrow ? before.length : Math.max(before.length, after.length);
  const first = TOP + rows * ROW + 12;
  const other = isNarrow ? TOP + after.length * ROW + 12 : first;
  const height = isNarrow ? first + GAP + other : first;
  const width = isNarrow ? PANEL : 2 * PANEL + GAP;
  const place = isNarrow ? [0, first + GAP] : [PANEL + GAP, 0];
  const parts = [
    panel(theme, first, `before: ${String(reports.length)} reports`),
    ...reports.map((report) => squiggle(theme, report)),
    ...before.map((text, row) => line(theme, row, text)),
    `<g transform="translate(${place.join(' ')})">`,
    panel(theme, other, 'after eslint --fix'),
    ...after.flatMap(({ text, added }, row) => [
      ...(added && text !== ''
        ? [
            `<rect x="1" y="${String(TOP + row * ROW)}" width="${String(PANEL - 2)}" height="${String(ROW)}" fill="${theme.added}"/>`,
          ]
        : []),
      line(theme, row, text),
    ]),
    '</g>',
  ];
  const title =
    'A function that constructs an undici Agent on every call and leaves a response body unread, and the same function after eslint --fix';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img" aria-label="${title}">
<style>text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace }</style>
<rect width="${String(width)}" height="${String(height)}" fill="${theme.back}"/>
${parts.filter((part) => part !== '').join('\n')}
</svg>
`;
}

/**
 * @param {typeof THEMES.light} theme
 * @param {number} height
 * @param {string} title
 */
function panel(theme, height, title) {
  return `<rect x="0.5" y="0.5" width="${String(PANEL - 1)}" height="${String(height - 1)}" rx="8" fill="${theme.panel}" stroke="${theme.line}"/>
<text x="16" y="26" fill="${theme.faint}">${title}</text>`;
}

/**
 * @param {typeof THEMES.light} theme
 * @param {number} row
 * @param {string} text
 */
function line(theme, row, text) {
  const written = text.trimStart();
  if (written === '') return '';
  const from = 16 + (text.length - written.length) * CHARACTER;
  return `<text x="${from.toFixed(1)}" y="${String(TOP + row * ROW + 14)}" textLength="${(written.length * CHARACTER).toFixed(1)}" fill="${theme.text}">${escaped(written)}</text>`;
}

/**
 * A wave below what a report stands on.
 * @param {typeof THEMES.light} theme
 * @param {import('eslint').Linter.LintMessage} report
 */
function squiggle(theme, { line: at, column, endLine = at, endColumn = column + 1 }) {
  const from = 16 + (column - 1) * CHARACTER;
  const to = 16 + ((endLine === at ? endColumn : column + 10) - 1) * CHARACTER;
  const y = TOP + (at - 1) * ROW + 18;
  let path = `M${from.toFixed(1)} ${String(y)}`;
  for (let x = from, up = true; x < to; x += 3, up = !up) path += ` l3 ${up ? '-2.5' : '2.5'}`;
  return `<path d="${path}" fill="none" stroke="${theme.wrong}" stroke-width="1.4"/>`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
