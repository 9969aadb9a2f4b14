/** Pure: which columns of a list are shown, and how wide they are. */
export interface Column<Id extends string = string> {
  id: Id;
  label: () => string;
  /** Least width, px. */
  min: number;
  /** Share of the width that is left over; without it the column stays at `min`. */
  grow?: number;
  /** The highest goes first when there is no room; 0 never goes, and cannot be switched off. */
  rank: number;
  /** Shown only to whoever switches it on. */
  off?: boolean;
  /** Stands at the right, as figures and times do. */
  end?: boolean;
  /** What the list is ordered by when somebody presses the head; left out: it cannot be pressed. */
  orderBy?: string;
  /** The cells speak for themselves (an icon): the header keeps the word for screen readers. */
  quiet?: boolean;
}

/** What a person switched on or off, by column; a column that is not in it is as the list wants it. */
export type ColumnChoice = Readonly<Record<string, boolean>>;

/** Space between columns, px: `gap-3`. */
const GAP = 12;

export const isChosen = (column: Column, choice: ColumnChoice): boolean =>
  column.rank === 0 || (choice[column.id] ?? !column.off);

const widthOf = (columns: readonly Column[]) => columns.reduce((sum, { min }) => sum + min + GAP, -GAP);

/**
 * The columns that are chosen and fit, in their order. What a person switched on stays as long as there is room for it: what the
 * list would show by itself goes first, then the last of theirs.
 * @param width what rows have for columns, px; Infinity: all that are chosen.
 */
export function visibleColumns<Id extends string>(
  columns: readonly Column<Id>[],
  choice: ColumnChoice,
  width: number,
): readonly Column<Id>[] {
  let shown = columns.filter((column) => isChosen(column, choice));
  const isWanted = ({ id, rank }: Column) => rank > 0 && choice[id] === true;
  while (widthOf(shown) > width) {
    const last = Math.max(...shown.filter((column) => !isWanted(column)).map(({ rank }) => rank));
    const wanted = shown.findLast(isWanted);
    if (last > 0) shown = shown.filter((column) => column.rank !== last || isWanted(column));
    else if (wanted) shown = shown.filter((column) => column !== wanted);
    else break;
  }
  return shown;
}

/** @example gridTemplate([{ min: 16, … }, { min: 120, grow: 2, … }]) // '16px minmax(120px, 2fr)' */
export function gridTemplate(columns: readonly Column[]): string {
  const hasGrow = columns.some(({ grow }) => grow);
  return columns
    .map(({ min, grow, rank }) => {
      if (grow) return `minmax(${rank === 0 ? 0 : min}px, ${grow}fr)`;
      return hasGrow ? `${min}px` : `minmax(${min}px, 1fr)`;
    })
    .join(' ');
}
