/**
 * Filling a call list: the people of a source are judged piece by piece, each piece in a transaction of its own. Doing a piece
 * again changes nothing, so a build that was interrupted goes on where it was.
 */
import type { z } from 'zod';
import type {
  CallListRules,
  CallListSource,
  callListPreviewSchema,
  GivenSource,
  RemovalReason,
} from '../../contract/call-lists.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { effectiveTimeZone } from '../phones/number-time-zone.ts';
import type { SegmentsPlatform } from '../segments/select-records.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { countRemoved, insertEntries, insertRemovals, type NewEntry, nextPosition } from './call-lists.repository.ts';
import { type CandidateRow, readCandidates, readForbidden } from './candidates.repository.ts';
import { type JudgedPerson, judgePerson } from './judge-person.ts';
import { peopleOfRecords, peopleOfSource } from './people-of-source.ts';
import { readTyped } from './typed-people.usecases.ts';

export type FillPlatform = SegmentsPlatform;

/** What a piece became: entries with number and zone, and who was left out. */
interface Judged {
  entries: { contactId: string; e164: string; zone: string }[];
  removed: { contactId: string; reason: RemovalReason }[];
}

interface Firm {
  timeZone: string;
  region: string;
}

function judgedOf(row: CandidateRow, taken: ReadonlySet<string>, firm: Firm): JudgedPerson {
  return {
    contactId: row.id,
    lifecycle: row.lifecycle,
    lastCallAt: row.last_call_at,
    isOnCall: row.on_call,
    isInOtherList: row.in_other_list,
    phones: row.phones.map((phone) => ({
      e164: phone.e164,
      invalid: phone.invalid,
      doNotCall: phone.dnc,
      taken: phone.taken || (phone.e164 !== null && taken.has(phone.e164)),
      zone: effectiveTimeZone({ timeZone: row.time_zone ?? phone.zone ?? row.organisation_zone }, phone, firm).zone,
    })),
  };
}

interface Piece {
  /** Null: a new list is only being tried out. */
  callListId: string | null;
  contactIds: readonly string[];
  rules: CallListRules;
  now: Date;
  firm: Firm;
  /** Numbers given to entries so far; what this piece takes is added. */
  taken: Set<string>;
}

async function judgePiece(sql: Sql, { callListId, contactIds, rules, now, firm, taken }: Piece): Promise<Judged> {
  const judged: Judged = { entries: [], removed: [] };
  for (const row of await readCandidates(sql, { callListId, contactIds, now })) {
    const judgement = judgePerson(judgedOf(row, taken, firm), rules, now);
    if ('entry' in judgement) {
      taken.add(judgement.entry.e164);
      judged.entries.push({ contactId: row.id, ...judgement.entry });
    } else judged.removed.push({ contactId: row.id, reason: judgement.removed });
  }
  return judged;
}

const firmOf = async (platform: FillPlatform, sql: Sql): Promise<Firm> => {
  const { defaultTimeZone, defaultRegion } = await readSettings(platform, sql);
  return { timeZone: defaultTimeZone, region: defaultRegion };
};

export const countReasons = (removed: Judged['removed']): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { reason } of removed) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

export interface FillList {
  callListId: string;
  source: CallListSource;
  rules: CallListRules;
  /** Whose right to see decides. */
  reader: Principal;
  shuffle: boolean;
  priority: number;
  signal?: AbortSignal;
  /** In the transaction of each piece. */
  onPiece?: (tx: Tx, added: number) => Promise<void>;
}

/** Adds everybody the source names who may be called and is not in the list yet. Returns how many were added. */
export async function fillList(platform: FillPlatform, fill: FillList): Promise<number> {
  const { database, clock, ids } = platform;
  const { callListId, rules, shuffle, priority, reader } = fill;
  const firm = await firmOf(platform, database.sql);
  let added = 0;
  for await (const contactIds of peopleOfSource(platform, reader, fill.source)) {
    fill.signal?.throwIfAborted();
    if (contactIds.length === 0) continue;
    added += await database.transaction(async (tx) => {
      const now = clock.now();
      const piece = { callListId, contactIds, rules, now, firm, taken: new Set<string>() };
      const { entries, removed } = await judgePiece(tx, piece);
      const from = await nextPosition(tx, callListId);
      const rows = entries.map(
        (entry, index): NewEntry => ({
          ...entry,
          id: ids('ent'),
          callListId,
          priority,
          now,
          position: shuffle ? null : from + index,
        }),
      );
      await insertEntries(tx, rows);
      await insertRemovals(tx, { callListId, removed, now });
      await countRemoved(tx, callListId);
      await fill.onPiece?.(tx, rows.length);
      return rows.length;
    });
  }
  return added;
}

/** What a preview looks at, so that it answers at once. */
const mostPreviewed = 20_000;

/** Somebody who is not there yet, as judged once they are. */
const newcomer = (e164: string, forbidden: ReadonlySet<string>, taken: ReadonlySet<string>): JudgedPerson => ({
  contactId: e164,
  lifecycle: 'lead',
  lastCallAt: null,
  isOnCall: false,
  isInOtherList: false,
  phones: [{ e164, invalid: false, doNotCall: forbidden.has(e164), taken: taken.has(e164), zone: '' }],
});

/** Who would be called and who would not, of the source as it is now; nothing is written. */
export async function previewList(
  platform: FillPlatform,
  reader: Principal,
  { source, callListId, ...rules }: CallListRules & { source: GivenSource; callListId?: string | undefined },
): Promise<z.input<typeof callListPreviewSchema>> {
  const { database, clock } = platform;
  const { sql } = database;
  const firm = await firmOf(platform, sql);
  const taken = new Set<string>();
  const seen = new Set<string>();
  const removed: Judged['removed'] = [];
  let entries = 0;
  const { newPeople, unclear, pieces } = await lookAt(platform, reader, source);
  const answer = (isWhole: boolean) => ({
    people: seen.size + newPeople.length,
    entries,
    removed: countReasons(removed),
    isWhole,
    newPeople: newPeople.length,
    unclear,
  });
  for await (const found of pieces) {
    const contactIds = found.filter((id) => !seen.has(id));
    const piece = { callListId: callListId ?? null, contactIds, rules, now: clock.now(), firm, taken };
    const judged = await judgePiece(sql, piece);
    for (const { contactId } of [...judged.entries, ...judged.removed]) seen.add(contactId);
    entries += judged.entries.length;
    removed.push(...judged.removed);
    if (seen.size >= mostPreviewed) return answer(false);
  }
  const forbidden = await readForbidden(sql, newPeople);
  for (const e164 of newPeople) {
    const judgement = judgePerson(newcomer(e164, forbidden, taken), rules, clock.now());
    if ('entry' in judgement) entries += 1;
    else removed.push({ contactId: e164, reason: judgement.removed });
    taken.add(e164);
  }
  return answer(true);
}

/** The people that a source names, and of typed lines who would be added and what is not clear. */
async function lookAt(platform: FillPlatform, reader: Principal, source: GivenSource) {
  const ofIds = (contactIds: string[]) => peopleOfSource(platform, reader, { kind: 'contacts', contactIds });
  if (source.kind === 'records') {
    return { newPeople: [], unclear: [], pieces: ofIds(await peopleOfRecords(platform.database.sql, reader, source)) };
  }
  if (source.kind !== 'typed') return { newPeople: [], unclear: [], pieces: peopleOfSource(platform, reader, source) };
  const { contactIds, added, unclear } = await readTyped(platform, reader, source.lines);
  return { newPeople: added.map(({ e164 }) => e164), unclear, pieces: ofIds(contactIds) };
}
