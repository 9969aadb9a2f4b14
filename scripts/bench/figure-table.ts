/** The figures as a plain table for a terminal. Pure. */
import { type Figure, isMet } from './bench.ts';

/** Four significant digits at least, thousands apart: `61 204`, `0.5312`, `12.4`. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
  return String(Number(value.toPrecision(4)));
}

/** @example formatLimit({ atMost: 1 }) // 'at most 1' */
export function formatLimit(limit: Figure['limit']): string {
  if (limit === undefined) return '';
  return 'atLeast' in limit ? `at least ${formatValue(limit.atLeast)}` : `at most ${formatValue(limit.atMost)}`;
}

const head = ['name', 'figure', 'value', 'unit', 'limit', 'met'];
/** Columns of numbers stand to the right. */
const toTheRight = new Set([2]);

/** One line for each figure, under a head; figures without a limit have nothing under `met`. */
export function figureTable(figures: readonly { bench: string; figure: Figure }[]): string {
  const rows = figures.map(({ bench, figure }) => {
    const met = isMet(figure);
    const answer = met === null ? '' : met ? 'yes' : 'no';
    return [bench, figure.name, formatValue(figure.value), figure.unit, formatLimit(figure.limit), answer];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        toTheRight.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
