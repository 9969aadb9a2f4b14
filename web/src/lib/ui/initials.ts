/**
 * First letters of the first and the last word, for an avatar.
 * @example initialsOf('Anna Sergeevna Petrova') // 'AP'
 */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word ? (/[\p{L}\p{N}]/u.exec(word)?.[0] ?? '') : '',
  );
  return letters.join('').toLocaleUpperCase() || '?';
}
