/** Numbers in the reader's language. Formatters are kept: making one takes longer than drawing a row. */
const kept = new Map<string, Intl.NumberFormat>();

function formatter(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = kept.get(key) ?? new Intl.NumberFormat(language, options);
  kept.set(key, found);
  return found;
}

/** @example formatPercent(0.756, 'en') // '75.6%' */
export const formatPercent = (share: number, language: string): string =>
  formatter(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);

/** @example formatCount(1_234_567, 'en') // '1,234,567' */
export const formatCount = (count: number, language: string): string => formatter(language, {}).format(count);

const KB = 1024;

/** The size of a file, never less than one kilobyte. @example formatFileSize(1_572_864, 'fr') // '1,5 Mo' */
export function formatFileSize(bytes: number, language: string): string {
  const isSmall = bytes < KB * KB;
  const options = { style: 'unit', unit: isSmall ? 'kilobyte' : 'megabyte', maximumSignificantDigits: 2 } as const;
  return formatter(language, options).format(isSmall ? Math.max(bytes / KB, 1) : bytes / (KB * KB));
}
