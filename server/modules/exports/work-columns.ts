/** Pure: the columns of calls and tasks. */
import type { Call } from '../../contract/calls.contract.ts';
import type { CallSheet, TaskSheet } from '../../contract/exports.contract.ts';
import {
  directionWords,
  endedByWords,
  outcomeWords,
  taskKindWords,
  taskPriorityWords,
  taskStateWords,
} from '../../contract/state-words.ts';
import { column, labels, wordOf, yes } from './columns.ts';
import type { Cell, ExportColumn } from './exportable-list.ts';

const answeredBy = (call: Call): Cell =>
  call.agents
    .filter(({ talkSeconds }) => talkSeconds > 0)
    .map(({ name, interface: device }) => name ?? device)
    .join(', ');
const numberOf = (number: Call['from'] | null): Cell => number?.e164 ?? number?.raw;

export const callColumns: ExportColumn<CallSheet>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('startedAt', ['Started', 'Начало', 'Début', 'Inizio'], (item) => item.startedAt),
  column('direction', ['Direction', 'Направление', 'Sens', 'Direzione'], (item, { language }) =>
    wordOf(directionWords, item.direction, language),
  ),
  column(
    'outcome',
    ['Outcome', 'Итог', 'Issue', 'Esito'],
    (item, { language }) => item.outcome && wordOf(outcomeWords, item.outcome, language),
  ),
  column('from', ['From', 'Откуда', 'De', 'Da'], (item) => numberOf(item.from)),
  column('to', ['To', 'Куда', 'Vers', 'A'], (item) => numberOf(item.to)),
  column('dialledNumber', ['Dialled number', 'Набранный номер', 'Numéro composé', 'Numero composto'], (item) =>
    numberOf(item.dialledNumber),
  ),
  column('contact', [...labels.person], (item) => item.contactName),
  column('organisation', [...labels.organisation], (item) => item.organisationName),
  column('queue', ['Queue', 'Очередь', 'File', 'Coda'], (item) => item.queue),
  column('agents', ['Answered by', 'Кто ответил', 'Répondu par', 'Risposto da'], answeredBy),
  column('disposition', ['Result', 'Результат', 'Résultat', 'Risultato'], (item) => item.disposition?.label),
  column('note', ['Note', 'Заметка', 'Note', 'Nota'], (item) => item.note),
  column('mainNeed', [...labels.mainNeed], (item) => item.mainNeed),
  column(
    'nextStep',
    ['Next step', 'Следующий шаг', 'Prochaine étape', 'Passo successivo'],
    (item) => item.nextStep?.text,
  ),
  column('deals', ['Deals', 'Сделки', 'Affaires', 'Trattative'], (item) => item.deals),
  column('waitSeconds', ['Wait, s', 'Ожидание, с', 'Attente, s', 'Attesa, s'], (item) => item.waitSeconds),
  column('ringSeconds', ['Ringing, s', 'Вызов, с', 'Sonnerie, s', 'Squillo, s'], (item) => item.ringSeconds),
  column('talkSeconds', ['Talk, s', 'Разговор, с', 'Conversation, s', 'Conversazione, s'], (item) => item.talkSeconds),
  column('holdSeconds', ['Hold, s', 'Удержание, с', 'Garde, s', 'Attesa in linea, s'], (item) => item.holdSeconds),
  column('answeredAt', ['Answered', 'Ответ', 'Décroché', 'Risposta'], (item) => item.answeredAt),
  column('endedAt', ['Ended', 'Конец', 'Fin', 'Fine'], (item) => item.endedAt),
  column(
    'endedBy',
    ['Ended by', 'Кто завершил', 'Terminé par', 'Chiuso da'],
    (item, { language }) => item.endedBy && wordOf(endedByWords, item.endedBy, language),
  ),
  column('recorded', ['Recorded', 'Есть запись', 'Enregistré', 'Registrata'], (item, { language }) =>
    yes(
      item.recordings.some(({ state }) => state === 'ready'),
      language,
    ),
  ),
];

export const taskColumns: ExportColumn<TaskSheet>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('title', ['Task', 'Задача', 'Tâche', 'Attività'], (item) => item.title),
  column('description', ['Description', 'Описание', 'Description', 'Descrizione'], (item) => item.description),
  column('kind', ['Kind', 'Вид', 'Genre', 'Tipo'], (item, { language }) => wordOf(taskKindWords, item.kind, language)),
  column('priority', ['Priority', 'Важность', 'Priorité', 'Priorità'], (item, { language }) =>
    wordOf(taskPriorityWords, item.priority, language),
  ),
  column('startAt', ['Start', 'Начало', 'Début', 'Inizio'], (item) => item.startAt),
  column('dueAt', ['Due', 'Срок', 'Échéance', 'Scadenza'], (item) => item.dueAt),
  column('state', [...labels.state], (item, { language }) => wordOf(taskStateWords, item.state, language)),
  column('done', ['Done', 'Выполнено', 'Fait', 'Fatto'], (item, { language }) => yes(item.done, language)),
  column('contact', [...labels.person], (item) => item.contactName),
  column('organisation', [...labels.organisation], (item) => item.organisationName),
  column('deal', ['Deal', 'Сделка', 'Affaire', 'Trattativa'], (item) => item.deal),
  column('agent', ['Agent', 'Исполнитель', 'Agent', 'Operatore'], (item) => item.agent?.name),
  column('creator', ['Given by', 'Кто поставил', 'Donnée par', 'Assegnata da'], (item) => item.creator?.name),
  column('verify', ['Is verified', 'С проверкой', 'À vérifier', 'Con verifica'], (item, { language }) =>
    yes(item.verify, language),
  ),
  column('executedAt', ['Executed', 'Исполнено', 'Exécutée le', 'Eseguita il'], (item) => item.executedAt),
  column('doneAt', ['Done at', 'Выполнено в', 'Faite le', 'Fatta il'], (item) => item.doneAt),
  column('createdAt', [...labels.created], (item) => item.createdAt),
];
