/** Pure: where a key leads in the grid of the quick entry, as in a spreadsheet. */

export interface CellPlace {
  row: number;
  column: number;
}
export interface CellKey {
  key: string;
  shift: boolean;
  ctrl: boolean;
}
export interface Caret {
  atStart: boolean;
  atEnd: boolean;
  /** A list of choices moves within itself by the arrows. */
  isChoice: boolean;
}
export type CellMove =
  | { kind: 'go'; to: CellPlace }
  | { kind: 'copy-above' }
  | { kind: 'beside' }
  | { kind: 'take-back' }
  | { kind: 'leave' };

/**
 * Null: the key is the field's own, or the browser's. Enter goes to the first cell of the next row, Tab at the last cell as
 * well, arrows up and down keep the column, arrows left and right leave a cell at its edge.
 * @param size rows there are (the last one is empty) and columns shown
 */
export function moveOf(
  { key, shift, ctrl }: CellKey,
  { row, column }: CellPlace,
  caret: Caret,
  size: { rows: number; columns: number },
): CellMove | null {
  const go = (toRow: number, toColumn: number): CellMove | null =>
    toRow < 0 || toRow >= size.rows ? null : { kind: 'go', to: { row: toRow, column: toColumn } };
  const last = size.columns - 1;
  if (ctrl) return ctrlMove(key);
  switch (key) {
    case 'Enter':
      return shift ? go(row - 1, column) : go(row + 1, 0);
    case 'Tab':
      if (shift) return column === 0 ? go(row - 1, last) : null;
      return column === last ? go(row + 1, 0) : null;
    case 'ArrowDown':
      return caret.isChoice ? null : go(row + 1, column);
    case 'ArrowUp':
      return caret.isChoice ? null : go(row - 1, column);
    case 'ArrowLeft':
      return !shift && caret.atStart && column > 0 ? go(row, column - 1) : null;
    case 'ArrowRight':
      return !shift && caret.atEnd && column < last ? go(row, column + 1) : null;
    case 'Escape':
      return { kind: 'leave' };
    default:
      return null;
  }
}

function ctrlMove(key: string): CellMove | null {
  if (key === 'ArrowDown') return { kind: 'beside' };
  if (key === 'Delete') return { kind: 'take-back' };
  return key.toLowerCase() === 'd' ? { kind: 'copy-above' } : null;
}
