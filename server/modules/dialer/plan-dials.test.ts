import { describe, expect, it } from 'vitest';
import {
  agentsOf,
  callsOf,
  campaignOf,
  memoryOf,
  NOON,
  questionOf,
  settingsOf,
} from '../../../test/factories/pacing.ts';
import { type PacingBecauseKey, pacingBecauseKeys, pacingFiguresSchema } from '../../contract/pacing.contract.ts';
import type { PacedCampaign, PacingQuestion } from './pacing.ts';
import { reducePacing, startMemory } from './pacing-memory.ts';
import { planDials } from './plan-dials.ts';

/** Reasons that the tests of this file were given. */
const given = new Set<PacingBecauseKey>();

/** What the one campaign is told, or the one named. */
function decide(changes: Partial<PacingQuestion>, id = 'spring') {
  const decision = planDials(questionOf(changes)).campaigns[id];
  if (!decision) throw new Error(`nothing was decided for ${id}`);
  given.add(decision.because.key);
  return decision;
}
const withSettings = (settings: Parameters<typeof settingsOf>[0], changes: Partial<PacedCampaign> = {}) => [
  campaignOf({ settings: settingsOf(settings), ...changes }),
];

describe('by mode', () => {
  it.each(['manual', 'preview'] as const)('[CAM-2] %s dials nothing by itself', (mode) => {
    const decision = decide({ agents: agentsOf(3), campaigns: withSettings({ mode }) });
    expect(decision).toMatchObject({ dial: 0, because: { key: 'pacing.by-hand', values: { mode } } });
  });

  it('[CAM-2] progressive dials one line per free agent who has none yet', () => {
    const decision = decide({ agents: [...agentsOf(4), ...agentsOf(2, { state: 'on-call' })], calls: callsOf(1) });
    expect(decision.dial).toBe(3);
    expect(decision.because).toEqual({ key: 'pacing.progressive', values: { freeAgents: '4', linesOut: '1' } });
  });

  it('[CAM-2] a customer who waits takes a free agent before a new line does', () => {
    const waiting = callsOf(2, { state: 'answered' });
    expect(decide({ agents: agentsOf(3), calls: waiting }).dial).toBe(1);
  });

  it('[CAM-2] an agent whose telephone rings for a customer is neither free nor sought by that line', () => {
    const [ringing] = agentsOf(1, { state: 'ringing', campaignId: 'spring' });
    const given = callsOf(1, { state: 'answered', agentId: ringing!.id });
    expect(decide({ agents: [ringing!, ...agentsOf(1)], calls: given }).dial).toBe(1);
  });

  it('[CAM-2] agents on a break or gone are not dialled for', () => {
    const agents = [...agentsOf(2, { state: 'paused' }), ...agentsOf(2, { state: 'away' })];
    expect(decide({ agents })).toMatchObject({ dial: 0, because: { key: 'pacing.no-agents' } });
  });

  it('[CAM-2] power dials its ratio per free agent, less what rings', () => {
    const power = { agents: agentsOf(3), calls: callsOf(2), campaigns: withSettings({ mode: 'power', ratio: 2.5 }) };
    expect(decide(power)).toMatchObject({ dial: 5, because: { key: 'pacing.power', values: { ratio: '2.5' } } });
  });

  it('[CAM-2] power over the cap dials one line per free agent', () => {
    const campaigns = withSettings({ mode: 'power', ratio: 3 }, { memory: memoryOf(100, 4) });
    const decision = decide({ agents: agentsOf(3), campaigns });
    expect(decision.dial).toBe(3);
    expect(decision.because).toMatchObject({
      key: 'pacing.power-at-cap',
      values: { abandoned: '4', liveAnswers: '100', maxAbandonedShare: '0.03' },
    });
  });
});

describe('predictive', () => {
  const busy = agentsOf(20, { state: 'on-call', campaignId: 'spring', since: NOON - 90_000 });
  const predictive = (liveAnswers: number, abandoned = 0) =>
    withSettings({ mode: 'predictive' }, { memory: memoryOf(liveAnswers, abandoned) });

  it('[CAM-2] warms up as progressive until it has seen enough live answers', () => {
    const decision = decide({ agents: [...agentsOf(2), ...busy], campaigns: predictive(49) });
    expect(decision).toMatchObject({ dial: 2, because: { key: 'pacing.warm-up' } });
    expect(decision.because.values).toMatchObject({ liveAnswers: '49', needed: '50' });
  });

  it('[CAM-2] warmed up, it dials more lines than agents are free, and also when none is', () => {
    const some = decide({ agents: [...agentsOf(5), ...busy], campaigns: predictive(400) });
    expect(some.because.key).toBe('pacing.predictive');
    expect(some.dial).toBeGreaterThan(5);
    const wrappingUp = agentsOf(5, { state: 'wrap-up', campaignId: 'spring', since: NOON - 5000 });
    const none = decide({ agents: [...busy, ...wrappingUp], campaigns: predictive(400) });
    expect(none.figures.freeAgents).toBe(0);
    expect(none.dial).toBeGreaterThan(0);
  });

  it('[CAM-2] says the risk of one line more and the risk that the budget bears', () => {
    const { because, figures } = decide({ agents: [...agentsOf(2), ...busy], campaigns: predictive(400) });
    expect(Object.keys(because.values)).toEqual([
      'freeAgents',
      'busyAgents',
      'linesOut',
      'budget',
      'risk',
      'bearableRisk',
    ]);
    expect(figures.risk).toBeGreaterThan(figures.bearableRisk ?? 1);
    expect(pacingFiguresSchema.parse(figures)).toEqual(figures);
  });

  it('[CAM-2] dials less the less is left of the budget', () => {
    const agents = [...agentsOf(3), ...busy];
    const lines = [0, 4, 8, 10].map((abandoned) => decide({ agents, campaigns: predictive(400, abandoned) }).dial);
    expect(lines).toEqual([...lines].sort((a, b) => b - a));
    expect(lines[0]).toBeGreaterThan(lines[3]!);
  });

  it('[CAM-2] dials as progressive when not one call more may be abandoned', () => {
    const decision = decide({ agents: [...agentsOf(2), ...busy], campaigns: predictive(400, 12) });
    expect(decision).toMatchObject({ dial: 2, because: { key: 'pacing.near-cap' } });
    expect(decision.because.values).toMatchObject({ abandoned: '12', liveAnswers: '400' });
  });

  it('[CAM-2] lines in flight count: asked again with what it dialled, it dials no more', () => {
    const agents = [...agentsOf(2), ...busy];
    const first = decide({ agents, campaigns: predictive(400) });
    const calls = callsOf(first.dial, { since: NOON });
    expect(decide({ agents, calls, campaigns: predictive(400) }).dial).toBe(0);
  });

  it('[CAM-2] never dials less than progressive would', () => {
    for (const free of [1, 2, 5]) {
      expect(decide({ agents: agentsOf(free), campaigns: predictive(400) }).dial).toBeGreaterThanOrEqual(free);
    }
  });

  it('[CAM-2] an agent who is known to be free soon is dialled for, one who is not is not', () => {
    const wrapUp = (expectedFreeAt: number) =>
      agentsOf(1, { state: 'wrap-up', campaignId: 'spring', expectedFreeAt, since: NOON - 1000 });
    expect(decide({ agents: wrapUp(NOON + 1000), campaigns: predictive(400) }).dial).toBeGreaterThan(0);
    expect(decide({ agents: wrapUp(NOON + 60_000), campaigns: predictive(400) }).dial).toBe(0);
  });
});

describe('limits', () => {
  const agents = agentsOf(10);

  it('[CAM-2] without an entry to dial nothing is dialled, with the last ones no more than these', () => {
    expect(decide({ agents, campaigns: [campaignOf({ entries: 0 })] })).toMatchObject({
      dial: 0,
      because: { key: 'pacing.no-entries' },
    });
    expect(decide({ agents, campaigns: [campaignOf({ entries: 2 })] }).dial).toBe(2);
    const power = withSettings({ mode: 'power', ratio: 3 }, { entries: 4 });
    expect(decide({ agents, campaigns: power })).toMatchObject({
      dial: 4,
      because: { key: 'pacing.last-entries', values: { entries: '4' } },
    });
  });

  it('[CAM-2] never more lines per agent at work than set, talking ones included', () => {
    const talking = agentsOf(4, { state: 'on-call', campaignId: 'spring' });
    const calls = callsOf(4, { state: 'connected', agentId: 'somebody' });
    const campaigns = withSettings({ mode: 'power', ratio: 9, maxLinesPerAgent: 1.5 });
    expect(decide({ agents: [...agentsOf(2), ...talking], calls, campaigns })).toMatchObject({
      dial: 5,
      because: { key: 'pacing.lines-per-agent', values: { maxLinesPerAgent: '1.5', agents: '6', lines: '4' } },
    });
  });

  it('[CAM-2] never more lines of the campaign than set', () => {
    const campaigns = withSettings({ mode: 'progressive', maxLines: 8 });
    expect(decide({ agents, calls: callsOf(3), campaigns })).toMatchObject({
      dial: 5,
      because: { key: 'pacing.campaign-lines', values: { maxLines: '8', lines: '3' } },
    });
  });

  it('[CAM-2] never more than the PBX has left, never more at once than it begins', () => {
    for (const limits of [
      { maxLines: 4, originatesPerTick: 50 },
      { maxLines: 50, originatesPerTick: 4 },
    ]) {
      const { dial, because } = decide({ agents, limits });
      expect(dial).toBe(4);
      expect(because).toMatchObject({ key: 'pacing.shared-lines', values: { wanted: '10', lines: '4' } });
    }
    expect(decide({ agents, limits: { maxLines: -3, originatesPerTick: 50 } }).dial).toBe(0);
  });
});

describe('several campaigns', () => {
  const shared = agentsOf(6, { campaignIds: ['spring', 'autumn'] });
  const autumn = (changes: Partial<PacedCampaign> = {}) => campaignOf({ id: 'autumn', ...changes });

  it('[CAM-2] agents of two campaigns are dialled for once', () => {
    const plan = planDials(questionOf({ agents: shared, campaigns: [campaignOf(), autumn()] })).campaigns;
    expect([plan.spring?.dial, plan.autumn?.dial]).toEqual([3, 3]);
  });

  it('[CAM-2] the weight divides them', () => {
    const plan = planDials(questionOf({ agents: shared, campaigns: [campaignOf({ weight: 2 }), autumn()] })).campaigns;
    expect([plan.spring?.dial, plan.autumn?.dial]).toEqual([4, 2]);
  });

  it('[CAM-2] a higher priority gets all of them, and says so to the other', () => {
    const changes = { agents: shared, campaigns: [campaignOf(), autumn({ priority: 2 })] };
    expect(decide(changes, 'autumn').dial).toBe(6);
    expect(decide(changes)).toMatchObject({
      dial: 0,
      because: { key: 'pacing.agents-elsewhere', values: { agents: '6' } },
    });
  });

  it('[CAM-2] what a higher priority has no entries for goes to the other', () => {
    const changes = { agents: shared, campaigns: [campaignOf(), autumn({ priority: 2, entries: 2 })] };
    expect(decide(changes, 'autumn').dial).toBe(2);
    expect(decide(changes).dial).toBe(4);
  });

  it('[CAM-2] a higher priority whose lines are used up leaves its agents to the other', () => {
    const full = autumn({ priority: 2, settings: settingsOf({ maxLines: 3 }) });
    const calls = callsOf(2, { campaignId: 'autumn', state: 'connected', agentId: 'somebody' });
    const changes = { agents: shared, calls, campaigns: [campaignOf(), full] };
    expect(decide(changes, 'autumn').dial).toBe(1);
    expect(decide(changes).dial).toBe(5);
  });

  it('[CAM-2] lines in flight keep the agents they were dialled for, whatever the priority', () => {
    const changes = { agents: shared, calls: callsOf(4), campaigns: [campaignOf(), autumn({ priority: 2 })] };
    expect(decide(changes, 'autumn').dial).toBe(2);
  });

  it('[CAM-2] a single agent goes to the campaign that reached fewer customers of late for its weight', () => {
    const agents = shared.slice(0, 1);
    const reached = (spring: number, autumnReached: number, weight = 1) => ({
      agents,
      campaigns: [campaignOf({ weight, memory: memoryOf(spring) }), autumn({ memory: memoryOf(autumnReached) })],
    });
    expect(decide(reached(20, 40)).dial).toBe(1);
    expect(decide(reached(40, 20)).dial).toBe(0);
    expect(decide(reached(40, 30, 2)).dial).toBe(1);
  });

  it('[CAM-2] over a day a single agent is shared by weight', () => {
    let memories = [startMemory(86_400), startMemory(86_400)];
    const given = [0, 0];
    for (let round = 0; round < 90; round += 1) {
      const now = NOON + round * 120_000;
      const [spring, other] = memories;
      const campaigns = [campaignOf({ weight: 2, memory: spring! }), autumn({ memory: other! })];
      const plan = planDials(questionOf({ now, agents: shared.slice(0, 1), campaigns })).campaigns;
      const dials = [plan.spring!.dial, plan.autumn!.dial];
      expect(dials[0]! + dials[1]!).toBe(1);
      const reached = { kind: 'live-answer', attemptId: `${round}`, at: now + 10_000, ringSeconds: 10 } as const;
      memories = memories.map((memory, index) => (dials[index] === 1 ? reducePacing(memory, reached) : memory));
      for (const [index, dial] of dials.entries()) given[index]! += dial;
    }
    expect(given[0]! / given[1]!).toBeGreaterThan(1.7);
    expect(given[0]! / given[1]!).toBeLessThan(2.3);
  });

  it('[CAM-2] who talks for one campaign counts in its share: the free agent goes to the other', () => {
    const talking = agentsOf(5, { state: 'on-call', campaignId: 'spring', campaignIds: ['spring', 'autumn'] });
    const changes = { agents: [...talking, ...shared.slice(0, 2)], campaigns: [campaignOf(), autumn()] };
    expect(decide(changes, 'autumn').dial).toBe(2);
  });

  it('[CAM-2] an agent of one campaign only serves that one, and the shared ones make up for it', () => {
    const agents = [...agentsOf(3, { campaignIds: ['autumn'] }), ...shared.slice(0, 3)];
    const changes = { agents, campaigns: [campaignOf(), autumn()] };
    expect([decide(changes).dial, decide(changes, 'autumn').dial]).toEqual([3, 3]);
  });

  it('[CAM-2] a PBX with few lines serves the higher priority first, and equals in turn', () => {
    const agents = [...agentsOf(5), ...agentsOf(5, { campaignIds: ['autumn'] })];
    const limits = { maxLines: 7, originatesPerTick: 50 };
    const first = { agents, limits, campaigns: [campaignOf({ priority: 2 }), autumn()] };
    expect([decide(first).dial, decide(first, 'autumn').dial]).toEqual([5, 2]);
    const equal = { agents, limits: { ...limits, maxLines: 6 }, campaigns: [campaignOf(), autumn()] };
    expect([decide(equal).dial, decide(equal, 'autumn').dial]).toEqual([3, 3]);
  });
});

it('[CAM-2] every reason of the contract is given in one of these tests', () => {
  expect(pacingBecauseKeys.filter((key) => !given.has(key))).toEqual([]);
});
