/** Pure: the rows of a pasted block as rows of the quick entry. */
import { type EntryColumnId, entryColumnIds } from './entry-columns.ts';
import type { Cells } from './entry-row.ts';

const isColumn = (id: string): id is EntryColumnId => (entryColumnIds as readonly string[]).includes(id);

/**
 * Several columns of one kind are one cell, parted by a semicolon. A source is found by its words; one that the firm does
 * not have goes to the note, so that it is not lost.
 * @param columns what each column of the block holds; empty: left out
 */
export function pastedCells(
  rows: readonly string[][],
  columns: readonly string[],
  sources: readonly { id: string; label: string }[],
): Cells[] {
  return rows.map((row) => {
    const cells = Object.fromEntries(entryColumnIds.map((id) => [id, ''])) as Cells;
    for (const [at, id] of columns.entries()) {
      const text = (row[at] ?? '').replace(/\s*\n\s*/g, id === 'note' ? '\n' : ' ').trim();
      if (!isColumn(id) || text === '') continue;
      cells[id] = cells[id] === '' ? text : `${cells[id]}; ${text}`;
    }
    const known = sources.find(({ label }) => label.toLowerCase() === cells.source.toLowerCase());
    if (!known && cells.source !== '') cells.note = cells.note === '' ? cells.source : `${cells.note}\n${cells.source}`;
    cells.source = known?.id ?? '';
    return cells;
  });
}
