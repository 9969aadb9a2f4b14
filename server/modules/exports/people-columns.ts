/**
 * Pure: the columns of people and organisations. An import reads all of them that stand in a record by their names
 * (imports/guess-columns.ts), so that what was exported can be brought back; round-trip.db.test.ts holds them together.
 */
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import { addressColumns } from './address-columns.ts';
import { column, labels, numbered, times, timesOver, yes } from './columns.ts';
import type { ExportColumn } from './exportable-list.ts';
import { textOfMany } from './many-in-one-cell.ts';
import { doNotCallColumn, phoneColumns } from './number-columns.ts';

const email = <Item extends { emails: string[] }>(): ExportColumn<Item> =>
  column('email', ['E-mail', 'Эл. почта', 'E-mail', 'E-mail'], (item) => item.emails.join(', '), 'emails');

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

const otherRoles: ExportColumn<Contact>[] = [
  ...timesOver<Contact>(times, (index) => [
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
  ]),
  column(
    'moreOrganisations',
    ['More organisations', 'Ещё организации', 'Autres organisations', 'Altre organizzazioni'],
    (item) =>
      textOfMany(item.otherRoles.slice(times).map(({ organisationName, role }) => [organisationName, role ?? ''])),
    'otherRoles',
  ),
];

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
  ...phoneColumns<Contact>(),
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
  ...addressColumns<Contact>(),
  ...otherRoles,
  column('vip', ['VIP', 'VIP', 'VIP', 'VIP'], (item, { language }) => yes(item.vip, language)),
  column('private', ['Private', 'Личный', 'Privé', 'Privato'], (item, { language }) => yes(item.private, language)),
  doNotCallColumn(),
  timeZone(),
  notes(),
  ...activity,
  ...dated<Contact>(),
];

export const organisationColumns: ExportColumn<Organisation>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('name', ['Name', 'Название', 'Nom', 'Nome'], (item) => item.name),
  column('parent', ['Holding', 'Холдинг', 'Holding', 'Holding'], (item) => item.parent?.name),
  ...phoneColumns<Organisation>(),
  email(),
  column('website', ['Website', 'Сайт', 'Site web', 'Sito web'], (item) => item.website),
  lifecycle(),
  owner(),
  source(),
  ...addressColumns<Organisation>(),
  doNotCallColumn(),
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
