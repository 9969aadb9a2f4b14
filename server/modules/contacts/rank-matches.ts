/** Who is calling: orders the people and organisations that a number belongs to, and says why. Pure. */

import type { AgentRef } from '../../contract/common.contract.ts';
import type { Candidate, matchReasons } from '../../contract/contacts.contract.ts';
import { canSee, type Reader } from '../access/permissions.ts';

export type MatchReason = (typeof matchReasons)[number];

/**
 * How the number led to this record. own: stored with the record itself · organisation: stored with the organisation
 * this person works for · picked: only chosen by somebody when that number called · suffix: only the last digits agree.
 */
export type MatchVia = 'own' | 'organisation' | 'picked' | 'suffix';

export interface MatchHit {
  via: MatchVia;
  contactId: string | null;
  organisationId: string | null;
  name: string;
  role: string | null;
  organisationName: string | null;
  owner: AgentRef | null;
  teamId: string | null;
  /** The owner's alone. */
  isPrivate?: boolean;
  /** Extension stored with the number, to tell colleagues behind one number apart. */
  extension: string | null;
}

export interface CallerHistory {
  /** Contact id → when somebody last said "it was this one" for this number. */
  pickedAt: ReadonlyMap<string, Date>;
  /** Contact id → last call with that person, on any number. */
  lastCallAt: ReadonlyMap<string, Date>;
}

/** Whoever reads the list; null: nobody yet (the call is only being stored). */
export type MatchReader = Reader | null;

export interface MatchInput {
  number: { e164: string | null; extension: string | null };
  hits: readonly MatchHit[];
  callerHistory: CallerHistory;
  reader: MatchReader;
}

/** A candidate as it is stored with a call: before it is shown, `restrictCandidates` cuts it down for its reader. */
export type RankedCandidate = Candidate & { teamId: string | null; isPrivate?: boolean };

/** A call of the last half year says something; an older one does not. */
const recentMs = 183 * 86_400_000;

/** Each reason outweighs all the weaker ones together, so the order is that of the list. */
const weights: Readonly<Record<MatchReason, number>> = {
  'own-number': 640,
  extension: 320,
  'organisation-number': 160,
  'picked-before': 80,
  'owner-is-agent': 40,
  'recent-call': 20,
  'same-last-digits': 1,
};

const keyOf = (hit: MatchHit) => hit.contactId ?? `organisation ${hit.organisationId}`;

function reasonsOf(group: readonly MatchHit[], { number, callerHistory, reader }: MatchInput, newest: number) {
  const first = group[0];
  const reasons = new Set<MatchReason>();
  for (const hit of group) {
    if (hit.via === 'own') reasons.add('own-number');
    if (hit.via === 'organisation') reasons.add('organisation-number');
    if (hit.via === 'picked') reasons.add('picked-before');
    if (hit.via === 'suffix') reasons.add('same-last-digits');
    if (hit.extension !== null && hit.extension === number.extension) reasons.add('extension');
  }
  if (first?.contactId && callerHistory.pickedAt.has(first.contactId)) reasons.add('picked-before');
  if (first?.owner && reader?.agentId === first.owner.id) reasons.add('owner-is-agent');
  const lastCall = first?.contactId ? callerHistory.lastCallAt.get(first.contactId) : undefined;
  if (lastCall && lastCall.getTime() > newest - recentMs) reasons.add('recent-call');
  return [...reasons].sort((a, b) => weights[b] - weights[a]);
}

const timeOf = (map: ReadonlyMap<string, Date>, id: string | null) => (id ? (map.get(id)?.getTime() ?? 0) : 0);

/** The rule that hides somebody else's client, for one candidate and one reader. */
export function restrictCandidates(
  candidates: readonly (Candidate & { teamId?: string | null; isPrivate?: boolean })[],
  reader: MatchReader,
) {
  return candidates.map(({ teamId, isPrivate = false, ...candidate }): Candidate => {
    const record = { ownerAgentIds: [candidate.owner?.id ?? null], teamIds: [teamId ?? null], isPrivate };
    if (reader === null || canSee(reader, 'contacts.read', record)) return candidate;
    return {
      ...candidate,
      contactId: null,
      organisationId: null,
      name: '',
      role: null,
      organisationName: null,
      restricted: true,
    };
  });
}

const scoreOf = (because: readonly MatchReason[]) => because.reduce((sum, reason) => sum + weights[reason], 0);

/** Reasons that tell a number of the record itself, by whose number it is. */
const numberReasons: Readonly<Record<'contact' | 'organisation', readonly MatchReason[]>> = {
  contact: ['own-number', 'extension', 'picked-before', 'same-last-digits'],
  organisation: ['organisation-number'],
};

/** Those that are left when the numbers of these kinds of record are hidden: such a number is no reason, and without one nobody is found. */
export function withoutNumbersOf(candidates: readonly Candidate[], hidden: readonly ('contact' | 'organisation')[]) {
  if (hidden.length === 0) return [...candidates];
  const untold = new Set(hidden.flatMap((kind) => numberReasons[kind]));
  const telling = [...numberReasons.contact, ...numberReasons.organisation].filter((reason) => !untold.has(reason));
  return candidates.flatMap((candidate) => {
    const because = candidate.because.filter((reason) => !untold.has(reason));
    if (!because.some((reason) => telling.includes(reason))) return [];
    return [{ ...candidate, because, score: scoreOf(because) }];
  });
}

/**
 * Candidates, likeliest first, in a total order: own number before the organisation's, the extension, the person picked
 * before for this number, the reader's own client, the latest call, and at last the id. A match of the last digits
 * counts only when nothing else was found and it is the only one.
 * @param newest the moment of the call, for "recent"
 */
export function rankMatches(input: MatchInput, newest: Date): RankedCandidate[] {
  const { callerHistory } = input;
  const certain = input.hits.filter((hit) => hit.via !== 'suffix');
  const used = certain.length > 0 ? certain : onlySuffix(input.hits);
  const groups = new Map<string, MatchHit[]>();
  for (const hit of used) groups.set(keyOf(hit), [...(groups.get(keyOf(hit)) ?? []), hit]);
  const ranked = [...groups.values()].map((group) => toCandidate(group, reasonsOf(group, input, newest.getTime())));
  return ranked.sort(
    (a, b) =>
      b.score - a.score ||
      timeOf(callerHistory.pickedAt, b.contactId) - timeOf(callerHistory.pickedAt, a.contactId) ||
      timeOf(callerHistory.lastCallAt, b.contactId) - timeOf(callerHistory.lastCallAt, a.contactId) ||
      // People before the organisation they work for, then by id so that the order never depends on the database.
      Number(b.contactId !== null) - Number(a.contactId !== null) ||
      compare(a.contactId ?? a.organisationId ?? '', b.contactId ?? b.organisationId ?? ''),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function onlySuffix(hits: readonly MatchHit[]): readonly MatchHit[] {
  return new Set(hits.map(keyOf)).size === 1 ? hits : [];
}

function toCandidate(group: readonly MatchHit[], because: MatchReason[]): RankedCandidate {
  const hit = group[0]!;
  return {
    contactId: hit.contactId,
    organisationId: hit.organisationId,
    name: hit.name,
    role: hit.role,
    organisationName: hit.organisationName,
    owner: hit.owner,
    score: scoreOf(because),
    because,
    restricted: false,
    teamId: hit.teamId,
    ...(hit.isPrivate && { isPrivate: true }),
  };
}

/**
 * The person a call belongs to without asking anybody: the only one with that number of their own, or the one whom
 * somebody picked for it before. Null: the operator picks (several), or there is nobody. The reader does not matter.
 */
export function decideContact(candidates: readonly Candidate[]): string | null {
  const people = candidates.filter((candidate) => candidate.contactId !== null);
  const picked = people.find((candidate) => candidate.because.includes('picked-before'));
  const own = people.filter((candidate) => candidate.because.includes('own-number'));
  if (own.length === 1) return own[0]?.contactId ?? null;
  if (own.length > 1) return own.includes(picked as Candidate) ? (picked?.contactId ?? null) : byExtension(own);
  return picked?.contactId ?? byExtension(people);
}

function byExtension(people: readonly Candidate[]): string | null {
  const exact = people.filter((candidate) => candidate.because.includes('extension'));
  return exact.length === 1 ? (exact[0]?.contactId ?? null) : null;
}
