import { describe, expect, it } from 'vitest';
import type { PacingEvent } from '../../../server/modules/dialer/pacing-memory.ts';
import { seededRandom } from '../../pbx-lab/seeded-random.ts';
import { type DayPlan, planDay } from './day-plan.ts';
import { drawFate, drawTalk, lognormal } from './draw-call.ts';
import { expectedFreeAgents } from './policies/expected-free-agents.ts';
import { proportionalLevel } from './policies/proportional-level.ts';
import { alone, CAMPAIGN, countAgents, countCalls, type Policy } from './policy.ts';
import { type PhoneRules, simulateDay } from './simulate-day.ts';

const rules: PhoneRules = {
  ringSeconds: 25,
  connectWithinSeconds: 2,
  maxLines: 100,
  askEverySeconds: 1,
  originatesPerTick: 5,
};
const shape = { agents: 8, hours: 2, startsAt: 0, campaignIds: [CAMPAIGN] };

/** So many lines per free agent; what it was told is kept. */
function ratio(linesPerAgent: number): Policy & { told: PacingEvent[] } {
  const told: PacingEvent[] = [];
  return {
    name: `${linesPerAgent}:1`,
    told,
    dial: (moment) => linesPerAgent * countAgents(moment, 'ready') - countCalls(moment, 'dialling'),
    tell: (event) => told.push(event),
  };
}

describe('a simulated day', () => {
  it('[CAM-2] is the same for the same seed, and another one for another', () => {
    const play = (seed: number) => simulateDay(planDay(seed, shape), rules, alone(ratio(2)));
    expect(play(7)).toEqual(play(7));
    expect(play(7)).not.toEqual(play(8));
  });

  it('[CAM-2] tells of every live answer once, and it ends abandoned, finished, or is still talked to', () => {
    const policy = ratio(3);
    const result = simulateDay(planDay(3, shape), rules, alone(policy));
    const count = (kind: PacingEvent['kind']) => policy.told.filter((event) => event.kind === kind).length;
    expect(count('live-answer')).toBe(result.live);
    expect(count('abandoned')).toBe(result.abandoned);
    const open = result.live - result.abandoned - count('finished');
    expect(open).toBeGreaterThanOrEqual(0);
    expect(open).toBeLessThanOrEqual(shape.agents);
    expect(new Set(policy.told.map((event) => `${event.kind} ${event.attemptId}`)).size).toBe(policy.told.length);
  });

  it('[CAM-2] loses nobody with one line per free agent, when nobody takes a break', () => {
    const plan: DayPlan = { ...planDay(5, shape), absences: [] };
    expect(simulateDay(plan, rules, alone(ratio(1))).abandoned).toBe(0);
    expect(simulateDay(plan, rules, alone(ratio(4))).abandoned).toBeGreaterThan(0);
  });

  it('[CAM-2] counts the time of those at work only, and never more talk than that', () => {
    const away: DayPlan = { ...planDay(5, shape), absences: [{ agent: 0, from: 0, until: 7_200_000 }] };
    const nobodyDials: Policy = { name: 'none', dial: () => 0, tell: () => undefined };
    expect(simulateDay(away, rules, alone(nobodyDials))).toMatchObject({ talkSeconds: 0, workSeconds: 7 * 7200 });
    const busy = simulateDay(planDay(5, shape), rules, alone(ratio(3)));
    expect(busy.talkSeconds).toBeGreaterThan(0.3 * busy.workSeconds);
    expect(busy.talkSeconds).toBeLessThan(busy.workSeconds);
  });

  it('[CAM-2] begins no more lines than the PBX has and begins at once, whatever is wanted', () => {
    let most = 0;
    let before = 0;
    const greedy: Policy = {
      name: 'greedy',
      dial: ({ calls }) => {
        most = Math.max(most, calls.length);
        expect(calls.length - before).toBeLessThanOrEqual(5);
        before = calls.length;
        return 1000;
      },
      tell: () => undefined,
    };
    simulateDay(planDay(1, { ...shape, hours: 0.2 }), { ...rules, maxLines: 30 }, alone(greedy));
    expect(most).toBeGreaterThan(20);
    expect(most).toBeLessThanOrEqual(30);
  });
});

describe('what is drawn', () => {
  const random = seededRandom(11);
  const many = <T>(draw: () => T) => Array.from({ length: 20_000 }, draw);

  it('[CAM-2] as many lines are answered by a person as the rate says, but for those who come too late', () => {
    const fates = many(() => drawFate(random, 0.3, 25));
    const live = fates.filter(({ kind }) => kind === 'live-answer').length / fates.length;
    expect(live).toBeGreaterThan(0.28);
    expect(live).toBeLessThanOrEqual(0.31);
    expect(Math.max(...fates.map(({ ringSeconds }) => ringSeconds))).toBeLessThanOrEqual(25);
  });

  it('[CAM-2] half of the lognormal lies below its median, and longer talks are drawn with a greater factor', () => {
    const below = many(() => lognormal(random, 100, 0.7)).filter((value) => value < 100).length;
    expect(below / 20_000).toBeCloseTo(0.5, 1);
    const mean = (factor: number) => many(() => drawTalk(random, factor)).reduce((a, b) => a + b, 0) / 20_000;
    expect(mean(1.4)).toBeGreaterThan(1.2 * mean(1));
  });
});

describe('the published rules', () => {
  const agents = (ready: number, busy: number) =>
    Array.from({ length: ready + busy }, (_, index) => ({
      id: `${index}`,
      state: index < ready ? ('ready' as const) : ('on-call' as const),
      since: 0,
      campaignIds: [],
      campaignId: null,
    }));
  const told = (policy: Policy, answers: number, drops: number) => {
    for (let index = 0; index < answers; index += 1) {
      policy.tell({ kind: 'live-answer', attemptId: `${index}`, at: index, ringSeconds: 5 });
      if (index >= answers - drops) policy.tell({ kind: 'abandoned', attemptId: `${index}`, at: index });
    }
  };

  it('[CAM-2] the proportional level grows while agents wait and falls to one over the daily limit', () => {
    const policy = proportionalLevel('level', 'hard-limit');
    const ask = (from: number) => {
      let most = 0;
      for (let at = from; at < from + 60_000; at += 1000) {
        most = Math.max(most, policy.dial({ now: at, agents: agents(6, 4), calls: [] }));
      }
      return most;
    };
    expect(ask(100_000)).toBe(30);
    told(policy, 100, 4);
    ask(200_000);
    expect(policy.dial({ now: 300_000, agents: agents(6, 4), calls: [] })).toBe(10);
  });

  it('[CAM-2] expected free agents are dialled for after the warm-up, and strictly one each after dropping', () => {
    const policy = expectedFreeAgents('expected');
    const ask = () => policy.dial({ now: 100_000, agents: agents(2, 10), calls: [] });
    expect(ask()).toBe(2);
    told(policy, 60, 0);
    expect(ask()).toBeGreaterThan(2);
    told(policy, 5, 3);
    for (let tick = 0; tick < 5; tick += 1) ask();
    expect(ask()).toBe(2);
  });
});
