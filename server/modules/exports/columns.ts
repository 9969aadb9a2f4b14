/** Pure: what columns of all lists are made with. */
import { type Language, type Words, words, yesNoWords } from '../../contract/built-in-words.ts';
import type { Cell, ExportColumn } from './exportable-list.ts';

export type Labels = [en: string, ru: string, fr: string, it: string];

export function column<Item>(
  key: string,
  labels: Labels,
  cell: ExportColumn<Item>['cell'],
  shows?: string,
): ExportColumn<Item> {
  return { key, labels: words(...labels), cell, ...(shows === undefined ? {} : { shows }) };
}

export const yes = (value: boolean, language: Language): Cell => yesNoWords[value ? 'yes' : 'no'][language];

/** Empty where the reader's role hides it: nothing is not the same as none. */
export const sum = (money: string): Cell => (money === '' ? undefined : Number(money));

/** Built-in words by key; what has none stays as it is. */
export const wordOf = (table: Readonly<Record<string, Words>>, key: string, language: Language): string =>
  table[key]?.[language] ?? key;

/** "Phone", "Phone 2", "Phone 3". */
export const numbered = (labels: Labels, index: number): Labels =>
  index === 0 ? labels : (labels.map((label) => `${label} ${index + 1}`) as Labels);

/** Columns that stand once for each of the first few of something. */
export const timesOver = <Item>(times: number, columnsOf: (index: number) => ExportColumn<Item>[]) =>
  Array.from({ length: times }, (_, index) => columnsOf(index)).flat();

/** Numbers, addresses and further organisations of a record that have columns of their own. */
export const times = 3;

export const primaryFirst = <One extends { primary: boolean }>(list: readonly One[]): One[] =>
  [...list].sort((a, b) => Number(b.primary) - Number(a.primary));

/** Labels that several lists have. */
export const labels = {
  id: ['Id', 'Код', 'Id', 'Id'],
  name: ['Name', 'Имя', 'Nom', 'Nome'],
  person: ['Person', 'Клиент', 'Personne', 'Persona'],
  organisation: ['Organisation', 'Организация', 'Organisation', 'Organizzazione'],
  owner: ['Owner', 'Ответственный', 'Responsable', 'Responsabile'],
  state: ['State', 'Состояние', 'État', 'Stato'],
  source: ['Source', 'Источник', 'Source', 'Fonte'],
  advertisingChannel: ['Advertising channel', 'Рекламный канал', 'Canal publicitaire', 'Canale pubblicitario'],
  mainNeed: ['Main need', 'Главная потребность', 'Besoin principal', 'Esigenza principale'],
  timeZone: ['Time zone', 'Часовой пояс', 'Fuseau horaire', 'Fuso orario'],
  notes: ['Notes', 'Заметки', 'Notes', 'Note'],
  created: ['Created', 'Создано', 'Créé le', 'Creato il'],
  changed: ['Changed', 'Изменено', 'Modifié le', 'Modificato il'],
} as const satisfies Record<string, Readonly<Labels>>;
