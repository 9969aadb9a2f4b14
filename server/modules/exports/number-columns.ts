/** Pure: columns of telephone numbers. The first few have columns of their own, all others stand together in one. */
import { type Language, phoneKindWords, phoneMarkWords } from '../../contract/built-in-words.ts';
import type { Phone } from '../../contract/contacts.contract.ts';
import { column, numbered, primaryFirst, times, timesOver, yes } from './columns.ts';
import type { ExportColumn } from './exportable-list.ts';
import { textOfMany } from './many-in-one-cell.ts';

/** What is known of one number: its marks in words, and the zone that was chosen for it. */
const marksOf = ({ e164, doNotCall, invalid, timeZone }: Phone, language: Language): string[] => [
  ...(e164 === null ? [phoneMarkWords.asWritten[language]] : []),
  ...(doNotCall ? [phoneMarkWords.doNotCall[language]] : []),
  ...(invalid ? [phoneMarkWords.invalid[language]] : []),
  ...(timeZone === null ? [] : [timeZone]),
];

/** `+74951234567 ext. 9`, its kind and its marks; a kind that nobody chose is not told, so that plain numbers stay plain. */
const partsOf = (phone: Phone, language: Language): string[] => [
  `${phone.e164 ?? phone.raw}${phone.extension === null ? '' : ` ext. ${phone.extension}`}`,
  ...(phone.kind === 'other' ? [] : [phoneKindWords[phone.kind][language]]),
  ...marksOf(phone, language),
];

export function phoneColumns<Item extends { phones: Phone[] }>(): ExportColumn<Item>[] {
  const at = ({ phones }: Item, index: number) => primaryFirst(phones)[index];
  const one = (index: number): ExportColumn<Item>[] => [
    column(
      `phone${index + 1}`,
      numbered(['Phone', 'Телефон', 'Téléphone', 'Telefono'], index),
      (item) => at(item, index)?.e164 ?? at(item, index)?.raw,
      'phones',
    ),
    column(
      `extension${index + 1}`,
      numbered(['Extension', 'Добавочный', 'Poste téléphonique', 'Interno'], index),
      (item) => at(item, index)?.extension,
      'phones',
    ),
    column(
      `phoneKind${index + 1}`,
      numbered(['Phone kind', 'Вид телефона', 'Genre de téléphone', 'Tipo di telefono'], index),
      (item, { language }) => {
        const kind = at(item, index)?.kind;
        return kind === undefined ? undefined : phoneKindWords[kind][language];
      },
      'phones',
    ),
    column(
      `phoneMark${index + 1}`,
      numbered(['Phone marks', 'Пометки телефона', 'Mentions du téléphone', 'Indicazioni sul telefono'], index),
      (item, { language }) => {
        const phone = at(item, index);
        return phone && marksOf(phone, language).join(', ');
      },
      'phones',
    ),
  ];
  return [
    ...timesOver(times, one),
    column(
      'morePhones',
      ['More phones', 'Ещё телефоны', 'Autres téléphones', 'Altri telefoni'],
      (item, { language }) =>
        textOfMany(
          primaryFirst(item.phones)
            .slice(times)
            .map((phone) => partsOf(phone, language)),
        ),
      'phones',
    ),
  ];
}

/** Yes: of all numbers; which of them it is stands among the marks of each. */
export const doNotCallColumn = <Item extends { phones: Phone[] }>(): ExportColumn<Item> =>
  column(
    'doNotCall',
    ['Do not call', 'Не звонить', 'Ne pas appeler', 'Non chiamare'],
    (item, { language }) => yes(item.phones.length > 0 && item.phones.every((phone) => phone.doNotCall), language),
    'phones',
  );
