/**
 * Pure: several things in one cell, as people write them into a spreadsheet: `Nevsky 1 | Moscow | RU; Via Roma 1 | | IT`.
 * Signs that part them are escaped where they stand in a text, so that what was written is read again as it was.
 */
const escaped = /[\\|;\n\r]/g;
const token = /\\[\\|;nr]|[|;\n\r]|[^\\|;\n\r]+|\\/g;
const lineEnds: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\\n': '\n', '\\r': '\r' };

const withEscapes = (text: string): string => text.replace(escaped, (sign) => lineEnds[sign] ?? `\\${sign}`);
const withoutEscape = (text: string): string => (text.length === 2 ? (lineEnds[text] ?? text.slice(1)) : text);

/**
 * @param entries parts of each, without spaces around them; empty ones at the end are left out
 * @example textOfMany([['Nevsky 1', 'Moscow'], ['Via Roma 1', '', 'IT']]) // 'Nevsky 1 | Moscow; Via Roma 1 |  | IT'
 */
export const textOfMany = (entries: readonly (readonly string[])[]): string =>
  entries
    .map((parts) => parts.slice(0, parts.findLastIndex((part) => part !== '') + 1))
    .filter((parts) => parts.length > 0)
    .map((parts) => parts.map(withEscapes).join(' | '))
    .join('; ');

/**
 * The entries of a cell, also of one that a person wrote: a line end parts them as `;` does.
 * @example manyOfText('+79160000001 | Mobile; +79160000002') // [['+79160000001', 'Mobile'], ['+79160000002']]
 */
export function manyOfText(text: string): string[][] {
  const entries: string[][] = [];
  let parts: string[] = [''];
  const close = () => {
    const clean = parts.map((part) => part.trim());
    const last = clean.findLastIndex((part) => part !== '');
    if (last >= 0) entries.push(clean.slice(0, last + 1));
    parts = [''];
  };
  for (const [found] of text.matchAll(token)) {
    if (found === '|') parts.push('');
    else if (found === ';' || found === '\n' || found === '\r') close();
    else parts[parts.length - 1] += found.startsWith('\\') ? withoutEscape(found) : found;
  }
  close();
  return entries;
}
