/** MIS-4 and MIS-5 as stories: one attempt at a time, and what people do with a debt. */
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
import type { ContactFacts } from '../contacts/contacts.events.ts';
import type { PhoneFacts } from '../phones/phones.events.ts';
import { abandonAttempt, beginAttempt, beginAttemptOnNumber, CLAIM_SECONDS } from './claim-debt.ts';
import { keepTime } from './keep-time.ts';
import { listMissedCalls, mostUrgent, openMissedCallsOf } from './read-debts.ts';
import { archiveByHand, assignByHand, reopenByHand, reportAttempt, resolveByHand } from './work-debt.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.db.drop());
beforeEach(() => house.reset());

const at = (clock: string) => `2026-11-24T${clock}.000Z`;
const missed = (clock: string, change: object = {}) => house.play(storedCall({ startedAt: at(clock), ...change }));
const by = (agentId: string | null, role?: Parameters<House['as']>[1]) => ({
  principal: house.as(agentId, role),
  ip: '127.0.0.1',
});
const person = (id: string, numbers: string[], more: object = {}) =>
  house.people.set(id, {
    contactId: id,
    name: id,
    organisationName: null,
    numbers,
    ownerAgentId: null,
    teamId: null,
    ...more,
  });
const click = (agentId: string, missedCallId: string, originateId: string) =>
  house.db.transaction((tx) => beginAttempt(house.deps, tx, { ...by(agentId), missedCallId, agentId, originateId }));
const press = async (agentId: string | null, outcome: Parameters<typeof reportAttempt>[2]['outcome'], note = '') =>
  reportAttempt(house.deps, by(agentId, agentId ? 'operator' : 'manager'), {
    id: (await house.only()).id,
    outcome,
    note,
  });

describe('[MIS-4] never two attempts at once', () => {
  test('[MIS-4] two agents press call at the same moment: one wins, the other is told who', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    const clicks = await Promise.allSettled([click('anna', id, 'org_1'), click('boris', id, 'org_2')]);
    const won = clicks.filter((one) => one.status === 'fulfilled');
    const lost = clicks.find((one) => one.status === 'rejected');
    expect(won).toHaveLength(1);
    expect(won[0]?.value).toMatchObject({ missedCallId: id, number: { e164: '+79161234567' } });
    const winner = clicks[0]?.status === 'fulfilled' ? 'Anna' : 'Boris';
    expect(lost?.reason).toMatchObject({
      status: 409,
      code: 'missed_calls.being_called',
      message: `${winner} is calling this customer right now.`,
      fields: { agentName: winner, since: at('07:00:30') },
    });
    expect(await house.only()).toMatchObject({
      state: 'trying',
      because: { key: 'missed-call.being-called', values: { agentName: winner, since: at('07:00:30') } },
    });
    expect(house.facts('missed-call.claimed')).toHaveLength(1);
  });

  test('[MIS-4] the lock is freed by the end of the call and the outcome moves the ladder by itself', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await click('anna', id, 'org_1');
    const call = outboundCall('anna', { startedAt: at('07:01:00'), missedCallId: id, originateId: 'org_1' });
    await house.play({ ...call, state: 'ringing', outcome: null, endedAt: null }, 'call.started');
    await expect(click('boris', id, 'org_2')).rejects.toMatchObject({ status: 409 });
    await house.play(call);
    expect(await house.only()).toMatchObject({
      state: 'open',
      step: 1,
      nextAttemptAt: at('07:06:20'),
      attempts: [{ outcome: 'no-answer', agent: { id: 'anna' }, callId: call.id }],
    });
    await click('boris', id, 'org_3');
  });

  test('[MIS-4] a colleague who dials from the desk phone holds the lock as well', async () => {
    await missed('07:00:00');
    const call = outboundCall('boris', { startedAt: at('07:01:00'), state: 'ringing', outcome: null, endedAt: null });
    await house.play(call, 'call.started');
    await expect(click('anna', (await house.only()).id, 'org_1')).rejects.toMatchObject({
      status: 409,
      fields: { agentName: 'Boris' },
    });
  });

  test('[MIS-4] a click that fails frees it, and so does one of which nothing comes in time', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await click('anna', id, 'org_1');
    const failed = { originateId: 'org_1', because: 'no such device', agentId: 'anna', missedCallId: id };
    await house.tellFact<Pick<CallFacts, 'originate.failed'>>('originate.failed', failed, 'org_1');
    expect(await house.only()).toMatchObject({ state: 'open', attempts: [], nextAttemptAt: at('07:00:30') });
    await click('anna', id, 'org_2');
    await house.db.transaction((tx) => abandonAttempt(house.deps, tx, 'org_2'));
    await click('anna', id, 'org_3');
    house.platform.clock.advance(CLAIM_SECONDS * 1000);
    await click('boris', id, 'org_4');
    house.platform.clock.advance(CLAIM_SECONDS * 1000);
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ state: 'open' });
  });

  test('[MIS-4] an agent who does not pick up his own telephone has not tried to reach the customer', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await click('anna', id, 'org_1');
    const agents = [deskOf('anna', 'rang', false)];
    const call = outboundCall('anna', {
      startedAt: at('07:01:00'),
      missedCallId: id,
      originateId: 'org_1',
      agents,
      customer: null,
    });
    await house.play({ ...call, state: 'ringing', outcome: null, endedAt: null }, 'call.started');
    house.platform.clock.advance(CLAIM_SECONDS * 1000 + 60_000);
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ state: 'trying' });
    await house.play(call);
    expect(await house.only()).toMatchObject({ state: 'open', attempts: [] });
  });

  test('[MIS-4] a call that goes on holds the lock however long it rings', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await click('anna', id, 'org_1');
    const live = { state: 'ringing', outcome: null, endedAt: null } as const;
    await house.play(outboundCall('anna', { startedAt: at('07:01:00'), missedCallId: id, ...live }), 'call.started');
    house.platform.clock.advance(CLAIM_SECONDS * 1000 + 60_000);
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ state: 'trying' });
    house.platform.clock.advance(5 * 3_600_000);
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ state: 'trying' });
    house.calls.clear();
    await keepTime(house.deps);
    expect(await house.only()).toMatchObject({ state: 'open' });
  });

  test('[MIS-4] dialling the number without the list takes the lock of its debt too', async () => {
    await missed('07:00:00');
    const number = { raw: '8 916 123 45 67', e164: '+79161234567', withheld: false };
    const dial = (agentId: string, originateId: string) =>
      house.db.transaction((tx) =>
        beginAttemptOnNumber(house.deps, tx, { ...by(agentId), agentId, originateId, number, contactId: null }),
      );
    expect(await dial('anna', 'org_1')).toBe((await house.only()).id);
    await expect(dial('boris', 'org_2')).rejects.toMatchObject({ code: 'missed_calls.being_called' });
    const free = { ...number, e164: '+79990000000' };
    const other = await house.db.transaction((tx) =>
      beginAttemptOnNumber(house.deps, tx, {
        ...by('boris'),
        agentId: 'boris',
        originateId: 'org_3',
        number: free,
        contactId: null,
      }),
    );
    expect(other).toBeNull();
  });

  test('[MIS-4] a closed debt cannot be called, an unknown one does not exist', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await resolveByHand(house.deps, by('anna'), { id, note: '' });
    await expect(click('anna', id, 'org_1')).rejects.toMatchObject({
      status: 409,
      code: 'missed_calls.already_closed',
    });
    await expect(click('anna', 'msd_none', 'org_1')).rejects.toMatchObject({ status: 404 });
  });

  test('[MIS-2] when the caller gets through while we dial, the debt is paid and nothing is left locked', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await click('anna', id, 'org_1');
    await missed('07:00:40', { outcome: 'answered', answeredAt: at('07:00:50') });
    expect(await house.only()).toMatchObject({ state: 'resolved', resolvedHow: 'caller-got-through' });
    await house.play(outboundCall('anna', { startedAt: at('07:01:00'), missedCallId: id, outcome: 'busy' }));
    expect(await house.only()).toMatchObject({ state: 'resolved', attempts: [] });
  });
});

describe('[MIS-3] one button', () => {
  test('[MIS-3] "no answer" of a call the PBX did not see climbs the ladder', async () => {
    await missed('07:00:00');
    await press('anna', 'no-answer', 'from my mobile');
    expect(await house.only()).toMatchObject({
      step: 1,
      nextAttemptAt: at('07:05:30'),
      attempts: [{ outcome: 'no-answer', note: 'from my mobile', agent: { id: 'anna', name: 'Anna' }, callId: null }],
    });
  });

  test('[MIS-3] pressed after the PBX counted the same attempt it adds none, but may correct it', async () => {
    await missed('07:00:00');
    await house.play(outboundCall('anna', { startedAt: at('07:01:00') }));
    await press('anna', 'no-answer');
    expect(await house.only()).toMatchObject({ step: 1, attempts: [{ outcome: 'no-answer' }] });
    await house.reset();
    await missed('07:00:00');
    await house.play(outboundCall('anna', { startedAt: at('07:01:00') }));
    await press('anna', 'machine', 'voice mail');
    expect(await house.only()).toMatchObject({
      attempts: [{ outcome: 'machine', note: 'voice mail' }],
      because: { values: { outcome: 'machine', delaySeconds: '10800' } },
      nextAttemptAt: at('10:01:20'),
    });
  });

  test('[MIS-3] "answering machine" after the PBX saw an answer opens the debt again on the machine’s ladder', async () => {
    await missed('07:00:00');
    const call = outboundCall('anna', {
      startedAt: at('07:01:00'),
      answeredAt: at('07:01:10'),
      state: 'talking',
      outcome: null,
      endedAt: null,
    });
    await house.play(call, 'call.started', 'call.answered');
    expect(await house.only()).toMatchObject({ state: 'resolved' });
    house.platform.clock.advance(15_000);
    await press('anna', 'machine');
    await house.play({ ...call, state: 'ended', outcome: 'answered', endedAt: at('07:01:30') });
    expect(await house.only()).toMatchObject({
      state: 'open',
      resolvedByCallId: null,
      timeToCallbackSeconds: null,
      attempts: [{ outcome: 'machine', callId: call.id }],
      because: { key: 'retry.step', values: { outcome: 'machine' } },
    });
  });

  test('[MIS-3] "reached" by another telephone closes it by hand, with the time to callback', async () => {
    await missed('07:00:00');
    house.platform.clock.set(at('07:10:30'));
    await press('anna', 'reached');
    expect(await house.only()).toMatchObject({ state: 'resolved', resolvedHow: 'by-hand', timeToCallbackSeconds: 600 });
  });

  test('[MIS-4] nobody reports for somebody who is calling right now', async () => {
    await missed('07:00:00');
    await click('anna', (await house.only()).id, 'org_1');
    await expect(press('boris', 'no-answer')).rejects.toMatchObject({ status: 409, fields: { agentName: 'Anna' } });
    await press('anna', 'no-answer');
    expect(await house.only()).toMatchObject({ state: 'open', step: 1 });
  });

  test('[MIS-3] pressed while it still rings, the end of that call adds none', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await click('anna', id, 'org_1');
    const call = outboundCall('anna', { startedAt: at('07:01:00'), missedCallId: id, originateId: 'org_1' });
    await house.play({ ...call, state: 'ringing', outcome: null, endedAt: null }, 'call.started');
    house.platform.clock.set(at('07:01:15'));
    await press('anna', 'no-answer');
    await house.play(call);
    expect(await house.only()).toMatchObject({ state: 'open', step: 1, attempts: [{ callId: call.id }] });
  });

  test('archive, reopen, and what closed debts refuse', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    for (let tries = 0; tries < 4; tries += 1) await press('anna', 'no-answer');
    await archiveByHand(house.deps, by('anna'), { id, note: 'wrong number' });
    expect(await house.only()).toMatchObject({ state: 'archived', because: { key: 'missed-call.by-hand' } });
    await expect(press('anna', 'no-answer')).rejects.toMatchObject({ code: 'missed_calls.already_closed' });
    house.platform.clock.set(at('08:00:00'));
    await reopenByHand(house.deps, by('anna'), id);
    expect(await house.only()).toMatchObject({ state: 'open', step: 0, nextAttemptAt: at('08:00:00') });
    await press('anna', 'no-answer');
    expect(await house.only()).toMatchObject({ step: 1, nextAttemptAt: at('08:05:00') });
    await expect(reopenByHand(house.deps, by('anna'), id)).rejects.toMatchObject({ code: 'missed_calls.still_open' });
  });

  test('[MIS-1] an old debt is not opened beside a newer one of the same caller', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await resolveByHand(house.deps, by('anna'), { id, note: '' });
    await missed('08:00:00');
    await expect(reopenByHand(house.deps, by('anna'), id)).rejects.toMatchObject({ code: 'missed_calls.another_open' });
  });
});

describe('[MIS-5] whose it is', () => {
  test('[MIS-5] owner, then last agent, then the queue’s team, then anybody', async () => {
    person('ctc_1', ['+79161234567'], { ownerAgentId: 'boris' });
    await missed('07:00:00', { contactId: 'ctc_1' });
    expect(await house.only()).toMatchObject({ assignee: { id: 'boris', name: 'Boris' }, teamId: 'team_sales' });
    await house.reset();
    await house.play(
      storedCall({
        startedAt: at('06:00:00'),
        outcome: 'answered',
        answeredAt: at('06:00:05'),
        agents: [deskOf('anna')],
      }),
    );
    await missed('07:00:00');
    expect(await house.only()).toMatchObject({ assignee: { id: 'anna' } });
    await house.reset();
    await missed('07:00:00');
    expect(await house.only()).toMatchObject({ assignee: null, teamId: 'team_sales' });
    await house.reset();
    await missed('07:00:00', { queue: null });
    expect(await house.only()).toMatchObject({ assignee: null, teamId: null });
  });

  test('[MIS-5] an owner who left is passed over', async () => {
    person('ctc_1', ['+79161234567'], { ownerAgentId: 'gone' });
    await missed('07:00:00', { contactId: 'ctc_1' });
    expect(await house.only()).toMatchObject({ assignee: null, teamId: 'team_sales' });
  });

  test('[MIS-5] an agent takes a debt and puts it back; giving it to others is for supervisors', async () => {
    await missed('07:00:00');
    const { id } = await house.only();
    await assignByHand(house.deps, by('anna'), { id, agentId: 'anna' });
    expect(await house.only()).toMatchObject({ assignee: { id: 'anna' } });
    await expect(assignByHand(house.deps, by('anna'), { id, agentId: 'boris' })).rejects.toMatchObject({ status: 403 });
    await assignByHand(house.deps, by('anna'), { id, agentId: null });
    await assignByHand(house.deps, by(null, 'manager'), { id, agentId: 'boris' });
    expect(await house.only()).toMatchObject({ assignee: { id: 'boris' } });
    await expect(assignByHand(house.deps, by(null, 'manager'), { id, agentId: 'gone' })).rejects.toMatchObject({
      status: 404,
    });
    expect(house.facts('missed-call.assigned').at(-1)?.payload).toMatchObject({
      agentId: 'boris',
      previousAgentId: null,
    });
  });

  test('[MIS-5] the due list is ordered by urgency and paged; others’ debts are not in it', async () => {
    const numbers = ['+79160000001', '+79160000002', '+79160000003', '+79160000004'];
    for (const [index, e164] of numbers.entries()) await missed(`07:0${index}:00`, customerOf(e164));
    await house.play(outboundCall('anna', { startedAt: at('07:10:00'), ...customerOf(numbers[0]!) }));
    const list = (query: object, reader = house.as('anna')) =>
      listMissedCalls(house.deps, house.db.sql, reader, { limit: 50, ...query });
    const keys = (page: Awaited<ReturnType<typeof list>>) => page.items.map((debt) => debt.number.e164?.at(-1));
    expect(keys(await list({ state: 'open' }))).toEqual(['2', '3', '4', '1']);
    expect(keys(await list({ state: 'open', due: 'true' }))).toEqual(['2', '3', '4']);
    const first = await list({ state: 'open', limit: 3 });
    expect(keys(first)).toEqual(['2', '3', '4']);
    expect(keys(await list({ state: 'open', limit: 3, cursor: first.nextCursor! }))).toEqual(['1']);
    const stranger = { ...house.as('vera'), teamId: 'team_support' };
    expect(keys(await list({ state: 'open' }, stranger))).toEqual([]);
    expect((await mostUrgent(house.deps, house.db.sql, house.as('boris'), 2)).map((debt) => debt.urgency)).toEqual([
      'due',
      'due',
    ]);
    expect(await openMissedCallsOf(house.db.sql, { contactId: null, e164: numbers[1]! })).toMatchObject([{ tries: 1 }]);
  });
});

describe('[MIS-1] [CRM-1] people become known', () => {
  test('[MIS-1] two debts turn out to be one person’s: they become one, with all tries and attempts', async () => {
    await missed('07:00:00', { ...customerOf('+79160000001'), waitSeconds: 70 });
    await missed('07:05:00', customerOf('+79160000002'));
    await house.play(outboundCall('anna', { startedAt: at('07:06:00'), ...customerOf('+79160000001') }));
    const [first] = await house.all();
    person('ctc_1', ['+79160000001', '+79160000002']);
    const saved = { e164: '+79160000002', contactId: 'ctc_1', organisationId: null };
    await house.tellFact<Pick<PhoneFacts, 'number.saved'>>('number.saved', saved, saved.e164);
    expect(await house.only()).toMatchObject({
      id: first!.id,
      contactId: 'ctc_1',
      tries: 2,
      firstMissedAt: at('07:00:30'),
      longestWaitSeconds: 70,
      attempts: [{ outcome: 'no-answer' }],
      step: 1,
    });
    const before = house.facts().length;
    await house.tellFact<Pick<PhoneFacts, 'number.saved'>>('number.saved', saved, saved.e164);
    expect(house.facts()).toHaveLength(before);
  });

  test('[MIS-1] a person’s own zone moves what was planned', async () => {
    await missed('07:00:00');
    house.people.set('ctc_1', {
      contactId: 'ctc_1',
      name: 'Far',
      organisationName: null,
      numbers: ['+79161234567'],
      ownerAgentId: null,
      teamId: null,
      timeZone: 'Asia/Kamchatka',
    });
    await house.tellFact<Pick<ContactFacts, 'contact.changed'>>(
      'contact.changed',
      { contactId: 'ctc_1', version: 2, changed: ['timeZone'] },
      'ctc_1',
    );
    // 10:00 in Moscow is 19:00 in Kamchatka: still open there. Half past eight in the evening is not.
    expect(await house.only()).toMatchObject({
      timeZone: 'Asia/Kamchatka',
      contactName: 'Far',
      nextAttemptAt: at('07:00:30'),
    });
    house.platform.clock.set(at('08:30:00'));
    await press('anna', 'no-answer');
    expect(await house.only()).toMatchObject({ nextAttemptAt: at('21:00:00'), because: { key: 'retry.step-moved' } });
  });

  test('[MIS-1] a deleted person leaves the debt to the number', async () => {
    person('ctc_1', ['+79161234567']);
    await missed('07:00:00', { contactId: 'ctc_1' });
    house.people.clear();
    await house.tellFact<Pick<ContactFacts, 'contact.deleted'>>(
      'contact.deleted',
      { contactId: 'ctc_1', version: 3 },
      'ctc_1',
    );
    expect(await house.only()).toMatchObject({
      state: 'open',
      contactId: null,
      contactName: null,
      number: { e164: '+79161234567' },
    });
  });

  test('[MIS-1] a person is made from the missed call: the debt is theirs', async () => {
    const call = storedCall({ startedAt: at('07:00:00') });
    await house.play(call);
    person('ctc_new', ['+79161234567']);
    await house.tellFact<Pick<ContactFacts, 'contact.created'>>(
      'contact.created',
      { contactId: 'ctc_new', version: 1, callId: call.id, lifecycle: 'lead' },
      'ctc_new',
    );
    expect(await house.only()).toMatchObject({ contactId: 'ctc_new', tries: 1 });
  });

  test('[MIS-5] a customer of another team is shown without a name', async () => {
    person('ctc_1', ['+79161234567'], { name: 'Secret', ownerAgentId: 'gone', teamId: 'team_vip' });
    house.settings.assignment = ['anybody'];
    await missed('07:00:00', { contactId: 'ctc_1' });
    const list = async (reader: ReturnType<House['as']>) =>
      (await listMissedCalls(house.deps, house.db.sql, reader, { limit: 5, state: 'open' })).items[0];
    expect(await list(house.as('anna'))).toMatchObject({
      contactId: null,
      contactName: null,
      number: { e164: '+79161234567' },
    });
    expect(await list(house.as(null, 'manager'))).toMatchObject({ contactName: 'Secret' });
  });
});

test('[MIS-5] [ACC-2] every change is in the audit with who did it', async () => {
  await missed('07:00:00');
  const { id } = await house.only();
  house.platform.clock.advance(1_000);
  await press('anna', 'busy', 'engaged');
  house.platform.clock.advance(1_000);
  await archiveByHand(house.deps, by('boris'), { id, note: 'enough' });
  const rows = await house.db.sql<{ action: string; user_name: string; after: Record<string, unknown> }[]>`
    select action, user_name, after from audit_entries where record = ${id} order by at, id`;
  expect(rows.map((row) => [row.action, row.user_name])).toEqual([
    ['missed-call.opened', 'Trunkline'],
    ['missed-call.attempted', 'anna'],
    ['missed-call.archived', 'boris'],
  ]);
  expect(rows[1]?.after).toMatchObject({ step: 1, note: 'engaged' });
  expect(rows[2]?.after).toMatchObject({ state: 'archived', note: 'enough' });
});
