import type { Board } from '$contract/deals.contract.ts';

export type BoardStep = { kind: 'focus'; dealId: string } | { kind: 'move'; stageId: string } | null;

/** What an arrow does on a card: goes to a neighbour, or with Shift takes the card one stage on or back. Pure. */
export function stepOnBoard(board: Board, dealId: string, key: string, shift: boolean): BoardStep {
  const { columns } = board;
  const at = columns.findIndex(({ items }) => items.some(({ id }) => id === dealId));
  const column = columns[at];
  if (!column) return null;
  const row = column.items.findIndex(({ id }) => id === dealId);
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[key];
  if (by === undefined) return null;
  const isSideways = key === 'ArrowRight' || key === 'ArrowLeft';
  if (shift) {
    const to = isSideways ? columns[at + by] : undefined;
    return to ? { kind: 'move', stageId: to.stageId } : null;
  }
  if (!isSideways) {
    const next = column.items[row + by];
    return next ? { kind: 'focus', dealId: next.id } : null;
  }
  // Empty columns are passed over.
  for (let next = at + by; next >= 0 && next < columns.length; next += by) {
    const items = columns[next]?.items ?? [];
    const beside = items[Math.min(row, items.length - 1)];
    if (beside) return { kind: 'focus', dealId: beside.id };
  }
  return null;
}
