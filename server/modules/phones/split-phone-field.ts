/** Cuts a field that holds several numbers into one text per number. Pure. */

const enough = 7;
const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** Marks of a border between two numbers. A short piece after one is an extension or another ending, not a number. */
const border =
  /\s*(?:[;,|\\/\n]|(?<![\p{L}])(?:и|или|and|or|ou|et|oder|und|oppure)(?![\p{L}])|(?<=\d[\s)]*)(?=\+))\s*/iu;

function joinPieces(pieces: string[], separators: string[]): string[] {
  const parts: string[] = [];
  pieces.forEach((piece, index) => {
    const previous = parts.at(-1);
    if (previous === undefined) parts.push(piece);
    else if (digitsIn(previous) >= enough && digitsIn(piece) >= enough) parts.push(piece);
    else if (digitsIn(previous) < enough || /^[,;]/.test(separators[index - 1] ?? ''))
      parts[parts.length - 1] = `${previous}${separators[index - 1] ?? ' '}${piece}`;
  });
  return parts;
}

/**
 * One text per number. `8 495 123-45-67, 8 916 765-43-21` gives two; `030/1234567` stays one (a German way to write the
 * area code); the short second ending in `123-45-67/68` is left out: what it replaces is a guess.
 */
export function splitPhoneField(text: string): string[] {
  const pieces: string[] = [];
  const separators: string[] = [];
  let rest = text;
  for (let found = border.exec(rest); found && pieces.length < 20; found = border.exec(rest)) {
    if (found[0] === '' && found.index === 0) break;
    pieces.push(rest.slice(0, found.index));
    separators.push(found[0].trim() || ' ');
    rest = rest.slice(found.index + found[0].length);
  }
  return joinPieces([...pieces, rest], separators).filter((part) => part.trim() !== '');
}

/** Runs of digits with what people put between them; words around them are left out. */
const run = /[+(\s]*\d(?:[\d\s().+/_·…~,-]*\d)?/g;

/** The runs that look like numbers (at least seven digits); else the only run there is, however short. */
export function numberRuns(text: string): string[] {
  const runs = (text.match(run) ?? []).map((found) => found.trim());
  const long = runs.filter((found) => digitsIn(found) >= enough);
  return long.length > 0 || runs.length > 1 ? long : runs;
}

/** Every way to cut a run into two at a space, shorter first part first: for `84951234567 89161234567`. */
export function waysToHalve(text: string): [string, string][] {
  const words = text.split(/\s+|(?=\()/).filter(Boolean);
  if (words.length > 12) return [];
  return words.slice(1).map((_, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')]);
}
