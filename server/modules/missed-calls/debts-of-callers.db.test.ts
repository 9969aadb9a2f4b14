/** MIS-1 and MIS-2 as stories: what becomes a debt, one per caller, and how it closes itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  customerOf,
  deskOf,
  type House,
  openHouse,
  outboundCall,
  storedCall,
} from '../../../test/factories/missed-call-house.ts';
import type { CallFacts } from '../calls/calls.events.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.db.drop());
beforeEach(() => house.reset());

const at = (clock: string) => `2026-11-24T${clock}.000Z`;
const missedAt = (clock: string, change: Parameters<typeof storedCall>[0] | object = {}) =>
  storedCall({ startedAt: at(clock), ...change });
const ivan = () =>
  house.people.set('ctc_ivan', {
    contactId: 'ctc_ivan',
    name: 'Ivan',
    organisationName: 'Vega',
    numbers: ['+79161234567', '+74957654321'],
    ownerAgentId: null,
    teamId: null,
  });

describe('[MIS-1] one debt per caller', () => {
  test('[MIS-1] three extensions rang and the caller tried four times: one entry, x4', async () => {
    const rang = ['anna', 'boris', 'vera'].map((agent) => deskOf(agent, 'rang', false));
    for (const clock of ['07:00:00', '07:02:00', '07:03:30', '07:10:00']) {
      await house.play(
        missedAt(clock, { agents: rang, outcome: 'no-answer', waitSeconds: clock === '07:03:30' ? 50 : 30 }),
      );
    }
    expect(await house.only()).toMatchObject({
      state: 'open',
      tries: 4,
      number: { e164: '+79161234567', withheld: false },
      firstMissedAt: at('07:00:30'),
      lastMissedAt: at('07:10:30'),
      longestWaitSeconds: 50,
      queue: 'sales',
      dialledNumber: '+74951112233',
      nextAttemptAt: at('07:10:30'),
      because: { key: 'missed-call.call-back', values: {} },
      urgency: 'due',
    });
  });

  test('[MIS-1] somebody spoke with the caller and passed them on to nobody: a debt, once, that a later call pays', async () => {
    const live = missedAt('07:00:00', {
      ...{ state: 'talking', outcome: null, answeredAt: at('07:00:05'), waitSeconds: 5 },
      ...{ agents: [deskOf('anna')], endedAt: null },
    });
    await house.play(live, 'call.answered');
    expect(await house.all()).toEqual([]);
    const passedOn: typeof live = {
      ...live,
      ...{ state: 'ended', outcome: 'answered', strandedAt: at('07:01:00'), endedAt: at('07:01:20') },
    };
    await house.play(passedOn, 'call.ended', 'call.ended', 'call.corrected');
    expect(await house.only()).toMatchObject({
      state: 'open',
      tries: 1,
      longestWaitSeconds: 20,
      firstMissedAt: at('07:01:20'),
      nextAttemptAt: at('07:01:20'),
    });
    const back = outboundCall('boris', { startedAt: at('07:05:00'), outcome: 'answered', answeredAt: at('07:05:10') });
    await house.play({ ...back, ...customerOf('+79161234567') });
    expect(await house.only()).toMatchObject({ state: 'resolved', resolvedHow: 'our-call' });
  });

  test('[MIS-1] an older debt that this very call had paid is owed again, one try more', async () => {
    await house.play(missedAt('06:00:00'));
    const call = missedAt('07:00:00', {
      ...{ state: 'talking', outcome: null, answeredAt: at('07:00:05'), agents: [deskOf('anna')], endedAt: null },
    });
    await house.play(call, 'call.answered');
    expect(await house.only()).toMatchObject({ state: 'resolved', resolvedHow: 'caller-got-through' });
    const passedOn = {
      ...call,
      state: 'ended',
      outcome: 'answered',
      strandedAt: at('07:01:00'),
      endedAt: at('07:01:20'),
    };
    await house.play(passedOn as typeof call, 'call.ended');
    expect(await house.only()).toMatchObject({ state: 'open', tries: 2 });
  });

  test('[MIS-1] a caller who gave up in the queue before any agent rang is listed', async () => {
    await house.play(missedAt('07:00:00', { agents: [], ringSeconds: 0 }));
    expect(await house.only()).toMatchObject({ tries: 1, queue: 'sales', timeZone: 'Europe/Moscow' });
    expect(house.facts().map((fact) => fact.type)).toEqual(['missed-call.opened']);
  });

  test('[MIS-1] the same person from another number is the same debt', async () => {
    ivan();
    await house.play(missedAt('07:00:00', { contactId: 'ctc_ivan' }));
    await house.play(missedAt('07:05:00', { ...customerOf('+74957654321'), contactId: 'ctc_ivan' }));
    expect(await house.only()).toMatchObject({ tries: 2, contactName: 'Ivan', organisationName: 'Vega' });
  });

  test('[MIS-1] two strangers are two debts', async () => {
    await house.play(missedAt('07:00:00'));
    await house.play(missedAt('07:01:00', customerOf('+79990000000')));
    expect(await house.all()).toHaveLength(2);
  });

  test('[MIS-1] the database itself refuses a second open debt of one number or one person', async () => {
    await house.play(missedAt('07:00:00'));
    const copy = (columns: string) =>
      house.db.sql
        .unsafe(`insert into missed_calls (id, state, number_key, contact_id, time_zone, tries, first_missed_at,
        last_missed_at, longest_wait_seconds, ladder_id, next_attempt_at, decided_at)
        select ${columns}, time_zone, tries, first_missed_at, last_missed_at, longest_wait_seconds, ladder_id, next_attempt_at, decided_at
        from missed_calls limit 1`)
        .execute();
    await expect(copy(`'copy', 'open', number_key, null`)).rejects.toMatchObject({ code: '23505' });
    await house.db.sql`update missed_calls set contact_id = 'ctc_x'`;
    await expect(copy(`'copy', 'open', '+1', contact_id`)).rejects.toMatchObject({ code: '23505' });
  });

  test('[MIS-1] withheld numbers and internal calls owe nothing; the withheld one is kept as a fact, once', async () => {
    const hidden = missedAt('07:00:00', { customer: { raw: null, e164: null, withheld: true } });
    await house.play(hidden);
    await house.tell(hidden);
    await house.play(missedAt('07:01:00', { direction: 'internal', customer: null }));
    expect(await house.all()).toEqual([]);
    expect(house.facts().map(({ type, payload }) => [type, payload])).toEqual([
      ['missed-call.not-callable', { callId: hidden.id, because: 'withheld' }],
    ]);
  });

  test('[MIS-1] a short wait is ignored when the firm says so', async () => {
    house.settings.ignoreWaitUnderSeconds = 10;
    await house.play(missedAt('07:00:00', { waitSeconds: 9 }));
    expect(await house.all()).toEqual([]);
    await house.play(missedAt('07:01:00', { waitSeconds: 10 }));
    expect(await house.only()).toMatchObject({ tries: 1 });
  });

  test('[MIS-1] after a debt is closed the next missed call opens a new one', async () => {
    await house.play(missedAt('07:00:00'));
    await house.play(missedAt('07:05:00', { outcome: 'answered', answeredAt: at('07:05:05') }));
    await house.play(missedAt('08:00:00'));
    expect((await house.all()).map(({ state, tries }) => [state, tries])).toEqual([
      ['resolved', 1],
      ['open', 1],
    ]);
  });
});

describe('[MIS-2] a debt closes itself', () => {
  test('[MIS-2] a colleague calls the person’s other number from the desk phone and reaches them', async () => {
    ivan();
    await house.play(missedAt('07:00:00', { contactId: 'ctc_ivan' }));
    const call = outboundCall('boris', {
      startedAt: at('07:06:00'),
      answeredAt: at('07:06:10'),
      outcome: 'answered',
      ...customerOf('+74957654321'),
      contactId: 'ctc_ivan',
    });
    await house.play(call);
    expect(await house.only()).toMatchObject({
      state: 'resolved',
      resolvedHow: 'our-call',
      resolvedByCallId: call.id,
      urgency: 'closed',
      nextAttemptAt: null,
      because: { key: 'missed-call.our-call', values: { callId: call.id } },
      attempts: [{ outcome: 'reached', agent: { id: 'boris', name: 'Boris' }, callId: call.id }],
      // 07:00:30 until 07:06:10
      timeToCallbackSeconds: 340,
    });
  });

  test('[MIS-2] the caller gets through: closed while they talk, and it says by which call', async () => {
    await house.play(missedAt('07:00:00'));
    const talking = missedAt('07:04:00', {
      state: 'talking',
      outcome: null,
      answeredAt: at('07:04:12'),
      endedAt: null,
    });
    await house.play(talking, 'call.answered');
    expect(await house.only()).toMatchObject({
      state: 'resolved',
      resolvedHow: 'caller-got-through',
      resolvedByCallId: talking.id,
      resolvedAt: at('07:04:12'),
      timeToCallbackSeconds: 222,
    });
    expect(house.facts('missed-call.resolved').map(({ payload }) => payload)).toMatchObject([
      { how: 'caller-got-through', callId: talking.id, timeToCallbackSeconds: 222 },
    ]);
  });

  test('[MIS-2] somebody else’s conversation closes nothing', async () => {
    await house.play(missedAt('07:00:00'));
    await house.play(
      missedAt('07:04:00', { ...customerOf('+79990000000'), outcome: 'answered', answeredAt: at('07:04:12') }),
    );
    expect(await house.only()).toMatchObject({ state: 'open' });
  });

  test('[MIS-2] the PBX corrects a missed call to an answered one: nothing was owed', async () => {
    const call = missedAt('07:00:00');
    await house.play(call);
    await house.tell({ ...call, outcome: 'answered', answeredAt: at('07:00:10') }, 'call.corrected');
    expect(await house.only()).toMatchObject({ state: 'resolved', resolvedByCallId: call.id });
  });

  test('[MIS-2] the PBX takes an answer back: the debt is owed again and the call is an attempt', async () => {
    await house.play(missedAt('07:00:00'));
    const call = outboundCall('anna', { startedAt: at('07:06:00'), answeredAt: at('07:06:10'), outcome: 'answered' });
    await house.play(call);
    await house.tell({ ...call, outcome: 'no-answer', answeredAt: null }, 'call.corrected');
    expect(await house.only()).toMatchObject({
      state: 'open',
      step: 1,
      attempts: [{ outcome: 'no-answer', callId: call.id }],
      resolvedHow: null,
      nextAttemptAt: at('07:11:20'),
    });
  });

  test('[MIS-2] a missed call that was part of an answered one is no debt', async () => {
    await house.play(missedAt('07:00:00', { id: 'call_part' }));
    const whole = missedAt('07:00:00', { id: 'call_whole', outcome: 'answered', answeredAt: at('07:00:20') });
    house.calls.delete('call_part');
    house.calls.set(whole.id, whole);
    await house.tellFact<Pick<CallFacts, 'call.merged'>>(
      'call.merged',
      { callId: 'call_part', into: 'call_whole' },
      'call_part',
    );
    expect(await house.only()).toMatchObject({ state: 'resolved', resolvedByCallId: 'call_whole' });
  });

  test('[MIS-2] two parts of one missed call are one try', async () => {
    await house.play(missedAt('07:00:00', { id: 'call_part' }));
    await house.play(missedAt('07:00:05', { id: 'call_whole' }));
    house.calls.delete('call_part');
    await house.tellFact<Pick<CallFacts, 'call.merged'>>(
      'call.merged',
      { callId: 'call_part', into: 'call_whole' },
      'call_part',
    );
    expect(await house.only()).toMatchObject({ state: 'open', tries: 1 });
  });
});

describe('[MIS-1] [MIS-2] order and repetition of the facts do not matter', () => {
  test('[MIS-1] everything told twice changes nothing', async () => {
    const missed = [missedAt('07:00:00'), missedAt('07:01:00')];
    const tried = outboundCall('anna', { startedAt: at('07:05:00') });
    const reached = outboundCall('anna', {
      startedAt: at('07:11:00'),
      answeredAt: at('07:11:08'),
      outcome: 'answered',
    });
    for (const call of [...missed, tried, reached]) await house.play(call);
    const before = await house.only();
    const facts = house.facts().length;
    for (const call of [reached, ...missed, tried])
      await house.tell(call, 'call.started', 'call.answered', 'call.ended');
    expect(await house.only()).toEqual(before);
    expect(house.facts()).toHaveLength(facts);
    expect(before).toMatchObject({ tries: 2, attempts: [{ outcome: 'no-answer' }, { outcome: 'reached' }] });
  });

  test('[MIS-2] a missed call told after the call that reached the caller is born paid', async () => {
    const missed = missedAt('07:00:00');
    const again = missedAt('07:01:00');
    const reached = outboundCall('anna', {
      startedAt: at('07:02:00'),
      answeredAt: at('07:02:10'),
      outcome: 'answered',
    });
    await house.play(reached);
    expect(await house.all()).toEqual([]);
    await house.tell(again);
    await house.tell(missed);
    expect(await house.only()).toMatchObject({
      state: 'resolved',
      tries: 2,
      firstMissedAt: at('07:00:30'),
      resolvedByCallId: reached.id,
      timeToCallbackSeconds: 100,
      attempts: [{ outcome: 'reached', callId: reached.id }],
    });
  });

  test('[MIS-2] a conversation from before the miss does not pay it, however late we hear of it', async () => {
    await house.play(missedAt('07:00:00'));
    await house.tell(missedAt('06:30:00', { outcome: 'answered', answeredAt: at('06:30:10') }));
    expect(await house.only()).toMatchObject({ state: 'open' });
  });

  test('[MIS-1] [MIS-2] whatever the order in which a day’s calls are told, the end is the same', async () => {
    const day = () => [
      missedAt('07:00:00', { id: 'm1' }),
      missedAt('07:01:00', { id: 'm2' }),
      outboundCall('anna', { id: 'o1', startedAt: at('07:05:00') }),
      missedAt('07:20:00', { id: 'm3' }),
      outboundCall('boris', { id: 'o2', startedAt: at('07:30:00'), answeredAt: at('07:30:09'), outcome: 'answered' }),
    ];
    const orders = [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 4, 0, 3, 1],
      [3, 0, 4, 2, 1],
      [1, 4, 3, 0, 2],
    ];
    for (const order of orders) {
      await house.reset(at('08:00:00'));
      // The calls table knows all of them; only the facts come in disorder.
      for (const call of day()) house.calls.set(call.id, call);
      for (const index of order) await house.tell(day()[index]!);
      expect(await house.only(), `order ${order}`).toMatchObject({
        state: 'resolved',
        tries: 3,
        resolvedByCallId: 'o2',
        firstMissedAt: at('07:00:30'),
        timeToCallbackSeconds: 1779,
      });
    }
  });
});
