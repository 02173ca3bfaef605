// Numbers, tables and charts.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as echarts from 'echarts';

const require = createRequire(import.meta.url);

/**
 * The value below which a share of the values lies.
 * @param {readonly number[]} values
 * @param {number} share From 0 to 1.
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/**
 * A table for a terminal, which is one in Markdown too.
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(Math.max(width - 1, 1))}:`)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), rule, ...others.map(line)].join('\n');
}

/**
 * The versions that numbers belong to: Node.js and installed packages.
 * @param {readonly string[]} packages
 */
export function versions(packages) {
  const installed = packages.map((name) => `${name} ${versionOf(name)}`);
  return `Node.js ${process.versions.node}, ${installed.join(', ')}; ${String(cpus().length)} CPUs, ${process.platform}, loopback`;
}

/** @param {string} name */
function versionOf(name) {
  let folder = dirname(require.resolve(name));
  for (;;) {
    try {
      const manifest = /** @type {{ name?: string, version?: string }} */ (
        JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      );
      if (manifest.name === name) return manifest.version ?? '';
    } catch {
      // Not every folder of a package has a manifest.
    }
    if (folder === dirname(folder)) return '';
    folder = dirname(folder);
  }
}

/** @typedef {{ readonly name: string, readonly points: readonly (readonly [number, number])[] }} Series */

const COLOURS = ['#c2410c', '#0f766e', '#1d4ed8'];

/**
 * A chart of open sockets over time, as SVG that reads on light and dark pages.
 * @param {string} title
 * @param {readonly Series[]} series Points are milliseconds since the start and open sockets.
 */
export function socketChart(title, series) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 360 });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    color: COLOURS,
    title: { text: title, left: 16, top: 12, textStyle: { fontSize: 15, fontWeight: 600, color: '#1f2937' } },
    legend: { bottom: 8, icon: 'roundRect', itemWidth: 18, itemHeight: 4 },
    grid: { left: 64, right: 32, top: 56, bottom: 72 },
    xAxis: {
      type: 'value',
      name: 'ms',
      nameLocation: 'end',
      axisLine: { lineStyle: { color: '#6b7280' } },
      splitLine: { show: false },
    },
    yAxis: { type: 'value', name: 'open sockets', splitLine: { lineStyle: { color: '#e5e7eb' } } },
    series: series.map(({ name, points }) => ({
      type: 'line',
      step: 'end',
      showSymbol: false,
      lineStyle: { width: 2 },
      name,
      data: thinned(points),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/**
 * At most two hundred points, the highest of each stretch: a chart shows no more, and a file in a repository should be
 * small.
 * @param {readonly (readonly [number, number])[]} points
 */
function thinned(points) {
  const size = Math.ceil(points.length / 200);
  const stretches = Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
  const highest = stretches.map((stretch) => stretch.reduce((best, point) => (point[1] > best[1] ? point : best)));
  const last = points.at(-1);
  return [...highest, ...(last ? [last] : [])].map(([ms, open]) => [Math.round(ms), open]);
}
