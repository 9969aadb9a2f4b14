import { describe, expect, it } from 'vitest';
import { type DemoCall, type DemoWorld, planDemoCall } from './plan-demo-call.ts';
import { seededRandom } from './seeded-random.ts';

const WORLD: DemoWorld = {
  customers: [{ number: '+79161230001', name: 'Anna' }],
  queueNumbers: ['5551000', '5552000'],
  directNumbers: ['5551101'],
  freeExtensions: ['101'],
};

function manyCalls(world: DemoWorld): DemoCall[] {
  return Array.from({ length: 2000 }, (_, index) => planDemoCall(seededRandom(index), world));
}

const share = (calls: readonly DemoCall[], test: (call: DemoCall) => boolean) =>
  calls.filter(test).length / calls.length;

describe('[OPS-1] the traffic of the demonstration', () => {
  it('repeats exactly with the same seed', () => {
    expect(manyCalls(WORLD)).toEqual(manyCalls(WORLD));
  });

  it('mixes calls out, given up, unknown and withheld ones among the answered', () => {
    const calls = manyCalls(WORLD);
    expect(share(calls, (call) => call.direction === 'outbound')).toBeCloseTo(1 / 7, 1);
    const inbound = calls.filter((call) => call.direction === 'inbound');
    expect(share(inbound, (call) => call.direction === 'inbound' && !call.isAnswered)).toBeCloseTo(1 / 8, 1);
    expect(share(inbound, (call) => call.direction === 'inbound' && call.withheld)).toBeCloseTo(1 / 20, 1);
    expect(share(inbound, (call) => call.direction === 'inbound' && call.from === '+79161230001')).toBeCloseTo(
      5 / 6,
      1,
    );
  });

  it('leaves calls out to free phones, and calls nobody when nobody is free', () => {
    const calls = manyCalls({ ...WORLD, freeExtensions: [] });
    expect(calls.every((call) => call.direction === 'inbound')).toBe(true);
  });

  it('gives up before an answered caller would lose patience', () => {
    for (const call of manyCalls(WORLD)) {
      if (call.direction === 'inbound' && !call.isAnswered) expect(call.giveUpMs).toBeLessThan(15_000);
      expect(call.talkMs).toBeGreaterThanOrEqual(3000);
      expect(call.talkMs).toBeLessThanOrEqual(60_000);
    }
  });

  it('works without any known customer', () => {
    for (const call of manyCalls({ ...WORLD, customers: [] })) {
      expect(call.direction === 'inbound' ? call.from : call.to).toMatch(/^\+7999\d{7}$/);
    }
  });
});
