/**
 * Ids for very many records: the time and a random part of the import, then the row's number, all in the base 32 of other
 * ids. Known from the row alone, so a row that is read again after a crash makes the same record; and the records that an
 * import made are known by their ids, without a note of each.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const rowDigits = 5;
const lastRow = 32 ** rowDigits - 1;

function digits(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

const partOfImport = (importId: string): string => importId.slice(4, 14) + importId.slice(19, 26);

/**
 * @param importId `imp_` and 22 characters
 * @example rowId('imp_01k3x8…', 7) // without a prefix: 17 characters of the import and 5 of the row
 */
export const rowId = (importId: string, row: number): string => partOfImport(importId) + digits(row, rowDigits);

/** Letters and digits of an id that a row gives a record, with the prefix. What else a row names has a letter more. */
export const lengthOfId = 26;

/** The first and the last id that rows up to this one may give, for `between`. In every collation no other record's id lies between. */
export const idsUpTo = (prefix: 'ctc' | 'org', importId: string, row = lastRow): [first: string, last: string] => [
  `${prefix}_${rowId(importId, 0)}`,
  `${prefix}_${rowId(importId, Math.min(row, lastRow))}`,
];

/** @example rowOfId('ctc_' + rowId(importId, 7)) // 7 */
export const rowOfId = (id: string): number =>
  [...id.slice(-rowDigits)].reduce((row, sign) => row * 32 + alphabet.indexOf(sign), 0);
