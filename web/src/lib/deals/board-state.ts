import type { Board, BoardColumn, DealCard } from '$contract/deals.contract.ts';
import type { Stage } from '$contract/pipelines.contract.ts';
import { fromCents, minus, plus, toCents } from './money.ts';

/** Pure: the board as it is seen, while the server has not answered yet. */

export const findCard = (board: Board, dealId: string): DealCard | null =>
  board.columns.flatMap(({ items }) => items).find(({ id }) => id === dealId) ?? null;

const totals = (column: BoardColumn, card: DealCard, by: 1 | -1): BoardColumn => {
  const add = by === 1 ? plus : minus;
  return {
    ...column,
    count: Math.max(0, column.count + by),
    totalPotential: add(column.totalPotential, card.potential),
    totalExpected: add(column.totalExpected, card.expectedSum),
  };
};

/** A card after it comes to a stage, as far as it is known: what is won is certain, what is lost brings nothing. */
function arrived(card: DealCard, stage: Stage, at: string): DealCard {
  const probability = stage.kind === 'won' ? 100 : stage.kind === 'lost' ? 0 : card.probability;
  const sum = () => fromCents((toCents(card.potential) * BigInt(probability) + 50n) / 100n);
  return {
    ...card,
    stageId: stage.id,
    stageName: stage.name,
    state: stage.kind,
    probability,
    expectedSum: card.potential === '' ? '' : sum(),
    stageSince: at,
  };
}

/** The board with a card at the head of another column; counts and sums go along. */
export function moveCard(board: Board, dealId: string, stage: Stage, at: string): Board {
  const card = findCard(board, dealId);
  if (!card || card.stageId === stage.id) return board;
  return putCard(dropCard(board, dealId), arrived(card, stage, at));
}

/** Without a card, its sums taken off. */
export function dropCard(board: Board, dealId: string): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      const card = column.items.find(({ id }) => id === dealId);
      if (!card) return column;
      return { ...totals(column, card, -1), items: column.items.filter(({ id }) => id !== dealId) };
    }),
  };
}

/** A card in its column, the newest in the stage first. One that is not of this board leaves it as it is. */
export function putCard(board: Board, card: DealCard): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.stageId !== card.stageId) return column;
      const items = [...column.items, card].sort(
        (a, b) => b.stageSince.localeCompare(a.stageSince) || b.id.localeCompare(a.id),
      );
      return { ...totals(column, card, 1), items };
    }),
  };
}

/** A newer state of a deal that may or may not be on the board. */
export function takeCard(board: Board, card: DealCard): Board {
  const known = findCard(board, card.id);
  if (known && known.version > card.version) return board;
  return putCard(known ? dropCard(board, card.id) : board, card);
}

/** The next page of a column, without what came in meanwhile by itself. */
export function addPage(
  board: Board,
  stageId: string,
  page: { items: readonly DealCard[]; nextCursor: string | null },
): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.stageId !== stageId) return column;
      const known = new Set(column.items.map(({ id }) => id));
      const items = [...column.items, ...page.items.filter(({ id }) => !known.has(id))];
      return { ...column, items, nextCursor: page.nextCursor };
    }),
  };
}
