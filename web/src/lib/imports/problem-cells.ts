/** Pure: which cells of a row with a problem are shown beside the reason. */
import type { Import } from '$contract/imports.contract.ts';

export interface ProblemCell {
  column: number;
  /** Name of the column in the file; empty: it has none. */
  header: string;
  text: string;
  /** What the reason is about. */
  isMeant: boolean;
}

const MOST = 12;

/** Those the reason is about, then what names the row, then the rest in the order of the file; empty cells are left out. */
export function cellsToShow(
  cells: readonly string[],
  { headers, mapping }: Pick<Import, 'headers' | 'mapping'>,
  because: string | null,
): { cells: ProblemCell[]; left: number } {
  const keys = new Set(because?.split(' ').map((fault) => fault.split(':')[0]));
  const all = cells.flatMap((text, column): ProblemCell[] =>
    text.trim() === ''
      ? []
      : [{ column, header: headers[column] ?? '', text, isMeant: keys.has(mapping[column] ?? undefined) }],
  );
  const place = ({ column, isMeant }: ProblemCell) => (isMeant ? 0 : (mapping[column] ?? null) === null ? 2 : 1);
  const sorted = all.sort((a, b) => place(a) - place(b) || a.column - b.column);
  return { cells: sorted.slice(0, MOST), left: Math.max(0, sorted.length - MOST) };
}
