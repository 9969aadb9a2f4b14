// Without those that look alike when they are read out or written down.
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 14;

/** A password of 70 random bits that can be read out on the telephone. */
export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}
