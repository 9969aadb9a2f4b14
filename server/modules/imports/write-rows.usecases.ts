/** The writing half of an import: organisations of people, new records by two hands, then changes of known ones. */
import type { ImportCounts } from '../../contract/imports.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { FactWriter } from '../../platform/outbox/fact.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import type { ContactsImported } from '../contacts/contacts.events.ts';
import type { OrganisationsImported } from '../organisations/organisations.events.ts';
import { noDefaults } from './default-rules.ts';
import { breakCircles, fillCreated } from './extra-fields.repository.ts';
import type { ImportRun, Ticker } from './import-run.ts';
import { type ImportRecord, type Lane, moveLane, openLane } from './imports.repository.ts';
import { leftStep } from './left-by-undo.repository.ts';
import { createNamed, linkParents, linkRoles } from './named-organisations.repository.ts';
import { addAsWritten, markCreated } from './number-marks.repository.ts';
import { restSearch, wakeSearch } from './rest-search.usecases.ts';
import { hasExtra, hasNumberMarks } from './row-extra.ts';
import { undoBatch } from './undo-batch.usecases.ts';
import { createOrganisations, createOrganisationsOfPeople, createPeople } from './write-creates.repository.ts';
import { updateBatch } from './write-updates.usecases.ts';

/** Rows of one transaction: short enough that nobody at a desk waits for it. */
export const rowsPerWrite = 4_000;
const hands = 2;

type Counted = Partial<ImportCounts> & { rows?: number };

const added = (counts: Counted, more: Counted): Counted => {
  const sum: Counted = { ...counts };
  for (const [key, value] of Object.entries(more) as [keyof Counted, number][]) sum[key] = (sum[key] ?? 0) + value;
  return sum;
};

export interface Telling {
  facts: FactWriter;
  importId: string;
  principal: Principal;
}

/** One fact for a whole batch: a million facts would be heard for hours. */
export async function tellRecords(
  tx: Tx,
  { facts, importId, principal }: Telling,
  target: 'contacts' | 'organisations',
  ids: string[],
  removedNumbers: string[] = [],
): Promise<void> {
  if (ids.length === 0 && removedNumbers.length === 0) return;
  const common = { subject: importId, actor: actorOf(principal) };
  if (target === 'contacts')
    await facts.append<ContactsImported>(tx, {
      ...common,
      type: 'contacts.imported',
      payload: { importId, contactIds: ids, removedNumbers },
    });
  else
    await facts.append<OrganisationsImported>(tx, {
      ...common,
      type: 'organisations.imported',
      payload: { importId, organisationIds: ids, removedNumbers },
    });
}

interface LaneWork {
  step: string;
  lane: number;
  /** Does the batch after `mark`; null: there is none. */
  batch(tx: Tx, mark: number): Promise<{ mark: number; counts: Counted } | null>;
}

/** Batches one after the other, each a transaction with its checkpoint. */
async function runLane(
  { database, importId }: ImportRun,
  { tick }: Ticker,
  { step, lane, batch }: LaneWork,
): Promise<void> {
  let at: Lane = await openLane(database.sql, importId, step, lane);
  for (;;) {
    const next = await database.transaction(async (tx) => {
      // A crash takes a batch back together with its checkpoint. The end is told by a commit that is waited for.
      await tx`set local synchronous_commit = off`;
      const done = await batch(tx, at.mark);
      if (done === null) return null;
      const after = { ...at, mark: done.mark, counts: added(at.counts, done.counts) };
      await moveLane(tx, importId, at, after);
      return after;
    });
    if (next === null) return;
    at = next;
    await tick();
  }
}

const lastRowOf = (record: ImportRecord) => record.rows_read;

async function makeOrganisations(run: ImportRun, ticker: Ticker, record: ImportRecord): Promise<void> {
  const { platform, importId, principal } = run;
  const withExtra = hasExtra(record.mapping);
  if (!withExtra && !record.mapping.includes('organisation')) return;
  await runLane(run, ticker, {
    step: 'organisations',
    lane: 0,
    async batch(tx, after) {
      const upTo = Math.min(after + rowsPerWrite, lastRowOf(record));
      if (after >= upTo) return null;
      const range = { importId, after, upTo };
      const now = platform.clock.now();
      const first = await createOrganisationsOfPeople(tx, range, principal, now);
      const further = withExtra ? await createNamed(tx, range, { naming: 'roles', principal, now }) : [];
      const ids = [...first, ...further];
      await tellRecords(tx, { facts: platform.facts, importId, principal }, 'organisations', ids);
      return { mark: upTo, counts: { organisationsCreated: ids.length } };
    },
  });
}

/** Each hand takes every second batch of rows. */
function makeRecords(run: ImportRun, ticker: Ticker, record: ImportRecord, lane: number): Promise<void> {
  const { platform, importId, principal } = run;
  const { target } = record;
  const defaults = { ...noDefaults, ...record.defaults };
  const withExtra = hasExtra(record.mapping);
  return runLane(run, ticker, {
    step: 'create',
    lane,
    async batch(tx, mark) {
      const after = mark === 0 ? lane * rowsPerWrite : mark + (hands - 1) * rowsPerWrite;
      if (after >= lastRowOf(record)) return null;
      const range = { importId, after, upTo: after + rowsPerWrite };
      const making = { principal, defaults, now: platform.clock.now() };
      const ids =
        target === 'contacts' ? await createPeople(tx, range, making) : await createOrganisations(tx, range, making);
      if (withExtra) await fillCreated(tx, range, target);
      if (hasNumberMarks(record.mapping)) {
        await markCreated(tx, range, target);
        await addAsWritten(tx, range, target, making.now);
      }
      if (withExtra && target === 'contacts') await linkRoles(tx, range, principal);
      await tellRecords(tx, { facts: platform.facts, importId, principal }, target, ids);
      return { mark: range.upTo, counts: { created: ids.length, rows: ids.length } };
    },
  });
}

/** Holdings, once every organisation of the file is there: it may be one of them. */
async function makeHoldings(run: ImportRun, ticker: Ticker, record: ImportRecord): Promise<void> {
  const { platform, importId, principal } = run;
  await runLane(run, ticker, {
    step: 'holdings',
    lane: 0,
    async batch(tx, after) {
      const upTo = Math.min(after + rowsPerWrite, lastRowOf(record));
      if (after >= upTo) return null;
      const range = { importId, after, upTo };
      const made = await createNamed(tx, range, { naming: 'parent', principal, now: platform.clock.now() });
      const linked = await linkParents(tx, range, principal);
      await breakCircles(tx, linked);
      await tellRecords(tx, { facts: platform.facts, importId, principal }, 'organisations', [...made, ...linked]);
      return { mark: upTo, counts: { organisationsCreated: made.length } };
    },
  });
}

async function changeRecords(run: ImportRun, ticker: Ticker, record: ImportRecord): Promise<void> {
  const { platform, importId, principal } = run;
  const { target, rules } = record;
  const withExtra = hasExtra(record.mapping);
  await runLane(run, ticker, {
    step: 'update',
    lane: 0,
    async batch(tx, after) {
      const now = platform.clock.now();
      const done = await updateBatch(tx, { importId, target, rules, principal, after, now, withExtra });
      if (done.mark === null) return null;
      await tellRecords(tx, { facts: platform.facts, importId, principal }, target, done.ids);
      return { mark: done.mark, counts: { updated: done.rows - done.skipped, rows: done.rows } };
    },
  });
}

export async function writeRows(run: ImportRun, ticker: Ticker, record: ImportRecord): Promise<void> {
  if (record.target === 'contacts') await makeOrganisations(run, ticker, record);
  if (record.target === 'contacts') await restSearch(run.database, record.counts.create ?? 0, run.platform.logger);
  const lanes = Array.from({ length: hands }, (_, lane) => makeRecords(run, ticker, record, lane));
  // All of them end before anything is said, so that no batch runs on after the import was paused.
  const ended = await Promise.allSettled(lanes);
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  await wakeSearch(run.database.url);
  if (record.target === 'organisations' && record.mapping.includes('parent')) await makeHoldings(run, ticker, record);
  await changeRecords(run, ticker, record);
}

export async function undoRows(run: ImportRun, ticker: Ticker, { target: made, goal }: ImportRecord): Promise<void> {
  const { platform, importId, principal } = run;
  const onlyLeft = goal === 'undo-left';
  for (const kind of ['contact', 'organisation'] as const) {
    await runLane(run, ticker, {
      step: onlyLeft ? leftStep(kind) : `undo-${kind}`,
      lane: 0,
      async batch(tx, mark) {
        const target = kind === 'contact' ? 'contacts' : 'organisations';
        const before = mark === 0 ? 2_147_483_647 : mark;
        const now = platform.clock.now();
        const done = await undoBatch(tx, { importId, kind, isTarget: target === made, onlyLeft, before, now });
        if (done.lowest === null) return null;
        await tellRecords(tx, { facts: platform.facts, importId, principal }, target, done.ids, done.removedNumbers);
        return { mark: done.lowest, counts: { restored: done.restored, kept: done.kept } };
      },
    });
  }
}
