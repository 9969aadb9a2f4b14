import type { Language } from '$contract/access.contract.ts';

/** Each language in its own words; the order of the menu. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  ru: 'Русский',
  fr: 'Français',
  it: 'Italiano',
};
export const languages = Object.keys(languageNames) as Language[];

/**
 * How the reader writes times and figures: the browser's own variant of the language (`en-GB`, `fr-CH`), else the language.
 * @example regionalOf('en', ['de-DE', 'en-GB']) // 'en-GB'
 */
export const regionalOf = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => tag.split('-')[0] === language) ?? language;
