/** Pure: what a PBX or a caller may put into a name or a number, made safe to store and to show. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken out
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * Takes out control characters (line ends, NUL, escape sequences, marks that turn the direction of writing) and halves
 * of characters, which PostgreSQL refuses; bounds the length; an empty text becomes null. Markup is left alone: it is
 * text, and whoever shows it escapes it.
 * @example printable('Anna\r\nAction: x', 200) // 'Anna Action: x'
 */
export function printable(text: string | null, max: number): string | null {
  if (text === null) return null;
  const clean = text.replace(control, ' ').replace(loneSurrogate, '\ufffd').trim().slice(0, max);
  return clean === '' ? null : clean.replace(loneSurrogate, '');
}
