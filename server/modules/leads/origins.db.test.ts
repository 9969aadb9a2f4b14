/** CRM-8: the number that was dialled says whence a lead came. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callFacts } from '../../../test/factories/call-facts.ts';
import { type CallingFirm, openCallingFirm } from '../../../test/server/missed-calls-firm.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { DirectoryEntry } from '../../contract/directories.contract.ts';
import type { LeadSources } from '../../contract/leads.contract.ts';

let firm: CallingFirm;
let radio: string;
const ours = '+74957654321';
beforeAll(async () => {
  firm = await openCallingFirm();
  const made = await firm.admin.post<DirectoryEntry>('/api/directories', { directory: 'source', label: 'Radio' });
  radio = made.body.id;
  const dialledNumbers = [
    { number: '_495765XXXX', sourceId: null, channel: 'Any other number', note: '' },
    { number: '8 (495) 765-43-21', sourceId: radio, channel: 'Radio in spring', note: 'Has heard of oak floors' },
  ];
  const reply = await firm.admin.patch('/api/settings', { dialledNumbers });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
});
afterAll(() => firm.close());

const read = async (id: string) => (await firm.admin.get<Contact>(`/api/contacts/${id}`)).body;
const create = async (body: object, by = firm.anna) => {
  const reply = await by.post<Contact>('/api/contacts', { name: 'Caller', ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  await firm.server.idle();
  return read(reply.body.id);
};
/** A call that Anna answers. */
async function answered(from: string): Promise<string> {
  const at = new Date().toISOString();
  const call = callFacts({ journal: firm.book, from, queue: 'sales', dialled: ours, at });
  const events = [call.started(), call.answered('PJSIP/101')];
  call.wait(30);
  await firm.bridge.send([...events, call.ended({})]);
  await firm.server.idle();
  return call.callId;
}
const came = ({ sourceId, advertisingChannel, owner }: Contact) => [sourceId, advertisingChannel, owner?.id ?? null];

describe('[CRM-8] the dialled number of a lead', () => {
  it('[CRM-8] gives source and channel to whoever is made of a call, and they are counted; one of a missed call is nobody’s yet', async () => {
    const missed = await firm.missed('+79160000001');
    const one = await create({ phones: [{ raw: '+79160000001' }], callId: missed });
    expect(came(one)).toEqual([radio, 'Radio in spring', null]);
    const call = await answered('+79160000002');
    const two = await create({ phones: [{ raw: '+79160000002' }], callId: call });
    expect(came(two)).toEqual([radio, 'Radio in spring', 'agt_anna']);
    const span = `from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
    const counted = async (by: string) =>
      (await firm.admin.get<LeadSources>(`/api/leads/sources?${span}&by=${by}`)).body.items;
    expect(await counted('source')).toContainEqual(expect.objectContaining({ key: radio, leads: 2, reached: 1 }));
    expect(await counted('channel')).toContainEqual(expect.objectContaining({ key: 'Radio in spring', leads: 2 }));
    expect(await counted('number')).toContainEqual(expect.objectContaining({ key: ours, leads: 2 }));
  });

  it('[CRM-8] leaves what a person typed, also when that is nothing', async () => {
    const call = await answered('+79160000003');
    const typed = { sourceId: null, advertisingChannel: 'A friend' };
    const made = await create({ phones: [{ raw: '+79160000003' }], callId: call, ...typed });
    expect(came(made).slice(0, 2)).toEqual([null, 'A friend']);
  });

  it('[CRM-8] is found for somebody typed in by hand who has called before', async () => {
    await firm.missed('+79160000004');
    expect(came(await create({ phones: [{ raw: '8 916 000 00 04' }] })).slice(0, 2)).toEqual([
      radio,
      'Radio in spring',
    ]);
  });

  it('[CRM-8] is taken over when a lead who is there calls for the first time, and never again', async () => {
    const lead = await create({ phones: [{ raw: '+79160000005' }] });
    expect(came(lead).slice(0, 2)).toEqual([null, '']);
    await answered('+79160000005');
    expect(came(await read(lead.id)).slice(0, 2)).toEqual([radio, 'Radio in spring']);
    await firm.admin.patch(`/api/contacts/${lead.id}`, { sourceId: null, advertisingChannel: '' });
    await answered('+79160000005');
    expect(came(await read(lead.id)).slice(0, 2)).toEqual([null, '']);
    const client = await create({ phones: [{ raw: '+79160000006' }], lifecycle: 'client' });
    await answered('+79160000006');
    expect(came(await read(client.id)).slice(0, 2)).toEqual([null, '']);
  });

  it('[CRM-8] stands on the card at the first ring', async () => {
    const live = await firm.anna.live();
    const at = new Date().toISOString();
    const call = callFacts({ journal: firm.book, from: '+79160000007', queue: 'sales', dialled: ours, at });
    await firm.bridge.send([call.started(), call.ringing('PJSIP/101')]);
    const told = await live.event(({ event }) => event.name === 'call.offered');
    const origin = { sourceId: radio, channel: 'Radio in spring', note: 'Has heard of oak floors' };
    expect(told.event.payload).toMatchObject({ card: { kind: 'unknown', origin } });
    live.close();
  });
});
