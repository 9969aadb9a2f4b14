/** Pure: words of the states of calls, tasks, deals and missed calls in the four languages, for files that go out; as on the screen. */

import { type Words, words } from './built-in-words.ts';
import type { Call } from './calls.contract.ts';
import type { Deal } from './deals.contract.ts';
import type { MissedCall } from './missed-calls.contract.ts';
import type { Task } from './tasks.contract.ts';

/** Which way a call went. */
export const directionWords: Readonly<Record<Call['direction'], Words>> = {
  inbound: words('Incoming', 'Входящий', 'Entrant', 'In entrata'),
  outbound: words('Outgoing', 'Исходящий', 'Sortant', 'In uscita'),
  internal: words('Internal', 'Внутренний', 'Interne', 'Interna'),
};

/** What became of a call, for the customer. */
export const outcomeWords: Readonly<Record<NonNullable<Call['outcome']>, Words>> = {
  answered: words('Answered', 'Отвечен', 'Répondu', 'Risposta'),
  abandoned: words('Abandoned', 'Не дождался', 'Abandonné', 'Abbandonata'),
  'no-answer': words('No answer', 'Нет ответа', 'Sans réponse', 'Nessuna risposta'),
  busy: words('Busy', 'Занято', 'Occupé', 'Occupato'),
  declined: words('Declined', 'Отклонён', 'Refusé', 'Rifiutata'),
  failed: words('Failed', 'Не удалось', 'Échec', 'Non riuscita'),
  cancelled: words('Cancelled', 'Отменён', 'Annulé', 'Annullata'),
};

/** Who hung up. */
export const endedByWords: Readonly<Record<NonNullable<Call['endedBy']>, Words>> = {
  remote: words('the customer', 'клиент', 'le client', 'il cliente'),
  agent: words('our side', 'наша сторона', 'notre côté', 'la nostra parte'),
  system: words('the telephone system', 'телефонная система', 'le système', 'il sistema'),
};

export const taskStateWords: Readonly<Record<Task['state'], Words>> = {
  open: words('Open', 'Открыта', 'Ouverte', 'Aperta'),
  done: words('Done', 'Сделана', 'Faite', 'Fatta'),
  given: words('Given', 'Поставлена', 'Donnée', 'Assegnata'),
  accepted: words('Accepted', 'Принята', 'Acceptée', 'Accettata'),
  executed: words('Waits for check', 'Ждёт проверки', 'À vérifier', 'Da verificare'),
  returned: words('Returned', 'Возвращена', 'Renvoyée', 'Restituita'),
  verified: words('Verified', 'Проверена', 'Vérifiée', 'Verificata'),
};

export const taskPriorityWords: Readonly<Record<Task['priority'], Words>> = {
  low: words('Low', 'Низкий', 'Basse', 'Bassa'),
  normal: words('Normal', 'Обычный', 'Normale', 'Normale'),
  high: words('High', 'Высокий', 'Haute', 'Alta'),
};

/** Of the kinds every firm has; own kinds are their own word. */
export const taskKindWords: Readonly<Record<string, Words>> = {
  call: words('Call', 'Звонок', 'Appel', 'Chiamata'),
  meeting: words('Meeting', 'Встреча', 'Rendez-vous', 'Incontro'),
  letter: words('Letter', 'Письмо', 'Lettre', 'Lettera'),
  other: words('Other', 'Другое', 'Autre', 'Altro'),
};

export const dealStateWords: Readonly<Record<Deal['state'], Words>> = {
  open: words('Open', 'Открыта', 'Ouverte', 'Aperta'),
  won: words('Won', 'Выиграна', 'Gagnée', 'Vinta'),
  lost: words('Lost', 'Проиграна', 'Perdue', 'Persa'),
};

export const missedCallStateWords: Readonly<Record<MissedCall['state'], Words>> = {
  open: words('Open', 'Открытые', 'Ouverts', 'Aperte'),
  trying: words('Being called', 'Звонят сейчас', 'En cours d’appel', 'Chiamata in corso'),
  resolved: words('Settled', 'Закрытые', 'Réglés', 'Risolte'),
  archived: words('Archived', 'В архиве', 'Archivés', 'Archiviate'),
};

export const urgencyWords: Readonly<Record<MissedCall['urgency'], Words>> = {
  overdue: words('Overdue', 'Просрочено', 'En retard', 'In ritardo'),
  due: words('Due', 'Пора', 'À faire', 'Da fare'),
  later: words('Later', 'Позже', 'Plus tard', 'Più tardi'),
  closed: words('Closed', 'Закрыт', 'Clos', 'Chiusa'),
};

/** How a missed call was settled. */
export const resolvedHowWords: Readonly<Record<string, Words>> = {
  'our-call': words('We reached them', 'Мы дозвонились', 'Nous l’avons joint', 'Lo abbiamo raggiunto'),
  'caller-got-through': words(
    'The caller got through',
    'Клиент дозвонился сам',
    'Le client nous a joints',
    'Il cliente ci ha raggiunti',
  ),
  'by-hand': words('By hand', 'Вручную', 'À la main', 'A mano'),
};

/** How an attempt to call back went. */
export const attemptOutcomeWords: Readonly<Record<string, Words>> = {
  'no-answer': words('No answer', 'Нет ответа', 'Sans réponse', 'Nessuna risposta'),
  busy: words('Busy', 'Занято', 'Occupé', 'Occupato'),
  machine: words('Answering machine', 'Автоответчик', 'Répondeur', 'Segreteria'),
  failed: words('Not reachable', 'Недоступен', 'Injoignable', 'Non raggiungibile'),
  reached: words('Reached', 'Дозвонились', 'Joint', 'Raggiunto'),
};
