import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planRotation, type RotatedPerson, type RotationRules } from './plan-rotation.ts';

const rules: RotationRules = {
  agentIds: ['anna', 'boris'],
  from: '2026-11-27', // a Friday
  perDay: 2,
  weekends: false,
  skipBusy: true,
};
const person = (id: string, ownerAgentId: string | null = null, isBusy = false) => ({ id, ownerAgentId, isBusy });

it('[CRM-4] clients stay with their owner, those of others are left alone, nobody’s go to whoever has least', () => {
  const people = [person('1', 'anna'), person('2', 'anna'), person('3', 'vera'), person('4'), person('5'), person('6')];
  expect(planRotation([...people, person('7', null, true)], rules)).toEqual({
    calls: [
      { contactId: '1', agentId: 'anna', day: '2026-11-27' },
      { contactId: '2', agentId: 'anna', day: '2026-11-27' },
      { contactId: '4', agentId: 'boris', day: '2026-11-27' },
      { contactId: '5', agentId: 'boris', day: '2026-11-27' },
      // Both have two now; the third of Anna's comes after the weekend.
      { contactId: '6', agentId: 'anna', day: '2026-11-30' },
    ],
    busy: 1,
    ofOthers: 1,
  });
});

it('[CRM-4] a first day that is a Saturday moves to Monday, unless weekends count', () => {
  const saturday = { ...rules, from: '2026-11-28' };
  const dayOf = (given: RotationRules) => planRotation([person('1')], given).calls[0]?.day;
  expect([dayOf(saturday), dayOf({ ...saturday, weekends: true })]).toEqual(['2026-11-30', '2026-11-28']);
});

it('[CRM-4] nobody gets more on a day than was said, nobody is called twice, nobody’s clients even the loads out', () => {
  const people = fc
    .array(fc.record({ owner: fc.constantFrom(null, 'anna', 'boris', 'vera'), isBusy: fc.boolean() }), {
      maxLength: 200,
    })
    .map((list): RotatedPerson[] => list.map(({ owner, isBusy }, index) => person(String(index), owner, isBusy)));
  const given = fc.record({ perDay: fc.integer({ min: 1, max: 7 }), weekends: fc.boolean(), skipBusy: fc.boolean() });
  fc.assert(
    fc.property(people, given, (list, more) => {
      const { calls, busy, ofOthers } = planRotation(list, { ...rules, ...more });
      expect(calls.length + busy + ofOthers).toBe(list.length);
      expect(new Set(calls.map(({ contactId }) => contactId)).size).toBe(calls.length);
      for (const { agentId, day } of calls) {
        const ofDay = calls.filter((call) => call.agentId === agentId && call.day === day);
        expect(ofDay.length).toBeLessThanOrEqual(more.perDay);
      }
      const count = (agentId: string) => calls.filter((call) => call.agentId === agentId).length;
      const owned = (agentId: string) =>
        list.filter((one) => one.ownerAgentId === agentId && !(one.isBusy && more.skipBusy)).length;
      const most = Math.max(owned('anna'), owned('boris'));
      const least = Math.min(count('anna'), count('boris'));
      expect(Math.max(count('anna'), count('boris'))).toBeLessThanOrEqual(Math.max(most, least + 1));
    }),
  );
});
