/** How values of the database become values of ours, where pg's own choice is not wanted. */
import pg from 'pg';

const int8 = 20;
const date = 1082;

/** bigint columns are our sequences and counts: a number while it is exact, else a refusal rather than a wrong value. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number: select it as text`);
  return value;
}

/** Calendar days stay `YYYY-MM-DD`: pg would make them midnight of this machine's zone. */
const own: Record<number, (text: string) => unknown> = { [int8]: parseBigint, [date]: (text) => text };

export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const parser = format === 'binary' ? undefined : own[oid];
    return (parser ?? pg.types.getTypeParser(oid, format as 'text')) as never;
  },
};
