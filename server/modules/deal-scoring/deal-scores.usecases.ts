/** Scores of deals as a reader sees them, and the boss's word. */
import type { z } from 'zod';
import type { DealScoreView, slippingDealSchema, slippingQuerySchema } from '../../contract/deal-scoring.contract.ts';
import { forbidden, notFound } from '../../platform/errors/domain-error.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { requireMoney, seesMoney } from '../deals/deal-money.ts';
import type { DealFacts } from '../deals/deals.events.ts';
import { type DealFigures, rankOf, readFigures } from './deal-figures.ts';
import { readTotals } from './deal-outcomes.ts';
import { dealProbability } from './deal-probability.ts';
import {
  lockForScore,
  type ScoreRow,
  type SlippingRow,
  selectScoreRows,
  selectSlipping,
  setAdjustment,
} from './deal-scoring.repository.ts';
import { type History, historyFrom } from './history-of-stage.ts';
import { dropFromMaximum, scoreDeal } from './score-deal.ts';
import { whySlipping } from './why-slipping.ts';

const owner = { ownerAgents: 'd.agent_ids', team: 'd.team_id' } as const;
const dayMs = 86_400_000;
const wholeDays = (from: Date, to: Date) => Math.floor(Math.max(0, (to.getTime() - from.getTime()) / dayMs));

function view(row: ScoreRow, historyOf: History, figures: DealFigures, now: Date): DealScoreView {
  const offered =
    row.state === 'open' ? dealProbability({ typed: row.stage_probability / 100, ...historyOf(row) }) : null;
  const usualDaysInStage = figures.usualDays[row.stage_id] ?? null;
  const score = scoreDeal({
    expectedSum: Number(row.expected_sum),
    maxExpectedSum: Number(row.max_expected_sum),
    sumRank: rankOf(Number(row.expected_sum), figures),
    probability: row.probability / 100,
    daysSinceContact: row.last_reached_at === null ? null : wholeDays(row.last_reached_at, now),
    daysInStage: wholeDays(row.stage_since, now),
    usualDaysInStage,
    wonBefore: row.won_before,
    vip: row.vip,
    adjustment: row.class_adjustment,
  });
  return {
    dealId: row.id,
    typedProbability: row.probability,
    offered,
    class: score.class,
    classByPoints: score.classByPoints,
    adjustment: row.class_adjustment,
    points: score.points,
    expectedSum: row.expected_sum,
    maxExpectedSum: row.max_expected_sum,
    drop: score.drop,
    because: score.because.map((one) => ({ ...one, usual: one.factor === 'pace' ? usualDaysInStage : null })),
  };
}

/** For whom the role hides what deals are worth: the sums go, and the points that were made from them. */
function withoutMoney(score: DealScoreView): DealScoreView {
  const because = score.because.filter(({ factor }) => factor !== 'sum');
  const points = because.reduce((all, one) => all + one.points, 0);
  return { ...score, expectedSum: '', maxExpectedSum: '', drop: 0, points, because };
}

/** Scores of the deals among these that the reader may see, in the order asked. */
export async function readScores(
  { database: { sql }, clock }: Pick<Platform, 'database' | 'clock'>,
  reader: Principal,
  ids: readonly string[],
): Promise<DealScoreView[]> {
  const rows = await selectScoreRows(sql, ids, visiblePredicate(sql, reader, 'deals.read', owner));
  const stages = [...new Set(rows.map(({ stage_id }) => stage_id))];
  const [totals, figures] = await Promise.all([readTotals(sql, stages), readFigures(sql)]);
  const historyOf = historyFrom(totals);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const score = view(row, historyOf, figures, clock.now());
    return [seesMoney(reader) ? score : withoutMoney(score)];
  });
}

const dealNotFound = () => notFound('deals.not_found', 'There is no such deal, or not for you.');

export async function readScore(platform: Platform, reader: Principal, dealId: string): Promise<DealScoreView> {
  const [score] = await readScores(platform, reader, [dealId]);
  if (!score) throw dealNotFound();
  return score;
}

/** The boss moves the class one up or down, or takes the word back. */
export async function adjustClass(
  platform: Platform,
  { dealId, adjustment, principal, ip }: { dealId: string; adjustment: -1 | 0 | 1; principal: Principal; ip: string },
): Promise<DealScoreView> {
  await platform.database.transaction(async (tx) => {
    const row = await lockForScore(tx, dealId);
    const whose = { ownerAgentIds: row?.agent_ids ?? [], teamIds: [row?.team_id ?? null] };
    if (!row || !canSee(principal, 'deals.read', whose)) throw dealNotFound();
    if (!canSee(principal, 'deals.score', whose))
      throw forbidden('deal-scoring.not_yours', 'This deal belongs to another team.');
    if (row.class_adjustment === adjustment) return;
    const version = await setAdjustment(tx, dealId, adjustment, platform.clock.now());
    await createAudit(platform).record(tx, {
      principal,
      ip,
      action: 'deal.class-adjusted',
      record: dealId,
      before: { adjustment: row.class_adjustment },
      after: { adjustment },
    });
    const contactIds = row.contact_id === null ? [] : [row.contact_id];
    await platform.facts.append<DealFacts>(tx, {
      type: 'deal.changed',
      subject: dealId,
      payload: { dealId, version, changed: ['classAdjustment'], contactIds },
      actor: actorOf(principal),
    });
  });
  return readScore(platform, principal, dealId);
}

/** A deal without a customer has nobody to speak with. */
const reasonsOf = (row: SlippingRow, figures: DealFigures, now: Date) =>
  whySlipping({
    potential: Number(row.potential),
    maxPotential: Number(row.max_potential),
    probability: row.probability,
    maxExpectedSum: Number(row.max_expected_sum),
    ...(row.contact_id !== null && {
      daysSinceContact: row.last_reached_at === null ? null : wholeDays(row.last_reached_at, now),
    }),
    daysInStage: wholeDays(row.stage_since, now),
    usualDaysInStage: figures.usualDays[row.stage_id] ?? null,
  });

/** Open deals that lost most of what they were expected to bring, largest loss first. */
export async function listSlipping(
  { database: { sql }, clock }: Pick<Platform, 'database' | 'clock'>,
  reader: Principal,
  query: z.output<typeof slippingQuerySchema>,
): Promise<Page<z.input<typeof slippingDealSchema>>> {
  requireMoney(reader);
  const where = sql.and([
    visiblePredicate(sql, reader, 'deals.read', owner),
    query.ownerId !== undefined && sql`d.owner_agent_id = ${query.ownerId}`,
    query.agentId !== undefined && sql`d.agent_ids @> array[${query.agentId}]::text[]`,
    query.pipelineId !== undefined && sql`d.pipeline_id = ${query.pipelineId}`,
  ]);
  const [rows, figures] = await Promise.all([
    selectSlipping(sql, { where, after: cursorOf(query.cursor, 2), limit: query.limit }),
    readFigures(sql),
  ]);
  return pageOf(
    rows,
    query.limit,
    (row) => [row.lost, row.id],
    (row) => ({
      id: row.id,
      title: row.title,
      stageName: row.stage_name,
      owner: row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' },
      expectedSum: row.expected_sum,
      maxExpectedSum: row.max_expected_sum,
      lost: row.lost,
      drop: dropFromMaximum(Number(row.expected_sum), Number(row.max_expected_sum)),
      because: reasonsOf(row, figures, clock.now()),
      updatedAt: row.updated_at.toISOString(),
    }),
  );
}
