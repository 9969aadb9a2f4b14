/** Changes on the time-line of a record with their old and new values, as its reader may know them. */
import type { z } from 'zod';
import type { toldChangeSchema } from '../../contract/audit.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Principal } from '../access/principal.ts';
import type { AuditedKind } from './audited-kinds.ts';
import { selectEntries } from './events.repository.ts';
import { shower } from './events.usecases.ts';

type ToldChange = z.input<typeof toldChangeSchema>;

/** By the id of the entry; given to the modules whose records have a time-line. */
export type TellChanges = (sql: Sql, reader: Principal, ids: readonly string[]) => Promise<Map<string, ToldChange>>;

export const changeTeller =
  (kinds: readonly AuditedKind[]): TellChanges =>
  async (sql, reader, ids) => {
    const rows = await selectEntries(sql, ids);
    const show = await shower(sql, kinds, reader, rows);
    return new Map(
      rows.map((row) => {
        const { before, after, names, restorable } = show(row);
        // Of something new everything is new, and what a line says already is not said again.
        const isChange = before !== null && after !== null;
        const values = { before: isChange ? before : null, after: isChange ? after : null };
        // A record that shows its time-line is there: of its deletions nothing is left to take back.
        return [row.id, { ...values, names, restorable: restorable.filter((key) => key !== 'deleted') }];
      }),
    );
  };

/** A page of a time-line, its changes with what they changed. */
export async function withToldChanges<Item extends { kind: string }>(
  tell: TellChanges,
  sql: Sql,
  reader: Principal,
  page: Page<Item>,
): Promise<Page<Item>> {
  const idOf = (item: Item) => (item.kind === 'change' && 'id' in item ? String(item.id) : null);
  const ids = page.items.flatMap((item) => idOf(item) ?? []);
  if (ids.length === 0) return page;
  const told = await tell(sql, reader, ids);
  return { ...page, items: page.items.map((item) => ({ ...item, ...changeOf(told, idOf(item)) })) };
}

const changeOf = (told: ReadonlyMap<string, ToldChange>, id: string | null) => {
  const change = id === null ? undefined : told.get(id);
  return change && { change };
};
