/** SQL of changing records in the base, many at once: read and hold them, write fields, add and take numbers. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { ExtraFields, FieldName, NumberOfRow, RecordFields } from './plan-update.ts';

export type RecordTable = 'contacts' | 'organisations';

export interface HeldRecord extends RecordFields {
  id: string;
  version: number;
  deleted_at: Date | null;
  /** The owner's alone; organisations never are. */
  is_private: boolean;
  phones: { id: string; raw: string; e164: string | null; extension: string | null }[];
}

const fieldTypes: Readonly<Record<Exclude<FieldName, keyof ExtraFields>, string>> = {
  name: 'text',
  role: 'text',
  organisation_id: 'text',
  lifecycle: 'text',
  owner_agent_id: 'text',
  emails: 'text[]',
  notes: 'text',
  vip: 'boolean',
  time_zone: 'text',
  custom: 'jsonb',
};

const extraTypes: Readonly<Record<keyof ExtraFields, string>> = {
  birthday: 'date',
  main_need: 'text',
  satisfaction: 'smallint',
  source_id: 'text',
  advertising_channel: 'text',
  addresses: 'jsonb',
  website: 'text',
  parent_id: 'text',
};
const ofPeople = new Set<string>([
  'role',
  'organisation_id',
  'vip',
  'birthday',
  'main_need',
  'satisfaction',
  'advertising_channel',
]);
const ofOrganisations = new Set<string>(['website', 'parent_id']);
const isExtra = (field: string): boolean => Object.hasOwn(extraTypes, field);

/** True when something was changed that only `withExtra` reads and writes. */
export const touchesExtra = (changed: object): boolean => Object.keys(changed).some(isExtra);

/** Fields that this kind of record has, with their types. */
const typesOf = (table: RecordTable, withExtra: boolean): [FieldName, string][] => {
  const others = table === 'contacts' ? ofOrganisations : ofPeople;
  const types = Object.entries({ ...fieldTypes, ...(withExtra ? extraTypes : {}) }) as [FieldName, string][];
  return types.filter(([field]) => !others.has(field));
};

const holderOf = (table: RecordTable) => (table === 'contacts' ? 'contact_id' : 'organisation_id');

/** Holds these records until the transaction ends, in the order of their ids, so that two importers cannot wait for each other. */
export async function holdRecords(
  tx: Tx,
  table: RecordTable,
  ids: readonly string[],
  withExtra = false,
): Promise<Map<string, HeldRecord>> {
  const list = [...new Set(ids)].sort();
  await tx`select from ${tx(table)} where id = any(${list}) order by id for update`;
  const columns = ['id', 'version', 'deleted_at', ...typesOf(table, withExtra).map(([name]) => name)]
    .map((name) => `t.${name}`)
    .join(', ');
  const rows = await tx<HeldRecord[]>`
    select ${tx.unsafe(columns)}, ${tx.unsafe(table === 'contacts' ? 't.is_private' : 'false')} as is_private, coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'raw', p.raw, 'e164', p.e164, 'extension', p.extension))
      from phones p where p.${tx(holderOf(table))} = t.id), '[]') as phones
    from ${tx(table)} t where t.id = any(${list})`;
  return new Map(rows.map((row) => [row.id, row]));
}

export interface WrittenRecord {
  id: string;
  /** All fields, as they shall be. */
  fields: RecordFields;
  deletedAt?: Date | null;
}

/** Writes whole records and raises their versions; the team follows the owner. */
export async function writeRecords(
  tx: Tx,
  table: RecordTable,
  records: readonly WrittenRecord[],
  now: Date,
  withExtra = false,
): Promise<void> {
  if (records.length === 0) return;
  const fields = typesOf(table, withExtra);
  const set = fields.map(([field]) => `${field} = w.${field}`).join(', ');
  const types = fields.map(([field, type]) => `${field} ${type}`).join(', ');
  const rows = records.map(({ id, fields: values, deletedAt = null }) => ({ id, deleted_at: deletedAt, ...values }));
  await tx`
    update ${tx(table)} t set ${tx.unsafe(set)}, deleted_at = w.deleted_at, updated_at = ${now}, version = t.version + 1,
      team_id = case when w.owner_agent_id is null or ${tx.unsafe(table === 'contacts' ? 't.is_private' : 'false')} then null
        when w.owner_agent_id is distinct from t.owner_agent_id then (select a.team_id from agents a where a.id = w.owner_agent_id)
        else t.team_id end
    from jsonb_to_recordset(${tx.json(rows)}::jsonb) as w(id text, deleted_at timestamptz, ${tx.unsafe(types)})
    where t.id = w.id`;
}

export type AddedNumber = NumberOfRow & {
  id: string;
  record_id: string;
  digits: string;
  position: number;
  is_primary: boolean;
  do_not_call: boolean;
  invalid: boolean;
  time_zone: string | null;
};

export async function addNumbers(
  tx: Tx,
  table: RecordTable,
  numbers: readonly AddedNumber[],
  now: Date,
): Promise<void> {
  if (numbers.length === 0) return;
  await tx`
    insert into phones (id, ${tx(holderOf(table))}, position, raw, e164, extension, digits, country, line_kind, kind, is_primary,
      do_not_call, invalid, time_zone, created_at)
    select n.id, n.record_id, n.position, n.raw, n.e164, n.extension, n.digits, n.country, n.line_kind, n.kind,
      n.is_primary, n.do_not_call, n.invalid, n.time_zone, ${now}
    from jsonb_to_recordset(${tx.json(numbers)}::jsonb) as n(id text, record_id text, position integer, raw text, e164 text, digits text,
      extension text, country text, line_kind text, kind text, is_primary boolean, do_not_call boolean,
      invalid boolean, time_zone text)`;
}

/** Who asked not to be called is not called at any number. */
export async function forbidCalls(tx: Tx, table: RecordTable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await tx`update phones set do_not_call = true where ${tx(holderOf(table))} = any(${[...ids]}) and not do_not_call`;
}

/** Takes numbers away again; returns the E.164 forms that went. */
export async function takeNumbers(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx<{ e164: string | null }[]>`delete from phones where id = any(${[...ids]}) returning e164`;
  return [...new Set(rows.flatMap(({ e164 }) => (e164 === null ? [] : [e164])))];
}

/** Records on which people have hung something since: these are not taken away. */
export async function heldOnTo(sql: Sql, table: RecordTable, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const list = [...ids];
  const uses: SqlQuery =
    table === 'contacts'
      ? sql`select contact_id as id from contact_notes where contact_id = any(${list})
          union select contact_id from messages where contact_id = any(${list}) and state <> 'cancelled'
          union select contact_id from tasks where contact_id = any(${list})
          union select contact_id from deals where contact_id = any(${list}) and deleted_at is null
          union select contact_id from number_picks where contact_id = any(${list})`
      : sql`select organisation_id as id from contacts where organisation_id = any(${list}) and deleted_at is null
          union select organisation_id from deals where organisation_id = any(${list}) and deleted_at is null
          union select organisation_id from messages
            where organisation_id = any(${list}) and contact_id is null and state <> 'cancelled'
          union select k.organisation_id from contact_roles k join contacts c on c.id = k.contact_id
            where k.organisation_id = any(${list}) and c.deleted_at is null`;
  return new Set((await sql<{ id: string }[]>`${uses}`).map(({ id }) => id));
}
