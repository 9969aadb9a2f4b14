/** Merges and hand-overs, remembered with everything they moved, and taken back in one step. */
import type { z } from 'zod';
import type {
  actionsQuerySchema,
  reversibleActionSchema,
  undoneSchema,
} from '../../contract/reversible-actions.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { canDo, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { Kept } from './movers.ts';
import { actionNotFound, alreadyUndone } from './reversible-actions.errors.ts';
import {
  type ActionKind,
  type ActionRow,
  insertAction,
  lockAction,
  markUndone,
  selectActions,
} from './reversible-actions.repository.ts';

export interface By {
  principal: Principal;
  ip: string;
}

export interface UndoReport {
  /** Rows that went back, by part. */
  restored: Record<string, number>;
  kept: Kept[];
}

/** Takes back one kind of action; the module that did it knows how. */
export interface Undoer {
  kind: ActionKind;
  undo(tx: Tx, action: { id: string; moved: unknown; summary: Record<string, unknown> }, by: By): Promise<UndoReport>;
}

/**
 * Whose actions this reader may see and take back: one's own; leaders with the right to hand over also those of their
 * team, or everybody's.
 */
function reachable(sql: Sql, { id, teamId, ...principal }: Principal): SqlQuery {
  const scope = principal.kind === 'system' ? 'all' : scopeOf({ ...principal }, 'contacts.hand-over');
  if (scope === 'all') return sql.unsafe('true');
  const mine = sql`r.by_id = ${id}`;
  if (scope === null || teamId === null) return mine;
  return sql`(${mine} or exists (select from users u where u.id = r.by_id and u.team_id = ${teamId}))`;
}

/** Keeps an action with what its undo needs, in the transaction that did it. Returns its id. */
export async function rememberAction(
  { clock, ids }: Pick<Platform, 'clock' | 'ids'>,
  tx: Tx,
  { principal }: Pick<By, 'principal'>,
  action: Pick<ActionRow, 'kind' | 'moved' | 'summary'>,
): Promise<string> {
  const id = ids('act');
  const by = { by_id: principal.id, by_name: principal.name };
  await insertAction(tx, { id, ...action, ...by, created_at: clock.now() });
  return id;
}

const toAction = (row: Omit<ActionRow, 'moved'>): z.input<typeof reversibleActionSchema> => ({
  id: row.id,
  kind: row.kind,
  summary: row.summary as z.input<typeof reversibleActionSchema>['summary'],
  by: row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' },
  at: row.created_at.toISOString(),
  undoneAt: row.undone_at?.toISOString() ?? null,
  undoneBy: row.undone_by,
});

export async function listActions(
  { database: { sql } }: Pick<Platform, 'database'>,
  reader: Principal,
  query: z.output<typeof actionsQuerySchema>,
): Promise<Page<z.input<typeof reversibleActionSchema>>> {
  const after = cursorOf(query.cursor, 2);
  const where = sql.and([
    reachable(sql, reader),
    query.kind !== undefined && sql`r.kind = ${query.kind}`,
    after && sql`(r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]})`,
  ]);
  const rows = await selectActions(sql, { where, limit: query.limit + 1 });
  return pageOf(rows, query.limit, (row) => [row.created_at.toISOString(), row.id], toAction);
}

/** One action, for whoever finds it in the list. */
export async function readAction(
  { database: { sql } }: Pick<Platform, 'database'>,
  reader: Principal,
  actionId: string,
): Promise<z.input<typeof reversibleActionSchema>> {
  const where = sql`r.id = ${actionId} and ${reachable(sql, reader)}`;
  const [row] = canDo(reader, 'contacts.merge') ? await selectActions(sql, { where, limit: 1 }) : [];
  if (!row) throw actionNotFound();
  return toAction(row);
}

/** Takes an action back inside the caller's transaction. */
export async function undoActionIn(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  undoers: readonly Undoer[],
  { actionId, ...by }: By & { actionId: string },
): Promise<z.input<typeof undoneSchema>> {
  const row = await lockAction(tx, actionId, reachable(tx, by.principal));
  const undoer = undoers.find(({ kind }) => kind === row?.kind);
  if (!row || !undoer) throw actionNotFound();
  if (row.undone_at) throw alreadyUndone();
  const report = await undoer.undo(tx, row, by);
  const now = clock.now();
  await markUndone(tx, actionId, by.principal.name, now);
  return { action: toAction({ ...row, undone_at: now, undone_by: by.principal.name }), ...report };
}

/**
 * Takes an action back. What people have changed since stays as they made it and is told in `kept`.
 * Refused when there is no such action for this reader (404), it was taken back already, or a later one stands in the
 * way (409).
 */
export const undoAction = (
  platform: Platform,
  undoers: readonly Undoer[],
  input: By & { actionId: string },
): Promise<z.input<typeof undoneSchema>> =>
  platform.database.transaction((tx) => undoActionIn(platform, tx, undoers, input));
