/** MIS-3 and MIS-4 as stories: the ladder moves by itself, inside the customer's own hours. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type House, openHouse, outboundCall, storedCall } from '../../../test/factories/missed-call-house.ts';
import type { RetryRuleFacts } from '../retry-rules/retry-rules.events.ts';
import {
  changeCallingHours,
  changeLadder,
  createLadder,
  deleteLadder,
  listCallingHours,
} from '../retry-rules/retry-rules.usecases.ts';
import { keepTime } from './keep-time.ts';
import { ladderUser } from './relink-debts.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.db.drop());
beforeEach(() => house.reset());

const missed = (startedAt: string, change: object = {}) => house.play(storedCall({ startedAt, ...change }));
/** A call of Anna's that ends at `endedAt` after 20 seconds without an answer. */
const tried = (
  endedAt: string,
  outcome: 'no-answer' | 'busy' | 'failed' | 'declined' | 'cancelled' = 'no-answer',
  change: object = {},
) =>
  house.play(
    outboundCall('anna', {
      startedAt: new Date(Date.parse(endedAt) - 20_000).toISOString(),
      endedAt,
      outcome,
      ...change,
    }),
  );
const local = (iso: string | null, zone: string) =>
  iso &&
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
const asker = () => ({ principal: house.as(null, 'administrator'), ip: '127.0.0.1' });

describe('[MIS-3] the ladder moves by itself', () => {
  test('[MIS-3] no answer: 5 min, 30 min, 3 h, 1 day, and after the fifth it is archived', async () => {
    await house.reset('2026-11-24T06:00:00.000Z');
    await missed('2026-11-24T06:30:00.000Z');
    const due: (string | null)[] = [(await house.only()).nextAttemptAt];
    for (;;) {
      const debt = await house.only();
      if (debt.state !== 'open') break;
      await tried(debt.nextAttemptAt!);
      due.push((await house.only()).nextAttemptAt);
    }
    expect(due).toEqual([
      '2026-11-24T06:30:30.000Z',
      '2026-11-24T06:35:30.000Z',
      '2026-11-24T07:05:30.000Z',
      '2026-11-24T10:05:30.000Z',
      '2026-11-25T10:05:30.000Z',
      null,
    ]);
    expect(await house.only()).toMatchObject({
      state: 'archived',
      urgency: 'closed',
      because: { key: 'retry.ladder-ended', values: { outcome: 'no-answer', attempts: '5' } },
    });
    expect(house.facts().map((fact) => fact.type)).toEqual([
      'missed-call.opened',
      ...Array(5).fill('missed-call.attempted'),
      'missed-call.archived',
    ]);
  });

  test('[MIS-3] busy and declined use the ladder of busy, failed its own', async () => {
    await missed('2026-11-24T07:00:00.000Z');
    await tried('2026-11-24T07:10:00.000Z', 'busy');
    expect(await house.only()).toMatchObject({
      nextAttemptAt: '2026-11-24T07:13:00.000Z',
      because: { key: 'retry.step', values: { outcome: 'busy', step: '1', steps: '5', delaySeconds: '180' } },
    });
    await tried('2026-11-24T07:13:00.000Z', 'declined');
    expect(await house.only()).toMatchObject({ nextAttemptAt: '2026-11-24T07:23:00.000Z', step: 2 });
    await tried('2026-11-24T07:23:00.000Z', 'failed');
    expect(await house.only()).toMatchObject({ nextAttemptAt: '2026-11-24T08:23:00.000Z', step: 1 });
  });

  test('[MIS-3] a click that was taken back at once is no attempt', async () => {
    await missed('2026-11-24T07:00:00.000Z');
    await tried('2026-11-24T07:10:00.000Z', 'cancelled', { ringSeconds: 3 });
    expect(await house.only()).toMatchObject({ state: 'open', step: 0, attempts: [] });
  });

  test('[MIS-3] the caller tries again in between: due at once, and the ladder begins anew', async () => {
    await missed('2026-11-24T07:00:00.000Z');
    await tried('2026-11-24T07:10:00.000Z');
    await tried('2026-11-24T07:15:00.000Z');
    await missed('2026-11-24T07:20:00.000Z');
    expect(await house.only()).toMatchObject({ tries: 2, step: 0, nextAttemptAt: '2026-11-24T07:20:30.000Z' });
    await tried('2026-11-24T07:21:00.000Z');
    expect(await house.only()).toMatchObject({ step: 1, nextAttemptAt: '2026-11-24T07:26:00.000Z' });
  });

  test('[MIS-3] the ladder of the queue is climbed, and editing it moves what is planned', async () => {
    const steps = { noAnswer: [{ afterSeconds: 60 }, { afterSeconds: 120 }], busy: null, machine: null, failed: null };
    const ladder = await createLadder(house.platform, asker(), { name: 'Quick', steps, maxPerDay: 10 });
    house.queues.set('vip', { teamId: null, ladderId: ladder.id });
    await missed('2026-11-24T07:00:00.000Z', { queue: 'vip' });
    await tried('2026-11-24T07:10:00.000Z');
    expect(await house.only()).toMatchObject({ ladderId: ladder.id, nextAttemptAt: '2026-11-24T07:11:00.000Z' });
    const slower = { ...steps, noAnswer: [{ afterSeconds: 600 }] };
    await changeLadder(house.platform, asker(), ladder.id, { steps: slower });
    await house.platform.drain();
    expect(await house.only()).toMatchObject({ nextAttemptAt: '2026-11-24T07:20:00.000Z', state: 'open' });
    expect(house.facts('missed-call.rescheduled')).toHaveLength(1);
  });

  test('[MIS-3] a ladder in use goes only with a substitute, which the debts then climb', async () => {
    const steps = { noAnswer: [{ afterSeconds: 60 }], busy: null, machine: null, failed: null };
    const ladder = await createLadder(house.platform, asker(), { name: 'Old', steps, maxPerDay: 10 });
    house.queues.set('vip', { teamId: null, ladderId: ladder.id });
    await missed('2026-11-24T07:00:00.000Z', { queue: 'vip' });
    await tried('2026-11-24T07:10:00.000Z');
    const remove = (substituteId: string | null) =>
      deleteLadder(house.platform, [ladderUser], asker(), { ladderId: ladder.id, substituteId });
    await expect(remove(null)).rejects.toMatchObject({
      status: 409,
      code: 'retry_rules.ladder_in_use',
      message: expect.stringContaining('1 open missed calls'),
    });
    await remove('ldr_standard');
    await house.platform.drain();
    expect(await house.only()).toMatchObject({ ladderId: 'ldr_standard', nextAttemptAt: '2026-11-24T07:15:00.000Z' });
    expect(
      house.platform.committed.filter((fact) => fact.type === 'retry-ladder.deleted').map(({ payload }) => payload),
    ).toEqual([{ ladderId: ladder.id, substituteId: 'ldr_standard' } satisfies RetryRuleFacts['retry-ladder.deleted']]);
  });
});

describe('[MIS-4] inside the customer’s own hours', () => {
  test('[MIS-4] half an hour after 19:58 in Samara is 09:00 the next morning in Samara', async () => {
    house.zone.default = 'Europe/Samara';
    await missed('2026-11-24T15:00:00.000Z');
    await tried('2026-11-24T15:05:00.000Z');
    await tried('2026-11-24T15:58:00.000Z');
    const debt = await house.only();
    expect(local(debt.nextAttemptAt, 'Europe/Samara')).toBe('2026-11-25 09:00');
    expect(debt).toMatchObject({
      timeZone: 'Europe/Samara',
      urgency: 'later',
      because: {
        key: 'retry.step-moved',
        values: {
          outcome: 'no-answer',
          step: '2',
          steps: '4',
          moved: 'closed-hours',
          zone: 'Europe/Samara',
          localTime: '09:00',
        },
      },
    });
  });

  test('[MIS-4] Saturday evening is Monday morning', async () => {
    await missed('2026-11-28T15:30:00.000Z');
    expect(local((await house.only()).nextAttemptAt, 'Europe/Moscow')).toBe('2026-11-30 09:00');
  });

  test('[MIS-4] a public holiday is skipped and named', async () => {
    await house.reset('2026-11-04T06:00:00.000Z');
    await missed('2026-11-04T07:00:00.000Z');
    const debt = await house.only();
    expect(local(debt.nextAttemptAt, 'Europe/Moscow')).toBe('2026-11-05 09:00');
    expect(debt.because).toMatchObject({
      key: 'missed-call.call-back-moved',
      values: { moved: 'holiday', holiday: 'День народного единства' },
    });
  });

  test.each([
    ['2026-03-28T20:00:00.000Z', '2026-03-30T07:00:00.000Z'],
    ['2026-10-24T20:00:00.000Z', '2026-10-26T08:00:00.000Z'],
  ])(
    '[MIS-4] over a weekend on which the clocks change it is still nine in the morning there (%s)',
    async (at, due) => {
      await house.reset(at);
      house.zone.default = 'Europe/Berlin';
      const [hours] = await listCallingHours(house.db.sql, 'RU');
      await changeCallingHours(house.platform, asker(), hours!.id, { holidayRegion: 'DE' });
      await missed(at);
      expect((await house.only()).nextAttemptAt).toBe(due);
    },
  );

  test('[MIS-4] closing a day moves what was planned for it', async () => {
    await missed('2026-11-24T18:00:00.000Z');
    expect(local((await house.only()).nextAttemptAt, 'Europe/Moscow')).toBe('2026-11-25 09:00');
    const [hours] = await listCallingHours(house.db.sql, 'RU');
    await changeCallingHours(house.platform, asker(), hours!.id, { closedDates: ['2026-11-25'] });
    await house.platform.drain();
    expect(local((await house.only()).nextAttemptAt, 'Europe/Moscow')).toBe('2026-11-26 09:00');
  });

  test('[MIS-4] a person may be called so often in 24 hours and no more, on all numbers together', async () => {
    house.people.set('ctc_ivan', {
      contactId: 'ctc_ivan',
      name: 'Ivan',
      organisationName: null,
      numbers: ['+79161234567', '+74957654321'],
      ownerAgentId: null,
      teamId: null,
    });
    const steps = {
      noAnswer: Array.from({ length: 10 }, () => ({ afterSeconds: 60 })),
      busy: null,
      machine: null,
      failed: null,
    };
    const ladder = await createLadder(house.platform, asker(), { name: 'Often', steps, maxPerDay: 3 });
    house.queues.set('vip', { teamId: null, ladderId: ladder.id });
    const other = { customer: { raw: null, e164: '+74957654321', withheld: false }, contactId: 'ctc_ivan' };
    await tried('2026-11-24T06:10:00.000Z', 'no-answer', other);
    await missed('2026-11-24T07:00:00.000Z', { queue: 'vip', contactId: 'ctc_ivan' });
    await tried('2026-11-24T07:10:00.000Z', 'no-answer', { contactId: 'ctc_ivan' });
    expect(await house.only()).toMatchObject({ nextAttemptAt: '2026-11-24T07:11:00.000Z' });
    await tried('2026-11-24T07:20:00.000Z', 'no-answer', other);
    expect(await house.only()).toMatchObject({
      step: 2,
      // 24 hours after the call from before the debt
      nextAttemptAt: '2026-11-25T06:09:40.000Z',
      because: { key: 'retry.step-moved', values: { moved: 'daily-limit', limit: '3' } },
    });
  });

  test('[MIS-4] with no open hour at all the debt is archived and says why', async () => {
    const [hours] = await listCallingHours(house.db.sql, 'RU');
    await changeCallingHours(house.platform, asker(), hours!.id, { week: Array.from({ length: 7 }, () => []) });
    await missed('2026-11-24T07:00:00.000Z');
    expect(await house.only()).toMatchObject({ state: 'archived', because: { key: 'retry.no-open-hour' } });
  });
});

describe('[MIS-5] what time alone changes', () => {
  test('[MIS-5] a debt falls due, becomes overdue and is escalated, each told once', async () => {
    await missed('2026-11-24T07:00:00.000Z');
    await tried('2026-11-24T07:10:00.000Z');
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ urgency: 'later' });
    house.platform.clock.set('2026-11-24T07:15:00.000Z');
    await keepTime(house.deps);
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ urgency: 'due' });
    house.platform.clock.set('2026-11-24T08:15:00.000Z');
    await keepTime(house.deps);
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ urgency: 'overdue', nextAttemptAt: '2026-11-24T07:15:00.000Z' });
    expect(
      house
        .facts()
        .map((fact) => fact.type)
        .slice(2),
    ).toEqual(['missed-call.due', 'missed-call.escalated']);
  });

  test('[MIS-5] in the evening an unpaid debt moves to the morning instead of being overdue all night', async () => {
    await missed('2026-11-24T16:50:00.000Z');
    house.platform.clock.set('2026-11-24T17:30:00.000Z');
    await keepTime(house.deps);
    const debt = await house.only();
    expect(local(debt.nextAttemptAt, 'Europe/Moscow')).toBe('2026-11-25 09:00');
    expect(debt).toMatchObject({ urgency: 'later', because: { values: { moved: 'closed-hours' } } });
    house.platform.clock.set('2026-11-25T07:00:00.000Z');
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ urgency: 'overdue' });
    expect(house.facts('missed-call.escalated')).toHaveLength(1);
  });
});
