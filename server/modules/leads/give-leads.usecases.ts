/** Gives leads to whom the rules name: new ones, those somebody wants given again, those that were left lying. */
import type { LeadReason, leadGivenWhy } from '../../contract/leads.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { By } from '../access/principal.ts';
import { skillNames } from '../agents/agent-skills.usecases.ts';
import { countryOf } from '../contacts/contact-row.ts';
import { contactsByIds } from '../contacts/contacts-by-ids.usecases.ts';
import { giveContact, type LockedPerson, lockPerson } from '../contacts/give-contact.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { decideLeadOwner, type LeadCandidate, type LeadRuleSet, type LeadToGive } from './decide-lead-owner.ts';
import type { LeadFacts } from './leads.events.ts';
import { insertHandOver, lockTurns, selectCandidates, selectLeads } from './leads.repository.ts';

export interface LeadToPass {
  contactId: string;
  /** Who must not get it: had it already. */
  except?: readonly string[];
  /** Only if it is still this agent's; null: only if it is nobody's. Left out: whoever has it. */
  onlyOf?: string | null;
}

export interface GivenLead {
  contactId: string;
  owner: { id: string; name: string } | null;
  from: { id: string; name: string } | null;
  reason: LeadReason | null;
}

interface Round {
  why: (typeof leadGivenWhy)[number];
  by: By;
  /** True: only somebody who is there gets it. */
  onlyPresent?: boolean;
}

/** The rules as they are saved, with the words of the skills they ask for. */
export const readLeadRules = async (platform: Platform, sql: Sql): Promise<LeadRuleSet> => ({
  ...(await readSettings(platform, sql)).leads,
  skillNames: await skillNames(sql),
});

/** What the rules ask of these people. */
export async function readLeadsToGive(
  platform: Platform,
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, LeadToGive>> {
  const [rows, people] = [await selectLeads(sql, ids), await contactsByIds(platform, sql, ids)];
  return new Map(
    people.flatMap(({ id, phones, effectiveTimeZone }) => {
      const row = rows.get(id);
      const number = phones.find(({ primary, invalid }) => primary && !invalid) ?? phones.find((one) => !one.invalid);
      // The firm's own region says nothing about a lead whose number does not.
      const timeZone = effectiveTimeZone.because === 'region' ? null : effectiveTimeZone.zone;
      return row ? [[id, { ...row, country: number?.e164 ? countryOf(number.e164) : null, timeZone }] as const] : [];
    }),
  );
}

const mayBeGiven = (person: LockedPerson | null, { onlyOf }: LeadToPass): person is LockedPerson =>
  person !== null &&
  person.lifecycle === 'lead' &&
  !person.isPrivate &&
  (onlyOf === undefined || (person.owner?.id ?? null) === onlyOf);

/** Gives each of these leads, in their order, as the rules stand. Who is no open lead any more is left as it is. */
export async function giveLeads(
  platform: Platform,
  tx: Tx,
  leads: readonly LeadToPass[],
  round: Round,
): Promise<GivenLead[]> {
  if (leads.length === 0) return [];
  const rules = await readLeadRules(platform, tx);
  await lockTurns(tx);
  const candidates = await selectCandidates(tx);
  const known = await readLeadsToGive(
    platform,
    tx,
    leads.map(({ contactId }) => contactId),
  );
  const given: GivenLead[] = [];
  for (const one of leads) {
    const lead = known.get(one.contactId);
    const person = await lockPerson(tx, one.contactId);
    const nobody = { contactId: one.contactId, owner: null, from: person?.owner ?? null, reason: null };
    if (!lead || !mayBeGiven(person, one)) given.push(nobody);
    else given.push((await giveOne(platform, tx, { lead, person, one, candidates, rules, round })) ?? nobody);
  }
  return given;
}

interface OneLead {
  lead: LeadToGive;
  person: LockedPerson;
  one: LeadToPass;
  candidates: LeadCandidate[];
  rules: LeadRuleSet;
  round: Round;
}

async function giveOne(
  platform: Platform,
  tx: Tx,
  { lead, person, one, candidates, rules, round }: OneLead,
): Promise<GivenLead | null> {
  const excepted = new Set([...(one.except ?? []), ...(person.owner ? [person.owner.id] : [])]);
  const possible = candidates.filter(
    ({ agentId, isPresent }) => !excepted.has(agentId) && (isPresent || !round.onlyPresent),
  );
  const decision = decideLeadOwner(lead, possible, rules);
  const taker = decision.kind === 'given' && candidates.find(({ agentId }) => agentId === decision.agentId);
  if (decision.kind === 'nobody' || !taker) return null;
  const { why, by } = round;
  const owner = { id: taker.agentId, name: taker.name, teamId: taker.teamId };
  await giveContact(platform, tx, { person, owner, because: { why, decidedBy: decision.reason.decidedBy }, by });
  const fromAgentId = person.owner?.id ?? null;
  const handOver = { contactId: person.id, agentId: owner.id, fromAgentId, why, reason: decision.reason };
  taker.turn = await insertHandOver(tx, { id: platform.ids('ldh'), ...handOver, at: platform.clock.now() });
  taker.openLeads += 1;
  const before = candidates.find(({ agentId }) => agentId === fromAgentId);
  if (before) before.openLeads -= 1;
  await platform.facts.append<LeadFacts>(tx, {
    type: 'lead.given',
    payload: { contactId: person.id, agentId: owner.id, fromAgentId, why },
    subject: person.id,
  });
  return {
    contactId: person.id,
    owner: { id: owner.id, name: owner.name },
    from: person.owner,
    reason: decision.reason,
  };
}
