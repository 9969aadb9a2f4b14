/** Pure: rows that were copied from a spreadsheet or a CSV file. */

/** More is a matter for the import, which repairs, previews and resumes. */
export const mostPastedRows = 2_000;

const separators = ['\t', ';', ','] as const;
export type Separator = (typeof separators)[number];

/** True when a text is more than the content of one cell. */
export const isBlock = (text: string): boolean => /[\t\n]/.test(text.replace(/\r\n?/g, '\n').trim());

/** The separator of a block: a tab wherever there is one, else what stands in most lines, semicolon before comma. */
export function separatorOf(text: string): Separator {
  if (text.includes('\t')) return '\t';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const having = (separator: string) => lines.filter((line) => line.includes(separator)).length;
  return having(';') * 2 >= lines.length ? ';' : having(',') === lines.length ? ',' : ';';
}

/**
 * The cells of a block, row by row. A cell in quotes may hold the separator, line breaks and doubled quotes; a quote in
 * the middle of a cell is a letter like any other. Rows without any text are left out.
 * @example parseBlock('Anna;"7; 9"\n').rows // [['Anna', '7; 9']]
 */
export function parseBlock(text: string): { rows: string[][]; separator: Separator } {
  const whole = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const separator = separatorOf(whole);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < whole.length; at += 1) {
    const letter = whole.charAt(at);
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (whole.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell.trim() === '' && hasClosing(whole, at)) {
      isQuoted = true;
      cell = '';
    } else if (letter === separator) endCell();
    else if (letter === '\n') endRow();
    else cell += letter;
  }
  endRow();
  return { rows, separator };
}

/** A quote that nothing closes (an inch, a name of which half was copied) is a letter. */
const hasClosing = (text: string, at: number) => text.indexOf('"', at + 1) > at;
