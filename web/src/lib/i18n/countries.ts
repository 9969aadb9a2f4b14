import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';

export interface Country {
  /** ISO 3166, two letters. */
  code: string;
  name: string;
  /** `+7` */
  prefix: string;
}

/** Every country that has telephone numbers, by its name in the reader's language. */
export function countries(language: string): Country[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code, prefix: `+${getCountryCallingCode(code)}` }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
}
