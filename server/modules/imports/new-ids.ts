/**
 * Ids for very many records: the time and a random part of the import, then the row's number, all in the base 32 of other
 * ids. Known from the row alone, so a row that is read again after a crash makes the same record.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function digits(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/**
 * @param importId `imp_` and 22 characters
 * @example rowId('imp_01k3x8…', 7) // without a prefix: 17 characters of the import and 5 of the row
 */
export const rowId = (importId: string, row: number): string =>
  `${importId.slice(4, 14)}${importId.slice(19, 26)}${digits(row, 5)}`;
