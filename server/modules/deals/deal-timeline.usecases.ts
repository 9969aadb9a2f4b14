/**
 * The time-line of a deal: notes, stages, changes, tasks, files, and calls and messages: its own, and those with its person
 * since it began.
 */
import type { z } from 'zod';
import type { noteSchema } from '../../contract/contacts.contract.ts';
import type { DealState } from '../../contract/pipelines.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { ViewNeighbours } from '../calls/call-neighbours.ts';
import { listCallsByIds, listCallsOfContact } from '../calls/calls-for-others.usecases.ts';
import { fileEntries } from '../contacts/file-entries.ts';
import { mergeTimeline, type TimelineEntry, type TimelinePage } from '../contacts/merge-timeline.ts';
import { changeEntries, howSeen } from '../contacts/note-rows.ts';
import type { TimelineItem, TimelineSource } from '../contacts/timeline.usecases.ts';
import { toMessageEntry } from '../messages/message-timeline.ts';
import { messagesOfDeal } from '../messages/read-messages.usecases.ts';
import type { OrganisationTimelineSource } from '../organisations/organisation-timeline.usecases.ts';
import { listTasksByIds, taskIdsOfDeal } from '../tasks/list-tasks.usecases.ts';
import { lockForChange, peopleOf, tell } from './deal-change.ts';
import { type DealRow, toRef } from './deal-row.ts';
import { dealNotFound } from './deals.errors.ts';
import { updateDeal } from './deals.repository.ts';
import { findDealRow } from './deals.usecases.ts';
import { listDealsOf } from './list-deals.usecases.ts';
import type { By } from './pipelines.usecases.ts';

type Entry = TimelineEntry<TimelineItem>;

const authorOf = (id: string | null, name: string | null) => (name === null ? null : { id: id ?? 'api', name });

async function notes(sql: Sql, dealId: string, { before, limit }: TimelinePage): Promise<Entry[]> {
  const page = before && sql`(created_at, id) < (${before.at}::timestamptz, ${before.id})`;
  const rows = await sql<
    { id: string; text: string; by_id: string | null; by_name: string | null; created_at: Date }[]
  >`
    select id, text, by_id, by_name, created_at from deal_notes
    where ${sql.and([sql`deal_id = ${dealId}`, page])} order by created_at desc, id desc limit ${limit}`;
  return rows.map(({ id, text, by_id, by_name, created_at }) => ({
    id,
    item: {
      kind: 'note',
      at: created_at.toISOString(),
      id,
      noteKind: 'note',
      text,
      resolvedAt: null,
      by: authorOf(by_id, by_name),
    },
  }));
}

interface StageChangeRow {
  id: string;
  at: Date;
  from_name: string | null;
  to_name: string;
  to_state: DealState;
  seconds: number | null;
  by_id: string | null;
  by_name: string | null;
}

async function stages(sql: Sql, dealId: string, { before, limit }: TimelinePage): Promise<Entry[]> {
  const page = before && sql`(h.at, h.id) < (${before.at}::timestamptz, ${before.id})`;
  const rows = await sql<StageChangeRow[]>`
    select h.id, h.at, f.name as from_name, t.name as to_name, h.to_state, h.seconds_in_stage as seconds, h.by_id, h.by_name
    from deal_stage_changes h left join deal_stages f on f.id = h.from_stage_id join deal_stages t on t.id = h.to_stage_id
    where ${sql.and([sql`h.deal_id = ${dealId}`, page])} order by h.at desc, h.id desc limit ${limit}`;
  return rows.map((row) => ({
    id: row.id,
    item: {
      kind: 'stage',
      at: row.at.toISOString(),
      id: row.id,
      from: row.from_name,
      to: row.to_name,
      state: row.to_state,
      secondsInStage: row.seconds,
      by: authorOf(row.by_id, row.by_name),
    },
  }));
}

const changes = (sql: Sql, reader: Principal, dealId: string, page: TimelinePage): Promise<Entry[]> =>
  changeEntries(sql, [dealId], { ...howSeen(reader, 'deal'), ...page });

const isBefore = (at: string, id: string, before: TimelinePage['before']) =>
  before === null || at < before.at || (at === before.at && id < before.id);

async function calls(
  sql: Sql,
  neighbours: ViewNeighbours,
  reader: Principal,
  deal: DealRow,
  { before, limit }: TimelinePage,
): Promise<Entry[]> {
  const named = (await listCallsByIds(sql, neighbours, reader, deal.call_ids)).filter((call) =>
    isBefore(call.startedAt, call.id, before),
  );
  const { contact_id: contactId } = deal;
  const since = deal.created_at.toISOString();
  const until = deal.closed_at?.toISOString() ?? null;
  const withPerson =
    contactId === null ? [] : await listCallsOfContact(sql, neighbours, reader, { contactId, before, limit });
  const during = withPerson.filter((call) => call.startedAt >= since && (until === null || call.startedAt <= until));
  const all = new Map([...named, ...during].map((call) => [call.id, call]));
  return [...all.values()].map((call) => ({ id: call.id, item: { kind: 'call', at: call.startedAt, call } }));
}

async function tasks(sql: Sql, reader: Principal, dealId: string, { before }: TimelinePage): Promise<Entry[]> {
  const rows = await sql<{ task_id: string }[]>`select task_id from deal_tasks where deal_id = ${dealId}`;
  // Those that its stages asked for, and those that people made about it.
  const ids = new Set([...rows.map(({ task_id }) => task_id), ...(await taskIdsOfDeal(sql, dealId))]);
  const found = await listTasksByIds(sql, reader, [...ids]);
  return found
    .filter((task) => isBefore(task.createdAt, task.id, before))
    .map((task) => ({ id: task.id, item: { kind: 'task', at: task.createdAt, task } }));
}

async function messages(sql: Sql, reader: Principal, deal: DealRow, page: TimelinePage): Promise<Entry[]> {
  const { contact_id: contactId, created_at: from, closed_at: to } = deal;
  const during = contactId === null ? null : { contactId, from, to };
  return (await messagesOfDeal(sql, reader, { dealId: deal.id, during }, page)).map(toMessageEntry);
}

export async function readDealTimeline(
  platform: Platform,
  neighbours: ViewNeighbours,
  { reader, dealId, ...page }: { reader: Principal; dealId: string; cursor?: string | undefined; limit: number },
): Promise<Page<TimelineItem>> {
  const { sql } = platform.database;
  const deal = await findDealRow(sql, reader, dealId);
  if (!deal) throw dealNotFound();
  return mergeTimeline(
    [
      (at) => notes(sql, dealId, at),
      (at) => stages(sql, dealId, at),
      (at) => changes(sql, reader, dealId, at),
      (at) => calls(sql, neighbours, reader, deal, at),
      (at) => tasks(sql, reader, dealId, at),
      (at) => messages(sql, reader, deal, at),
      (at) => fileEntries(sql, { recordKind: 'deal', recordId: dealId }, at),
    ],
    page,
  );
}

const toEntry = (row: DealRow): Entry => ({
  id: row.id,
  item: { kind: 'deal', at: row.created_at.toISOString(), deal: toRef(row) },
});

/** Deals as a part of a person's time-line: those in which the person takes part beside the main one, too. */
export const dealTimeline: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    return (await listDealsOf(sql, reader, { contactId }, { before, limit })).map(toEntry);
  },
};

/** Deals as a part of an organisation's time-line. */
export const organisationDealTimeline: OrganisationTimelineSource = {
  async read(sql, { reader, organisationId, before, limit }) {
    return (await listDealsOf(sql, reader, { organisationId }, { before, limit })).map(toEntry);
  },
};

/** A note on a deal. Whoever may change the deal may write one. */
export function addDealNote(
  platform: Platform,
  { dealId, text, ...by }: By & { dealId: string; text: string },
): Promise<z.input<typeof noteSchema>> {
  const { principal } = by;
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, dealId, by);
    const id = platform.ids('not');
    const now = platform.clock.now();
    const author = { by_id: principal.userId, by_name: principal.kind === 'system' ? null : principal.name };
    await tx`insert into deal_notes ${tx({ id, deal_id: dealId, text, ...author, created_at: now })}`;
    const version = await updateDeal(tx, dealId, {}, now);
    await createAudit(platform).record(tx, { ...by, action: 'deal.noted', record: dealId, after: { noteId: id } });
    const payload = { dealId, noteId: id, version, contactIds: peopleOf(row.contact_id) };
    await tell(platform, tx, by, { type: 'deal.noted', subject: dealId, payload });
    const writer = authorOf(author.by_id, author.by_name);
    return { id, kind: 'note', text, resolvedAt: null, by: writer, createdAt: now.toISOString() };
  });
}
