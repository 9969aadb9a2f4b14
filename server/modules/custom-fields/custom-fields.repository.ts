/** SQL of custom fields. */
import type { CustomField, CustomRecord } from '../../contract/custom-fields.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

const columns = 'id, record, key, label, hint, type, options, active, on_card as "onCard", position, roles, version';

export async function selectCustomFields(sql: Sql, record?: CustomRecord): Promise<CustomField[]> {
  const rows = await sql<CustomField[]>`
    select ${sql.unsafe(columns)} from custom_fields
    where ${sql.and([record !== undefined && sql`record = ${record}`])} order by record, position, id`;
  return [...rows];
}

/** Holds the fields of a record, so that two people do not add the same key. */
export async function lockCustomFields(tx: Tx, record: CustomRecord): Promise<CustomField[]> {
  await tx`select pg_advisory_xact_lock(hashtext('custom_fields'), hashtext(${record}))`;
  return selectCustomFields(tx, record);
}

export async function selectCustomField(sql: Sql, id: string): Promise<CustomField | null> {
  const [row] = await sql<CustomField[]>`select ${sql.unsafe(columns)} from custom_fields where id = ${id}`;
  return row ?? null;
}

export async function insertCustomField(sql: Sql, field: CustomField, now: Date): Promise<void> {
  const { onCard, ...columnsOfField } = field;
  const row = { ...columnsOfField, on_card: onCard, options: sql.json(field.options), created_at: now };
  await sql`insert into custom_fields ${sql(row)}`;
}

export async function updateCustomField(sql: Sql, field: CustomField): Promise<void> {
  const { label, hint, options, active, onCard, position, roles, version } = field;
  const row = { label, hint, options: sql.json(options), active, on_card: onCard, position, roles, version };
  await sql`
    update custom_fields set ${sql(row)} where id = ${field.id}`;
}
