/** Pure: a stored call as one reader may see it. The names come from the modules that own them. */
import type { z } from 'zod';
import type { Call, callSchema } from '../../contract/calls.contract.ts';
import type { Candidate } from '../../contract/contacts.contract.ts';
import { canSee } from '../access/permissions.ts';
import { type MatchReader, type RankedCandidate, restrictCandidates } from '../contacts/rank-matches.ts';
import type { CallRecordingRow, StoredCall } from './call-row.ts';

interface Owned {
  name: string;
  ownerAgentId: string | null;
  ownerName: string | null;
  teamId: string | null;
}

export interface ContactName extends Owned {
  role: string | null;
  organisationId: string | null;
  organisationName: string | null;
  /** The owner's alone. */
  isPrivate?: boolean;
}

/** Names of everything that a call refers to by id. */
export interface CallNames {
  agents: ReadonlyMap<string, string>;
  contacts: ReadonlyMap<string, ContactName>;
  organisations: ReadonlyMap<string, Owned>;
  dispositions: ReadonlyMap<string, { code: string; label: string }>;
}

/** Ids of everything that these calls refer to. */
export function namesWanted(calls: readonly StoredCall[]) {
  const unique = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];
  return {
    agentIds: unique(calls.flatMap((call) => call.agents.map((agent) => agent.agentId))),
    contactIds: unique(calls.flatMap((call) => [call.contactId, ...call.candidates.map((one) => one.contactId)])),
    organisationIds: unique(
      calls.flatMap((call) => call.candidates.map((one) => (one.contactId === null ? one.organisationId : null))),
    ),
  };
}

type RecordingView = z.input<typeof callSchema>['recordings'][number];

function recordingView(recording: CallRecordingRow, isEnded: boolean): RecordingView {
  const { id, seconds, state } = recording;
  const isRunning = state === 'recording' || state === 'paused';
  return { id, seconds, state: isRunning && isEnded ? 'arriving' : state };
}

/** True when the reader may know who the contact is; somebody else's client stays a number. */
export function maySeeContact(contact: ContactName, reader: MatchReader): boolean {
  if (reader === null) return true;
  const { ownerAgentId, teamId, isPrivate = false } = contact;
  return canSee(reader, 'contacts.read', { ownerAgentIds: [ownerAgentId], teamIds: [teamId], isPrivate });
}

/**
 * Who may be calling, as they are called and whose they are now: the list was kept with the call when it came in, and a
 * person who became somebody's client since then is that somebody's in the old calls as well. Who was deleted is left out.
 */
export function candidatesNow(candidates: readonly RankedCandidate[], names: CallNames): RankedCandidate[] {
  return candidates.flatMap((candidate): RankedCandidate[] => {
    const { contactId, organisationId } = candidate;
    const contact = contactId === null ? undefined : names.contacts.get(contactId);
    const record =
      contact ?? (contactId === null && organisationId !== null ? names.organisations.get(organisationId) : undefined);
    if (!record) return [];
    const { name, ownerAgentId, ownerName, teamId } = record;
    const owner = ownerAgentId === null ? null : { id: ownerAgentId, name: ownerName ?? '' };
    const more = contact && {
      role: contact.role,
      organisationId: contact.organisationId,
      organisationName: contact.organisationName,
    };
    return [{ ...candidate, ...more, name, owner, teamId, isPrivate: contact?.isPrivate ?? false }];
  });
}

/** A call that only an organisation is known for: its name stands with the candidates. */
function organisationOf(call: StoredCall, candidates: readonly Candidate[]): string | null {
  if (call.organisationId === null) return null;
  const found = candidates.find((candidate) => candidate.organisationId === call.organisationId);
  return found?.organisationName ?? (found?.contactId === null ? found.name : null);
}

/**
 * Where nobody spoke there was nothing to record: a dialplan announces a recording for every call (`MixMonitor` with `b`) and
 * leaves an empty file behind. Only a conversation whose recording never came has lost one.
 */
export function recordingsOf(call: Pick<StoredCall, 'recordings' | 'state' | 'talkSeconds'>): RecordingView[] {
  const isEnded = call.state === 'ended';
  const isNothing = isEnded && call.talkSeconds === 0;
  return call.recordings
    .filter((recording) => !(isNothing && recording.state === 'lost'))
    .map((recording) => recordingView(recording, isEnded));
}

/**
 * @param reader null: the server itself, nothing is held back
 * @example callView(call, names, principal)
 */
export function callView(call: StoredCall, names: CallNames, reader: MatchReader): Call {
  const contact = call.contactId === null ? undefined : names.contacts.get(call.contactId);
  const isShown = contact !== undefined && maySeeContact(contact, reader);
  const disposition = call.dispositionId === null ? undefined : names.dispositions.get(call.dispositionId);
  const candidates = restrictCandidates(candidatesNow(call.candidates, names), reader);
  const hidesOrganisation = contact !== undefined && !isShown;
  return {
    id: call.id,
    pbx: call.pbx,
    linkedIds: call.linkedIds,
    direction: call.direction,
    state: call.state,
    outcome: call.outcome,
    from: call.from,
    to: call.to,
    callerIdName: call.callerIdName,
    dialledNumber: call.dialled,
    queue: call.queue,
    agents: call.agents.map(({ teamId: _team, tookPart: _tookPart, wrapUpUntil: _wrapUp, ...agent }) => ({
      ...agent,
      name: agent.agentId === null ? null : (names.agents.get(agent.agentId) ?? null),
    })),
    contactId: isShown ? call.contactId : null,
    contactName: isShown ? contact.name : null,
    organisationName: hidesOrganisation ? null : (contact?.organisationName ?? organisationOf(call, candidates)),
    candidates,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    waitSeconds: call.waitSeconds,
    ringSeconds: call.ringSeconds,
    talkSeconds: call.talkSeconds,
    holdSeconds: call.holdSeconds,
    endedBy: call.endedBy,
    hangupCause: call.hangupCause,
    endInferred: call.endInferred,
    strandedAt: call.strandedAt,
    transfers: call.transfers,
    recordings: recordingsOf(call),
    disposition: call.dispositionId !== null && disposition ? { id: call.dispositionId, ...disposition } : null,
    note: call.note,
    mainNeed: call.mainNeed,
    nextStep: call.nextStep,
    custom: call.custom,
    attemptId: call.attemptId,
    campaignId: call.campaignId,
    missedCallId: call.missedCallId,
    dealIds: call.dealIds,
    version: call.version,
  };
}
