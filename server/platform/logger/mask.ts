/** Pure: takes telephone numbers and secrets out of what is logged. */

/**
 * A time stamp, which stays, or seven digits or more with the separators people put between them, not inside a word, an id,
 * a channel name or a decimal number.
 */
const numberPattern = /\d{4}-\d{2}-\d{2}T[\d:.]+|(?<![\w./-])\+?\d(?:[ ()-]{0,2}\d){6,16}(?![\w:-])(?!\.\d)/g;
const secretKey =
  /^(?:.*(?:password|secret|token|api_?key|passwd)|authorization|cookie|set-cookie|key_?hash|database_?url|ami_?url)$/i;
const urlSecret = /(\w+:\/\/[^:/\s]*:)[^@\s]+@/g;

function maskOne(number: string): string {
  if (number.includes('T')) return number;
  const digits = number.replace(/\D/g, '');
  const plus = number.startsWith('+') ? '+' : '';
  return `${plus}${digits.slice(0, Math.min(4, digits.length - 6))}***${digits.slice(-3)}`;
}

/**
 * Masks every telephone number in a text, and the password of every URL.
 * @example maskNumbers('call from +79121234567') // 'call from +7912***567'
 */
export function maskNumbers(text: string): string {
  const withoutSecrets = text.includes('://') ? text.replace(urlSecret, '$1***@') : text;
  return withoutSecrets.replace(numberPattern, maskOne);
}

/** The same for a whole object, at most six levels deep; values under secret-sounding keys are removed. */
export function maskDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskNumbers(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= 6) return '[deep]';
  if (value instanceof Error) return maskError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => maskDeep(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) ? '[removed]' : maskDeep(item, depth + 1)]),
  );
}

function maskError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: maskNumbers(error.message),
    ...(code === undefined ? {} : { code }),
    stack: maskNumbers(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: maskDeep(error.cause, depth + 1) }),
  };
}
