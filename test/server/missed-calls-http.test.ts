/** Missed calls from a bridge's facts to the API and the live link, with all the real modules between. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallingHours, Ladder, MissedCall } from '../../server/contract/missed-calls.contract.ts';
import type { PlacedCall } from './missed-calls-firm.ts';
import { type CallingFirm, openCallingFirm } from './missed-calls-firm.ts';

let firm: CallingFirm;
beforeAll(async () => {
  firm = await openCallingFirm();
});
afterAll(() => firm?.close());
beforeEach(() => firm.forget());

describe('from a missed call to the conversation', () => {
  it('[MIS-1] [MIS-5] a caller who gave up in the queue twice is one entry of the queue’s team, told live', async () => {
    const live = await firm.anna.live();
    const strangers = await firm.clara.live();
    await firm.missed('8 (912) 123-45-67');
    await firm.missed('+7 912 123 45 67');
    const event = await live.event(
      ({ event }) => event.name === 'missed-call.changed' && event.payload.missedCall.tries === 2,
    );
    expect(event.event).toMatchObject({
      payload: { missedCall: { state: 'open', queue: 'sales', teamId: 'team_sales' } },
    });
    const list = await firm.anna.get<{ items: MissedCall[] }>('/api/missed-calls?state=open');
    expect(list.body.items).toMatchObject([
      { tries: 2, number: { e164: '+79121234567' }, urgency: 'due', assignee: null },
    ]);
    expect((await firm.clara.get<{ items: MissedCall[] }>('/api/missed-calls?state=open')).body.items).toEqual([]);
    expect((await firm.clara.get(`/api/missed-calls/${list.body.items[0]!.id}`)).status).toBe(404);
    expect(strangers.events.filter(({ event }) => event.name === 'missed-call.changed')).toEqual([]);
    const fresh = await firm.anna.live();
    expect(Object.values(fresh.snapshot.state.missedCalls)).toMatchObject([{ tries: 2 }]);
    for (const link of [live, strangers, fresh]) link.close();
  });

  it('[TASK-1] stands in the calendar of tasks at its next attempt, for those who may see it', async () => {
    await firm.missed('+79121234567');
    const debt = await firm.onlyDebt();
    const at = Date.parse(debt.nextAttemptAt ?? '');
    const range = `from=${new Date(at - 60_000).toISOString()}&to=${new Date(at + 60_000).toISOString()}`;
    const of = async (who: typeof firm.anna, more = '') =>
      (await who.get<{ items: object[] }>(`/api/tasks/calendar?${range}${more}`)).body.items;
    const item = { kind: 'callback', id: debt.id, at: debt.nextAttemptAt, tries: 1, agent: null };
    expect(await of(firm.anna)).toMatchObject([item]);
    expect(await of(firm.clara)).toEqual([]);
    expect(await of(firm.anna, '&agentIds=agt_anna')).toEqual([]);
  });

  it('[MIS-2] [MIS-4] one click calls back; a second agent is told who calls; the answer closes it', async () => {
    await firm.missed('+79121234567');
    const debt = await firm.onlyDebt();
    const click = { to: '+79121234567', missedCallId: debt.id };
    const placed = await firm.anna.post<PlacedCall>('/api/calls', click);
    expect(placed.status).toBe(201);
    expect(await firm.lastOriginate()).toMatchObject({ interface: 'PJSIP/101', variables: { MISSED_CALL: debt.id } });
    const second = await firm.boris.post('/api/calls', click);
    expect(second).toMatchObject({
      status: 409,
      body: { error: { code: 'missed_calls.being_called', fields: { agentName: 'Anna' } } },
    });
    expect(await firm.boris.post('/api/calls', { to: '8 912 123-45-67' })).toMatchObject({ status: 409 });
    expect(await firm.onlyDebt()).toMatchObject({ state: 'trying', because: { values: { agentName: 'Anna' } } });
    const callId = await firm.callsBack(placed.body.originateId, debt.id, 'answered');
    expect(await firm.onlyDebt()).toMatchObject({
      state: 'resolved',
      resolvedHow: 'our-call',
      resolvedByCallId: callId,
      attempts: [{ outcome: 'reached', agent: { name: 'Anna' }, callId }],
    });
    expect((await firm.anna.get(`/api/calls/${callId}`)).body).toMatchObject({ missedCallId: debt.id });
  });

  it('[MIS-3] the PBX’s "no answer" moves the ladder and frees the entry by itself', async () => {
    await firm.missed('+79121234567');
    const debt = await firm.onlyDebt();
    const placed = await firm.anna.post<PlacedCall>('/api/calls', { to: '+79121234567', missedCallId: debt.id });
    await firm.callsBack(placed.body.originateId, debt.id, 'no-answer');
    const after = await firm.onlyDebt();
    expect(after).toMatchObject({ state: 'open', step: 1, urgency: 'later', attempts: [{ outcome: 'no-answer' }] });
    expect(after.because).toMatchObject({ key: 'retry.step', values: { step: '1', steps: '4', delaySeconds: '300' } });
    expect((await firm.boris.post('/api/calls', { to: '+79121234567', missedCallId: debt.id })).status).toBe(201);
  });

  it('[MIS-4] a click that the PBX refuses frees the entry', async () => {
    await firm.missed('+79121234567');
    const debt = await firm.onlyDebt();
    firm.bridge.answer = () => ({ ok: false, code: 'pbx.refused', message: 'no such device' });
    const refused = await firm.anna.post('/api/calls', { to: '+79121234567', missedCallId: debt.id });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ state: 'open', attempts: [] });
  });

  it('[MIS-1] [TEL-2] a person made from the call owns the debt; the card and the time-line show it', async () => {
    const callId = await firm.missed('+79121234567');
    const created = await firm.anna.post<{ id: string }>('/api/contacts', {
      name: 'Ivan Petrov',
      phones: [{ raw: '+7 495 111-22-33' }],
      callId,
    });
    expect(created.status).toBe(201);
    await firm.server.idle();
    const debt = await firm.onlyDebt();
    expect(debt).toMatchObject({ contactId: created.body.id, contactName: 'Ivan Petrov' });
    const card = await firm.anna.get<{ openMissedCalls: unknown[] }>(`/api/calls/${callId}/card`);
    expect(card.body.openMissedCalls).toMatchObject([{ id: debt.id, tries: 1 }]);
    const timeline = await firm.anna.get<{ items: { kind: string }[] }>(`/api/contacts/${created.body.id}/timeline`);
    expect(timeline.body.items.filter((item) => item.kind === 'missed-call')).toMatchObject([
      { id: debt.id, state: 'open' },
    ]);
    // He calls from the number we know him by: it is the same debt.
    await firm.missed('+74951112233');
    expect(await firm.onlyDebt()).toMatchObject({ id: debt.id, tries: 2 });
    expect((await firm.manager.delete(`/api/contacts/${created.body.id}`)).status).toBeLessThan(300);
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ id: debt.id, state: 'open', contactId: null, contactName: null });
  });
});

describe('a number that was written down with the wrong person', () => {
  it('[MIS-1] [TEL-8] takes the debt along, to nobody or to whom it truly belongs', async () => {
    const number = '+79126660001';
    const add = async (name: string, phones: { raw: string }[]) =>
      (await firm.admin.post<{ id: string }>('/api/contacts', { name, phones })).body.id;
    const wrong = await add('Wrong', [{ raw: number }]);
    await firm.server.idle();
    const callId = await firm.missed(number);
    expect(await firm.onlyDebt()).toMatchObject({ contactName: 'Wrong' });
    await firm.admin.patch(`/api/contacts/${wrong}`, { phones: [] });
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ contactId: null, state: 'open' });
    const right = await add('Right', [{ raw: number }]);
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ contactId: right, contactName: 'Right', tries: 1 });
    // Back and forth in one go: first given to the one, then taken from the other.
    await firm.admin.patch(`/api/contacts/${wrong}`, { phones: [{ raw: number }] });
    await firm.admin.patch(`/api/contacts/${right}`, { phones: [] });
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ contactName: 'Wrong' });
    expect((await firm.admin.get(`/api/calls/${callId}`)).body).toMatchObject({ contactName: 'Wrong' });
  });
});

describe('working the list', () => {
  it('[MIS-3] [MIS-5] attempt, assign, archive, reopen, resolve', async () => {
    await firm.missed('+79121234567');
    const { id } = await firm.onlyDebt();
    const act = (verb: string, body?: unknown) => firm.anna.post<MissedCall>(`/api/missed-calls/${id}/${verb}`, body);
    expect((await act('attempt', { outcome: 'busy', note: 'engaged' })).body).toMatchObject({
      step: 1,
      attempts: [{ outcome: 'busy', note: 'engaged', agent: { name: 'Anna' } }],
    });
    // One button: nothing but the press.
    expect((await act('attempt')).body).toMatchObject({ attempts: [{ outcome: 'busy' }, { outcome: 'no-answer' }] });
    expect((await act('assign', { agentId: 'agt_anna' })).body).toMatchObject({
      assignee: { id: 'agt_anna', name: 'Anna' },
    });
    expect(await act('assign', { agentId: 'agt_boris' })).toMatchObject({ status: 403 });
    expect((await act('archive', { note: 'enough' })).body).toMatchObject({ state: 'archived', urgency: 'closed' });
    expect(await act('attempt', { outcome: 'busy' })).toMatchObject({ status: 409 });
    expect((await act('reopen')).body).toMatchObject({ state: 'open', step: 0 });
    expect((await act('resolve', { note: 'wrote an e-mail' })).body).toMatchObject({
      state: 'resolved',
      resolvedHow: 'by-hand',
    });
    expect(await act('attempt', { outcome: 'shouted' })).toMatchObject({ status: 422 });
    const closed = await firm.anna.get<{ items: MissedCall[] }>('/api/missed-calls?state=resolved');
    expect(closed.body.items).toMatchObject([{ id }]);
  });

  it('[MIS-1] the firm may ignore short waits', async () => {
    const settings = { assignment: ['queue-team'], escalateAfterSeconds: 600, ignoreWaitUnderSeconds: 20 };
    expect((await firm.admin.patch('/api/settings', { missedCalls: settings })).status).toBe(200);
    await firm.missed('+79121234567');
    expect((await firm.anna.get<{ items: MissedCall[] }>('/api/missed-calls')).body.items).toEqual([]);
    await firm.admin.patch('/api/settings', { missedCalls: { ...settings, ignoreWaitUnderSeconds: 0 } });
  });
});

describe('rules that a supervisor edits', () => {
  const steps = { noAnswer: [{ afterSeconds: 60 }], busy: null, machine: null, failed: null };

  it('[MIS-3] ladders: made, changed, used by a queue, refused, replaced', async () => {
    const before = await firm.anna.get<{ items: Ladder[] }>('/api/retry-ladders');
    expect(before.body.items).toMatchObject([{ id: 'ldr_standard', isDefault: true }]);
    expect((await firm.anna.post('/api/retry-ladders', { name: 'Mine', steps, maxPerDay: 3 })).status).toBe(403);
    const made = await firm.leadOfSales.post<Ladder>('/api/retry-ladders', { name: 'Quick', steps, maxPerDay: 3 });
    expect(made).toMatchObject({ status: 201, body: { name: 'Quick', isDefault: false, version: 1 } });
    const path = `/api/retry-ladders/${made.body.id}`;
    expect(await firm.admin.post('/api/retry-ladders', { name: 'quick', steps, maxPerDay: 3 })).toMatchObject({
      status: 409,
      body: { error: { code: 'retry_rules.name_taken' } },
    });
    expect(
      (await firm.admin.post('/api/retry-ladders', { name: 'Empty', steps: { ...steps, noAnswer: [] }, maxPerDay: 3 }))
        .status,
    ).toBe(422);
    expect(await firm.admin.patch('/api/queues/sales', { ladderId: 'ldr_none' })).toMatchObject({
      status: 422,
      body: { error: { code: 'queues.invalid', fields: { ladderId: expect.any(String) } } },
    });
    await firm.admin.patch('/api/queues/sales', { ladderId: made.body.id });
    await firm.missed('+79121234567');
    expect(await firm.onlyDebt()).toMatchObject({ ladderId: made.body.id });
    expect(await firm.admin.delete(path)).toMatchObject({
      status: 409,
      body: {
        error: { code: 'retry_rules.ladder_in_use', message: expect.stringMatching(/sales.*1 open missed calls/) },
      },
    });
    expect((await firm.admin.delete(`${path}?substituteId=${made.body.id}`)).status).toBe(422);
    expect((await firm.admin.delete(`${path}?substituteId=ldr_standard`)).status).toBe(204);
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ ladderId: 'ldr_standard' });
    const queues = await firm.admin.get<{ items: { name: string; ladderId: string }[] }>('/api/queues');
    expect(queues.body.items).toMatchObject([{ name: 'sales', ladderId: 'ldr_standard' }]);
    expect(await firm.admin.delete('/api/retry-ladders/ldr_standard')).toMatchObject({ status: 409 });
    expect(await firm.admin.patch('/api/retry-ladders/ldr_standard', { isDefault: false })).toMatchObject({
      status: 422,
    });
  });

  it('[MIS-4] calling hours: contradictions are refused by field; a change moves what is planned', async () => {
    const list = await firm.anna.get<{ items: CallingHours[] }>('/api/calling-hours');
    const [hours] = list.body.items;
    const path = `/api/calling-hours/${hours!.id}`;
    const wrong = {
      week: [
        [
          { from: '09:00', until: '12:00' },
          { from: '11:00', until: '13:00' },
        ],
        [{ from: '24:00', until: '02:00' }],
        [],
        [],
        [],
        [],
        [],
      ],
      holidayRegion: 'XX',
      openDates: ['2026-12-31'],
      closedDates: ['2026-12-31'],
    };
    const refused = await firm.admin.patch<{ error: { fields: object } }>(path, wrong);
    expect(refused.status).toBe(422);
    expect(Object.keys(refused.body.error.fields).sort()).toEqual([
      'holidayRegion',
      'openDates',
      'week.0.1',
      'week.1.0',
    ]);
    expect((await firm.anna.patch(path, { holidayRegion: null })).status).toBe(403);
    await firm.missed('+79121234567');
    const today = (await firm.onlyDebt()).nextAttemptAt!;
    const closedDates = [today.slice(0, 10), new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)];
    expect((await firm.admin.patch(path, { closedDates })).status).toBe(200);
    await firm.server.idle();
    const moved = await firm.onlyDebt();
    expect(Date.parse(moved.nextAttemptAt!)).toBeGreaterThan(Date.parse(today));
    expect(moved.because).toMatchObject({ key: 'missed-call.call-back-moved', values: { moved: 'closed-date' } });
    await firm.admin.patch(path, { closedDates: [] });
    // A Russian mobile number does not tell where it is: the firm's own zone counts, and the one of today.
    const [russian] = [await firm.onlyDebt()];
    expect(russian).toMatchObject({ timeZone: 'Europe/Moscow' });
    await firm.admin.patch('/api/settings', { defaultTimeZone: 'Asia/Vladivostok' });
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ id: russian.id, timeZone: 'Asia/Vladivostok' });
    await firm.admin.patch('/api/settings', { defaultTimeZone: 'Europe/Moscow' });
    const more = await firm.admin.post<CallingHours>('/api/calling-hours', { name: 'Italy', holidayRegion: 'IT' });
    expect(more).toMatchObject({ status: 201, body: { holidayRegion: 'IT', isDefault: false } });
  });
});
