/** Click to call: any number a person types, on the caller's own telephone. */
import type { z } from 'zod';
import type { newCallSchema, placedCallSchema } from '../../contract/calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { canSee, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import type { CallingAgent } from './call-neighbours.ts';
import { callOfOriginate, insertCallRequest, requestFailed } from './call-requests.repository.ts';
import { maySeeContact } from './call-view.ts';
import {
  agentNotFound,
  agentNotYours,
  doNotCall,
  noAgent,
  noDevice,
  notDiallable,
  unknownContact,
} from './calls.errors.ts';
import type { CallFacts } from './calls.events.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { diallable } from './diallable.ts';
import { numberToDial } from './number-to-dial.ts';

interface By {
  principal: Principal;
  ip: string;
}

export interface PlaceCall extends By {
  /** Given by whoever follows the call; left out: made here. */
  originateId?: string;
  wanted: z.output<typeof newCallSchema>;
}

/** With the number that is dialled. */
type Wanted = PlaceCall['wanted'] & { to: string };

type Placed = z.input<typeof placedCallSchema>;

const ringTimeoutSeconds = 30;

interface Plan {
  agent: CallingAgent & { interface: string };
  bridgeId: string | null;
  to: string;
  e164: string | null;
  originateId: string;
}

/** Rings the agent's telephone; when it is taken, the PBX dials the number. Refuses with a reason before anything rings. */
export async function placeCall(
  deps: CallsDeps & { commands: PbxCommands },
  { principal, wanted: asked, ip, originateId }: PlaceCall,
): Promise<Placed> {
  const { database, commands, clock, facts } = deps;
  const number = await numberToDial(database.sql, deps.neighbours, principal, asked);
  const wanted: Wanted = { ...asked, to: number };
  const plan = await planCall(deps, principal, wanted, originateId);
  const to = { raw: wanted.to, e164: plan.e164, withheld: false };
  const missedCallId = await database.transaction((tx) => writeRequest(tx, deps, { principal, wanted, ip, plan }));
  const variables = {
    ...(missedCallId === null ? {} : { MISSED_CALL: missedCallId }),
    ...(wanted.contactId === undefined ? {} : { CONTACT: wanted.contactId }),
  };
  try {
    await commands.send(
      plan.bridgeId,
      {
        type: 'call.originate',
        interface: plan.agent.interface,
        to: plan.to,
        callerId: null,
        ringTimeoutSeconds,
        variables,
      },
      { commandId: plan.originateId },
    );
  } catch (error) {
    // Nobody knows whether the telephone rings: the call's own facts tell, or their absence does.
    if (error instanceof DomainError && error.code === 'pbx.timed_out') throw error;
    await database.transaction(async (tx) => {
      const because = error instanceof Error ? error.message : String(error);
      await requestFailed(tx, plan.originateId, because);
      const { originateId, agent } = plan;
      const payload = { originateId, because, agentId: agent.id, missedCallId };
      await facts.append<CallFacts>(tx, {
        type: 'originate.failed',
        subject: originateId,
        occurredAt: clock.now(),
        payload,
      });
    });
    throw error;
  }
  return { originateId: plan.originateId, callId: await callOfOriginate(database.sql, plan.originateId), to };
}

async function planCall(
  { database, neighbours, ids }: CallsDeps,
  principal: Principal,
  wanted: Wanted,
  originateId = ids('ori'),
): Promise<Plan> {
  const { sql } = database;
  const agentId = wanted.agentId ?? principal.agentId;
  if (agentId === null) throw noAgent();
  const agent = await neighbours.agent(sql, agentId);
  if (!agent?.active) throw agentNotFound();
  if (!canSee(principal, 'calls.place', { ownerAgentIds: [agent.id], teamIds: [agent.teamId] })) throw agentNotYours();
  if (agent.interface === null) throw noDevice(agent.name);
  await checkContact(sql, neighbours, principal, wanted.contactId);
  const { defaultRegion } = await neighbours.settings(sql);
  const number = diallable(wanted.to, defaultRegion);
  if (!number.ok) throw notDiallable(number.because);
  const { to, e164 } = number;
  const mayOverride = wanted.ignoreDoNotCall === true && scopeOf(principal, 'calls.place') === 'all';
  if (e164 !== null && !mayOverride && (await neighbours.isDoNotCall(sql, e164))) throw doNotCall();
  const bridgeId = await neighbours.bridgeOfInterface(sql, agent.interface);
  return { agent: { ...agent, interface: agent.interface }, bridgeId, to, e164, originateId };
}

/** The call will be this person's, whatever number is dialled: it must be one the asker knows. */
async function checkContact(
  sql: Sql,
  neighbours: CallsDeps['neighbours'],
  principal: Principal,
  contactId: string | undefined,
): Promise<void> {
  if (contactId === undefined) return;
  const { contacts } = await neighbours.names(sql, { contactIds: [contactId] });
  const contact = contacts.get(contactId);
  if (!contact || !maySeeContact(contact, principal)) throw unknownContact();
}

async function writeRequest(
  tx: Tx,
  deps: CallsDeps,
  { principal, wanted, ip, plan }: By & { wanted: Wanted; plan: Plan },
): Promise<string | null> {
  const { originateId, agent, e164 } = plan;
  const contactId = wanted.contactId ?? null;
  const to = { raw: wanted.to, e164, withheld: false };
  const chosen = wanted.missedCallId ?? null;
  const attempt = { principal, ip, missedCallId: chosen, number: to, contactId, agentId: agent.id, originateId };
  const missedCallId = await deps.neighbours.beginAttempt(tx, attempt);
  await insertCallRequest(tx, {
    originateId,
    agentId: agent.id,
    interface: agent.interface,
    askedBy: principal.id,
    toRaw: wanted.to,
    toE164: e164,
    contactId,
    missedCallId,
    askedAt: deps.clock.now(),
  });
  const after = { to: plan.to, agentId: agent.id, missedCallId, contactId, ignoredDoNotCall: wanted.ignoreDoNotCall };
  await createAudit(deps).record(tx, { principal, action: 'call.placed', record: originateId, after, ip });
  await deps.facts.append<CallFacts>(tx, {
    type: 'call.requested',
    subject: originateId,
    actor: { kind: principal.kind, id: principal.id, name: principal.name },
    payload: { originateId, agentId: agent.id, missedCallId, contactId, to },
  });
  return missedCallId;
}
