/** The do-not-call list: filled from pasted text, obeyed from that second on by lists, campaigns and click to call. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { AuditEvent } from '../../contract/audit.contract.ts';
import type { CallList } from '../../contract/call-lists.contract.ts';
import type { Attempt } from '../../contract/campaigns.contract.ts';
import type { DoNotCall, DoNotCallAdded } from '../../contract/do-not-call.contract.ts';

let server: TestServer;
let house: CampaignHouse;
let numbers = 0;
const number = () => {
  numbers += 1;
  return `+7912777${String(numbers).padStart(4, '0')}`;
};
const add = async (text: string, more: object = {}) =>
  (await house.firm.sveta.post<DoNotCallAdded>('/api/do-not-call', { text, ...more })).body;
const list = async (query = '') =>
  (await house.firm.sveta.get<{ items: DoNotCall[]; nextCursor: string | null }>(`/api/do-not-call${query}`)).body;
const only = async (e164: string) => (await list(`?search=${encodeURIComponent(e164)}`)).items[0]!;
const next = async () =>
  (await house.firm.anna.post<{ attempt: Attempt | null }>('/api/entries/next', {})).body.attempt;

beforeAll(async () => {
  server = await startTestServer();
  house = await campaignHouse(server);
});
beforeEach(() => house.clear());
afterAll(() => server.close());

describe('[CAM-8] a number on the list is not called from the second on in which it was added', () => {
  it('an entry that an agent has on the screen is refused, and is given to nobody again', async () => {
    const e164 = number();
    const zoe = await house.person('Zoe', [e164]);
    await house.campaign([zoe]);
    const attempt = await next();
    await add(e164);
    const dial = await house.firm.anna.post(`/api/attempts/${attempt!.id}/dial`, {});
    expect(dial).toMatchObject({ status: 409, body: { error: { code: 'campaigns.not_callable' } } });
    expect(house.bridge.commands.filter((command) => 'to' in command && command.to === e164)).toEqual([]);
    await house.firm.anna.post(`/api/attempts/${attempt!.id}/return`, {});
    expect(await next()).toBeNull();
  });

  it('an entry that waits in a running list is not given, and ends', async () => {
    const e164 = number();
    const { list: callList } = await house.campaign([await house.person('Yan', [e164])]);
    await add(e164);
    expect(await next()).toBeNull();
    const { body } = await house.firm.sveta.get<CallList>(`/api/call-lists/${callList.id}`);
    expect(body.entries).toEqual({ open: 0, busy: 0, finished: 1 });
  });

  it('taken off the list again before anybody asked, the person comes', async () => {
    const e164 = number();
    const xena = await house.person('Xena', [e164]);
    await house.campaign([xena]);
    await add(e164);
    const { id } = await only(e164);
    expect(await house.firm.sveta.delete(`/api/do-not-call/${id}`)).toMatchObject({ status: 204 });
    expect((await next())?.contactId).toBe(xena);
  });

  it('a new list leaves the person out and says why; another number of theirs is called', async () => {
    const [listed, free] = [number(), number()];
    await add(listed);
    const left = await house.person('Left', [listed]);
    const called = await house.person('Called', [listed, free]);
    const { list: callList } = await house.campaign([left, called]);
    expect(callList).toMatchObject({ removed: { 'do-not-call': 1 }, entries: { open: 1 } });
    expect(await next()).toMatchObject({ contactId: called, number: { e164: free } });
  });

  it('click to call is refused like that of somebody who asked; whoever may override may', async () => {
    const e164 = number();
    const click = (who = house.firm.boris, more = {}) => who.post('/api/calls', { to: e164, ...more });
    await add(e164);
    expect(await click()).toMatchObject({ status: 409, body: { error: { code: 'calls.do_not_call' } } });
    expect(await click(house.firm.boris, { ignoreDoNotCall: true })).toMatchObject({ status: 409 });
    expect(house.bridge.commands.filter((command) => 'to' in command && command.to === e164)).toEqual([]);
    await house.firm.sveta.delete(`/api/do-not-call/${(await only(e164)).id}`);
    expect((await click()).status).toBeLessThan(300);
  });
});

describe('[CAM-8] the list', () => {
  it('tells what became of a pasted text: added, there before, twice, not understood', async () => {
    const [one, two] = [number(), number()];
    await add(one, { reason: 'by letter' });
    const text = `Name;Phone\nAnna;${two}\nBoris;8${one.slice(2)}\n${two}\n101`;
    expect(await add(text, { reason: 'register' })).toEqual({
      added: 1,
      alreadyThere: 1,
      repeated: 1,
      unreadable: 2,
      lines: [
        { line: 1, text: 'Name;Phone', because: 'no-digits' },
        { line: 5, text: '101', because: 'internal' },
      ],
    });
    expect(await only(one)).toMatchObject({ number: one, reason: 'by letter', addedBy: 'Sveta' });
    expect(await only(two)).toMatchObject({ number: two, reason: 'register' });
  });

  it('reads numbers without a country as those of the firm, or of the country that is said', async () => {
    expect(await add('01 42 68 53 00')).toMatchObject({ added: 0, unreadable: 1 });
    expect(await add('01 42 68 53 00', { region: 'FR' })).toMatchObject({ added: 1 });
    expect(await only('+33142685300')).toMatchObject({ number: '+33142685300' });
    const unknown = await house.firm.sveta.post('/api/do-not-call', { text: '1', region: 'ZZ' });
    expect(unknown).toMatchObject({ status: 422, body: { error: { fields: { region: expect.any(String) } } } });
  });

  it('is found by a whole number in any form, by digits and by the reason, page by page', async () => {
    const three = ['+79137770101', '+79137770102', '+79137770103'];
    await add(three.join('\n'), { reason: 'fair of May' });
    const found = async (search: string) =>
      (await list(`?search=${encodeURIComponent(search)}`)).items.map((n) => n.number);
    expect(await found('8 (913) 777-01-02')).toEqual(['+79137770102']);
    expect((await found('3777010')).sort()).toEqual(three);
    expect((await found('FAIR')).sort()).toEqual(three);
    expect(await found('fair_of')).toEqual([]);
    const first = await list('?search=fair&limit=2');
    const second = await list(`?search=fair&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map((n) => n.number).sort()).toEqual(three);
    expect(second.nextCursor).toBeNull();
  });

  it('[ACC-2] every number is in the audit; a deletion is put back from there or by its own undo, as it was', async () => {
    const e164 = number();
    await add(e164, { reason: 'asked' });
    const before = await only(e164);
    await house.firm.sveta.patch(`/api/do-not-call/${before.id}`, { reason: 'asked twice' });
    await house.firm.sveta.delete(`/api/do-not-call/${before.id}`);
    const events = async () =>
      (await house.firm.admin.get<{ items: AuditEvent[] }>(`/api/audit?record=${before.id}`)).body.items;
    const [deleted, changed, created] = await events();
    expect([deleted, changed, created].map((event) => event?.action)).toEqual([
      'do-not-call.deleted',
      'do-not-call.changed',
      'do-not-call.created',
    ]);
    const restored = await house.firm.admin.post(`/api/audit/${deleted!.id}/restore`, {});
    expect(restored.status).toBeLessThan(300);
    expect(await only(e164)).toEqual({ ...before, reason: 'asked twice' });
    await house.firm.sveta.delete(`/api/do-not-call/${before.id}`);
    expect(await house.firm.sveta.post(`/api/do-not-call/${before.id}/restore`, {})).toMatchObject({ status: 200 });
    expect(await only(e164)).toEqual({ ...before, reason: 'asked twice' });
  });

  it('added again meanwhile, undoing the deletion finds it there', async () => {
    const e164 = number();
    await add(e164);
    const { id } = await only(e164);
    await house.firm.sveta.delete(`/api/do-not-call/${id}`);
    expect(await house.firm.sveta.delete(`/api/do-not-call/${id}`)).toMatchObject({ status: 404 });
    await add(e164, { reason: 'once more' });
    const back = await house.firm.sveta.post<DoNotCall>(`/api/do-not-call/${id}/restore`, {});
    expect(back).toMatchObject({ status: 200, body: { number: e164, reason: 'once more' } });
  });

  it('two pastes at once of the same numbers add each once', async () => {
    const many = Array.from({ length: 300 }, number);
    const both = await Promise.all([add(many.join('\n')), add([...many].reverse().join('\n'))]);
    expect(both[0].added + both[1].added).toBe(300);
    expect(both[0].alreadyThere + both[1].alreadyThere).toBe(300);
  });
});
