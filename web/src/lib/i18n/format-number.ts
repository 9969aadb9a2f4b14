/** Numbers in the reader's language. Formatters are kept: making one takes longer than drawing a row. */
const kept = new Map<string, Intl.NumberFormat>();

function formatter(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = kept.get(key) ?? new Intl.NumberFormat(language, options);
  kept.set(key, found);
  return found;
}

/** @example formatCount(1_234_567, 'en') // '1,234,567' */
export const formatCount = (count: number, language: string): string => formatter(language, {}).format(count);

const MB = 1024 * 1024;

/** Megabytes, never less than a hundredth of one. @example formatMegabytes(1_572_864, 'fr') // '1,5' */
export const formatMegabytes = (bytes: number, language: string): string =>
  formatter(language, { maximumSignificantDigits: 2 }).format(Math.max(bytes / MB, 0.01));
