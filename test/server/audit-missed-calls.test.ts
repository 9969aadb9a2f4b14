/** [ACC-2] What a person did to a missed call is taken back from the audit. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EventList } from '../../server/contract/audit.contract.ts';
import type { PlacedCall } from './missed-calls-firm.ts';
import { type CallingFirm, openCallingFirm } from './missed-calls-firm.ts';
import type { TestClient } from './test-server.ts';

let firm: CallingFirm;
let boss: TestClient;
beforeAll(async () => {
  firm = await openCallingFirm();
  boss = await firm.server.signIn('manager');
});
afterAll(() => firm?.close());
beforeEach(() => firm.forget());

const eventsOf = async () => (await boss.get<EventList>('/api/audit/events?limit=200&kind=missed-call')).body.items;

async function eventOf(action: string, id: string) {
  const found = (await eventsOf()).find((event) => event.action === action && event.record.id === id);
  if (!found) throw new Error(`no event ${action}`);
  return found;
}
const restore = async (action: string, id: string) => {
  const reply = await boss.post<{ fields: string[]; error: { code: string } }>(
    `/api/audit/${(await eventOf(action, id)).id}/restore`,
  );
  return { status: reply.status, ...reply.body };
};

async function owed() {
  await firm.missed('+79121234567');
  return firm.onlyDebt();
}

it('[ACC-2] a missed call goes back to whom it was taken from, which is told live', async () => {
  const { id } = await owed();
  await firm.anna.post(`/api/missed-calls/${id}/assign`, { agentId: 'agt_anna' });
  await firm.boris.post(`/api/missed-calls/${id}/assign`, { agentId: 'agt_boris' });
  expect(await eventOf('missed-call.assigned', id)).toMatchObject({
    canRestore: true,
    record: { kind: 'missed-call', id, title: '+79121234567' },
  });
  const live = await firm.anna.live();
  expect(await restore('missed-call.assigned', id)).toMatchObject({ status: 200, fields: ['assigneeAgentId'] });
  expect(await firm.onlyDebt()).toMatchObject({ assignee: { id: 'agt_anna' } });
  await live.event(
    ({ event }) => event.name === 'missed-call.changed' && event.payload.missedCall.assignee?.id === 'agt_anna',
  );
  live.close();
});

it('[ACC-2] one that was settled by hand is owed again, and settled again with its note', async () => {
  const { id } = await owed();
  await firm.anna.post(`/api/missed-calls/${id}/resolve`, { note: 'Wrote to her' });
  expect(await restore('missed-call.resolved', id)).toMatchObject({ status: 200 });
  expect(await firm.onlyDebt()).toMatchObject({ state: 'open' });
  expect(await restore('missed-call.reopened', id)).toMatchObject({ status: 200 });
  expect(await firm.onlyDebt()).toMatchObject({ state: 'resolved', resolvedHow: 'by-hand' });
  const [row] = await firm.server.db.sql`select close_note from missed_calls where id = ${id}`;
  expect(row).toEqual({ close_note: 'Wrote to her' });
});

it('[ACC-2] a closed one is given to nobody: the refusal is that of the hand', async () => {
  const { id } = await owed();
  await firm.anna.post(`/api/missed-calls/${id}/assign`, { agentId: 'agt_anna' });
  await firm.anna.post(`/api/missed-calls/${id}/archive`, { note: '' });
  expect(await restore('missed-call.assigned', id)).toMatchObject({
    status: 409,
    error: { code: 'missed_calls.already_closed' },
  });
  expect(await restore('missed-call.archived', id)).toMatchObject({ status: 200 });
  expect(await firm.onlyDebt()).toMatchObject({ state: 'open', assignee: { id: 'agt_anna' } });
});

it('[ACC-2] what the telephone did is not offered to be put back', async () => {
  const { id } = await owed();
  const placed = await firm.anna.post<PlacedCall>('/api/calls', { to: '+79121234567', missedCallId: id });
  await firm.callsBack(placed.body.originateId, id, 'answered');
  expect(await firm.onlyDebt()).toMatchObject({ state: 'resolved', resolvedHow: 'our-call' });
  const entry = await eventOf('missed-call.resolved', id);
  expect(entry.canRestore).toBe(false);
  expect(await restore('missed-call.resolved', id)).toMatchObject({
    status: 409,
    error: { code: 'audit.cannot_restore' },
  });
});
