/** Pure: the columns of deals. What they are worth is left out for whom a role hides it. */
import type { DealSheet } from '../../contract/exports.contract.ts';
import { dealStateWords } from '../../contract/state-words.ts';
import { column, labels, sum, wordOf } from './columns.ts';
import type { ExportColumn } from './exportable-list.ts';

const lineText = (lines: DealSheet['sold']): string =>
  lines.map(({ quantity, unit, name }) => `${quantity}${unit === '' ? '' : ` ${unit}`} × ${name}`).join('; ');

export const dealColumns: ExportColumn<DealSheet>[] = [
  column('id', [...labels.id], (item) => item.id),
  column('title', ['Deal', 'Сделка', 'Affaire', 'Trattativa'], (item) => item.title),
  column('pipeline', ['Pipeline', 'Воронка', 'Pipeline', 'Pipeline'], (item) => item.pipelineName),
  column('stage', ['Stage', 'Этап', 'Étape', 'Fase'], (item) => item.stageName),
  column('state', [...labels.state], (item, { language }) => wordOf(dealStateWords, item.state, language)),
  column('contact', [...labels.person], (item) => item.contactName),
  column('organisation', [...labels.organisation], (item) => item.organisationName),
  column('owner', [...labels.owner], (item) => item.owner?.name),
  column('managers', ['Managers', 'Менеджеры', 'Gestionnaires', 'Responsabili'], (item) =>
    item.managers.map(({ agent, role }) => (role === '' ? agent.name : `${agent.name} (${role})`)).join('; '),
  ),
  column('type', ['Type of deal', 'Тип сделки', 'Type d’affaire', 'Tipo di trattativa'], (item, { entries }) =>
    entries.get(item.typeId ?? ''),
  ),
  column('partner', ['Partner', 'Партнёр', 'Partenaire', 'Partner'], (item) => item.partner?.name),
  column('source', [...labels.source], (item, { entries }) => entries.get(item.sourceId ?? '')),
  column('advertisingChannel', [...labels.advertisingChannel], (item) => item.advertisingChannel),
  column(
    'mainInterest',
    ['Main interest', 'Главный интерес', 'Intérêt principal', 'Interesse principale'],
    (item) => item.mainInterest,
  ),
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
  column('class', ['Class', 'Класс', 'Classe', 'Classe'], (item) => item.class),
  column('points', ['Points', 'Баллы', 'Points', 'Punti'], (item) => item.points),
  column('offered', ['Offered', 'Предложено', 'Proposé', 'Offerto'], (item) => lineText(item.offered)),
  column('sold', ['Sold', 'Продано', 'Vendu', 'Venduto'], (item) => lineText(item.sold)),
  column(
    'soldTotal',
    ['Sold, total', 'Продано, сумма', 'Vendu, total', 'Venduto, totale'],
    (item) => (item.sold.length === 0 ? undefined : sum(item.total)),
    'total',
  ),
  column(
    'lossReason',
    ['Reason of loss', 'Причина потери', 'Raison de la perte', 'Motivo della perdita'],
    (item) => item.lossReason?.name,
  ),
  column(
    'lossComment',
    ['Comment on the loss', 'Комментарий к потере', 'Commentaire sur la perte', 'Commento sulla perdita'],
    (item) => item.lossComment,
  ),
  column(
    'stageSince',
    ['In stage since', 'На этапе с', 'À l’étape depuis', 'Nella fase dal'],
    (item) => item.stageSince,
  ),
  column('closedAt', ['Closed', 'Закрыта', 'Conclue le', 'Chiusa il'], (item) => item.closedAt),
  column('createdAt', [...labels.created], (item) => item.createdAt),
  column('updatedAt', [...labels.changed], (item) => item.updatedAt),
];
