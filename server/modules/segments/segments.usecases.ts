/** Saved filters: list, save, change, delete (soft) and take back. */

import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type {
  newSegmentSchema,
  Segment,
  segmentListQuerySchema,
  segmentPatchSchema,
} from '../../contract/segments.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { mayChangeSegment, mayUseSegment, usableSegments } from './segment-access.ts';
import { segmentInvalid, segmentNotFound, segmentNotYours, segmentStale } from './segments.errors.ts';
import {
  insertSegment,
  lockSegment,
  type SegmentRow,
  selectSegment,
  selectSegments,
  updateSegment,
} from './segments.repository.ts';

export interface By {
  principal: Principal;
  ip: string;
}

/** Refuses a filter that cannot be used; from select-records.usecases.ts, which reads segments itself. */
export type CheckFilter = (
  sql: Sql,
  reader: Principal,
  given: { record: Segment['record']; filter: unknown },
) => Promise<void>;

const toSegment = (row: SegmentRow, reader: Principal): Segment => ({
  id: row.id,
  name: row.name,
  record: row.record,
  filter: row.filter,
  shared: row.shared,
  owner: row.owner_user_id === null ? null : { id: row.owner_user_id, name: row.owner_name ?? '' },
  mine: mayChangeSegment(reader, row),
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export async function listSegments(
  { database: { sql } }: Platform,
  reader: Principal,
  { record }: z.output<typeof segmentListQuerySchema>,
): Promise<Segment[]> {
  const where = sql.and([
    sql`s.deleted_at is null`,
    usableSegments(sql, reader),
    record !== undefined && sql`s.record = ${record}`,
  ]);
  return (await selectSegments(sql, where)).map((row) => toSegment(row, reader));
}

/** Of these segments those that this reader may use, deleted ones too. */
export async function listSegmentsOf(sql: Sql, reader: Principal, ids: readonly string[]): Promise<Segment[]> {
  const where = sql.and([usableSegments(sql, reader), sql`s.id = any(${[...ids]}::text[])`]);
  return (await selectSegments(sql, where)).map((row) => toSegment(row, reader));
}

/** A segment that this reader may use. */
export async function readSegmentFor(sql: Sql, reader: Principal, id: string): Promise<Segment> {
  const row = await selectSegment(sql, id);
  if (!row || row.deleted_at || !mayUseSegment(reader, row)) throw segmentNotFound();
  return toSegment(row, reader);
}

export const readSegment = (platform: Platform, reader: Principal, id: string): Promise<Segment> =>
  readSegmentFor(platform.database.sql, reader, id);

/** What is shared with a team needs a team; what is private needs a person. */
function checkShare({ userId, teamId }: Principal, shared: Segment['shared']): void {
  if (shared === 'team' && teamId === null) throw segmentInvalid({ shared: 'you are in no team to share it with' });
  if (shared === 'private' && userId === null)
    throw segmentInvalid({ shared: 'a program has nobody to keep it for; share it with everybody' });
}

async function show(tx: Tx, reader: Principal, id: string): Promise<Segment> {
  const row = await selectSegment(tx, id);
  if (!row) throw segmentNotFound();
  return toSegment(row, reader);
}

async function tell(
  platform: Platform,
  tx: Tx,
  by: By,
  change: { action: AuditAction; record: string; before: Segment | null; after: Segment | null },
): Promise<void> {
  await createAudit(platform).record(tx, { ...by, ...change });
  // Consoles keep the list as they keep the lists of the settings, and read it again when told so.
  const payload = { what: 'segments' };
  await platform.facts.append<SettingsFacts>(tx, { type: 'settings.changed', payload, subject: 'segments' });
}

export async function createSegment(
  platform: Platform,
  check: CheckFilter,
  { body, ...by }: By & { body: z.output<typeof newSegmentSchema> },
): Promise<Segment> {
  return platform.database.transaction(async (tx) => {
    const { principal } = by;
    checkShare(principal, body.shared);
    await check(tx, principal, body);
    const id = platform.ids('seg');
    const name = oneLine(body.name);
    const columns = { id, name, record: body.record, filter: tx.json(body.filter), shared: body.shared };
    const whose = { owner_user_id: principal.userId, team_id: principal.teamId };
    await insertSegment(tx, { ...columns, ...whose }, platform.clock.now());
    const after = await show(tx, principal, id);
    await tell(platform, tx, by, { action: 'segment.created', record: id, before: null, after });
    return after;
  });
}

async function lockForChange(tx: Tx, reader: Principal, id: string): Promise<SegmentRow> {
  const row = await lockSegment(tx, id);
  if (!row || !mayUseSegment(reader, row)) throw segmentNotFound();
  if (!mayChangeSegment(reader, row)) throw segmentNotYours();
  return row;
}

export async function changeSegment(
  platform: Platform,
  check: CheckFilter,
  { id, body, ...by }: By & { id: string; body: z.output<typeof segmentPatchSchema> },
): Promise<Segment> {
  return platform.database.transaction(async (tx) => {
    const { principal } = by;
    const row = await lockForChange(tx, principal, id);
    if (row.deleted_at) throw segmentNotFound();
    const { version, name, filter, shared } = body;
    if (version !== undefined && version !== row.version) throw segmentStale();
    if (shared !== undefined) checkShare(principal, shared);
    if (filter !== undefined) await check(tx, principal, { record: row.record, filter });
    const before = toSegment(row, principal);
    const columns = {
      ...(name === undefined ? {} : { name: oneLine(name) }),
      ...(filter === undefined ? {} : { filter: tx.json(filter) }),
      ...(shared === undefined ? {} : { shared }),
    };
    await updateSegment(tx, id, columns, platform.clock.now());
    const after = await show(tx, principal, id);
    await tell(platform, tx, by, { action: 'segment.changed', record: id, before, after });
    return after;
  });
}

/** Takes it out of every list; `restoreSegment` brings it back. Deleting twice is nothing new. */
export async function deleteSegment(platform: Platform, { id, ...by }: By & { id: string }): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, by.principal, id);
    if (row.deleted_at) return;
    await updateSegment(tx, id, { deleted_at: platform.clock.now() }, platform.clock.now());
    const before = toSegment(row, by.principal);
    await tell(platform, tx, by, { action: 'segment.deleted', record: id, before, after: null });
  });
}

export async function restoreSegment(platform: Platform, { id, ...by }: By & { id: string }): Promise<Segment> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, by.principal, id);
    if (row.deleted_at) await updateSegment(tx, id, { deleted_at: null }, platform.clock.now());
    const after = await show(tx, by.principal, id);
    if (row.deleted_at) await tell(platform, tx, by, { action: 'segment.restored', record: id, before: null, after });
    return after;
  });
}
