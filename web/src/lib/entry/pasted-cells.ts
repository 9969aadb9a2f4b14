/** Pure: the rows of a pasted block as rows of the quick entry. */
import { type ChoicesByColumn, type EntryChoices, type EntryColumnId, entryColumnIds } from './entry-columns.ts';
import type { Cells } from './entry-row.ts';

const isColumn = (id: string): id is EntryColumnId => (entryColumnIds as readonly string[]).includes(id);

/** The value of a choice by its word or by itself; null: the firm has no such one. */
function chosen({ empty, options }: EntryChoices, text: string): string | null {
  const word = text.toLowerCase();
  if (word === '' || word === empty.toLowerCase()) return '';
  return options.find(({ value, label }) => label.toLowerCase() === word || value === text)?.value ?? null;
}

/**
 * Several columns of one kind are one cell, parted by a semicolon. Sources, stages and owners are found by their words; one
 * that the firm does not have goes to the note, so that it is not lost.
 * @param columns what each column of the block holds; empty: left out
 */
export function pastedCells(rows: readonly string[][], columns: readonly string[], choices: ChoicesByColumn): Cells[] {
  return rows.map((row) => {
    const cells = Object.fromEntries(entryColumnIds.map((id) => [id, ''])) as Cells;
    for (const [at, id] of columns.entries()) {
      const text = (row[at] ?? '').replace(/\s*\n\s*/g, id === 'note' ? '\n' : ' ').trim();
      if (!isColumn(id) || text === '') continue;
      cells[id] = cells[id] === '' ? text : `${cells[id]}; ${text}`;
    }
    for (const [id, list] of Object.entries(choices) as [EntryColumnId, EntryChoices][]) {
      const value = chosen(list, cells[id]);
      if (value === null) cells.note = cells.note === '' ? cells[id] : `${cells.note}\n${cells[id]}`;
      cells[id] = value ?? '';
    }
    return cells;
  });
}
