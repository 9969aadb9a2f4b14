/** Pure: who gets a lead, and why. */
import type {
  LeadReason,
  LeadRegion,
  LeadRule,
  LeadSettings,
  LeadSkill,
  LeadTakers,
} from '../../contract/leads.contract.ts';

export interface LeadToGive {
  /** Agent who owns the organisation of the person. */
  organisationOwnerId: string | null;
  country: string | null;
  timeZone: string | null;
  sourceId: string | null;
  channel: string;
}

export interface LeadCandidate {
  agentId: string;
  teamId: string | null;
  name: string;
  skillIds: readonly string[];
  isPresent: boolean;
  /** Leads that this agent has already. */
  openLeads: number;
  /** When it was this agent's turn last: the smaller, the longer ago; 0: never. */
  turn: number;
}

export interface LeadRuleSet extends Pick<LeadSettings, 'order' | 'takers' | 'regions' | 'skills'> {
  /** Words of skills by id; one that is missing is said by its id. */
  skillNames?: ReadonlyMap<string, string>;
}

export type LeadDecision = { kind: 'given'; agentId: string; reason: LeadReason } | { kind: 'nobody' };

const isOneOf = ({ agentIds, teamIds }: LeadTakers, { agentId, teamId }: LeadCandidate): boolean =>
  agentIds.includes(agentId) || (teamId !== null && teamIds.includes(teamId));

/** True when this agent gets leads by rules: named, or nobody is named. */
export const takesLeads = ({ agentIds, teamIds }: LeadTakers, candidate: LeadCandidate): boolean =>
  agentIds.length + teamIds.length === 0 || isOneOf({ agentIds, teamIds }, candidate);

interface Kept {
  who: LeadCandidate[];
  detail: string | null;
  skill?: string;
}

const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

const isFrom = (lead: LeadToGive, { countries, timeZones }: Pick<LeadRegion, 'countries' | 'timeZones'>): boolean =>
  (lead.country !== null && countries.includes(lead.country)) ||
  (lead.timeZone !== null && timeZones.includes(lead.timeZone));

const cameBy = (lead: LeadToGive, { sourceIds, channels }: Pick<LeadSkill, 'sourceIds' | 'channels'>): boolean =>
  (lead.sourceId !== null && sourceIds.includes(lead.sourceId)) ||
  (lead.channel !== '' && channels.some((channel) => sameText(channel, lead.channel)));

/** Where it came from and where its number is from: what is asked must fit, and one of them must be asked. */
function asksSkill(lead: LeadToGive, skill: LeadSkill): boolean {
  const asksOrigin = skill.sourceIds.length + skill.channels.length > 0;
  const asksPlace = skill.countries.length + skill.timeZones.length > 0;
  return (asksOrigin || asksPlace) && (!asksOrigin || cameBy(lead, skill)) && (!asksPlace || isFrom(lead, skill));
}

function keepSkilled(lead: LeadToGive, left: readonly LeadCandidate[], rules: LeadRuleSet): Kept | null {
  const skill = rules.skills.find((one) => asksSkill(lead, one));
  if (!skill) return null;
  const { skillId } = skill;
  return {
    who: left.filter((one) => isOneOf(skill, one) || (skillId !== null && one.skillIds.includes(skillId))),
    detail: skill.name,
    ...(skillId !== null && { skill: rules.skillNames?.get(skillId) ?? skillId }),
  };
}

/** Whom a rule leaves; null: it says nothing about this lead. */
function keep(rule: LeadRule, lead: LeadToGive, left: readonly LeadCandidate[], rules: LeadRuleSet): Kept | null {
  switch (rule) {
    case 'organisation-owner':
      return null;
    case 'region': {
      const region = rules.regions.find((one) => isFrom(lead, one));
      return region ? { who: left.filter((one) => isOneOf(region, one)), detail: region.name } : null;
    }
    case 'skill':
      return keepSkilled(lead, left, rules);
    case 'present':
      return { who: left.filter(({ isPresent }) => isPresent), detail: null };
    case 'load': {
      const least = Math.min(...left.map(({ openLeads }) => openLeads));
      return { who: left.filter(({ openLeads }) => openLeads === least), detail: String(least) };
    }
    case 'round-robin': {
      const longestAgo = Math.min(...left.map(({ turn }) => turn));
      return { who: left.filter(({ turn }) => turn === longestAgo).slice(0, 1), detail: null };
    }
  }
}

const byName = (a: LeadCandidate, b: LeadCandidate): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.agentId < b.agentId ? -1 : 1;

/**
 * Tries the rules in their order. One that would leave nobody is passed over, so that a lead waits for nobody as long as
 * somebody takes leads at all. The owner of the organisation gets it even without being one of those.
 * @param candidates everybody who may get it now, once each
 * @example decideLeadOwner(lead, [{ agentId: "anna", … }], rules).reason.decidedBy // "only-one"
 */
export function decideLeadOwner(
  lead: LeadToGive,
  candidates: readonly LeadCandidate[],
  rules: LeadRuleSet,
): LeadDecision {
  let left = candidates.filter((candidate) => takesLeads(rules.takers, candidate)).sort(byName);
  const steps: LeadReason['steps'] = [];
  const given = (agentId: string, decidedBy: LeadReason['decidedBy']): LeadDecision => ({
    kind: 'given',
    agentId,
    reason: { decidedBy, steps },
  });
  const isAlone = left.length === 1;
  for (const { rule, on } of rules.order) {
    if (!on) continue;
    if (rule === 'organisation-owner') {
      const owner = candidates.find(({ agentId }) => agentId === lead.organisationOwnerId);
      if (owner) return given(owner.agentId, rule);
    }
    if (left.length < 2) continue;
    const kept = keep(rule, lead, left, rules);
    const [first] = kept?.who ?? [];
    if (!kept || !first) continue;
    // A rule that told nobody apart is no reason, unless it is about the lead itself.
    if (kept.who.length === left.length && rule !== 'region' && rule !== 'skill') continue;
    left = kept.who;
    const { detail, skill } = kept;
    steps.push({ rule, left: left.length, detail, ...(skill !== undefined && { skill }) });
    if (left.length === 1) return given(first.agentId, rule);
  }
  const [first] = left;
  if (!first) return { kind: 'nobody' };
  return given(first.agentId, isAlone ? 'only-one' : 'first');
}
