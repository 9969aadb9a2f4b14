/** Pure: the columns of the lists that can be exported, with their names in four languages. */
import type { Call } from '../../contract/calls.contract.ts';
import type { Contact, Organisation, Phone } from '../../contract/contacts.contract.ts';
import type { DealCard } from '../../contract/deals.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import type { Cell, ExportColumn } from './exportable-list.ts';

type Labels = [en: string, ru: string, fr: string, it: string];

const column = <Item>(key: string, [en, ru, fr, it]: Labels, cell: (item: Item) => Cell): ExportColumn<Item> => ({
  key,
  labels: { en, ru, fr, it },
  cell,
});

const phoneAt = (phones: readonly Phone[], index: number): Cell => phones[index]?.e164 ?? phones[index]?.raw;
/** Empty where the reader's role hides it: nothing is not the same as none. */
const sum = (money: string): Cell => (money === '' ? undefined : Number(money));
const yes = (value: boolean): Cell => (value ? 'yes' : 'no');

const phones = <Item extends { phones: Phone[] }>(): ExportColumn<Item>[] =>
  [0, 1, 2].flatMap((index) => {
    const after = index === 0 ? '' : ` ${index + 1}`;
    return [
      column<Item>(
        `phone${index + 1}`,
        [`Phone${after}`, `Телефон${after}`, `Téléphone${after}`, `Telefono${after}`],
        (item) => phoneAt(item.phones, index),
      ),
      column<Item>(
        `extension${index + 1}`,
        [`Extension${after}`, `Добавочный${after}`, `Poste${after}`, `Interno${after}`],
        (item) => item.phones[index]?.extension,
      ),
    ];
  });

const dated = <Item extends { createdAt: string }>(): ExportColumn<Item> =>
  column<Item>('createdAt', ['Created', 'Создано', 'Créé le', 'Creato il'], (item) => item.createdAt);

export const contactColumns: ExportColumn<Contact>[] = [
  column('id', ['Id', 'Код', 'Id', 'Id'], (item) => item.id),
  column('name', ['Name', 'Имя', 'Nom', 'Nome'], (item) => item.name),
  column('role', ['Role', 'Должность', 'Fonction', 'Ruolo'], (item) => item.role),
  column(
    'organisation',
    ['Organisation', 'Организация', 'Organisation', 'Organizzazione'],
    (item) => item.organisationName,
  ),
  ...phones<Contact>(),
  column('emails', ['E-mail', 'Эл. почта', 'E-mail', 'E-mail'], (item) => item.emails.join(', ')),
  column('lifecycle', ['Lifecycle', 'Этап', 'Cycle de vie', 'Ciclo di vita'], (item) => item.lifecycle),
  column('owner', ['Owner', 'Ответственный', 'Responsable', 'Responsabile'], (item) => item.owner?.name),
  column('vip', ['VIP', 'VIP', 'VIP', 'VIP'], (item) => yes(item.vip)),
  column('doNotCall', ['Do not call', 'Не звонить', 'Ne pas appeler', 'Non chiamare'], (item) =>
    yes(item.phones.length > 0 && item.phones.every((phone) => phone.doNotCall)),
  ),
  column('timeZone', ['Time zone', 'Часовой пояс', 'Fuseau horaire', 'Fuso orario'], (item) => item.timeZone),
  column('notes', ['Notes', 'Заметки', 'Notes', 'Note'], (item) => item.notes),
  dated<Contact>(),
];

export const organisationColumns: ExportColumn<Organisation>[] = [
  column('id', ['Id', 'Код', 'Id', 'Id'], (item) => item.id),
  column('name', ['Name', 'Название', 'Nom', 'Nome'], (item) => item.name),
  ...phones<Organisation>(),
  column('emails', ['E-mail', 'Эл. почта', 'E-mail', 'E-mail'], (item) => item.emails.join(', ')),
  column('owner', ['Owner', 'Ответственный', 'Responsable', 'Responsabile'], (item) => item.owner?.name),
  column('timeZone', ['Time zone', 'Часовой пояс', 'Fuseau horaire', 'Fuso orario'], (item) => item.timeZone),
  column('notes', ['Notes', 'Заметки', 'Notes', 'Note'], (item) => item.notes),
  dated<Organisation>(),
];

const answeredBy = (call: Call): Cell =>
  call.agents
    .filter(({ talkSeconds }) => talkSeconds > 0)
    .map(({ name, interface: device }) => name ?? device)
    .join(', ');

export const callColumns: ExportColumn<Call>[] = [
  column('id', ['Id', 'Код', 'Id', 'Id'], (item) => item.id),
  column('startedAt', ['Started', 'Начало', 'Début', 'Inizio'], (item) => item.startedAt),
  column('direction', ['Direction', 'Направление', 'Sens', 'Direzione'], (item) => item.direction),
  column('outcome', ['Outcome', 'Итог', 'Issue', 'Esito'], (item) => item.outcome),
  column('from', ['From', 'Откуда', 'De', 'Da'], (item) => item.from.e164 ?? item.from.raw),
  column('to', ['To', 'Куда', 'Vers', 'A'], (item) => item.to.e164 ?? item.to.raw),
  column('contact', ['Person', 'Клиент', 'Personne', 'Persona'], (item) => item.contactName),
  column(
    'organisation',
    ['Organisation', 'Организация', 'Organisation', 'Organizzazione'],
    (item) => item.organisationName,
  ),
  column('queue', ['Queue', 'Очередь', 'File', 'Coda'], (item) => item.queue),
  column('agents', ['Answered by', 'Кто ответил', 'Répondu par', 'Risposto da'], answeredBy),
  column('waitSeconds', ['Wait, s', 'Ожидание, с', 'Attente, s', 'Attesa, s'], (item) => item.waitSeconds),
  column('talkSeconds', ['Talk, s', 'Разговор, с', 'Conversation, s', 'Conversazione, s'], (item) => item.talkSeconds),
  column('endedAt', ['Ended', 'Конец', 'Fin', 'Fine'], (item) => item.endedAt),
];

export const taskColumns: ExportColumn<Task>[] = [
  column('id', ['Id', 'Код', 'Id', 'Id'], (item) => item.id),
  column('title', ['Task', 'Задача', 'Tâche', 'Attività'], (item) => item.title),
  column('dueAt', ['Due', 'Срок', 'Échéance', 'Scadenza'], (item) => item.dueAt),
  column('done', ['Done', 'Выполнено', 'Fait', 'Fatto'], (item) => yes(item.done)),
  column('contact', ['Person', 'Клиент', 'Personne', 'Persona'], (item) => item.contactName),
  column('state', ['State', 'Состояние', 'État', 'Stato'], (item) => item.state),
  column('agent', ['Agent', 'Исполнитель', 'Agent', 'Operatore'], (item) => item.agent?.name),
  dated<Task>(),
];

export const dealColumns: ExportColumn<DealCard>[] = [
  column('id', ['Id', 'Код', 'Id', 'Id'], (item) => item.id),
  column('title', ['Deal', 'Сделка', 'Affaire', 'Trattativa'], (item) => item.title),
  column('stage', ['Stage', 'Этап', 'Étape', 'Fase'], (item) => item.stageName),
  column('state', ['State', 'Состояние', 'État', 'Stato'], (item) => item.state),
  column('contact', ['Person', 'Клиент', 'Personne', 'Persona'], (item) => item.contactName),
  column(
    'organisation',
    ['Organisation', 'Организация', 'Organisation', 'Organizzazione'],
    (item) => item.organisationName,
  ),
  column('owner', ['Owner', 'Ответственный', 'Responsable', 'Responsabile'], (item) => item.owner?.name),
  column('potential', ['Potential', 'Потенциал', 'Potentiel', 'Potenziale'], (item) => sum(item.potential)),
  column(
    'probability',
    ['Probability, %', 'Вероятность, %', 'Probabilité, %', 'Probabilità, %'],
    (item) => item.probability,
  ),
  column('expectedSum', ['Expected', 'Ожидается', 'Attendu', 'Atteso'], (item) => sum(item.expectedSum)),
  column(
    'expectedClose',
    ['Expected close', 'Ожидаемое закрытие', 'Clôture prévue', 'Chiusura prevista'],
    (item) => item.expectedClose,
  ),
  dated<DealCard>(),
];
