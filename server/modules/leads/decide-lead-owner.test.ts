import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LeadRule, leadRules } from '../../contract/leads.contract.ts';
import {
  decideLeadOwner,
  type LeadCandidate,
  type LeadDecision,
  type LeadRuleSet,
  type LeadToGive,
  takesLeads,
} from './decide-lead-owner.ts';

const someone = (agentId: string, known: Partial<LeadCandidate> = {}): LeadCandidate => ({
  agentId,
  teamId: null,
  name: agentId,
  skillIds: [],
  isPresent: true,
  openLeads: 0,
  turn: 0,
  ...known,
});
const plain: LeadToGive = { organisationOwnerId: null, country: null, timeZone: null, sourceId: null, channel: '' };
const nobodyNamed = { agentIds: [], teamIds: [] };
const rulesOf = (order: readonly LeadRule[], more: Partial<LeadRuleSet> = {}): LeadRuleSet => ({
  order: [
    ...order.map((rule) => ({ rule, on: true })),
    ...leadRules.filter((rule) => !order.includes(rule)).map((rule) => ({ rule, on: false })),
  ],
  takers: nobodyNamed,
  regions: [],
  skills: [],
  ...more,
});
const whoOf = (decision: LeadDecision) => (decision.kind === 'given' ? decision.agentId : null);
const italians = { name: 'Italy', countries: ['IT'], timeZones: ['Europe/Rome'], agentIds: ['ida'], teamIds: ['t1'] };
const nowhere = { countries: [], timeZones: [] };
const byName = { ...nowhere, skillId: null, agentIds: ['ugo'], teamIds: [] };
const fair = { ...byName, name: 'Trade fair', sourceIds: ['dir_fair'], channels: ['Fair 2026'] };
/** Whoever speaks French, for numbers of France; nobody is named. */
const french = {
  ...{ name: 'From France', sourceIds: [], channels: [], countries: ['FR'], timeZones: ['Europe/Paris'] },
  ...{ skillId: 'dir_french', agentIds: [], teamIds: [] },
};
const speaking = [someone('ann'), someone('bea', { skillIds: ['dir_french'] }), someone('cid', { teamId: 't1' })];

const three = [
  someone('ann', { openLeads: 2, turn: 3 }),
  someone('ida', { turn: 9, openLeads: 5 }),
  someone('ugo', { turn: 2, openLeads: 2 }),
];

describe('[CRM-8] who gets a lead', () => {
  const cases: {
    name: string;
    lead?: Partial<LeadToGive>;
    who?: LeadCandidate[];
    rules: LeadRuleSet;
    is: string | null;
    by?: string;
    steps?: string[];
  }[] = [
    { name: 'nobody, while nobody works here', who: [], rules: rulesOf(leadRules), is: null },
    {
      name: 'nobody, when those who take leads are gone',
      rules: rulesOf(leadRules, { takers: { agentIds: ['gone'], teamIds: [] } }),
      is: null,
    },
    {
      name: 'the only one who takes leads',
      rules: rulesOf(leadRules, { takers: { agentIds: ['ida'], teamIds: [] } }),
      is: 'ida',
      by: 'only-one',
    },
    {
      name: 'the owner of the organisation, even without taking leads',
      lead: { organisationOwnerId: 'ugo' },
      rules: rulesOf(leadRules, { takers: { agentIds: ['ann', 'ida'], teamIds: [] } }),
      is: 'ugo',
      by: 'organisation-owner',
    },
    {
      name: 'somebody else, when the owner of the organisation works here no more',
      lead: { organisationOwnerId: 'gone' },
      rules: rulesOf(['organisation-owner', 'round-robin']),
      is: 'ugo',
      by: 'round-robin',
    },
    {
      name: 'whoever the country is for',
      lead: { country: 'IT' },
      rules: rulesOf(['region', 'load'], { regions: [italians] }),
      is: 'ida',
      by: 'region',
      steps: ['region 1 Italy'],
    },
    {
      name: 'whoever the time zone is for, by team',
      lead: { timeZone: 'Europe/Rome' },
      who: [someone('ann'), someone('leo', { teamId: 't1' })],
      rules: rulesOf(['region'], { regions: [italians] }),
      is: 'leo',
      by: 'region',
    },
    {
      name: 'the next rule’s, when nobody of the region takes leads',
      lead: { country: 'IT' },
      who: [someone('ann', { turn: 1 }), someone('bea')],
      rules: rulesOf(['region', 'round-robin'], { regions: [italians] }),
      is: 'bea',
      by: 'round-robin',
      steps: ['round-robin 1 '],
    },
    {
      name: 'whoever is good at the source',
      lead: { sourceId: 'dir_fair' },
      rules: rulesOf(['skill'], { skills: [fair] }),
      is: 'ugo',
      by: 'skill',
    },
    {
      name: 'whoever is good at the advertising channel, however it is written',
      lead: { channel: ' fair 2026 ' },
      rules: rulesOf(['skill'], { skills: [fair] }),
      is: 'ugo',
      by: 'skill',
    },
    {
      name: 'whoever has the skill that the country of the number asks for',
      lead: { country: 'FR' },
      who: speaking,
      rules: rulesOf(['skill'], { skills: [french], skillNames: new Map([['dir_french', 'French']]) }),
      is: 'bea',
      by: 'skill',
      steps: ['skill 1 From France (French)'],
    },
    {
      name: 'whoever has the skill or is named, by turn, for a time zone',
      lead: { timeZone: 'Europe/Paris' },
      who: speaking,
      rules: rulesOf(['skill', 'round-robin'], { skills: [{ ...french, teamIds: ['t1'] }] }),
      is: 'bea',
      steps: ['skill 2 From France (dir_french)', 'round-robin 1 '],
    },
    {
      name: 'the next rule’s, when nobody has the skill any more',
      lead: { country: 'FR' },
      who: [someone('ann', { turn: 1 }), someone('bea')],
      rules: rulesOf(['skill', 'round-robin'], { skills: [{ ...french, skillId: 'dir_gone' }] }),
      is: 'bea',
      by: 'round-robin',
      steps: ['round-robin 1 '],
    },
    {
      name: 'nobody’s by skill, when it came from there but the number is from elsewhere',
      lead: { country: 'IT', sourceId: 'dir_fair' },
      who: speaking,
      rules: rulesOf(['skill'], { skills: [{ ...french, sourceIds: ['dir_fair'] }] }),
      is: 'ann',
      by: 'first',
    },
    {
      name: 'whoever has the skill, when both the source and the number fit',
      lead: { country: 'FR', sourceId: 'dir_fair' },
      who: speaking,
      rules: rulesOf(['skill'], { skills: [{ ...french, sourceIds: ['dir_fair'] }] }),
      is: 'bea',
      by: 'skill',
    },
    {
      name: 'nobody’s by a skill that says neither whence nor where',
      lead: { country: 'FR', sourceId: 'dir_fair', channel: 'x' },
      who: speaking,
      rules: rulesOf(['skill'], { skills: [{ ...french, ...nowhere }] }),
      is: 'ann',
      by: 'first',
    },
    {
      name: 'whoever is there',
      who: [someone('ann', { isPresent: false }), someone('bea', { openLeads: 9 })],
      rules: rulesOf(['present', 'load']),
      is: 'bea',
      by: 'present',
    },
    {
      name: 'whoever has fewest, when nobody is there',
      who: [someone('ann', { isPresent: false, openLeads: 3 }), someone('bea', { isPresent: false, openLeads: 1 })],
      rules: rulesOf(['present', 'load']),
      is: 'bea',
      by: 'load',
      steps: ['load 1 1'],
    },
    {
      name: 'whose turn it is among those with fewest',
      rules: rulesOf(['load', 'round-robin']),
      is: 'ugo',
      by: 'round-robin',
      steps: ['load 2 2', 'round-robin 1 '],
    },
    { name: 'the first by name, when no rule tells them apart', rules: rulesOf([]), is: 'ann', by: 'first' },
  ];
  it.each(cases)('[CRM-8] $name', ({ lead, who = three, rules, is, by, steps }) => {
    const decision = decideLeadOwner({ ...plain, ...lead }, who, rules);
    expect(whoOf(decision)).toBe(is);
    if (decision.kind === 'nobody') return;
    if (by) expect(decision.reason.decidedBy).toBe(by);
    const told = decision.reason.steps.map(
      ({ rule, left, detail, skill }) => `${rule} ${left} ${detail ?? ''}${skill ? ` (${skill})` : ''}`,
    );
    if (steps) expect(told).toEqual(steps);
  });

  it('[CRM-8] the order of the firm counts: load before turn, and turn before load', () => {
    const who = [someone('ann', { openLeads: 1, turn: 1 }), someone('bea', { openLeads: 0, turn: 2 })];
    expect(whoOf(decideLeadOwner(plain, who, rulesOf(['load', 'round-robin'])))).toBe('bea');
    expect(whoOf(decideLeadOwner(plain, who, rulesOf(['round-robin', 'load'])))).toBe('ann');
  });
});

const ids = ['a1', 'a2', 'a3', 'a4', 'a5'];
const takers = fc.record({ agentIds: fc.subarray(ids), teamIds: fc.subarray(['t1', 't2']) });
const anybody = fc.uniqueArray(
  fc.record({
    agentId: fc.constantFrom(...ids),
    teamId: fc.constantFrom(null, 't1', 't2'),
    name: fc.constantFrom('Ann', 'Bea', 'Cid'),
    skillIds: fc.subarray(['k1', 'k2']),
    isPresent: fc.boolean(),
    openLeads: fc.nat(4),
    turn: fc.nat(6),
  }),
  { selector: ({ agentId }) => agentId },
);
const anyLead = fc.record({
  organisationOwnerId: fc.constantFrom(null, ...ids, 'gone'),
  country: fc.constantFrom(null, 'IT', 'FR'),
  timeZone: fc.constantFrom(null, 'Europe/Rome'),
  sourceId: fc.constantFrom(null, 's1'),
  channel: fc.constantFrom('', 'Fair'),
});
const anyRules = fc.record({
  order: fc
    .tuple(fc.shuffledSubarray([...leadRules], { minLength: leadRules.length }), fc.infiniteStream(fc.boolean()))
    .map(([order, on]) => order.map((rule) => ({ rule, on: on.next().value as boolean }))),
  takers,
  regions: fc.array(
    takers.map((group) => ({ ...group, name: 'R', countries: ['IT'], timeZones: ['Europe/Rome'] })),
    { maxLength: 2 },
  ),
  skills: fc.array(
    fc.record({
      ...{ name: fc.constant('S'), sourceIds: fc.subarray(['s1']), channels: fc.subarray(['fair']) },
      ...{ countries: fc.subarray(['IT', 'FR']), timeZones: fc.constant<string[]>([]) },
      ...{ skillId: fc.constantFrom(null, 'k1', 'k2'), agentIds: fc.subarray(ids), teamIds: fc.constant<string[]>([]) },
    }),
    { maxLength: 2 },
  ),
});

describe('[CRM-8] whatever the rules and the people', () => {
  it('[CRM-8] somebody gets it exactly when somebody may, and only somebody who may', () => {
    fc.assert(
      fc.property(anyLead, anybody, anyRules, (lead, candidates, rules) => {
        const decision = decideLeadOwner(lead, candidates, rules);
        const isAsked = rules.order.some(({ rule, on }) => rule === 'organisation-owner' && on);
        const may = candidates.filter(
          (one) => takesLeads(rules.takers, one) || (isAsked && one.agentId === lead.organisationOwnerId),
        );
        if (decision.kind === 'nobody') return may.length === 0;
        return may.some(({ agentId }) => agentId === decision.agentId);
      }),
    );
  });

  it('[CRM-8] the order in which the people are read changes nothing', () => {
    const shuffled = anybody.chain((known) =>
      fc.tuple(fc.constant(known), fc.shuffledSubarray(known, { minLength: known.length })),
    );
    fc.assert(
      fc.property(anyLead, shuffled, anyRules, (lead, [one, other], rules) => {
        expect(decideLeadOwner(lead, other, rules)).toEqual(decideLeadOwner(lead, one, rules));
      }),
    );
  });

  it('[CRM-8] each step leaves fewer or as many as the one before, and the last one names the winner', () => {
    fc.assert(
      fc.property(anyLead, anybody, anyRules, (lead, candidates, rules) => {
        const decision = decideLeadOwner(lead, candidates, rules);
        if (decision.kind === 'nobody') return;
        const left = decision.reason.steps.map((step) => step.left);
        expect([...left].sort((a, b) => b - a)).toEqual(left);
        const last = decision.reason.steps.at(-1);
        if (last?.left === 1) expect(decision.reason.decidedBy).toMatch(new RegExp(`${last.rule}|organisation-owner`));
      }),
    );
  });

  it('[CRM-8] by turn each gets as many as the others, whatever happened before', () => {
    fc.assert(
      fc.property(anybody, fc.integer({ min: 1, max: 5 }), (known, rounds) => {
        if (known.length === 0) return;
        const people = known.map((one) => ({ ...one }));
        const got = new Map<string, number>();
        let turn = 10;
        for (let round = 0; round < rounds * people.length; round += 1) {
          const agentId = whoOf(decideLeadOwner(plain, people, rulesOf(['round-robin']))) ?? '';
          got.set(agentId, (got.get(agentId) ?? 0) + 1);
          const taker = people.find((one) => one.agentId === agentId);
          if (taker) taker.turn = turn += 1;
        }
        expect([...got.values()]).toEqual(people.map(() => rounds));
      }),
    );
  });
});
