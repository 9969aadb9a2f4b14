/** Who did what, when, to which record: written in the transaction of the change, read by administrators. */
import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { auditListSchema } from '../../contract/settings.contract.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database, Sql, Tx } from '../../platform/database/database.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Ids } from '../../platform/ids/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';

export interface AuditEntry {
  principal: Pick<Principal, 'kind' | 'id' | 'name' | 'userId'>;
  /** `contact.changed`, `recording.played`, `calls.exported`: what was done, past tense. */
  action: AuditAction;
  /** Id of the record, or the name of the list. */
  record: string;
  /** Only what changed; no passwords, keys or hashes. */
  before?: unknown;
  after?: unknown;
  ip?: string | null;
}

export interface Audit {
  /** One entry, committed together with what it tells of. */
  record(tx: Tx, entry: AuditEntry): Promise<void>;
  /** The same thing done to many records, in one statement. */
  recordMany(
    tx: Tx,
    entry: Omit<AuditEntry, 'record' | 'after'>,
    records: readonly { record: string; after: unknown }[],
  ): Promise<void>;
}

const hourMs = 3_600_000;

/**
 * That somebody read what is not everybody's: once per reader, record and hour, or a screen that asks for its parts one by one
 * would fill the audit.
 */
export async function recordRead(
  { database, clock, ids }: Pick<Platform, 'database' | 'clock' | 'ids'>,
  entry: AuditEntry,
): Promise<void> {
  const { principal, action, record } = entry;
  await database.transaction(async (tx) => {
    // Two parts of a screen ask at once: the second one waits, and finds the entry.
    await tx`select pg_advisory_xact_lock(hashtext('read'), hashtext(${`${principal.id} ${action} ${record}`}))`;
    const since = new Date(clock.now().getTime() - hourMs);
    const { count } = await tx`
      select from audit_entries
      where record = ${record} and at > ${since} and action = ${action} and actor_id = ${principal.id} limit 1`;
    if (count === 0) await createAudit({ clock, ids }).record(tx, entry);
  });
}

const vias = { user: 'console', 'api-key': 'api', system: 'system' } as const;

export function createAudit({ clock, ids }: { clock: Clock; ids: Ids }): Audit {
  return {
    async record(tx, { principal, action, record, before, after, ip }) {
      await tx`insert into audit_entries ${tx({
        id: ids('aud'),
        at: clock.now(),
        actor_kind: principal.kind,
        actor_id: principal.id,
        user_id: principal.userId,
        user_name: principal.name,
        action,
        record,
        before: before === undefined ? null : tx.json(before),
        after: after === undefined ? null : tx.json(after),
        ip: ip ?? null,
        via: vias[principal.kind],
      })}`;
    },
    async recordMany(tx, { principal, action, before, ip }, records) {
      if (records.length === 0) return;
      const { kind, id, userId, name } = principal;
      await tx`
        insert into audit_entries
          (id, at, actor_kind, actor_id, user_id, user_name, action, record, before, after, ip, via)
        select e.id, ${clock.now()}, ${kind}, ${id}, ${userId}, ${name}, ${action}, e.record,
          ${before === undefined ? null : tx.json(before)}::jsonb, e.after::jsonb, ${ip ?? null}, ${vias[kind]}
        from unnest(${records.map(() => ids('aud'))}::text[], ${records.map(({ record }) => record)}::text[],
          ${records.map(({ after }) => JSON.stringify(after))}::text[]) as e(id, record, after)`;
    },
  };
}

export interface AuditFilter {
  cursor?: string | undefined;
  limit: number;
  record?: string | undefined;
  /** Any of these. */
  records?: readonly string[] | undefined;
  userId?: string | undefined;
  action?: string | undefined;
  /** Left out of the list. */
  exceptAction?: string | undefined;
}

interface AuditRow {
  id: string;
  at: Date;
  user_id: string | null;
  user_name: string | null;
  action: string;
  record: string;
  before: unknown;
  after: unknown;
  ip: string | null;
}

const toEntry = (row: AuditRow) => ({
  id: row.id,
  at: row.at.toISOString(),
  userId: row.user_id,
  userName: row.user_name,
  action: row.action,
  record: row.record,
  before: row.before,
  after: row.after,
  ip: row.ip,
});

/** Newest first. */
export async function listAudit(
  { sql }: Pick<Database, 'sql'>,
  filter: AuditFilter,
): Promise<z.input<typeof auditListSchema>> {
  const rows = await sql<AuditRow[]>`
    select id, at, user_id, user_name, action, record, before, after, ip from audit_entries
    where ${conditions(sql, filter)}
    order by at desc, id desc limit ${filter.limit + 1}`;
  return pageOf(rows, filter.limit, (row) => [row.at.toISOString(), row.id], toEntry);
}

function conditions(sql: Sql, { cursor, record, records, userId, action, exceptAction }: AuditFilter) {
  const after = cursorOf(cursor, 2);
  return sql.and([
    after && sql`(at, id) < (${after[0]}::timestamptz, ${after[1]})`,
    record !== undefined && sql`record = ${record}`,
    records !== undefined && sql`record = any(${[...records]}::text[])`,
    userId !== undefined && sql`user_id = ${userId}`,
    action !== undefined && sql`action = ${action}`,
    exceptAction !== undefined && sql`action <> ${exceptAction}`,
  ]);
}
