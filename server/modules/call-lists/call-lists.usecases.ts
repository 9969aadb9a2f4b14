/** Call lists: made, filled in the background, put into a campaign, split, mixed, switched off, deleted. */
import type { z } from 'zod';
import type {
  appendToCallListSchema,
  CallList,
  callListPatchSchema,
  newCallListSchema,
  splitCallListSchema,
} from '../../contract/call-lists.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import {
  callListBuilding,
  callListChanged,
  callListNotFound,
  campaignUnknown,
  liveNeedsSegment,
} from './call-lists.errors.ts';
import type { CallListFacts } from './call-lists.events.ts';
import {
  type CallListColumns,
  type CallListRow,
  countEntries,
  type EntryCounts,
  finishOpenEntries,
  insertCallList,
  lockCallList,
  moveFresh,
  selectCallLists,
  shuffleFresh,
  updateCallList,
} from './call-lists.repository.ts';
import type { FillPlatform } from './fill-list.usecases.ts';
import { peopleOfSource } from './people-of-source.ts';
import { settleSource } from './typed-people.usecases.ts';

export const fillJob = 'call-lists.fill';

export interface By {
  principal: Principal;
  ip: string;
}

export function toCallList(row: CallListRow, entries: EntryCounts): CallList {
  const { lifecycles, notCalledWithinDays, notInOthers } = row.rules;
  return {
    id: row.id,
    name: row.name,
    campaignId: row.campaign_id,
    source: row.source,
    live: row.is_live,
    lifecycles,
    notCalledWithinDays,
    notInOthers,
    active: row.active,
    priority: row.priority,
    state: row.state,
    problem: row.problem,
    entries,
    removed: row.removed as CallList['removed'],
    createdAt: row.created_at.toISOString(),
    builtAt: row.built_at?.toISOString() ?? null,
    version: row.version,
  };
}

async function viewsOf(sql: Sql, rows: readonly CallListRow[]): Promise<CallList[]> {
  const counts = await countEntries(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toCallList(row, counts.get(row.id) ?? { open: 0, busy: 0, finished: 0 }));
}

export const listCallLists = async (
  { database }: Pick<Platform, 'database'>,
  query: { campaignId?: string | undefined },
): Promise<CallList[]> => viewsOf(database.sql, await selectCallLists(database.sql, query));

export async function readCallLists(sql: Sql, ids: readonly string[]): Promise<Map<string, CallList>> {
  const views = await viewsOf(sql, await selectCallLists(sql, { ids }));
  return new Map(views.map((view) => [view.id, view]));
}

export async function readCallList(platform: Pick<Platform, 'database'>, id: string): Promise<CallList> {
  const list = (await readCallLists(platform.database.sql, [id])).get(id);
  if (!list) throw callListNotFound();
  return list;
}

/** The campaign is locked against being finished meanwhile. */
async function checkCampaign(tx: Tx, campaignId: string | null): Promise<void> {
  if (campaignId === null) return;
  const [row] = await tx`
    select from campaigns where id = ${campaignId} and deleted_at is null and state <> 'finished' and not is_template for share`;
  if (!row) throw campaignUnknown();
}

type Deps = Pick<Platform, 'facts' | 'clock' | 'ids'>;

export async function tellCallList(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  { id, campaign_id: campaignId }: Pick<CallListRow, 'id' | 'campaign_id'>,
  by: Principal | null,
): Promise<void> {
  await facts.append<CallListFacts>(tx, {
    type: 'call-list.changed',
    subject: id,
    actor: by && actorOf(by),
    payload: { callListId: id, campaignId },
  });
}

async function audit(
  deps: Deps,
  tx: Tx,
  by: By,
  action: 'created' | 'changed' | 'deleted',
  id: string,
  what: { before?: object; after?: object },
) {
  await createAudit(deps).record(tx, { ...by, action: `call-list.${action}`, record: id, ...what });
}

/** What the audit keeps of a list: what people set. */
const set = ({ name, campaign_id: campaignId, active, priority, is_live: live }: CallListRow) => ({
  name,
  campaignId,
  active,
  priority,
  live,
});

/** Makes a list and fills it in the background. A source that its maker cannot read is refused at once. */
export async function createCallList(
  platform: FillPlatform,
  { body, ...by }: By & { body: z.output<typeof newCallListSchema> },
): Promise<CallList> {
  const { name, campaignId, source: given, live, priority, shuffle, ...rules } = body;
  if (live && given.kind !== 'segment') throw liveNeedsSegment();
  const source = await settleSource(platform, by, given);
  await peopleOfSource(platform, by.principal, source).next();
  const { database, ids, clock, jobs } = platform;
  const id = ids('cls');
  await database.transaction(async (tx) => {
    await checkCampaign(tx, campaignId);
    const now = clock.now();
    await insertCallList(tx, {
      id,
      name,
      campaign_id: campaignId,
      source,
      is_live: live,
      rules: { ...rules, shuffle },
      active: true,
      priority,
      state: 'building',
      problem: null,
      created_by: by.principal,
      created_at: now,
      updated_at: now,
      built_at: null,
    });
    await audit(platform, tx, by, 'created', id, { after: { ...body, source } });
    await jobs.add(tx, fillJob, { callListId: id, source: null }, { key: `${fillJob} ${id}` });
    await tellCallList(platform, tx, { id, campaign_id: campaignId }, by.principal);
  });
  return readCallList(platform, id);
}

async function locked(tx: Tx, id: string, version?: number): Promise<CallListRow> {
  const row = await lockCallList(tx, id);
  if (!row) throw callListNotFound();
  if (version !== undefined && version !== row.version) throw callListChanged();
  return row;
}

const ready = (row: CallListRow): CallListRow => {
  if (row.state === 'building') throw callListBuilding();
  return row;
};

export async function changeCallList(
  platform: Platform,
  { id, patch, ...by }: By & { id: string; patch: z.output<typeof callListPatchSchema> },
): Promise<CallList> {
  const { database, clock } = platform;
  await database.transaction(async (tx) => {
    const before = await locked(tx, id, patch.version);
    if (patch.live && before.source.kind !== 'segment') throw liveNeedsSegment();
    if (patch.campaignId !== undefined) await checkCampaign(tx, patch.campaignId);
    const columns: CallListColumns = {
      ...(patch.name !== undefined && { name: patch.name }),
      ...(patch.campaignId !== undefined && { campaign_id: patch.campaignId }),
      ...(patch.active !== undefined && { active: patch.active }),
      ...(patch.priority !== undefined && { priority: patch.priority }),
      ...(patch.live !== undefined && { is_live: patch.live }),
    };
    const after = await updateCallList(tx, id, columns, clock.now());
    await audit(platform, tx, by, 'changed', id, { before: set(before), after: set(after) });
    await tellCallList(platform, tx, after, by.principal);
  });
  return readCallList(platform, id);
}

/** Its open entries are finished; what has been done with it stays for the reports. */
export async function deleteCallList(platform: Platform, { id, ...by }: By & { id: string }): Promise<void> {
  const { database, clock } = platform;
  await database.transaction(async (tx) => {
    const row = await locked(tx, id);
    const now = clock.now();
    await finishOpenEntries(tx, id, { key: 'entry.by-hand', values: { what: 'list-deleted' } }, now);
    await updateCallList(tx, id, { deleted_at: now, active: false }, now);
    await audit(platform, tx, by, 'deleted', id, { before: set(row) });
    await tellCallList(platform, tx, row, by.principal);
  });
}

export async function appendToCallList(
  platform: FillPlatform,
  { id, source: given, ...by }: By & { id: string } & z.output<typeof appendToCallListSchema>,
): Promise<CallList> {
  const source = await settleSource(platform, by, given);
  await peopleOfSource(platform, by.principal, source).next();
  const { database, clock, jobs } = platform;
  await database.transaction(async (tx) => {
    const row = ready(await locked(tx, id));
    await updateCallList(tx, id, { state: 'building' }, clock.now());
    await audit(platform, tx, by, 'changed', id, { after: { appended: source } });
    await jobs.add(tx, fillJob, { callListId: id, source, by: by.principal }, { key: `${fillJob} ${id}` });
    await tellCallList(platform, tx, row, by.principal);
  });
  return readCallList(platform, id);
}

export async function shuffleCallList(platform: Platform, { id, ...by }: By & { id: string }): Promise<CallList> {
  await platform.database.transaction(async (tx) => {
    const row = ready(await locked(tx, id));
    const shuffled = await shuffleFresh(tx, id);
    await audit(platform, tx, by, 'changed', id, { after: { shuffled } });
    await tellCallList(platform, tx, row, by.principal);
  });
  return readCallList(platform, id);
}

/** A part of those who were never called becomes a list of its own, in another campaign or in none yet. Returns the new list. */
export async function splitCallList(
  platform: Platform,
  { id, name, percent, campaignId, ...by }: By & { id: string } & z.output<typeof splitCallListSchema>,
): Promise<CallList> {
  const { database, clock, ids } = platform;
  const newId = ids('cls');
  await database.transaction(async (tx) => {
    const { deleted_at: _deleted, version: _version, removed: _removed, ...row } = ready(await locked(tx, id));
    await checkCampaign(tx, campaignId);
    const now = clock.now();
    const half = { ...row, id: newId, name, campaign_id: campaignId, is_live: false, created_by: by.principal };
    await insertCallList(tx, { ...half, created_at: now, updated_at: now, built_at: now });
    const moved = await moveFresh(tx, id, newId, percent);
    await audit(platform, tx, by, 'created', newId, { after: { name, campaignId, splitFrom: id, moved } });
    await audit(platform, tx, by, 'changed', id, { after: { splitTo: newId, moved } });
    for (const one of [
      { id, campaign_id: row.campaign_id },
      { id: newId, campaign_id: campaignId },
    ]) {
      await tellCallList(platform, tx, one, by.principal);
    }
  });
  return readCallList(platform, newId);
}
