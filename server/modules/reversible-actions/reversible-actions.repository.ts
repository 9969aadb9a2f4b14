/** SQL of actions that can be taken back. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export const actionKinds = ['contact.merged', 'organisation.merged', 'handed-over', 'rotated'] as const;
export type ActionKind = (typeof actionKinds)[number];

export interface ActionRow<Moved = unknown, Summary = Record<string, unknown>> {
  id: string;
  kind: ActionKind;
  moved: Moved;
  summary: Summary;
  by_id: string | null;
  by_name: string | null;
  created_at: Date;
  undone_at: Date | null;
  undone_by: string | null;
}

export async function insertAction(
  tx: Tx,
  row: Pick<ActionRow, 'id' | 'kind' | 'moved' | 'summary' | 'by_id' | 'by_name' | 'created_at'>,
): Promise<void> {
  await tx`insert into reversible_actions ${tx({
    ...row,
    moved: tx.json(row.moved),
    summary: tx.json(row.summary),
  })}`;
}

/** Holds the action, so that it is taken back once. */
export async function lockAction(tx: Tx, id: string, visible: SqlQuery): Promise<ActionRow | null> {
  const [row] = await tx<ActionRow[]>`
    select r.* from reversible_actions r where r.id = ${id} and ${visible} for update`;
  return row ?? null;
}

/** Newest first, without what they moved, which may be long. */
export async function selectActions(
  sql: Sql,
  { where, limit }: { where: SqlQuery; limit: number },
): Promise<Omit<ActionRow, 'moved'>[]> {
  return sql<Omit<ActionRow, 'moved'>[]>`
    select r.id, r.kind, r.summary, r.by_id, r.by_name, r.created_at, r.undone_at, r.undone_by
    from reversible_actions r where ${where} order by r.created_at desc, r.id desc limit ${limit}`;
}

export async function markUndone(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx`update reversible_actions set undone_at = ${now}, undone_by = ${by} where id = ${id}`;
}
