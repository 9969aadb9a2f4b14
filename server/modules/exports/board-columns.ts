/** Pure: the columns of the sums of a board, and of likely duplicates. */
import { words } from '../../contract/built-in-words.ts';
import type { BoardTotal } from '../../contract/deals.contract.ts';
import type { OrganisationPairs } from '../../contract/merges.contract.ts';
import { dealStateWords } from '../../contract/state-words.ts';
import { column, labels, sum, wordOf } from './columns.ts';
import type { ExportColumn } from './exportable-list.ts';

export const boardColumns: ExportColumn<BoardTotal>[] = [
  column('pipeline', ['Pipeline', 'Воронка', 'Pipeline', 'Pipeline'], (item) => item.pipelineName),
  column('stage', ['Stage', 'Этап', 'Étape', 'Fase'], (item) => item.stageName),
  column('state', [...labels.state], (item, { language }) => wordOf(dealStateWords, item.state, language)),
  column('deals', ['Deals', 'Сделок', 'Affaires', 'Trattative'], (item) => item.count),
  column(
    'potential',
    ['Potential', 'Потенциал', 'Potentiel', 'Potenziale'],
    (item) => sum(item.totalPotential),
    'totalPotential',
  ),
  column(
    'expected',
    ['Expected', 'Ожидается', 'Attendu', 'Atteso'],
    (item) => sum(item.totalExpected),
    'totalExpected',
  ),
];

type Pair = OrganisationPairs['items'][number];

/** What two records have in common. */
const sharedWords = {
  phone: words('same number', 'тот же номер', 'même numéro', 'stesso numero'),
  email: words('same e-mail', 'та же почта', 'même e-mail', 'stessa e-mail'),
  name: words('similar name', 'похожее имя', 'nom semblable', 'nome simile'),
};

export const pairColumns: ExportColumn<Pair>[] = [
  column('first', ['First', 'Первый', 'Premier', 'Primo'], (item) => item.first.name),
  column('firstId', ['Id of the first', 'Код первого', 'Id du premier', 'Id del primo'], (item) => item.first.id),
  column('second', ['Second', 'Второй', 'Second', 'Secondo'], (item) => item.second.name),
  column('secondId', ['Id of the second', 'Код второго', 'Id du second', 'Id del secondo'], (item) => item.second.id),
  column('because', ['In common', 'Общее', 'En commun', 'In comune'], (item, { language }) =>
    item.because.map((reason) => sharedWords[reason][language]).join(', '),
  ),
];
