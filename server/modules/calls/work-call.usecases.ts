/** What people say of a call: result, note, need, next step, who it was, and that they are done with it. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Call, callPatchSchema } from '../../contract/calls.contract.ts';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import { choosableResults, outOfTime, talkUntilNow } from '../../contract/result-choice.ts';
import type { Tx } from '../../platform/database/database.ts';
import { refuseHeldBack, withNumbersBack } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { customAfter } from '../custom-fields/custom-fields.usecases.ts';
import { namesOfChange } from '../custom-fields/names-of-change.ts';
import { readNames } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import { callView, maySeeContact } from './call-view.ts';
import {
  callFieldsInvalid,
  callNotFound,
  callNotYours,
  callStillLive,
  resultOutOfTime,
  subResultNeeded,
  unknownContact,
  unknownDisposition,
} from './calls.errors.ts';
import type { CallFacts } from './calls.events.ts';
import { lockCalls, writeHuman, writeWrapUp } from './calls.repository.ts';
import { type CallsDeps, maySeeCall } from './calls.usecases.ts';
import { readDispositions } from './dispositions.repository.ts';
import { currentCallId } from './merged-calls.ts';
import { tellRelinked } from './relink.ts';
import { describeChange, tellChange } from './tell-change.ts';
import { wrapUpFinished } from './wrap-up.ts';

type Patch = z.output<typeof callPatchSchema>;

export interface WorkCall {
  principal: Principal;
  /** Whose after-call work is done, if it is; left out: the principal's own. */
  agentId?: string | null;
  callId: string;
  patch: Patch;
  ip: string;
}

/** Saves what is given and leaves the rest; an autosaved note and a result pressed at once do not undo each other. */
export async function workCall(deps: CallsDeps, work: WorkCall): Promise<Call> {
  const { database, neighbours } = deps;
  const after = await database.transaction((tx) => workCallIn(tx, deps, work));
  return callView(after, await readNames(database.sql, neighbours, [after]), work.principal);
}

/** The same as a part of something larger. */
export async function workCallIn(
  tx: Tx,
  deps: CallsDeps,
  { principal, agentId = principal.agentId, callId, patch, ip }: WorkCall,
): Promise<StoredCall> {
  const { clock } = deps;
  const before = await lockForWork(tx, principal, callId);
  const next = await applyPatch(tx, deps, { principal, agentId, ip, before, patch });
  if (next === before) return before;
  const now = clock.now();
  await writeHuman(tx, next);
  if (patch.wrapUpDone) await writeWrapUp(tx, next);
  await record(tx, deps, { principal, ip, before, after: next });
  await tellChange(tx, deps, { before, after: next, now, card: hasNewCard(before, next) });
  if (before.contactId !== next.contactId) await tellRelinked(tx, deps, next.id, [before.contactId, next.contactId]);
  return next;
}

/** The card shows the person and what is open with them. */
const hasNewCard = (before: StoredCall, after: StoredCall) =>
  before.contactId !== after.contactId || !isDeepStrictEqual(before.nextStep, after.nextStep);

async function lockForWork(tx: Tx, principal: Principal, callId: string): Promise<StoredCall> {
  const id = await currentCallId(tx, callId);
  const call = (await lockCalls(tx, [id])).get(id);
  if (!call || !maySeeCall(principal, 'calls.read', call)) throw callNotFound();
  if (!maySeeCall(principal, 'calls.work', call)) throw callNotYours();
  return call;
}

interface Patching {
  principal: Principal;
  agentId: string | null;
  ip: string;
  before: StoredCall;
  patch: Patch;
}

/** With the numbers that its writer was shown masked. */
function asMeant(principal: Principal, before: StoredCall, written: Patch): Patch {
  const patch = withNumbersBack(principal, written, { note: before.note, mainNeed: before.mainNeed });
  if (!patch.nextStep || !before.nextStep) return patch;
  return { ...patch, nextStep: withNumbersBack(principal, patch.nextStep, { text: before.nextStep.text }) };
}

async function applyPatch(
  tx: Tx,
  deps: CallsDeps,
  { principal, agentId, ip, before, ...given }: Patching,
): Promise<StoredCall> {
  const patch = asMeant(principal, before, given.patch);
  refuseHeldBack(principal, 'call', patch);
  const next = { ...before };
  if (patch.note !== undefined) next.note = patch.note;
  if (patch.mainNeed !== undefined) next.mainNeed = patch.mainNeed;
  if (patch.custom !== undefined) next.custom = await customOf(tx, before, patch.custom);
  if (patch.dispositionId !== undefined)
    next.dispositionId = await checkedDisposition(tx, deps, principal, before, patch.dispositionId);
  if (patch.contactId !== undefined)
    Object.assign(next, await pickContact(tx, deps, principal, before, patch.contactId));
  if (patch.nextStep !== undefined)
    next.nextStep = await saveNextStep(tx, deps, { principal, ip }, next, patch.nextStep);
  if (patch.wrapUpDone) {
    // With the result that comes in the same breath.
    await deps.neighbours.refuseUnfinished(tx, next);
    next.agents = finishWrapUp(before, agentId);
  }
  if (isDeepStrictEqual(next, before)) return before;
  return { ...next, version: before.version + 1 };
}

const customOf = (tx: Tx, { custom: before }: StoredCall, given: CustomValues) =>
  customAfter(tx, 'call', { before, given }, callFieldsInvalid);

/**
 * People choose from what is in use, a part where a result has parts, and what fits the talk; the server has one more, for a
 * result that nobody gave in time.
 */
async function checkedDisposition(
  tx: Tx,
  { clock }: Pick<CallsDeps, 'clock'>,
  { kind }: Principal,
  call: StoredCall,
  id: string | null,
): Promise<string | null> {
  if (id === null || id === call.dispositionId || kind === 'system') return id;
  const all = await readDispositions(tx);
  const disposition = all.find((one) => one.id === id);
  if (!disposition?.active) throw unknownDisposition();
  if (!choosableResults(all).includes(disposition)) throw subResultNeeded(disposition.label);
  const talkSeconds = talkUntilNow(call, clock.now().getTime());
  if (outOfTime(disposition, talkSeconds) !== null) throw resultOutOfTime(disposition, Math.floor(talkSeconds));
  return id;
}

type Picked = Pick<StoredCall, 'contactId' | 'organisationId' | 'contactPicked'>;

/** Who it was, by a person's word: stays whatever the look-up finds later, and counts for the next call of that number. */
async function pickContact(
  tx: Tx,
  { neighbours }: CallsDeps,
  principal: Principal,
  call: StoredCall,
  contactId: string | null,
): Promise<Picked> {
  if (contactId === null) return { contactId: null, organisationId: null, contactPicked: true };
  const { contacts } = await neighbours.names(tx, { contactIds: [contactId] });
  const contact = contacts.get(contactId);
  if (!contact || !maySeeContact(contact, principal)) throw unknownContact();
  const e164 = call.customer?.e164 ?? null;
  if (e164 !== null) await neighbours.rememberPick(tx, { e164, contactId });
  return { contactId, organisationId: call.organisationId, contactPicked: true };
}

async function saveNextStep(
  tx: Tx,
  { neighbours }: CallsDeps,
  by: { principal: Principal; ip: string },
  call: StoredCall,
  step: NonNullable<Patch['nextStep']> | null,
): Promise<StoredCall['nextStep']> {
  if (step === null || step.text === '') {
    if (call.nextStep) await neighbours.dropNextStep(tx, { ...by, taskId: call.nextStep.taskId });
    return null;
  }
  const { text, dueAt } = step;
  const taskId = await neighbours.saveNextStep(tx, { ...by, call, contactId: call.contactId, text, dueAt });
  return { text, dueAt, taskId };
}

function finishWrapUp(call: StoredCall, agentId: string | null): StoredCall['agents'] {
  const mine = call.agents.filter((agent) => agent.agentId !== null && agent.agentId === agentId);
  if (mine.some((agent) => agent.live)) throw callStillLive();
  return call.agents.map((agent) =>
    mine.includes(agent) && agent.wrapUpUntil !== null ? { ...agent, wrapUpUntil: wrapUpFinished } : agent,
  );
}

const worked = ['contactId', 'dispositionId', 'note', 'mainNeed', 'nextStep', 'contactPicked', 'custom'] as const;

async function record(
  tx: Tx,
  deps: CallsDeps,
  { principal, ip, before, after }: { principal: Principal; ip: string; before: StoredCall; after: StoredCall },
): Promise<void> {
  const changed = worked.filter((key) => !isDeepStrictEqual(before[key], after[key]));
  if (changed.length === 0) return;
  const only = (call: StoredCall) => Object.fromEntries(changed.map((key) => [key, call[key]]));
  const values = { before: only(before), after: only(after) };
  await createAudit(deps).record(tx, { principal, action: 'call.worked', record: after.id, ...values, ip });
  await deps.facts.append<CallFacts>(tx, {
    type: 'call.worked',
    subject: after.id,
    actor: { kind: principal.kind, id: principal.id, name: principal.name },
    payload: { call: after, changed: namesOfChange(changed, before, after) },
  });
}

/** The time of one agent's after-call work has run out: the call leaves the desk. Nothing is written, time alone did it. */
export async function endWrapUp(
  deps: CallsDeps,
  { callId, device }: { callId: string; device: string },
): Promise<void> {
  const { database, facts, clock, jobs } = deps;
  await database.transaction(async (tx) => {
    const call = (await lockCalls(tx, [callId])).get(callId);
    const agent = call?.agents.find((one) => one.interface === device);
    if (!call || !agent?.wrapUpUntil || agent.wrapUpUntil === wrapUpFinished) return;
    const now = clock.now();
    const until = Date.parse(agent.wrapUpUntil);
    if (until > now.getTime()) {
      await jobs.add(tx, 'calls.end-wrap-up', { callId, interface: device }, { runAt: new Date(until) });
      return;
    }
    const change = describeChange({ before: call, after: call, now, beforeAt: new Date(until - 1) });
    if (change) await facts.append<CallFacts>(tx, { type: 'call.changed', subject: callId, payload: change });
  });
}
