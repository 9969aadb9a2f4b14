/** Lists of attempts and entries, each with its reasons. */
import type { z } from 'zod';
import { mostNamed } from '../../contract/call-lists.contract.ts';
import {
  type Attempt,
  type attemptListQuerySchema,
  type attemptPeopleQuerySchema,
  type attemptPeopleSchema,
  type EntryBecause,
  type entryListQuerySchema,
  type entryListSchema,
  entryRanks,
  type whyEntrySchema,
} from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { callListNotFound, entryNotFound } from '../call-lists/call-lists.errors.ts';
import { visibleContacts } from '../contacts/contact-table.usecases.ts';
import { viewAttempts, viewEntries } from './attempt-views.ts';
import type { AttemptRow } from './attempts.repository.ts';
import { type CampaignContext, openZones, readContext } from './campaign-context.ts';
import { readRefusal } from './customer.repository.ts';
import type { EntryRow } from './entries.repository.ts';
import { figureCondition } from './report-figures.ts';
import { rankOf } from './settle-entry.ts';

type Reading = Pick<Platform, 'database' | 'clock' | 'config'>;

/** Attempts that this reader may see: one's own, those of the team; whoever runs campaigns sees all, as the report counts all. */
function visibleAttempts(sql: Sql, reader: Principal) {
  if (scopeOf(reader, 'campaigns.manage') === 'all') return sql`true`;
  const scope = scopeOf(reader, 'campaigns.work');
  if (scope === 'all') return sql`true`;
  if (scope === 'team' && reader.teamId !== null) {
    return sql`(a.agent_id = ${reader.agentId} or a.agent_id in (select id from agents where team_id = ${reader.teamId}))`;
  }
  return sql`a.agent_id = ${reader.agentId}`;
}

type AttemptsQuery = z.output<typeof attemptPeopleQuerySchema>;

/** Which attempts `a` with the result `d` are asked for, of those that the reader may see. */
function attemptsOf(sql: Sql, reader: Principal, query: AttemptsQuery) {
  const { campaignId, callListId, entryId, agentId, outcome, dispositionId, figure, from, to } = query;
  return sql.and([
    visibleAttempts(sql, reader),
    campaignId !== undefined && sql`a.campaign_id = ${campaignId}`,
    callListId !== undefined && sql`a.call_list_id = ${callListId}`,
    entryId !== undefined && sql`a.entry_id = ${entryId}`,
    agentId !== undefined && sql`a.agent_id = ${agentId}`,
    outcome !== undefined && sql`a.outcome = ${outcome}`,
    // A main result counts its parts.
    dispositionId !== undefined && sql`(a.disposition_id = ${dispositionId} or d.main_result_id = ${dispositionId})`,
    figure !== undefined && sql`${sql.unsafe(figureCondition[figure])}`,
    from !== undefined && sql`a.claimed_at >= ${from}`,
    to !== undefined && sql`a.claimed_at < ${to}`,
  ]);
}

/** The people of these attempts, of those that the reader may see: whoever was called last comes first. */
export async function listPeopleOfAttempts(
  { database }: Reading,
  reader: Principal,
  query: AttemptsQuery,
): Promise<z.input<typeof attemptPeopleSchema>> {
  const { sql } = database;
  const rows = await sql<{ contact_id: string }[]>`
    select a.contact_id from attempts a left join dispositions d on d.id = a.disposition_id
    join contacts c on c.id = a.contact_id
    where ${attemptsOf(sql, reader, query)} and ${visibleContacts(sql, reader)}
    group by a.contact_id order by max(a.claimed_at) desc, a.contact_id limit ${mostNamed + 1}`;
  const contactIds = rows.slice(0, mostNamed).map((row) => row.contact_id);
  return { contactIds, isWhole: rows.length <= mostNamed };
}

/** Newest first. */
export async function listAttempts(
  { database }: Reading,
  reader: Principal,
  query: z.output<typeof attemptListQuerySchema>,
): Promise<Page<Attempt>> {
  const { sql } = database;
  const { cursor, limit, ...asked } = query;
  const after = cursorOf(cursor, 2);
  const rows = await sql<AttemptRow[]>`
    select a.* from attempts a left join dispositions d on d.id = a.disposition_id where ${sql.and([
      attemptsOf(sql, reader, asked),
      after !== null && sql`(a.claimed_at, a.id) < (${after[0] ?? ''}::timestamptz, ${after[1] ?? ''})`,
    ])} order by a.claimed_at desc, a.id desc limit ${limit + 1}`;
  const page = pageOf(
    rows,
    limit,
    (row) => [row.claimed_at.toISOString(), row.id],
    (row) => row,
  );
  return { items: await viewAttempts(sql, reader, page.items), nextCursor: page.nextCursor };
}

/** The order of the turns: promised, abandoned, retries by their moment, then fresh ones; whoever is over comes last. */
const turn = (sql: Sql) => sql`(e.state = 'finished')::int, e.rank::int,
  coalesce(floor(extract(epoch from e.due_at) * 1000), 0)::bigint, -e.priority::int, e.position, e.id`;
const turnOf = (row: EntryRow): string[] => [
  row.state === 'finished' ? '1' : '0',
  String(row.rank),
  String(row.due_at?.getTime() ?? 0),
  String(-row.priority),
  String(row.position),
  row.id,
];

/** Entries of a list: who waits in the order of their turn, then whoever is over. */
export async function listEntries(
  { database }: Reading,
  reader: Principal,
  callListId: string,
  { state, rank, cursor, limit }: z.output<typeof entryListQuerySchema>,
): Promise<z.input<typeof entryListSchema>> {
  const { sql } = database;
  const [list] = await sql`select from call_lists where id = ${callListId} and deleted_at is null`;
  if (!list) throw callListNotFound();
  const after = cursorOf(cursor, 6);
  const rows = await sql<EntryRow[]>`
    select e.* from entries e where ${sql.and([
      sql`e.call_list_id = ${callListId}`,
      state !== undefined && sql`e.state = ${state}`,
      rank !== undefined && sql`e.rank = ${rankOf(rank)}`,
      after !== null &&
        sql`(${turn(sql)}) > (${after[0] ?? ''}::int, ${after[1] ?? ''}::int, ${after[2] ?? ''}::bigint, ${after[3] ?? ''}::int,
          ${after[4] ?? ''}::bigint, ${after[5] ?? ''})`,
    ])} order by ${turn(sql)} limit ${limit + 1}`;
  const page = pageOf(rows, limit, turnOf, (row) => row);
  return { items: await viewEntries(sql, reader, page.items), nextCursor: page.nextCursor };
}

const why = (key: EntryBecause['key'], values: Record<string, string> = {}): EntryBecause => ({ key, values });

/** Everything that keeps this entry from being called at this moment; nothing: its turn is all that it waits for. */
async function reasonsOf(
  sql: Sql,
  entry: EntryRow,
  context: CampaignContext | null,
  now: Date,
): Promise<EntryBecause[]> {
  if (entry.state === 'finished') return [entry.because];
  if (entry.state === 'busy') return [why('entry.claimed')];
  const reasons: EntryBecause[] = [];
  if (context?.campaign.state !== 'running')
    reasons.push(why('entry.campaign-not-running', { state: context?.campaign.state ?? 'none' }));
  if (context && !context.lists.some(({ id }) => id === entry.call_list_id)) reasons.push(why('entry.list-off'));
  if (entry.due_at !== null && entry.due_at > now) {
    reasons.push(entry.because, why('entry.not-due', { at: entry.due_at.toISOString() }));
  }
  if (entry.callback_agent_id !== null) reasons.push(why('entry.callback-of', { agentId: entry.callback_agent_id }));
  if (context && openZones(context, [entry.time_zone], now).size === 0) {
    reasons.push(why('entry.outside-hours', { zone: entry.time_zone }));
  }
  const gapSeconds = entry.rank === 0 ? 0 : (context?.campaign.limits.gapSeconds ?? 0);
  const asked = { e164: entry.next_e164, contactId: entry.contact_id, attemptId: '', at: now, gapSeconds };
  const refused = await readRefusal(sql, asked);
  if (refused !== null) reasons.push(why(`entry.${refused}` as EntryBecause['key']));
  const [held] =
    await sql`select from customer_holds where key in (${`c:${entry.contact_id}`}, ${`n:${entry.next_e164}`}) limit 1`;
  if (held) reasons.push(why('entry.held'));
  return reasons;
}

/** [CAM-8] "Why is this one not being called?", in reasons that the console says in words. */
export async function whyEntry(
  platform: Reading,
  reader: Principal,
  entryId: string,
): Promise<z.input<typeof whyEntrySchema>> {
  const { sql } = platform.database;
  const [row] = await sql<(EntryRow & { campaign_id: string | null })[]>`
    select e.*, l.campaign_id from entries e join call_lists l on l.id = e.call_list_id where e.id = ${entryId}`;
  if (!row) throw entryNotFound();
  const context = row.campaign_id === null ? null : await readContext(platform, sql, row.campaign_id);
  const reasons = await reasonsOf(sql, row, context, platform.clock.now());
  const [entry] = await viewEntries(sql, reader, [row]);
  const callable = reasons.length === 0;
  return {
    entry: entry!,
    callable,
    reasons: callable ? [why('entry.in-line', { rank: entryRanks[row.rank] ?? '' })] : reasons,
  };
}
