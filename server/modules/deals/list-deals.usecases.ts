/** The list of deals and the board: pages by key, totals of columns from what is kept or from an index alone. */
import type { z } from 'zod';
import type {
  Board,
  BoardColumn,
  BoardTotal,
  boardQuerySchema,
  columnQuerySchema,
  DealCard,
  DealRef,
  dealListQuerySchema,
} from '../../contract/deals.contract.ts';
import type { Pipeline, Stage } from '../../contract/pipelines.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { recordWords, wordsCondition } from '../contacts/search-conditions.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { closedBetween } from './closed-between.ts';
import { requireMoney } from './deal-money.ts';
import { type DealReader, type DealRow, ownershipOf, toCard, toRef } from './deal-row.ts';
import { selectFoundDeals } from './deal-table.ts';
import { pipelineNotFound, stageNotFound } from './deals.errors.ts';
import {
  type DealOrder,
  dealOwner,
  type StageTotal,
  selectDealPage,
  selectDealsOf,
  selectKeptTotals,
  selectTotals,
} from './deals.repository.ts';
import { selectPipeline, selectPipelines } from './pipelines.repository.ts';

/** Closed columns of the board show what was closed within so many days: all that ever was would say nothing. */
export const closedDays = 30;
const dayMs = 86_400_000;

const firmOwner = { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' } as const;

/**
 * Deals by words of their title, person or organisation. The ids are found first, by the indexes of the three tables: as
 * alternatives within one condition none of them would be used. Names the reader may not know find nothing.
 */
export function dealsOfText(sql: Sql, reader: Principal, text: string | undefined): SqlQuery | null {
  if (!text?.trim()) return null;
  return sql`d.id = any(array(
    (select f.id from deals f where ${wordsCondition(sql, 'f.search', text)} and f.deleted_at is null limit 2000)
    union (select f.id from deals f where f.contact_id in (
      select c.id from contacts c where ${recordWords(sql, reader, 'contact', text)} and c.deleted_at is null
        and ${visiblePredicate(sql, reader, 'contacts.read', contactOwner)} limit 1000) limit 2000)
    union (select f.id from deals f where f.organisation_id in (
      select o.id from organisations o where ${recordWords(sql, reader, 'organisation', text)} and o.deleted_at is null
        and ${visiblePredicate(sql, reader, 'contacts.read', firmOwner)} limit 1000) limit 2000)))`;
}

/** Deals (`d`) that the reader's right reaches. */
export const visibleDeals = (sql: Sql, reader: Principal): SqlQuery =>
  visiblePredicate(sql, reader, 'deals.read', dealOwner);

/**
 * Deals of a person: as the main one or taking part beside. The ids are found first, by the indexes of both tables: as
 * alternatives within one condition neither would be used.
 */
const withContact = (sql: Sql, contactId: string): SqlQuery => sql`d.id = any(array(
    select f.id from deals f where f.contact_id = ${contactId}
    union select p.deal_id from deal_contacts p where p.contact_id = ${contactId}))`;

type Filters = Pick<z.output<typeof boardQuerySchema>, 'ownerId' | 'agentId' | 'q'>;

const filtersOf = (sql: Sql, reader: Principal, query: Filters) => [
  visibleDeals(sql, reader),
  query.ownerId !== undefined && sql`d.owner_agent_id = ${query.ownerId}`,
  query.agentId !== undefined && sql`d.agent_ids @> array[${query.agentId}]::text[]`,
  dealsOfText(sql, reader, query.q),
];

/** What an index of its own sorts by. */
const sortKeys: Record<DealOrder, (row: DealRow) => string> = {
  newest: (row) => row.created_at.toISOString(),
  stage: (row) => row.stage_since.toISOString(),
  largest: (row) => row.potential,
  closing: (row) => row.expected_close ?? '',
};

const toPage = (rows: readonly DealRow[], limit: number, order: DealOrder, reader: DealReader): Page<DealCard> =>
  pageOf(
    rows,
    limit,
    (row) => [sortKeys[order](row), row.id],
    (row) => toCard(row, reader),
  );

type ListQuery = z.output<typeof dealListQuerySchema>;

/**
 * Which deals the list holds, beside what a filter of the screen leaves of them. Within an object, because a query alone
 * would be awaited. Those that are deleted are not left out by it.
 */
export async function dealConditions(
  platform: Platform,
  reader: Principal,
  query: Omit<ListQuery, 'cursor' | 'limit'>,
): Promise<{ where: SqlQuery }> {
  const { sql } = platform.database;
  const { order } = query;
  if (order === 'largest') requireMoney(reader);
  const { closingFrom, closingBefore } = query;
  const { defaultTimeZone: zone } = await readSettings(platform, sql);
  const isOpenOnly = order === 'largest' || (closingFrom ?? closingBefore ?? query.closing) !== undefined;
  return {
    where: sql.and([
      ...filtersOf(sql, reader, query),
      query.pipelineId !== undefined && sql`d.pipeline_id = ${query.pipelineId}`,
      query.stageId !== undefined && sql`d.stage_id = ${query.stageId}`,
      query.state !== undefined && sql`d.state = ${query.state}`,
      isOpenOnly && sql`d.state = 'open'`,
      query.contactId !== undefined && withContact(sql, query.contactId),
      query.organisationId !== undefined && sql`d.organisation_id = ${query.organisationId}`,
      query.sourceId !== undefined && sql`d.source_id = ${query.sourceId}`,
      query.productId !== undefined &&
        sql`exists (select from deal_lines l where l.deal_id = d.id and l.kind = 'sold' and l.product_id = ${query.productId})`,
      query.typeId !== undefined && sql`d.type_id = ${query.typeId}`,
      query.type === 'none' && sql`d.type_id is null`,
      query.owner === 'none' && sql`d.owner_agent_id is null`,
      closedBetween(sql, zone, { from: query.closedFrom, before: query.closedBefore }),
      closingFrom !== undefined && sql`d.expected_close >= ${closingFrom}::date`,
      closingBefore !== undefined && sql`d.expected_close < ${closingBefore}::date`,
      query.closing === 'none' && sql`d.expected_close is null`,
      order === 'closing' && sql`d.state = 'open' and d.expected_close is not null`,
    ]),
  };
}

/** @param chosen by a filter of the screen, a condition on `deals d`, and whether an index finds them; then the cursors are its own */
export async function listDeals(
  platform: Platform,
  reader: Principal,
  query: ListQuery,
  chosen?: { where: SqlQuery; isByIndex?: boolean | undefined },
): Promise<Page<DealCard>> {
  const { sql } = platform.database;
  const { order, limit } = query;
  const listed = await dealConditions(platform, reader, query);
  const where = sql.and([listed.where, chosen?.where]);
  if (chosen) {
    const { isByIndex = false } = chosen;
    const found = await selectFoundDeals(sql, { where, isByIndex, order, cursor: query.cursor, limit });
    return { items: found.rows.map((row) => toCard(row, reader)), nextCursor: found.nextCursor };
  }
  const rows = await selectDealPage(sql, { where, order, after: cursorOf(query.cursor, 2), limit });
  return toPage(rows, limit, order, reader);
}

const columnWhere = (sql: Sql, stage: Pick<Stage, 'id' | 'kind'>, filters: SqlParts, now: Date): SqlQuery =>
  sql.and([
    sql`d.stage_id = ${stage.id}`,
    stage.kind !== 'open' && sql`d.stage_since >= ${new Date(now.getTime() - closedDays * dayMs)}`,
    ...filters,
  ]);

type SqlParts = Parameters<Sql['and']>[0];

interface Totalled {
  reader: Principal;
  query: Filters;
  pipelineId: string;
  filters: SqlParts;
}

/** Open deals: from what is kept, when the reader sees all of them; else counted. Closed ones of the last days: counted. */
function totalsOf(sql: Sql, { reader, query, pipelineId, filters }: Totalled, now: Date): Promise<StageTotal[][]> {
  const here = sql`d.pipeline_id = ${pipelineId} and d.deleted_at is null`;
  const since = new Date(now.getTime() - closedDays * dayMs);
  return Promise.all([
    scopeOf(reader, 'deals.read') === 'all' && !query.q?.trim() && query.agentId === undefined
      ? selectKeptTotals(sql, pipelineId, query.ownerId)
      : selectTotals(sql, sql.and([here, sql`d.state = 'open'`, ...filters])),
    selectTotals(sql, sql.and([here, sql`d.state <> 'open' and d.stage_since >= ${since}`, ...filters])),
  ]);
}

async function chosenPipeline(sql: Sql, id: string | undefined): Promise<Pipeline> {
  const pipeline =
    id === undefined ? (await selectPipelines(sql)).find(({ active }) => active) : await selectPipeline(sql, id);
  if (!pipeline) throw pipelineNotFound();
  return pipeline;
}

/** The columns of a pipeline with their totals and first cards, as one moment saw them. */
export function readBoard(
  { database, clock }: Platform,
  reader: Principal,
  query: z.output<typeof boardQuerySchema>,
): Promise<Board> {
  const now = clock.now();
  const read = async (sql: Sql): Promise<Board> => {
    const pipeline = await chosenPipeline(sql, query.pipelineId);
    const filters = filtersOf(sql, reader, query);
    const [totals, ...pages] = await Promise.all([
      totalsOf(sql, { reader, query, pipelineId: pipeline.id, filters }, now),
      ...pipeline.stages.map((stage) =>
        selectDealPage(sql, {
          where: columnWhere(sql, stage, filters, now),
          order: 'stage',
          after: null,
          limit: query.limit,
        }),
      ),
    ]);
    const ofStage = new Map(totals.flat().map((total) => [total.stage_id, total]));
    const columns = pipeline.stages.map((stage, index): BoardColumn => {
      const total = ofStage.get(stage.id);
      return {
        stageId: stage.id,
        count: total?.count ?? 0,
        totalPotential: total?.potential ?? '0.00',
        totalExpected: total?.expected ?? '0.00',
        ...toPage(pages[index] ?? [], query.limit, 'stage', reader),
      };
    });
    return { pipelineId: pipeline.id, closedDays, columns };
  };
  return database.transaction(read, { readOnly: true });
}

/** The sums of the columns of a board, in their order. */
export async function readBoardTotals(
  platform: Platform,
  reader: Principal,
  query: z.output<typeof boardQuerySchema>,
): Promise<BoardTotal[]> {
  const board = await readBoard(platform, reader, { ...query, limit: 1 });
  const pipeline = await chosenPipeline(platform.database.sql, board.pipelineId);
  const stages = new Map(pipeline.stages.map((stage) => [stage.id, stage]));
  return board.columns.flatMap(({ stageId, count, totalPotential, totalExpected }) => {
    const stage = stages.get(stageId);
    const sums = { stageId, count, totalPotential, totalExpected };
    return stage ? [{ ...sums, pipelineName: pipeline.name, stageName: stage.name, state: stage.kind }] : [];
  });
}

/** More cards of one column. */
export async function readColumn(
  { database: { sql }, clock }: Platform,
  reader: Principal,
  query: z.output<typeof columnQuerySchema>,
): Promise<Page<DealCard>> {
  const [stage] = await sql<Pick<Stage, 'id' | 'kind'>[]>`
    select id, kind from deal_stages where id = ${query.stageId} and deleted_at is null`;
  if (!stage) throw stageNotFound();
  const where = columnWhere(sql, stage, filtersOf(sql, reader, query), clock.now());
  const after = cursorOf(query.cursor, 2);
  const rows = await selectDealPage(sql, { where, order: 'stage', after, limit: query.limit });
  return toPage(rows, query.limit, 'stage', reader);
}

/** A deal for a card, with whose it is: the card is cut down for each reader. */
export interface OpenDeal {
  deal: DealRef;
  whose: { ownerAgentIds: string[]; teamIds: (string | null)[] };
}

const openDealsShown = 5;

/** Open deals that a person has or takes part in, for the card of a call, newest first: one statement, whoever reads. */
export async function openDealsOf(sql: Sql, contactId: string): Promise<OpenDeal[]> {
  const where = sql`${withContact(sql, contactId)} and d.state = 'open'`;
  const rows = await selectDealsOf(sql, { where, before: null, limit: openDealsShown });
  return rows.map((row) => ({ deal: toRef(row), whose: ownershipOf(row) }));
}

/** Deals of a person or an organisation that this reader may see, newest first: a part of the time-line. */
export async function listDealsOf(
  sql: Sql,
  reader: Principal,
  of: { contactId: string } | { organisationId: string },
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<DealRow[]> {
  const theirs = 'contactId' in of ? withContact(sql, of.contactId) : sql`d.organisation_id = ${of.organisationId}`;
  return selectDealsOf(sql, {
    where: sql.and([theirs, visiblePredicate(sql, reader, 'deals.read', dealOwner)]),
    ...page,
  });
}
