/** Properties of `planDials` over arbitrary situations, also such as no PBX would ever be in. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryOf, NOON, settingsOf } from '../../../test/factories/pacing.ts';
import { pacingBecauseKeys, pacingModes } from '../../contract/pacing.contract.ts';
import { isSeeking, type PacedCampaign, type PacingAgent, type PacingCall, type PacingQuestion } from './pacing.ts';
import { startMemory } from './pacing-memory.ts';
import { planDials } from './plan-dials.ts';

const memories = [startMemory(86_400), memoryOf(30), memoryOf(200, 1), memoryOf(200, 6), memoryOf(600, 12)];
const ids = ['spring', 'autumn', 'winter'];
const since = fc.integer({ min: NOON - 900_000, max: NOON });

const settings = fc.record({
  mode: fc.constantFrom(...pacingModes),
  ratio: fc.double({ min: 1, max: 5, noNaN: true }),
  maxLinesPerAgent: fc.double({ min: 1, max: 4, noNaN: true }),
  maxLines: fc.integer({ min: 1, max: 30 }),
});
const campaign = (id: string): fc.Arbitrary<PacedCampaign> =>
  fc
    .record({
      settings,
      priority: fc.integer({ min: 0, max: 2 }),
      weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
      memory: fc.constantFrom(...memories),
      entries: fc.oneof(fc.constant('plenty' as const), fc.integer({ min: 0, max: 5 })),
    })
    .map((drawn) => ({ ...drawn, id, settings: settingsOf(drawn.settings) }));
const agent: fc.Arbitrary<Omit<PacingAgent, 'id'>> = fc.record(
  {
    state: fc.constantFrom('ready', 'ready', 'ringing', 'on-call', 'wrap-up', 'paused', 'away'),
    since,
    campaignIds: fc.subarray([...ids, 'unknown'], { minLength: 0 }),
    campaignId: fc.constantFrom(null, ...ids, 'unknown'),
    expectedFreeAt: fc.integer({ min: NOON - 60_000, max: NOON + 60_000 }),
  },
  { requiredKeys: ['state', 'since', 'campaignIds', 'campaignId'] },
);
const call: fc.Arbitrary<Omit<PacingCall, 'attemptId'>> = fc.record({
  campaignId: fc.constantFrom(...ids, 'unknown'),
  state: fc.constantFrom('dialling', 'dialling', 'answered', 'connected'),
  since,
  agentId: fc.constantFrom(null, null, 'agent-0', 'agent-1'),
});
const question: fc.Arbitrary<PacingQuestion> = fc
  .record({
    agents: fc.array(agent, { maxLength: 25 }),
    calls: fc.array(call, { maxLength: 25 }),
    campaigns: fc.tuple(...ids.map(campaign)).chain((all) => fc.subarray(all)),
    limits: fc.record({
      maxLines: fc.integer({ min: -5, max: 40 }),
      originatesPerTick: fc.integer({ min: 0, max: 20 }),
    }),
  })
  .map(({ agents, calls, ...rest }) => ({
    ...rest,
    now: NOON,
    agents: agents.map((each, index) => ({ ...each, id: `agent-${index}` })),
    calls: calls.map((each, index) => ({ ...each, attemptId: `attempt-${index}` })),
  }));

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
const linesOf = ({ calls }: PacingQuestion, id: string) => calls.filter(({ campaignId }) => campaignId === id);
const runs = { numRuns: 3000 };

test('[CAM-2] every campaign gets a whole number of lines, a known reason, and the same when asked again', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const plan = planDials(asked);
      expect(Object.keys(plan.campaigns).sort()).toEqual(asked.campaigns.map(({ id }) => id).sort());
      for (const { dial, because } of Object.values(plan.campaigns)) {
        expect(Number.isInteger(dial) && dial >= 0).toBe(true);
        expect(pacingBecauseKeys).toContain(because.key);
      }
      expect(planDials(asked)).toEqual(plan);
    }),
    { numRuns: 1000 },
  );
});

test('[CAM-2] no limit is broken: lines of the PBX, lines begun at once, of a campaign, per agent, entries', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const plan = planDials(asked).campaigns;
      const all = sum(Object.values(plan).map(({ dial }) => dial));
      expect(all).toBeLessThanOrEqual(Math.max(0, asked.limits.maxLines));
      expect(all).toBeLessThanOrEqual(asked.limits.originatesPerTick);
      for (const { id, settings: own, entries } of asked.campaigns) {
        const { dial, figures } = plan[id]!;
        if (dial === 0) continue;
        const lines = linesOf(asked, id).length + dial;
        expect(lines).toBeLessThanOrEqual(own.maxLines);
        expect(lines).toBeLessThanOrEqual(own.maxLinesPerAgent * figures.agents);
        if (entries !== 'plenty') expect(dial).toBeLessThanOrEqual(entries);
      }
    }),
    runs,
  );
});

test('[CAM-2] no agent is counted for two campaigns, and none for a campaign they do not work for', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const plan = planDials(asked).campaigns;
      const known = new Set(asked.campaigns.map(({ id }) => id));
      const atWork = asked.agents.filter(({ state }) => state !== 'paused' && state !== 'away');
      const working = atWork.filter(({ campaignIds }) => campaignIds.some((id) => known.has(id)));
      expect(sum(Object.values(plan).map(({ figures }) => figures.agents))).toBeLessThanOrEqual(working.length);
      for (const id of known) {
        const own = working.filter(({ campaignIds }) => campaignIds.includes(id)).length;
        expect(plan[id]?.figures.agents).toBeLessThanOrEqual(own);
      }
    }),
    runs,
  );
});

test('[CAM-2] where nothing is dialled ahead, lines that seek an agent are never more than free agents because of a dial', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const plain = asked.campaigns.map((each) => ({ ...each, settings: { ...each.settings, mode: 'progressive' } }));
      const plan = planDials({ ...asked, campaigns: plain as PacedCampaign[] }).campaigns;
      for (const { id } of plain) {
        const { dial } = plan[id]!;
        const ready = asked.agents.filter(({ state, campaignIds }) => state === 'ready' && campaignIds.includes(id));
        const seeking = linesOf(asked, id).filter(isSeeking).length;
        if (dial > 0) expect(seeking + dial).toBeLessThanOrEqual(ready.length);
      }
      const anyReady = asked.agents.filter(({ state }) => state === 'ready').length;
      expect(sum(Object.values(plan).map(({ dial }) => dial))).toBeLessThanOrEqual(anyReady);
    }),
    runs,
  );
});

test('[CAM-2] without a budget predictive dials what progressive dials', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const as = (mode: 'predictive' | 'progressive') =>
        asked.campaigns.map((each) => ({ ...each, memory: memories[3]!, settings: { ...each.settings, mode } }));
      const dials = (campaigns: PacedCampaign[]) =>
        Object.values(planDials({ ...asked, calls: [], campaigns }).campaigns).map(({ dial }) => dial);
      expect(dials(as('predictive'))).toEqual(dials(as('progressive')));
    }),
    { numRuns: 1000 },
  );
});
