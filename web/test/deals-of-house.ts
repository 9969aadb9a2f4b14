/** The deals of the firm, for pictures of the board and the table. Typed by the contract. */
import type { Board, DealCard } from '../../server/contract/deals.contract.ts';
import type { Pipeline, Stage } from '../../server/contract/pipelines.contract.ts';
import { anna, me, pavel, timesOf } from './make.ts';

const stage = (id: string, name: string, position: number, more: Partial<Stage>): Stage => ({
  id,
  name,
  kind: 'open',
  colour: 'grey',
  position,
  probability: 0,
  requiredFields: [],
  tasks: [],
  ...more,
});

const stages: Stage[] = [
  stage('stage_new', 'Новая', 0, { colour: 'blue', probability: 10 }),
  stage('stage_offer', 'Коммерческое предложение', 1, { colour: 'amber', probability: 40 }),
  stage('stage_contract', 'Договор', 2, { colour: 'violet', probability: 75 }),
  stage('stage_won', 'Выиграна', 3, { kind: 'won', colour: 'green', probability: 100 }),
  stage('stage_lost', 'Проиграна', 4, { kind: 'lost', colour: 'red' }),
];

export const pipelines: Pipeline[] = [
  { id: 'pipe_sales', name: 'Продажи', mode: 'manual', active: true, position: 0, stages, version: 1 },
];

type Line = [stageId: string, title: string, organisation: string, potential: number, owner: DealCard['owner']];
const lines: Line[] = [
  ['stage_new', 'Двенадцать лицензий', 'Волга-Электро', 240_000, me],
  ['stage_new', 'Перенос телефонии на новую площадку в три этапа', 'Балтика-Сервис-Северо-Запад', 1_850_000, pavel],
  ['stage_new', 'Formation de six personnes', 'Atelier Lumière', 32_500, anna],
  ['stage_offer', 'Годовое обслуживание', 'Волга-Электро', 96_000, me],
  ['stage_offer', 'Запись разговоров', 'Зелёный лес', 410_000, null],
  ['stage_contract', 'Call-центр на сорок мест', 'Первая городская клиника', 2_640_000, pavel],
  ['stage_won', 'Второй офис', 'Зелёный лес', 180_000, me],
  ['stage_lost', 'Гарнитуры', 'Atelier Lumière', 12_900, anna],
];

const customOf = (index: number): DealCard['custom'] => {
  const branch = ['health', 'trade'][index % 3];
  return branch ? { branch } : {};
};

/** Newest first. */
export function makeHouseDeals(now: number): DealCard[] {
  const { ago, later } = timesOf(now);
  return lines.map(([stageId, title, organisationName, potential, owner], index) => {
    const { name: stageName, kind, probability } = stages.find(({ id }) => id === stageId) as Stage;
    return {
      id: `deal_${index}`,
      title,
      pipelineId: 'pipe_sales',
      stageId,
      stageName,
      state: kind,
      mode: 'manual',
      contactId: index === 0 ? 'contact_ivan' : null,
      contactName: index === 0 ? 'Иван Сергеевич Белозёров' : null,
      organisationId: `org_${index}`,
      organisationName,
      owner,
      custom: customOf(index),
      potential: potential.toFixed(2),
      probability,
      expectedSum: ((potential * probability) / 100).toFixed(2),
      expectedClose: later((index + 3) * 4 * 86_400).slice(0, 10),
      stageSince: ago((index + 1) * 86_400),
      createdAt: ago((index + 2) * 2 * 86_400),
      version: 1,
    };
  });
}

const sum = (deals: readonly DealCard[], of: 'potential' | 'expectedSum') =>
  deals.reduce((total, deal) => total + Number(deal[of]), 0).toFixed(2);

export const boardOf = (deals: readonly DealCard[]): Board => ({
  pipelineId: 'pipe_sales',
  closedDays: 30,
  columns: stages.map(({ id }) => {
    const items = deals.filter(({ stageId }) => stageId === id);
    const totals = { totalPotential: sum(items, 'potential'), totalExpected: sum(items, 'expectedSum') };
    return { stageId: id, count: items.length, ...totals, items, nextCursor: null };
  }),
});
