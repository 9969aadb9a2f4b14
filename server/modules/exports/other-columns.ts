/** Pure: the columns of the shorter lists: missed calls, leads and their sources, events, slipping deals, ABC, products. */

import type { AuditEvent } from '../../contract/audit.contract.ts';
import { auditActionWord, auditKindWords } from '../../contract/audit-words.ts';
import { words } from '../../contract/built-in-words.ts';
import type { AbcView, SlippingDeal } from '../../contract/deal-scoring.contract.ts';
import type { Lead, LeadSources } from '../../contract/leads.contract.ts';
import type { MissedCall } from '../../contract/missed-calls.contract.ts';
import type { Product } from '../../contract/products.contract.ts';
import { missedCallStateWords, urgencyWords } from '../../contract/state-words.ts';
import { column, labels, sum, wordOf, yes } from './columns.ts';
import type { ExportColumn } from './exportable-list.ts';
import { valuesText } from './values-text.ts';

/** One figure after the point, as the screen has it. */
const percent = (share: number): number => Math.round(share * 1_000) / 10;

export const missedCallColumns: ExportColumn<MissedCall>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('number', ['Number', 'Номер', 'Numéro', 'Numero'], (item) => item.number.e164 ?? item.number.raw),
  column('contact', [...labels.person], (item) => item.contactName),
  column('organisation', [...labels.organisation], (item) => item.organisationName),
  column('queue', ['Queue', 'Очередь', 'File', 'Coda'], (item) => item.queue),
  column(
    'dialledNumber',
    ['Dialled number', 'Набранный номер', 'Numéro composé', 'Numero composto'],
    (item) => item.dialledNumber,
  ),
  column('state', [...labels.state], (item, { language }) => wordOf(missedCallStateWords, item.state, language)),
  column('urgency', ['Urgency', 'Срочность', 'Urgence', 'Urgenza'], (item, { language }) =>
    wordOf(urgencyWords, item.urgency, language),
  ),
  column('tries', ['Times called', 'Звонил раз', 'Appels reçus', 'Chiamate ricevute'], (item) => item.tries),
  column(
    'firstMissedAt',
    ['First missed', 'Первый пропущенный', 'Premier manqué', 'Prima persa'],
    (item) => item.firstMissedAt,
  ),
  column(
    'lastMissedAt',
    ['Last missed', 'Последний пропущенный', 'Dernier manqué', 'Ultima persa'],
    (item) => item.lastMissedAt,
  ),
  column(
    'longestWaitSeconds',
    ['Longest wait, s', 'Самое долгое ожидание, с', 'Plus longue attente, s', 'Attesa più lunga, s'],
    (item) => item.longestWaitSeconds,
  ),
  column('attempts', ['Attempts', 'Попыток', 'Tentatives', 'Tentativi'], (item) => item.attempts.length),
  column(
    'nextAttemptAt',
    ['Next attempt', 'Следующая попытка', 'Prochaine tentative', 'Prossimo tentativo'],
    (item) => item.nextAttemptAt,
  ),
  column('assignee', ['Assigned to', 'Кому поручено', 'Confié à', 'Affidata a'], (item) => item.assignee?.name),
  column('resolvedAt', ['Resolved', 'Закрыт', 'Résolu', 'Risolta'], (item) => item.resolvedAt),
  column(
    'timeToCallbackSeconds',
    ['Time to callback, s', 'До ответа, с', 'Délai de rappel, s', 'Tempo di richiamata, s'],
    (item) => item.timeToCallbackSeconds,
  ),
];

export const leadColumns: ExportColumn<Lead>[] = [
  column('contactId', [...labels.id], (item) => item.contactId),
  column('name', [...labels.name], (item) => item.name),
  column('organisation', [...labels.organisation], (item) => item.organisationName, 'organisationName'),
  column('owner', [...labels.owner], (item) => item.owner?.name),
  column('givenAt', ['Given', 'Передан', 'Attribué le', 'Assegnato il'], (item) => item.given?.at),
  column('source', [...labels.source], (item, { entries }) => entries.get(item.sourceId ?? ''), 'sourceId'),
  column('advertisingChannel', [...labels.advertisingChannel], (item) => item.channel),
  column('cameAt', ['Came', 'Пришёл', 'Arrivé le', 'Arrivato il'], (item) => item.cameAt),
  column(
    'lastCallAt',
    ['Last call', 'Последний звонок', 'Dernier appel', 'Ultima chiamata'],
    (item) => item.lastCallAt,
  ),
  column('reached', ['Reached', 'Дозвонились', 'Joint', 'Raggiunto'], (item, { language }) =>
    yes(item.reached, language),
  ),
];

export const leadSourceColumns: ExportColumn<LeadSources['items'][number]>[] = [
  column('key', [...labels.source], (item, { entries }) => entries.get(item.key ?? '') ?? item.key),
  column('leads', ['Leads', 'Лидов', 'Prospects', 'Lead'], (item) => item.leads),
  column('reached', ['Reached', 'Дозвонились', 'Joints', 'Raggiunti'], (item) => item.reached),
  column('withDeal', ['With a deal', 'Со сделкой', 'Avec affaire', 'Con trattativa'], (item) => item.withDeal),
  column('won', ['Won', 'Выиграно', 'Gagnés', 'Vinti'], (item) => item.won),
  column('wonSum', ['Sum won', 'Сумма выигранных', 'Somme gagnée', 'Somma vinta'], (item) => sum(item.wonSum)),
];

/** What nobody did but Trunkline itself. */
const serverWords = words('Trunkline itself', 'Сам Trunkline', 'Trunkline lui-même', 'Trunkline stesso');

export const eventColumns: ExportColumn<AuditEvent>[] = [
  column('at', ['When', 'Когда', 'Quand', 'Quando'], (item) => item.at),
  column('by', ['Who', 'Кто', 'Qui', 'Chi'], (item, { language }) =>
    item.byKind === 'server' ? serverWords[language] : item.byName,
  ),
  column('kind', ['Kind', 'Вид', 'Genre', 'Tipo'], (item, { language }) => wordOf(auditKindWords, item.kind, language)),
  column('action', ['Event', 'Событие', 'Événement', 'Evento'], (item, { language }) =>
    auditActionWord(item.action, language),
  ),
  column('record', ['Record', 'Запись', 'Fiche', 'Scheda'], (item) => item.record.title),
  column('recordId', ['Id of the record', 'Код записи', 'Id de la fiche', 'Id della scheda'], (item) => item.record.id),
  column('before', ['Before', 'Было', 'Avant', 'Prima'], (item, words) => valuesText(item, 'before', words)),
  column('after', ['After', 'Стало', 'Après', 'Dopo'], (item, words) => valuesText(item, 'after', words)),
];

export const slippingColumns: ExportColumn<SlippingDeal>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('title', ['Deal', 'Сделка', 'Affaire', 'Trattativa'], (item) => item.title),
  column('stage', ['Stage', 'Этап', 'Étape', 'Fase'], (item) => item.stageName),
  column('owner', [...labels.owner], (item) => item.owner?.name),
  column('expectedSum', ['Expected', 'Ожидается', 'Attendu', 'Atteso'], (item) => sum(item.expectedSum)),
  column(
    'maxExpectedSum',
    ['Largest expected', 'Ожидалось больше всего', 'Plus grand attendu', 'Massimo atteso'],
    (item) => sum(item.maxExpectedSum),
  ),
  column('lost', ['Lost', 'Потеряно', 'Perdu', 'Perso'], (item) => sum(item.lost)),
  column('drop', ['Drop, %', 'Падение, %', 'Baisse, %', 'Calo, %'], (item) => percent(item.drop)),
  column('updatedAt', [...labels.changed], (item) => item.updatedAt),
];

const notYours = words('Somebody else’s client', 'Чужой клиент', 'Client d’un autre', 'Cliente altrui');

export const abcColumns: ExportColumn<AbcView['items'][number]>[] = [
  column('name', ['Name', 'Название', 'Nom', 'Nome'], (item, { language }) => item.name ?? notYours[language]),
  column('class', ['Class', 'Класс', 'Classe', 'Classe'], (item) => item.class),
  column('sum', ['Sum', 'Сумма', 'Somme', 'Somma'], (item) => sum(item.sum)),
  column('deals', ['Deals', 'Сделок', 'Affaires', 'Trattative'], (item) => item.deals),
  column('share', ['Share, %', 'Доля, %', 'Part, %', 'Quota, %'], (item) => percent(item.share)),
  column('cumulative', ['Together, %', 'Нарастающим, %', 'Cumulé, %', 'Cumulato, %'], (item) =>
    percent(item.cumulative),
  ),
];

export const productColumns: ExportColumn<Product>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('code', ['Code', 'Артикул', 'Code', 'Codice'], (item) => item.code),
  column('name', ['Name', 'Название', 'Nom', 'Nome'], (item) => item.name),
  column('group', ['Group', 'Группа', 'Groupe', 'Gruppo'], (item) => item.groupName),
  column('unit', ['Unit', 'Единица', 'Unité', 'Unità'], (item) => item.unit),
  column('price', ['Price', 'Цена', 'Prix', 'Prezzo'], (item) => sum(item.price)),
  column('active', ['Sold now', 'Продаётся', 'En vente', 'In vendita'], (item, { language }) =>
    yes(item.active, language),
  ),
];
