/**
 * Takes back what an import did, newest first: records it made go, fields it changed go back to what they were. What
 * somebody changed since stays as it is and is written down as kept.
 */
import type { Tx } from '../../platform/database/database.ts';
import { wholeReasons } from './left-by-undo.repository.ts';
import { takeRoles } from './named-organisations.repository.ts';
import { idsUpTo, lengthOfId, rowOfId } from './new-ids.ts';
import { planUndo, type RecordFields } from './plan-update.ts';
import { readSince, type Since, whyLeft } from './since-import.usecases.ts';
import {
  type HeldRecord,
  holdRecords,
  type RecordTable,
  takeNumbers,
  touchesExtra,
  type WrittenRecord,
  writeRecords,
} from './update-records.repository.ts';

export const changesPerUndo = 1_000;

interface UndoOrder {
  importId: string;
  kind: Change['kind'];
  /** True: these are the records that rows of the file became, not organisations that they name. */
  isTarget: boolean;
  /** True: only what an earlier undoing left, as it may be undone now. */
  onlyLeft: boolean;
  /** Rows below this one. */
  before: number;
  now: Date;
}

interface Change {
  row: number;
  kind: 'contact' | 'organisation';
  record_id: string;
  before: Partial<RecordFields> | null;
  after: (Partial<RecordFields> & { phoneIds?: string[]; roleIds?: string[] }) | null;
  undone: 'restored' | 'kept' | null;
  is_noted: boolean;
}

export interface UndoneBatch {
  /** The last row looked at; null: there are no more. */
  lowest: number | null;
  restored: number;
  /** Below nothing when something that had been kept was restored. */
  kept: number;
  ids: string[];
  removedNumbers: string[];
}

interface Outcome {
  written: Map<string, WrittenRecord>;
  numbersToTake: string[];
  rolesToTake: { contactId: string; organisationId: string }[];
  /** Fields left alone, by row. */
  kept: Map<number, string[]>;
}

const fieldsOfRecord = ({
  id: _id,
  version: _version,
  deleted_at: _deletedAt,
  is_private: _private,
  phones: _phones,
  ...fields
}: HeldRecord): RecordFields => fields;

const isMade = ({ before, after }: Change): boolean => before === null || after === null;

function undoOne(outcome: Outcome, change: Change, record: HeldRecord | undefined, since: Since, now: Date): void {
  if (!record || (record.deleted_at !== null && !since.merged.has(record.id))) return;
  const why = whyLeft({ record_id: record.id, isMade: isMade(change), version: record.version }, since);
  if (why !== null) {
    outcome.kept.set(change.row, [why]);
    return;
  }
  if (change.before === null || change.after === null) {
    outcome.written.set(record.id, { id: record.id, fields: fieldsOfRecord(record), deletedAt: now });
    return;
  }
  const { phoneIds = [], roleIds = [], ...after } = change.after;
  const { restore, kept } = planUndo({ before: change.before, after }, fieldsOfRecord(record));
  // Somebody made the person private since: then it stays with its owner.
  if (record.is_private && 'owner_agent_id' in restore) {
    delete restore.owner_agent_id;
    kept.push('owner_agent_id');
  }
  if (kept.length > 0) outcome.kept.set(change.row, kept);
  outcome.numbersToTake.push(...phoneIds);
  outcome.rolesToTake.push(...roleIds.map((organisationId) => ({ contactId: record.id, organisationId })));
  Object.assign(record, restore);
  outcome.written.set(record.id, { id: record.id, fields: fieldsOfRecord(record) });
}

async function undoOfKind(
  tx: Tx,
  { importId, kind, now }: { importId: string; kind: Change['kind']; now: Date },
  changes: readonly Change[],
): Promise<Outcome> {
  const outcome: Outcome = { written: new Map(), numbersToTake: [], rolesToTake: [], kept: new Map() };
  if (changes.length === 0) return outcome;
  const table: RecordTable = kind === 'contact' ? 'contacts' : 'organisations';
  const ids = changes.map((change) => change.record_id);
  const withExtra = changes.some(({ after }) => after !== null && touchesExtra(after));
  const held = await holdRecords(tx, table, ids, withExtra);
  const written = changes.map((change) => ({
    record_id: change.record_id,
    isMade: isMade(change),
    version: held.get(change.record_id)?.version,
  }));
  const since = await readSince(tx, { importId, table }, written);
  for (const change of changes) undoOne(outcome, change, held.get(change.record_id), since, now);
  await writeRecords(tx, table, [...outcome.written.values()], now, withExtra);
  await takeRoles(tx, outcome.rolesToTake);
  return outcome;
}

/** Records that rows of this import became, from the last row downwards: told by their ids. */
async function madeBefore(tx: Tx, { importId, kind, isTarget, before }: UndoOrder): Promise<Change[]> {
  if (!isTarget || before <= 0) return [];
  const [table, prefix] = kind === 'contact' ? (['contacts', 'ctc'] as const) : (['organisations', 'org'] as const);
  const [first, last] = idsUpTo(prefix, importId, before - 1);
  const rows = await tx<{ id: string }[]>`
    select id from ${tx(table)} where id between ${first} and ${last} and length(id) = ${lengthOfId}
    order by id desc limit ${changesPerUndo}`;
  return rows.map(({ id }) => ({
    row: rowOfId(id),
    kind,
    record_id: id,
    before: null,
    after: null,
    undone: null,
    is_noted: false,
  }));
}

const notedBefore = (tx: Tx, { importId, kind, before }: UndoOrder) =>
  tx<Change[]>`
    select row, kind, record_id, before, after, undone, true as is_noted from import_changes
    where import_id = ${importId} and kind = ${kind} and row < ${before}
    order by row desc limit ${changesPerUndo}`.execute();

const leftBefore = (tx: Tx, { importId, kind, before }: UndoOrder) =>
  tx<Change[]>`
    select row, kind, record_id, before, after, null as undone, true as is_noted from import_changes
    where import_id = ${importId} and kind = ${kind} and row < ${before} and undone = 'kept'
      and kept && ${[...wholeReasons]}::text[]
    order by row desc limit ${changesPerUndo}`.execute();

/**
 * What the import did to the next rows, as it is noted or as ids of records tell it. An import of an earlier version noted
 * what it made as well: the note counts.
 */
async function nextChanges(tx: Tx, order: UndoOrder): Promise<{ changes: Change[]; lowest: number | null }> {
  if (order.onlyLeft) {
    const left = await leftBefore(tx, order);
    return { changes: left, lowest: left.at(-1)?.row ?? null };
  }
  const [noted, made] = [await notedBefore(tx, order), await madeBefore(tx, order)];
  // Of whatever gave as many as it may there are more, below its last one.
  const full = [noted, made].flatMap((list) => (list.length < changesPerUndo ? [] : [list.at(-1)?.row ?? 0]));
  const lowest = Math.max(...full, Number.NEGATIVE_INFINITY);
  const known = new Set(noted.map(({ row }) => row));
  const looked = [...noted, ...made.filter(({ row }) => !known.has(row))]
    .filter(({ row }) => row >= lowest)
    .sort((a, b) => b.row - a.row);
  return { changes: looked.filter(({ undone }) => undone === null), lowest: looked.at(-1)?.row ?? null };
}

/** The next changes of one kind, from the last row downwards. */
export async function undoBatch(tx: Tx, order: UndoOrder): Promise<UndoneBatch> {
  const { importId, kind } = order;
  const { changes, lowest } = await nextChanges(tx, order);
  const outcome = await undoOfKind(tx, order, changes);
  const removedNumbers = await takeNumbers(tx, outcome.numbersToTake);
  const marks = changes.map(({ row, record_id, is_noted }) => {
    const kept = outcome.kept.get(row);
    return { row, record_id, is_noted, undone: kept ? 'kept' : 'restored', kept: kept ?? null };
  });
  // That a record which the import made is gone can be seen; that it stays is noted.
  const noted = marks.filter(({ is_noted, undone }) => is_noted || undone === 'kept');
  await tx`
    insert into import_changes as c (import_id, row, kind, record_id, undone, kept)
    select ${importId}, m.row, ${kind}, m.record_id, m.undone, m.kept
    from jsonb_to_recordset(${tx.json(noted)}::jsonb) as m(row integer, record_id text, undone text, kept text[])
    on conflict (import_id, kind, row) do update set undone = excluded.undone, kept = excluded.kept`;
  const kept = marks.filter(({ undone }) => undone === 'kept').length;
  // What was left has been counted as kept before.
  const counted = order.onlyLeft ? changes.length : 0;
  const ids = [...outcome.written.keys()];
  return { lowest, restored: changes.length - kept, kept: kept - counted, ids, removedNumbers };
}
