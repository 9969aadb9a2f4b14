/** The rows of an import that change records of the base: a batch in one transaction, with what it changed for undoing it. */
import type { ImportRules } from '../../contract/imports.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { digitsOf } from '../phones/normalize-phone.ts';
import { breakCircles, type RowSays, selectExtra } from './extra-fields.repository.ts';
import { keepsName } from './held-back.ts';
import type { Case } from './match-in-file.repository.ts';
import { type AddedRole, addRoles, organisationsByName } from './named-organisations.repository.ts';
import { type ForbiddenNumber, forbidNumbers } from './number-marks.repository.ts';
import { type NumberOfRow, planUpdate, type RecordFields, type RowFields, type UpdatePlan } from './plan-update.ts';
import type { WrittenNumber } from './row-extra.ts';
import {
  type AddedNumber,
  addNumbers,
  forbidCalls,
  type HeldRecord,
  holdRecords,
  type RecordTable,
  type WrittenRecord,
  writeRecords,
} from './update-records.repository.ts';
import { namedOrganisation } from './write-creates.repository.ts';

export const rowsPerUpdate = 1_000;

interface UpdateRow {
  row: number;
  new_id: string;
  record_id: string;
  because: Case;
  fields: RowFields;
  /** Further organisations of a person, by id. */
  roles?: { organisation_id: string; role: string | null }[];
  do_not_call: boolean | null;
  numbers: NumberOfRow[] | null;
}

/** The next rows that change something, in their order. */
function nextRows(tx: Tx, importId: string, after: number, principal: Principal) {
  return tx<UpdateRow[]>`
    select r.row, r.new_id, r.record_id, r.because, r.do_not_call,
      jsonb_build_object('name', r.name, 'role', r.role, 'organisation_id', named.id, 'lifecycle', r.lifecycle,
        'owner_agent_id', r.owner_agent_id, 'emails', to_jsonb(r.emails), 'notes', r.notes, 'vip', r.vip,
        'time_zone', r.time_zone, 'custom', r.custom) as fields,
      (select jsonb_agg(to_jsonb(u)) from unnest(r.phone_raw, r.phone_e164, r.phone_extension, r.phone_country,
        r.phone_line_kind, r.phone_kind) as u(raw, e164, extension, country, line_kind, kind)) as numbers
    from import_rows r ${namedOrganisation(tx, principal)}
    where r.import_id = ${importId} and r.action = 'update' and r.row > ${after} order by r.row limit ${rowsPerUpdate}`.execute();
}

export interface UpdateBatch {
  importId: string;
  target: RecordTable;
  rules: ImportRules;
  principal: Principal;
  after: number;
  now: Date;
  /** True: the file has columns of row-extra.ts. */
  withExtra: boolean;
}

export interface UpdatedBatch {
  /** The last row looked at; null: there are no more. */
  mark: number | null;
  rows: number;
  ids: string[];
  /** Rows that said nothing new, or whose record was deleted since the dry run. */
  skipped: number;
}

interface Outcome {
  changed: Map<string, HeldRecord>;
  numbers: AddedNumber[];
  forbidden: Set<string>;
  /** Numbers that the records had before and are not to be called. */
  forbiddenNumbers: ForbiddenNumber[];
  notes: { row: number; record_id: string; before: object; after: object }[];
}

const phoneIdOf = (newId: string, index: number): string => `phn_${newId}${String.fromCharCode(97 + index)}`;

function apply(outcome: Outcome, record: HeldRecord, row: UpdateRow, plan: UpdatePlan): void {
  Object.assign(record, plan.fields);
  const added = plan.addedNumbers.map(
    ({ marks = {}, ...number }, index): AddedNumber => ({
      ...number,
      id: phoneIdOf(row.new_id, index),
      digits: digitsOf(number.e164 ?? number.raw),
      record_id: record.id,
      position: record.phones.length + index,
      is_primary: record.phones.length + index === 0,
      do_not_call: (row.do_not_call ?? false) || (marks.doNotCall ?? false),
      invalid: marks.invalid ?? false,
      time_zone: marks.timeZone ?? null,
    }),
  );
  record.phones.push(...added);
  outcome.numbers.push(...added);
  outcome.changed.set(record.id, record);
  const phoneIds = added.map(({ id }) => id);
  const after = { ...plan.after, ...(phoneIds.length > 0 ? { phoneIds } : {}) };
  outcome.notes.push({ row: row.row, record_id: record.id, before: plan.before, after });
}

function plan(
  rows: readonly UpdateRow[],
  held: ReadonlyMap<string, HeldRecord>,
  { rules, principal, target }: UpdateBatch,
): Outcome {
  const isNameKept = keepsName(principal, target);
  const outcome: Outcome = { changed: new Map(), numbers: [], forbidden: new Set(), forbiddenNumbers: [], notes: [] };
  for (const row of rows) {
    const record = held.get(row.record_id);
    if (!record || record.deleted_at !== null) continue;
    if (row.do_not_call) outcome.forbidden.add(record.id);
    for (const { e164, extension, marks } of row.numbers ?? [])
      if (marks?.doNotCall && e164 !== null) outcome.forbiddenNumbers.push({ record_id: record.id, e164, extension });
    const mode = rules.inBase[row.because] === 'update-all' ? 'all' : 'empty';
    const {
      id: _id,
      version: _version,
      deleted_at: _deletedAt,
      is_private: _private,
      phones: known,
      ...current
    } = record;
    // A name that was made of the number says nothing against the name in the base.
    const isMadeUp = row.fields.name === row.numbers?.[0]?.e164;
    const fields = isMadeUp || isNameKept ? { ...row.fields, name: null } : row.fields;
    const change = planUpdate(mode, current, fields, { known, given: row.numbers ?? [] });
    if (change) apply(outcome, record, row, change);
  }
  return outcome;
}

/** Each once: rows that were merged may both have the same one. */
function numbersAsWritten(said: readonly WrittenNumber[]): NumberOfRow[] {
  const byRaw = new Map<string, WrittenNumber>();
  for (const one of said) byRaw.set(one.raw, { ...one, ...byRaw.get(one.raw) });
  const unknown = { e164: null, extension: null, country: null, line_kind: null };
  return [...byRaw.values()].map(({ raw, kind, digits: _digits, ...marks }) => ({ raw, ...unknown, kind, marks }));
}

function giveMarks(numbers: readonly NumberOfRow[], said: NonNullable<RowSays['marks']>): void {
  for (const number of numbers)
    for (const { e164, extension, ...marks } of said)
      if (e164 === number.e164 && extension === number.extension) number.marks = { ...marks, ...number.marks };
}

/** What the rows say of fields that few files have, put to the rest of what they say. */
async function addExtra(tx: Tx, { importId, principal }: UpdateBatch, rows: UpdateRow[]): Promise<void> {
  const extra = await selectExtra(
    tx,
    importId,
    rows.map(({ row }) => row),
  );
  const says = [...extra.values()];
  const names = says.flatMap(({ roles, parent }) =>
    [...(roles ?? []).map((one) => one.organisation), parent ?? []].flat(),
  );
  const ids = await organisationsByName(tx, principal, names);
  for (const row of rows) {
    const said = extra.get(row.row);
    if (!said) continue;
    const parent = ids.get(said.parent ?? '') ?? null;
    // It is no holding of itself.
    giveMarks(row.numbers ?? [], said.marks ?? []);
    if (said.written) row.numbers = [...(row.numbers ?? []), ...numbersAsWritten(said.written)];
    Object.assign(row.fields, said.fields, { parent_id: parent === row.record_id ? null : parent });
    row.roles = (said.roles ?? []).flatMap(({ organisation, role }) => {
      const id = ids.get(organisation);
      return id === undefined ? [] : [{ organisation_id: id, role }];
    });
  }
}

/** Adds further organisations, and notes them beside what else the row changed. */
async function giveRoles(tx: Tx, rows: readonly UpdateRow[], outcome: Outcome): Promise<void> {
  const wanted = rows.flatMap(({ record_id, roles = [] }) => roles.map((role) => ({ contact_id: record_id, ...role })));
  const added = await addRoles(tx, wanted);
  for (const [contactId, organisationIds] of idsByContact(added)) {
    const row = rows.find(({ record_id }) => record_id === contactId);
    if (!row) continue;
    const note = outcome.notes.find((one) => one.row === row.row);
    const after = { roleIds: organisationIds };
    if (note) note.after = { ...note.after, ...after };
    else outcome.notes.push({ row: row.row, record_id: contactId, before: {}, after });
  }
}

function idsByContact(roles: readonly AddedRole[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { contact_id, organisation_id } of roles)
    ids.set(contact_id, [...(ids.get(contact_id) ?? []), organisation_id]);
  return ids;
}

/** Changes the records of the next rows. */
export async function updateBatch(tx: Tx, batch: UpdateBatch): Promise<UpdatedBatch> {
  const { importId, target, now, withExtra } = batch;
  const rows = await nextRows(tx, importId, batch.after, batch.principal);
  if (rows.length === 0) return { mark: null, rows: 0, ids: [], skipped: 0 };
  if (withExtra) await addExtra(tx, batch, rows);
  const held = await holdRecords(
    tx,
    target,
    rows.map((row) => row.record_id),
    withExtra,
  );
  const outcome = plan(rows, held, batch);
  const { changed, numbers, forbidden, forbiddenNumbers, notes } = outcome;
  const written = [...changed.values()].map(
    ({ id, version: _v, deleted_at: _d, is_private: _i, phones: _p, ...fields }): WrittenRecord => ({
      id,
      fields: fields as RecordFields,
    }),
  );
  await writeRecords(tx, target, written, now, withExtra);
  if (withExtra && target === 'contacts') await giveRoles(tx, rows, outcome);
  if (withExtra && target === 'organisations') await breakCircles(tx, [...changed.keys()]);
  await addNumbers(tx, target, numbers, now);
  await forbidCalls(tx, target, [...forbidden]);
  await forbidNumbers(tx, target, forbiddenNumbers);
  if (notes.length > 0)
    await tx`
      insert into import_changes (import_id, row, kind, record_id, before, after)
      select ${importId}, n.row, ${target === 'contacts' ? 'contact' : 'organisation'}, n.record_id, n.before, n.after
      from jsonb_to_recordset(${tx.json(notes)}::jsonb) as n(row integer, record_id text, before jsonb, after jsonb)`;
  const marked = forbiddenNumbers.map(({ record_id }) => record_id);
  const ids = [...new Set([...changed.keys(), ...forbidden, ...marked, ...notes.map(({ record_id }) => record_id)])];
  return { mark: rows.at(-1)?.row ?? null, rows: rows.length, ids, skipped: rows.length - notes.length };
}
