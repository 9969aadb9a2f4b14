/** The look of everything one types or chooses in. 16 px on a phone, so that iOS does not zoom in. */
export const fieldClass =
  'min-w-0 rounded-md border border-field-line/60 bg-surface text-base text-ink outline-none transition-colors duration-75 ' +
  'hover:border-field-line focus:border-accent focus:ring-2 focus:ring-accent/25 aria-invalid:border-gone ' +
  'disabled:opacity-60 max-sm:text-[16px]';

/** Fields fill their place unless the caller gives a width of its own. */
export const fieldWidth = (extra: unknown): string => (/(^|\s)(max-)?w-/.test(String(extra)) ? '' : 'w-full');
