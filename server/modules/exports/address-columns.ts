/** Pure: columns of addresses. The first few have columns of their own, all others stand together in one. */
import { addressKindWords, addressMarkWords, type Language } from '../../contract/built-in-words.ts';
import type { Address } from '../../contract/contacts.contract.ts';
import { column, type Labels, numbered, primaryFirst, times, timesOver } from './columns.ts';
import type { ExportColumn } from './exportable-list.ts';
import { textOfMany } from './many-in-one-cell.ts';

interface Part {
  key: string;
  labels: Labels;
  text(address: Address, language: Language): string;
}

const markOf = ({ invalid }: Address, language: Language): string =>
  invalid ? addressMarkWords.invalid[language] : '';

const parts: readonly Part[] = [
  { key: 'address', labels: ['Address', 'Адрес', 'Adresse', 'Indirizzo'], text: ({ text }) => text },
  { key: 'city', labels: ['City', 'Город', 'Ville', 'Città'], text: ({ city }) => city },
  { key: 'country', labels: ['Country', 'Страна', 'Pays', 'Paese'], text: ({ country }) => country },
  {
    key: 'addressKind',
    labels: ['Kind of address', 'Вид адреса', 'Genre d’adresse', 'Tipo di indirizzo'],
    text: ({ kind }, language) => addressKindWords[kind][language],
  },
  {
    key: 'addressMark',
    labels: ['Address marks', 'Пометки адреса', 'Mentions de l’adresse', 'Indicazioni sull’indirizzo'],
    text: markOf,
  },
];

/** `Nevsky 1 | Saint Petersburg | RU | Delivery`: the first three by their places, then what words tell. */
const partsOf = (address: Address, language: Language): string[] => [
  address.text,
  address.city,
  address.country,
  address.kind === 'other' ? '' : addressKindWords[address.kind][language],
  markOf(address, language),
];

export const addressColumns = <Item extends { addresses: Address[] }>(): ExportColumn<Item>[] => [
  ...timesOver(times, (index) =>
    parts.map(({ key, labels, text }) =>
      column<Item>(
        `${key}${index + 1}`,
        numbered(labels, index),
        (item, { language }) => {
          const address = primaryFirst(item.addresses)[index];
          return address && text(address, language);
        },
        'addresses',
      ),
    ),
  ),
  column<Item>(
    'moreAddresses',
    ['More addresses', 'Ещё адреса', 'Autres adresses', 'Altri indirizzi'],
    (item, { language }) =>
      textOfMany(
        primaryFirst(item.addresses)
          .slice(times)
          .map((address) => partsOf(address, language)),
      ),
    'addresses',
  ),
];
