/** Pure: words of what every firm begins with, in the four languages, for files that go out and come in. */
import type { Address, Phone } from './contacts.contract.ts';
import type { Directory } from './directories.contract.ts';
import type { ImportLanguage, InLanguages } from './import-problems.ts';

export type Language = ImportLanguage;
export const languages: readonly Language[] = ['en', 'ru', 'fr', 'it'];
export type Words = InLanguages;
export const words = (en: string, ru: string, fr: string, it: string): Words => ({ en, ru, fr, it });

export type PhoneKind = Phone['kind'];
export type AddressKind = Address['kind'];

/** Entries of the directories that nobody renamed, by key; the same words as on the screen. */
export const entryWords: Readonly<Record<Directory, Readonly<Record<string, Words>>>> = {
  lifecycle: {
    lead: words('Lead', 'Лид', 'Prospect', 'Potenziale'),
    client: words('Client', 'Клиент', 'Client', 'Cliente'),
    former: words('Former client', 'Бывший клиент', 'Ancien client', 'Ex cliente'),
    supplier: words('Supplier', 'Поставщик', 'Fournisseur', 'Fornitore'),
    partner: words('Partner', 'Партнёр', 'Partenaire', 'Partner'),
    competitor: words('Competitor', 'Конкурент', 'Concurrent', 'Concorrente'),
  },
  source: {
    call: words('Call', 'Звонок', 'Appel', 'Chiamata'),
    'web-form': words('Web form', 'Форма на сайте', 'Formulaire web', 'Modulo web'),
    recommendation: words('Recommendation', 'Рекомендация', 'Recommandation', 'Passaparola'),
    import: words('Import', 'Импорт', 'Import', 'Importazione'),
    'cold-call': words('Cold call', 'Холодный звонок', 'Prospection', 'Chiamata a freddo'),
    exhibition: words('Exhibition', 'Выставка', 'Salon', 'Fiera'),
    api: words('API', 'API', 'API', 'API'),
  },
  'deal-type': {
    'new-business': words('New business', 'Новый бизнес', 'Nouvelle affaire', 'Nuovo cliente'),
    repeat: words('Repeat business', 'Повторная продажа', 'Vente répétée', 'Vendita ripetuta'),
    tender: words('Tender', 'Тендер', 'Appel d’offres', 'Gara d’appalto'),
  },
  // No firm begins with any.
  skill: {},
};

export const phoneKindWords: Readonly<Record<PhoneKind, Words>> = {
  mobile: words('Mobile', 'Мобильный', 'Mobile', 'Cellulare'),
  work: words('Work', 'Рабочий', 'Travail', 'Lavoro'),
  home: words('Home', 'Домашний', 'Domicile', 'Casa'),
  other: words('Other', 'Другой', 'Autre', 'Altro'),
};

export const addressKindWords: Readonly<Record<AddressKind, Words>> = {
  home: words('Home', 'Домашний', 'Domicile', 'Casa'),
  work: words('Work', 'Рабочий', 'Travail', 'Lavoro'),
  delivery: words('Delivery', 'Доставка', 'Livraison', 'Consegna'),
  legal: words('Legal', 'Юридический', 'Siège', 'Sede legale'),
  other: words('Other', 'Другой', 'Autre', 'Altro'),
};

/** What is known of a single number beside its kind; the same words as on the screen. */
export const phoneMarkWords = {
  doNotCall: words('Do not call', 'Не звонить', 'Ne pas appeler', 'Non chiamare'),
  invalid: words('Wrong number', 'Неверный номер', 'Mauvais numéro', 'Numero sbagliato'),
  /** It could not be repaired and is kept all the same. */
  asWritten: words('As it was written', 'Как записано', 'Tel quel', 'Così com’è'),
} as const;

export const addressMarkWords = {
  invalid: words('Letters come back', 'Письма возвращаются', 'Le courrier revient', 'La posta torna indietro'),
} as const;

export const yesNoWords = {
  yes: words('yes', 'да', 'oui', 'sì'),
  no: words('no', 'нет', 'non', 'no'),
} as const;

const plain = (text: string): string => text.trim().toLowerCase();

/**
 * The key that a word of any language means.
 * @example keyOfWord(addressKindWords, 'Домашний') // 'home'
 */
export function keyOfWord<Key extends string>(table: Readonly<Record<Key, Words>>, text: string): Key | null {
  const wanted = plain(text);
  const keys = Object.keys(table) as Key[];
  return (
    keys.find((key) => key === wanted || languages.some((language) => plain(table[key][language]) === wanted)) ?? null
  );
}
