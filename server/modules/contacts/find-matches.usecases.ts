/** Who is calling, for every ringing call: one or two indexed statements for any number of calls at once. */
import type { Candidate } from '../../contract/contacts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { digitsOf, normalizePhone } from '../phones/normalize-phone.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { type HitRow, selectHits, selectSuffixHits, type Unfound } from './find-matches.repository.ts';
import {
  decideContact,
  type MatchHit,
  type MatchReader,
  type RankedCandidate,
  rankMatches,
  restrictCandidates,
} from './rank-matches.ts';

/** A number as it came; `e164` when it has been repaired already (then `raw` only tells the extension). */
export interface CallerNumber {
  raw: string | null;
  e164: string | null;
  withheld?: boolean;
}

export interface NumberMatch {
  /** Everybody it may be, best first, whoever reads; cut down by `restrictCandidates` before it is shown. */
  candidates: RankedCandidate[];
  /** The person it clearly is; null: nobody, or a person must pick. */
  contactId: string | null;
  organisationId: string | null;
}

interface Wanted {
  key: string;
  e164: string | null;
  extension: string | null;
  unfound: Unfound | null;
}

const shortestEnding = 7;

function toWanted(number: CallerNumber, region: string): Wanted {
  const nothing = { key: '', e164: null, extension: null, unfound: null };
  if (number.withheld) return nothing;
  const read = number.raw === null ? null : normalizePhone(number.raw, region);
  const e164 = number.e164 ?? (read?.ok ? read.e164 : null);
  if (e164 !== null) {
    const digits = e164.replace(/\D/g, '');
    const lengths = [7, 8, 9, 10, 11].filter((length) => length <= digits.length);
    const endings = lengths.map((length) => digits.slice(-length));
    const extension = read?.ok && read.e164 === e164 ? read.extension : null;
    return { key: e164, e164, extension, unfound: { key: e164, ending: null, endings } };
  }
  if (!read || read.ok || read.reason === 'withheld' || read.reason === 'internal') return nothing;
  const digits = digitsOf(number.raw ?? '');
  if (digits.length < shortestEnding) return nothing;
  return { ...nothing, key: digits, unfound: { key: digits, ending: digits, endings: [digits] } };
}

function toHit(row: HitRow): MatchHit {
  return {
    via: row.via,
    contactId: row.contact_id,
    organisationId: row.organisation_id,
    name: row.name,
    role: row.role,
    organisationName: row.contact_id === null ? null : row.organisation_name,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    teamId: row.team_id,
    isPrivate: row.is_private,
    extension: row.extension,
  };
}

function matchOf(wanted: Wanted, rows: readonly HitRow[], reader: MatchReader, now: Date): NumberMatch {
  const timesOf = (column: 'picked_at' | 'last_call_at') =>
    new Map(rows.flatMap((row) => (row.contact_id && row[column] ? [[row.contact_id, row[column]] as const] : [])));
  const candidates = rankMatches(
    {
      number: { e164: wanted.e164, extension: wanted.extension },
      hits: rows.map(toHit),
      callerHistory: { pickedAt: timesOf('picked_at'), lastCallAt: timesOf('last_call_at') },
      reader,
    },
    now,
  );
  const contactId = decideContact(candidates);
  const chosen = candidates.find((candidate) => candidate.contactId === contactId);
  const organisations = new Set(candidates.map((candidate) => candidate.organisationId).filter(Boolean));
  const only = organisations.size === 1 ? ([...organisations][0] ?? null) : null;
  return { candidates, contactId, organisationId: contactId ? (chosen?.organisationId ?? null) : only };
}

const groupByKey = (rows: readonly HitRow[]): Map<string, HitRow[]> => {
  const groups = new Map<string, HitRow[]>();
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row]);
  return groups;
};

/** Who each of these numbers may be, in their order. `region`: country of numbers written without one. */
export async function findMatchesOf(
  { clock }: Pick<Platform, 'clock'>,
  sql: Sql,
  numbers: readonly CallerNumber[],
  { region, reader = null }: { region: string; reader?: MatchReader },
): Promise<NumberMatch[]> {
  const wanted = numbers.map((number) => toWanted(number, region));
  const e164s = [...new Set(wanted.flatMap(({ e164 }) => (e164 ? [e164] : [])))];
  const hits = groupByKey(e164s.length > 0 ? await selectHits(sql, e164s) : []);
  const unfound = new Map(
    wanted.flatMap(({ key, unfound: rest }) => (rest && !hits.has(key) ? [[key, rest] as const] : [])),
  );
  const suffixes = groupByKey(unfound.size > 0 ? await selectSuffixHits(sql, [...unfound.values()]) : []);
  return wanted.map((one) => matchOf(one, hits.get(one.key) ?? suffixes.get(one.key) ?? [], reader, clock.now()));
}

export interface FoundMatch extends NumberMatch {
  e164: string | null;
}

/**
 * Who a number belongs to, for one number. With a `reader` the candidates are ranked and cut down for that person.
 * @example await findMatches(platform, tx, { raw: '8 495 123-45-67' }) // { e164: '+74951234567', candidates, contactId }
 */
export async function findMatches(
  platform: Pick<Platform, 'clock' | 'config'>,
  sql: Sql | Tx,
  { raw = null, e164 = null, reader = null }: { raw?: string | null; e164?: string | null; reader?: MatchReader },
): Promise<Omit<FoundMatch, 'candidates'> & { candidates: Candidate[] }> {
  const region = (await readSettings(platform, sql)).defaultRegion;
  const [match] = await findMatchesOf(platform, sql, [{ raw, e164 }], { region, reader });
  const read = raw === null ? null : normalizePhone(raw, region);
  return {
    e164: e164 ?? (read?.ok ? read.e164 : null),
    candidates: reader ? restrictCandidates(match?.candidates ?? [], reader) : (match?.candidates ?? []),
    contactId: match?.contactId ?? null,
    organisationId: match?.organisationId ?? null,
  };
}
