/**
 * Pure: a line of CSV that no spreadsheet takes for a formula. A text that begins with = + - @, a tab or a line end gets an
 * apostrophe in front (the advice of OWASP on CSV injection). Telephone and other numbers stay as they are: a sign and
 * digits compute nothing, and a number with an apostrophe could not be dialled from the file.
 */
const begins = /^[=+\-@\t\r\n]/;
const harmless = /^(?:\+\d{5,17}|[+-]?\d{1,15}(?:[.,]\d+)?)$/;

/** @example safeCell('=HYPERLINK("http://evil")') // "'=HYPERLINK(…" · safeCell('+74951234567') // unchanged */
export const safeCell = (text: string): string => (begins.test(text) && !harmless.test(text) ? `'${text}` : text);

/** What `safeCell` put in front, taken away again: a file that was exported can be imported. */
export const unsafeCell = (text: string): string => (/^'[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text);

const quoted = (text: string, delimiter: string): string =>
  /["\r\n]/.test(text) || text.includes(delimiter) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One line with its end, as RFC 4180 wants it. */
export const csvLine = (cells: readonly string[], delimiter = ','): string =>
  `${cells.map((cell) => quoted(safeCell(cell), delimiter)).join(delimiter)}\r\n`;
