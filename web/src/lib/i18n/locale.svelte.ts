import type { Language } from '$contract/access.contract.ts';
import { baseLocale, getLocale, isLocale, overwriteGetLocale, setLocale } from '$lib/paraglide/runtime.js';
import type { Reader } from './format-time.ts';
import { regionalOf } from './languages.ts';

const CHOSEN = 'PARAGLIDE_LOCALE';

/**
 * The language in force. Every message reads it, so a change shows at once without a reload. What a person chose here
 * wins over the language of the account, which wins over the browser's.
 */
class LocaleStore {
  #current = $state<Language>(baseLocale);

  get current(): Language {
    return this.#current;
  }

  /** For times and figures. */
  get reader(): Reader {
    return { language: regionalOf(this.#current, navigator.languages) };
  }

  /** Called once, before anything is drawn. */
  start(): void {
    this.#show(getLocale());
    overwriteGetLocale(() => this.#current);
  }

  choose(language: Language): void {
    setLocale(language, { reload: false });
    this.#show(language);
  }

  /** Takes the language of the account when nothing was chosen in this browser. */
  adopt(language: Language): void {
    if (localStorage.getItem(CHOSEN) === null && isLocale(language)) this.#show(language);
  }

  #show(language: Language): void {
    this.#current = language;
    document.documentElement.lang = language;
  }
}

export const locale = new LocaleStore();
