/**
 * Pure: the columns of people and organisations. An import reads all of them that stand in a record by their names
 * (imports/guess-columns.ts), so that what was exported can be brought back; round-trip.db.test.ts holds them together.
 */
import { addressKindWords, phoneKindWords } from '../../contract/built-in-words.ts';
import type { Address, Contact, Organisation, Phone } from '../../contract/contacts.contract.ts';
import { column, type Labels, labels, numbered, timesOver, yes } from './columns.ts';
import type { Cell, ExportColumn } from './exportable-list.ts';

/** Numbers, addresses and further organisations that have columns of their own. */
const times = 3;

const primaryFirst = <One extends { primary: boolean }>(list: readonly One[]): One[] =>
  [...list].sort((a, b) => Number(b.primary) - Number(a.primary));

const numberText = ({ e164, raw, extension }: Phone): string =>
  `${e164 ?? raw}${extension === null ? '' : ` ext. ${extension}`}`;

const phones = <Item extends { phones: Phone[] }>(): ExportColumn<Item>[] => {
  const at = ({ phones: list }: Item, index: number) => primaryFirst(list)[index];
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
  ];
  return [
    ...timesOver(times, one),
    column(
      'morePhones',
      ['More phones', 'Ещё телефоны', 'Autres téléphones', 'Altri telefoni'],
      (item) => primaryFirst(item.phones).slice(times).map(numberText).join('; '),
      'phones',
    ),
  ];
};

const doNotCall = <Item extends { phones: Phone[] }>(): ExportColumn<Item> =>
  column(
    'doNotCall',
    ['Do not call', 'Не звонить', 'Ne pas appeler', 'Non chiamare'],
    (item, { language }) => yes(item.phones.length > 0 && item.phones.every((phone) => phone.doNotCall), language),
    'phones',
  );

const email = <Item extends { emails: string[] }>(): ExportColumn<Item> =>
  column('email', ['E-mail', 'Эл. почта', 'E-mail', 'E-mail'], (item) => item.emails.join(', '), 'emails');

const addresses = <Item extends { addresses: Address[] }>(): ExportColumn<Item>[] => {
  const part = (key: string, name: Labels, text: (address: Address, language: 'en' | 'ru' | 'fr' | 'it') => Cell) =>
    [key, name, text] as const;
  const parts = [
    part('address', ['Address', 'Адрес', 'Adresse', 'Indirizzo'], ({ text }) => text),
    part('city', ['City', 'Город', 'Ville', 'Città'], ({ city }) => city),
    part('country', ['Country', 'Страна', 'Pays', 'Paese'], ({ country }) => country),
    part(
      'addressKind',
      ['Kind of address', 'Вид адреса', 'Genre d’adresse', 'Tipo di indirizzo'],
      ({ kind }, language) => addressKindWords[kind][language],
    ),
  ];
  return timesOver(times, (index) =>
    parts.map(([key, name, text]) =>
      column<Item>(
        `${key}${index + 1}`,
        numbered(name, index),
        (item, { language }) => {
          const address = primaryFirst(item.addresses)[index];
          return address && text(address, language);
        },
        'addresses',
      ),
    ),
  );
};

const owner = <Item extends { owner: { name: string } | null }>(): ExportColumn<Item> =>
  column('owner', [...labels.owner], (item) => item.owner?.name);
const lifecycle = <Item extends { lifecycle: string }>(): ExportColumn<Item> =>
  column('lifecycle', ['Stage', 'Стадия', 'Étape', 'Fase'], (item, { entries }) => entries.get(item.lifecycle));
const source = <Item extends { sourceId: string | null }>(): ExportColumn<Item> =>
  column('source', [...labels.source], (item, { entries }) => entries.get(item.sourceId ?? ''), 'sourceId');
const timeZone = <Item extends { timeZone: string | null }>(): ExportColumn<Item> =>
  column('timeZone', [...labels.timeZone], (item) => item.timeZone);
const notes = <Item extends { notes: string }>(): ExportColumn<Item> =>
  column('notes', [...labels.notes], (item) => item.notes);
const dated = <Item extends { createdAt: string; updatedAt: string }>(): ExportColumn<Item>[] => [
  column('createdAt', [...labels.created], (item) => item.createdAt),
  column('updatedAt', [...labels.changed], (item) => item.updatedAt),
];

const otherRoles = timesOver<Contact>(times, (index) => [
  column(
    `otherOrganisation${index + 1}`,
    numbered(['Other organisation', 'Другая организация', 'Autre organisation', 'Altra organizzazione'], index),
    (item) => item.otherRoles[index]?.organisationName,
    'otherRoles',
  ),
  column(
    `otherRole${index + 1}`,
    numbered(['Other position', 'Другая должность', 'Autre fonction', 'Altro ruolo'], index),
    (item) => item.otherRoles[index]?.role,
    'otherRoles',
  ),
]);

const activity: ExportColumn<Contact>[] = [
  column(
    'lastCallAt',
    ['Last call', 'Последний звонок', 'Dernier appel', 'Ultima chiamata'],
    (item) => item.activity.lastCallAt,
  ),
  column(
    'lastReachedAt',
    ['Last reached', 'Последний разговор', 'Dernière conversation', 'Ultima conversazione'],
    (item) => item.activity.lastReachedAt,
  ),
  column('calls', ['Calls', 'Звонков', 'Appels', 'Chiamate'], (item) => item.activity.calls),
  column('attempts', ['Attempts', 'Попыток', 'Tentatives', 'Tentativi'], (item) => item.activity.attempts),
  column('reached', ['Conversations', 'Разговоров', 'Conversations', 'Conversazioni'], (item) => item.activity.reached),
];

export const contactColumns: ExportColumn<Contact>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('name', [...labels.name], (item) => item.name),
  column('role', ['Position', 'Должность', 'Fonction', 'Ruolo'], (item) => item.role),
  column('organisation', [...labels.organisation], (item) => item.organisationName, 'organisationName'),
  ...phones<Contact>(),
  email(),
  lifecycle(),
  owner(),
  source(),
  column('advertisingChannel', [...labels.advertisingChannel], (item) => item.advertisingChannel),
  column('birthday', ['Birthday', 'День рождения', 'Anniversaire', 'Compleanno'], (item) => item.birthday),
  column('mainNeed', [...labels.mainNeed], (item) => item.mainNeed),
  column(
    'satisfaction',
    ['Satisfaction', 'Удовлетворённость', 'Satisfaction', 'Soddisfazione'],
    (item) => item.satisfaction,
  ),
  ...addresses<Contact>(),
  ...otherRoles,
  column('vip', ['VIP', 'VIP', 'VIP', 'VIP'], (item, { language }) => yes(item.vip, language)),
  column('private', ['Private', 'Личный', 'Privé', 'Privato'], (item, { language }) => yes(item.private, language)),
  doNotCall(),
  timeZone(),
  notes(),
  ...activity,
  ...dated<Contact>(),
];

export const organisationColumns: ExportColumn<Organisation>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('name', ['Name', 'Название', 'Nom', 'Nome'], (item) => item.name),
  column('parent', ['Holding', 'Холдинг', 'Holding', 'Holding'], (item) => item.parent?.name),
  ...phones<Organisation>(),
  email(),
  column('website', ['Website', 'Сайт', 'Site web', 'Sito web'], (item) => item.website),
  lifecycle(),
  owner(),
  source(),
  ...addresses<Organisation>(),
  doNotCall(),
  timeZone(),
  column(
    'people',
    ['Staff', 'Сотрудники', 'Collaborateurs', 'Persone'],
    (item) => item.contacts.map(({ name, role }) => (role ? `${name} (${role})` : name)).join('; '),
    'contacts',
  ),
  notes(),
  ...dated<Organisation>(),
];
