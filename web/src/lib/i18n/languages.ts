import type { Language } from '$contract/access.contract.ts';

/** Each language in its own words; the order of the menu. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  ru: 'Русский',
  fr: 'Français',
  it: 'Italiano',
};
export const languages = Object.keys(languageNames) as Language[];
