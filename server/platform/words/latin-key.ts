/** Pure: keys made from what a person typed as a label. */

/** Cyrillic as it is most often written with Latin letters (BGN/PCGN without marks). */
const cyrillic = new Map(
  Object.entries(
    'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya і i ї yi є ye ґ g'
      .split(' ')
      .reduce<Record<string, string>>((all, part, index, parts) => {
        if (index % 2 === 0) all[part] = parts[index + 1] ?? '';
        return all;
      }, {}),
  ),
);
const signs = /[ъь]/g;

/** @example latinWords('Годовой бюджет') // ['godovoy', 'byudzhet'] */
export const latinWords = (label: string): string[] =>
  [...label.toLowerCase().replace(signs, '')]
    .map((letter) => cyrillic.get(letter) ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** `wanted`, or with a number behind it when it is taken; 40 characters at most. */
export function unusedKey(wanted: string, taken: ReadonlySet<string>, separator: '_' | '-'): string {
  let key = wanted.slice(0, 40);
  for (let n = 2; taken.has(key); n++) key = `${wanted.slice(0, 36)}${separator}${n}`;
  return key;
}
