/**
 * Pure: a call as the columns of its table and back. The one list of columns makes the SQL of reading and writing. Wide objects
 * are put together with `Object.assign`: a second spread in one literal takes twenty times as long, and this runs for every call.
 */
import type { CallNumber, CallRow, StoredCall } from './call-row.ts';

/** Every stored column with its PostgreSQL type; `customer_digits` is made by the database. */
export const callColumns = {
  id: 'text',
  bridge_id: 'text',
  pbx: 'text',
  journal_id: 'text',
  sequence: 'bigint',
  recorded_at: 'timestamptz',
  direction: 'text',
  state: 'text',
  outcome: 'text',
  from_raw: 'text',
  from_e164: 'text',
  from_withheld: 'boolean',
  to_raw: 'text',
  to_e164: 'text',
  to_withheld: 'boolean',
  caller_id_name: 'text',
  dialled_raw: 'text',
  dialled_e164: 'text',
  customer_raw: 'text',
  customer_e164: 'text',
  customer_withheld: 'boolean',
  queue: 'text',
  queue_visits: 'jsonb',
  transfers: 'jsonb',
  started_at: 'timestamptz',
  answered_at: 'timestamptz',
  ended_at: 'timestamptz',
  wait_seconds: 'float8',
  ring_seconds: 'float8',
  talk_seconds: 'float8',
  hold_seconds: 'float8',
  ended_by: 'text',
  hangup_cause: 'int',
  end_inferred: 'boolean',
  stranded_at: 'timestamptz',
  picked_up_by: 'text',
  picked_up_at: 'timestamptz',
  originate_id: 'text',
  attempt_id: 'text',
  campaign_id: 'text',
  missed_call_id: 'text',
  requested_contact_id: 'text',
  contact_id: 'text',
  organisation_id: 'text',
  contact_picked: 'boolean',
  candidates: 'jsonb',
  disposition_id: 'text',
  note: 'text',
  main_need: 'text',
  next_step_text: 'text',
  next_step_due_at: 'timestamptz',
  next_step_task_id: 'text',
  custom: 'jsonb',
  deal_ids: 'text[]',
  agent_ids: 'text[]',
  team_ids: 'text[]',
  version: 'bigint',
} as const;

export type CallColumn = keyof typeof callColumns;
type Columns = Record<CallColumn, unknown>;

export function toColumns(call: StoredCall): Columns {
  return Object.assign(derivedColumns(call), humanColumns(call), { deal_ids: call.dealIds, version: call.version });
}

type HumanColumn =
  | `contact_${'id' | 'picked'}`
  | 'organisation_id'
  | 'candidates'
  | 'disposition_id'
  | 'note'
  | 'main_need'
  | 'custom'
  | `next_step_${'text' | 'due_at' | 'task_id'}`;

/** The columns that belong to people. */
export function humanColumns(call: Omit<CallRow, never> | StoredCall): Record<HumanColumn, unknown> {
  return {
    contact_id: call.contactId,
    organisation_id: call.organisationId,
    contact_picked: call.contactPicked,
    candidates: call.candidates,
    disposition_id: call.dispositionId,
    note: call.note,
    main_need: call.mainNeed,
    next_step_text: call.nextStep?.text ?? null,
    next_step_due_at: call.nextStep?.dueAt ?? null,
    next_step_task_id: call.nextStep?.taskId ?? null,
    custom: call.custom,
  };
}

function derivedColumns(call: StoredCall): Omit<Columns, HumanColumn | 'deal_ids' | 'version'> {
  return {
    id: call.id,
    bridge_id: call.bridgeId,
    pbx: call.pbx,
    journal_id: call.journalId,
    sequence: call.sequence,
    recorded_at: call.recordedAt,
    direction: call.direction,
    state: call.state,
    outcome: call.outcome,
    from_raw: call.from.raw,
    from_e164: call.from.e164,
    from_withheld: call.from.withheld,
    to_raw: call.to.raw,
    to_e164: call.to.e164,
    to_withheld: call.to.withheld,
    caller_id_name: call.callerIdName,
    dialled_raw: call.dialled?.raw ?? null,
    dialled_e164: call.dialled?.e164 ?? null,
    customer_raw: call.customer?.raw ?? null,
    customer_e164: call.customer?.e164 ?? null,
    customer_withheld: call.customer?.withheld ?? null,
    queue: call.queue,
    queue_visits: call.queueVisits,
    transfers: call.transfers,
    started_at: call.startedAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    wait_seconds: call.waitSeconds,
    ring_seconds: call.ringSeconds,
    talk_seconds: call.talkSeconds,
    hold_seconds: call.holdSeconds,
    ended_by: call.endedBy,
    hangup_cause: call.hangupCause,
    end_inferred: call.endInferred,
    stranded_at: call.strandedAt,
    picked_up_by: call.pickedUpBy,
    picked_up_at: call.pickedUpAt,
    originate_id: call.originateId,
    attempt_id: call.attemptId,
    campaign_id: call.campaignId,
    missed_call_id: call.missedCallId,
    requested_contact_id: call.requestedContactId,
    agent_ids: call.agentIds,
    team_ids: call.teamIds,
  };
}

/** A row as the driver gives it: times are `Date`s. */
export type CallTableRow = {
  [K in CallColumn]: (typeof callColumns)[K] extends 'timestamptz' ? Date | null : unknown;
} & {
  agents: unknown;
  linked_ids: unknown;
  recordings: unknown;
};

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
const number = (raw: unknown, e164: unknown, withheld: unknown): CallNumber => ({
  raw: raw as string | null,
  e164: e164 as string | null,
  withheld: withheld === true,
});

export function fromColumns(row: CallTableRow): StoredCall {
  const plain = {
    id: row.id,
    bridgeId: row.bridge_id,
    pbx: row.pbx,
    journalId: row.journal_id,
    sequence: row.sequence,
    recordedAt: iso(row.recorded_at),
    direction: row.direction,
    state: row.state,
    outcome: row.outcome,
    from: number(row.from_raw, row.from_e164, row.from_withheld),
    to: number(row.to_raw, row.to_e164, row.to_withheld),
    callerIdName: row.caller_id_name,
    dialled: row.dialled_raw === null ? null : number(row.dialled_raw, row.dialled_e164, false),
    customer:
      row.customer_withheld === null ? null : number(row.customer_raw, row.customer_e164, row.customer_withheld),
    queue: row.queue,
    queueVisits: row.queue_visits,
    transfers: row.transfers,
    startedAt: iso(row.started_at),
    answeredAt: iso(row.answered_at),
    endedAt: iso(row.ended_at),
    waitSeconds: row.wait_seconds,
    ringSeconds: row.ring_seconds,
    talkSeconds: row.talk_seconds,
    holdSeconds: row.hold_seconds,
    endedBy: row.ended_by,
    hangupCause: row.hangup_cause,
    endInferred: row.end_inferred,
    strandedAt: iso(row.stranded_at),
    pickedUpBy: row.picked_up_by,
    pickedUpAt: iso(row.picked_up_at),
    originateId: row.originate_id,
    attemptId: row.attempt_id,
    campaignId: row.campaign_id,
    missedCallId: row.missed_call_id,
    requestedContactId: row.requested_contact_id,
    agentIds: row.agent_ids,
    teamIds: row.team_ids,
    agents: row.agents ?? [],
    linkedIds: row.linked_ids ?? [],
    recordings: row.recordings ?? [],
  };
  return Object.assign(plain, humanOf(row)) as StoredCall;
}

function humanOf(row: CallTableRow) {
  return {
    contactId: row.contact_id,
    organisationId: row.organisation_id,
    contactPicked: row.contact_picked,
    candidates: row.candidates,
    dispositionId: row.disposition_id,
    note: row.note,
    mainNeed: row.main_need,
    custom: row.custom,
    nextStep:
      row.next_step_task_id === null
        ? null
        : { text: row.next_step_text, dueAt: iso(row.next_step_due_at), taskId: row.next_step_task_id },
    dealIds: row.deal_ids,
    version: row.version,
  };
}
