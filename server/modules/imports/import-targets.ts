/**
 * What a column of a file can become: one entry per field, with its names in four languages for guessing, and how a cell
 * is read into the row. The firm's own fields join as more entries (`custom-targets.ts`).
 */
import { oneLine } from '../contacts/clean-text.ts';
import { isTimeZone } from '../phones/number-time-zone.ts';
import { manyTargets, markTargets } from './many-targets.ts';
import { moreTargets } from './more-targets.ts';
import { readPhoneKind } from './read-extra.ts';
import { lastNumber } from './read-marks.ts';
import { readEmails, readLifecycle, readPhones, readYesNo } from './read-value.ts';
import type { ReadingContext, RowDraft } from './row-draft.ts';
import { both, type ImportTarget, labels, people } from './target-parts.ts';

export type { ImportTarget, TargetKind, TargetLabels } from './target-parts.ts';

type TextField = 'name' | 'lastName' | 'firstName' | 'middleName' | 'role' | 'organisation';

const text =
  (field: TextField) =>
  (draft: RowDraft, cell: string): string | null => {
    const clean = oneLine(cell);
    if (clean.length > 200) return 'too-long';
    if (clean !== '') draft[field] = clean;
    return null;
  };

const extension = /^\d{1,10}$/;

const phone =
  (kind: 'mobile' | 'work' | 'home' | 'other') => (draft: RowDraft, cell: string, context: ReadingContext) =>
    readPhones(draft, cell, kind, context);

const yesNo =
  (field: 'vip' | 'doNotCall') =>
  (draft: RowDraft, cell: string): string | null => {
    const said = readYesNo(cell);
    if (said === null) return 'no-yes-or-no';
    draft[field] = said;
    return null;
  };

const names: ImportTarget[] = [
  {
    key: 'name',
    kind: 'person-name',
    lists: both,
    isRepeatable: false,
    write: text('name'),
    labels: labels(
      'Name, Full name, Contact name, Customer, Client name, Title, Contact, Company name',
      'Имя, ФИО, Ф.И.О., Имя клиента, Клиент, Контакт, Контактное лицо, Название, Наименование',
      'Nom, Nom complet, Contact, Client, Raison sociale',
      'Nome, Nome completo, Nominativo, Contatto, Cliente, Ragione sociale',
    ),
  },
  {
    key: 'lastName',
    kind: 'person-name',
    lists: people,
    isRepeatable: false,
    write: text('lastName'),
    labels: labels('Last name, Surname, Family name', 'Фамилия', 'Nom de famille, Nom', 'Cognome'),
  },
  {
    key: 'firstName',
    kind: 'person-name',
    lists: people,
    isRepeatable: false,
    write: text('firstName'),
    labels: labels('First name, Given name, Forename', 'Имя', 'Prénom', 'Nome, Nome di battesimo'),
  },
  {
    key: 'middleName',
    kind: 'person-name',
    lists: people,
    isRepeatable: false,
    write: text('middleName'),
    labels: labels('Middle name, Patronymic', 'Отчество', 'Deuxième prénom', 'Secondo nome'),
  },
  {
    key: 'role',
    kind: 'text',
    lists: people,
    isRepeatable: false,
    write: text('role'),
    labels: labels(
      'Position, Role, Job title',
      'Должность, Роль',
      'Fonction, Poste, Rôle',
      'Ruolo, Qualifica, Mansione',
    ),
  },
  {
    key: 'organisation',
    kind: 'organisation',
    lists: people,
    isRepeatable: false,
    write: text('organisation'),
    labels: labels(
      'Organisation, Organization, Company, Firm, Employer, Account',
      'Организация, Компания, Фирма, Предприятие, Юрлицо, Контрагент',
      'Organisation, Société, Entreprise',
      'Organizzazione, Azienda, Società, Ditta',
    ),
  },
];

const reaching: ImportTarget[] = [
  {
    key: 'phone',
    kind: 'phone',
    lists: both,
    isRepeatable: true,
    write: phone('other'),
    labels: labels(
      'Phone, Telephone, Phone number, Tel, Number, Phones',
      'Телефон, Тел, Номер телефона, Номер, Телефоны, Контактный телефон',
      'Téléphone, Tél, Numéro, Numéro de téléphone',
      'Telefono, Tel, Numero, Numero di telefono, Recapito',
    ),
  },
  {
    key: 'mobile',
    kind: 'phone',
    lists: both,
    isRepeatable: true,
    write: phone('mobile'),
    labels: labels(
      'Mobile, Mobile phone, Cell, Cell phone',
      'Мобильный, Мобильный телефон, Сотовый, Моб, Моб. тел., Моб. телефон',
      'Mobile, Portable, Téléphone portable',
      'Cellulare, Mobile, Cell',
    ),
  },
  {
    key: 'workPhone',
    kind: 'phone',
    lists: both,
    isRepeatable: true,
    write: phone('work'),
    labels: labels(
      'Work phone, Office phone, Business phone',
      'Рабочий телефон, Рабочий, Раб. телефон',
      'Téléphone professionnel, Tél bureau',
      'Telefono ufficio, Telefono lavoro',
    ),
  },
  {
    key: 'homePhone',
    kind: 'phone',
    lists: both,
    isRepeatable: true,
    write: phone('home'),
    labels: labels('Home phone', 'Домашний телефон, Домашний', 'Téléphone domicile', 'Telefono casa, Telefono fisso'),
  },
  {
    key: 'email',
    kind: 'email',
    lists: both,
    isRepeatable: true,
    labels: labels(
      'E-mail, Email, Mail, Email address',
      'Эл. почта, Почта, E-mail, Электронная почта, Имейл, Мейл',
      'E-mail, Courriel, Mail, Adresse mail',
      'E-mail, Posta elettronica, Mail, Email',
    ),
    write(draft, cell) {
      const emails = readEmails(cell);
      if (emails === null) return 'no-email';
      for (const one of emails) if (!draft.emails.includes(one) && draft.emails.length < 20) draft.emails.push(one);
      return null;
    },
  },
];

/** What stands in a column behind that of the number it belongs to. */
const numberParts: ImportTarget[] = [
  {
    key: 'extension',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels('Extension, Ext', 'Добавочный, Доб', 'Poste téléphonique', 'Interno'),
    fits: (cell) => extension.test(cell.trim()),
    write(draft, cell) {
      if (!extension.test(cell.trim())) return 'no-extension';
      const last = lastNumber(draft);
      if (last && 'extension' in last) last.extension ??= cell.trim();
      return null;
    },
  },
  {
    key: 'phoneKind',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels(
      'Phone kind, Phone type',
      'Вид телефона, Тип телефона',
      'Genre de téléphone, Type de téléphone',
      'Tipo di telefono',
    ),
    fits: (cell) => readPhoneKind(cell) !== null,
    write(draft, cell) {
      const kind = readPhoneKind(cell);
      if (kind === null) return 'unknown-kind';
      const last = lastNumber(draft);
      if (last) last.kind = kind;
      return null;
    },
  },
];

const more: ImportTarget[] = [
  {
    key: 'owner',
    kind: 'owner',
    lists: both,
    isRepeatable: false,
    labels: labels(
      'Owner, Manager, Agent, Responsible, Assigned to, Account manager',
      'Ответственный, Менеджер, Владелец, Оператор',
      'Responsable, Propriétaire, Commercial',
      'Responsabile, Proprietario, Commerciale, Operatore',
    ),
    write(draft, cell, { owners }) {
      const id = owners.get(oneLine(cell).toLowerCase());
      if (!id) return id === null ? 'several-owners' : 'unknown-owner';
      draft.ownerAgentId = id;
      return null;
    },
  },
  {
    key: 'lifecycle',
    kind: 'lifecycle',
    lists: both,
    isRepeatable: false,
    labels: labels(
      'Stage, Lifecycle, Status, Type, Category',
      'Стадия, Этап, Статус, Тип, Категория',
      'Étape, Cycle de vie, Statut, Type',
      'Fase, Ciclo di vita, Stato, Tipo',
    ),
    write(draft, cell, { lifecycles }) {
      const key = lifecycles.get(oneLine(cell).toLowerCase()) ?? lifecycles.get(readLifecycle(cell) ?? '');
      if (key === undefined) return 'unknown-lifecycle';
      draft.lifecycle = key;
      return null;
    },
  },
  {
    key: 'notes',
    kind: 'long-text',
    lists: both,
    isRepeatable: true,
    labels: labels(
      'Notes, Note, Comment, Comments, Description, Remarks',
      'Заметки, Примечание, Комментарий, Комментарии, Описание',
      'Notes, Commentaire, Remarques, Description',
      'Note, Commento, Osservazioni, Descrizione',
    ),
    write(draft, cell) {
      if (cell.length > 20_000) return 'too-long';
      draft.notes.push(cell.trim());
      return null;
    },
  },
  {
    key: 'vip',
    kind: 'yes-no',
    lists: people,
    isRepeatable: false,
    write: yesNo('vip'),
    labels: labels('VIP, Important', 'VIP, ВИП, Важный', 'VIP, Important', 'VIP, Importante'),
  },
  {
    key: 'doNotCall',
    kind: 'yes-no',
    lists: both,
    isRepeatable: false,
    write: yesNo('doNotCall'),
    labels: labels(
      'Do not call, DNC, Opt out',
      'Не звонить, Не беспокоить, Запрет звонков',
      'Ne pas appeler, Opposition',
      'Non chiamare, Non contattare',
    ),
  },
  {
    key: 'timeZone',
    kind: 'time-zone',
    lists: both,
    isRepeatable: false,
    labels: labels('Time zone, Timezone', 'Часовой пояс', 'Fuseau horaire', 'Fuso orario'),
    write(draft, cell) {
      const zone = cell.trim();
      if (!isTimeZone(zone)) return 'unknown-time-zone';
      draft.timeZone = zone;
      return null;
    },
  },
];

/** Every target that any firm has, in the order in which they are offered. */
export const importTargets: readonly ImportTarget[] = [
  ...names,
  ...reaching,
  ...numberParts,
  ...more,
  ...moreTargets,
  ...markTargets,
  ...manyTargets,
];

export const targetsOf = (target: 'contacts' | 'organisations'): ImportTarget[] =>
  importTargets.filter(({ lists }) => lists.includes(target));
