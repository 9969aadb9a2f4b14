/** What must never happen, held by the database: whatever the program believes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callFacts } from '../../../test/factories/call-facts.ts';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Attempt } from '../../contract/campaigns.contract.ts';

let server: TestServer;
let house: CampaignHouse;
let numbers = 0;
const number = () => {
  numbers += 1;
  return `+7912666${String(numbers).padStart(4, '0')}`;
};
type Given = { attempt: Attempt | null; nextDueAt: string | null };
const next = async (who = house.firm.anna) => (await who.post<Given>('/api/entries/next', {})).body.attempt;
const dial = (attempt: Attempt | null, who = house.firm.anna) =>
  who.post<{ error: { code: string; message: string } }>(`/api/attempts/${attempt!.id}/dial`, {});
const refused = (because: string) => ({
  status: 409,
  body: { error: { code: 'campaigns.not_callable', message: expect.stringContaining(because) } },
});

beforeAll(async () => {
  server = await startTestServer();
  house = await campaignHouse(server);
});
beforeEach(() => house.clear());
afterAll(() => server.close());

describe('[CAM-8] two agents can never get, or dial, the same customer', () => {
  it('in one campaign the second agent gets the next person', async () => {
    const people = [await house.person('A', [number()]), await house.person('B', [number()])];
    const both = [house.firm.anna.agent.id, house.firm.boris.agent.id];
    await house.campaign(people, { agentIds: both });
    const given = await Promise.all([next(house.firm.anna), next(house.firm.boris)]);
    expect(given.map((attempt) => attempt?.contactId).sort()).toEqual([...people].sort());
  });

  it('nor in two campaigns, nor a person who shares a number', async () => {
    const shared = number();
    const [husband, wife] = [await house.person('He', [shared, number()]), await house.person('She', [shared])];
    await house.campaign([husband], {}, { notInOthers: false });
    await house.campaign([husband, wife], { agentIds: [house.firm.boris.agent.id] }, { notInOthers: false });
    expect((await next(house.firm.anna))?.contactId).toBe(husband);
    expect(await next(house.firm.boris)).toBeNull();
  });

  it('an agent has one attempt at a time, however many windows ask at once', async () => {
    const people = await Promise.all(['C', 'D', 'E', 'F'].map((name) => house.person(name, [number()])));
    await house.campaign(people);
    const given = await Promise.all([1, 2, 3, 4, 5].map(() => house.firm.anna.post<Given>('/api/entries/next', {})));
    const ids = new Set(given.filter(({ status }) => status === 200).map(({ body }) => body.attempt?.id));
    expect([...ids]).toEqual([expect.stringMatching(/^att/)]);
    const { id } = house.firm.anna.agent;
    expect(await server.db.sql`select from attempts where agent_id = ${id} and state <> 'ended'`).toHaveLength(1);
  });
});

describe('[CAM-8] a customer who must not be called is not dialled, also when that came a second ago', () => {
  it('asked not to be called after the entry was given', async () => {
    const e164 = number();
    const zoe = await house.person('Zoe', [e164]);
    await house.campaign([zoe]);
    const attempt = await next();
    const { body } = await house.firm.admin.get<{ phones: { id: string; raw: string }[] }>(`/api/contacts/${zoe}`);
    const phones = body.phones.map(({ id, raw }) => ({ id, raw, doNotCall: true }));
    expect(await house.firm.admin.patch(`/api/contacts/${zoe}`, { phones })).toMatchObject({ status: 200 });
    expect(await dial(attempt)).toMatchObject(refused('do-not-call'));
    expect(house.bridge.commands.filter((command) => 'to' in command && command.to === e164)).toEqual([]);
    await house.firm.anna.post(`/api/attempts/${attempt!.id}/return`, {});
    expect(await next()).toBeNull();
  });

  it('talks with somebody: has just called in', async () => {
    const e164 = number();
    const yan = await house.person('Yan', [e164]);
    await house.campaign([yan]);
    const attempt = await next();
    const call = callFacts({ journal: house.book, from: e164, at: new Date().toISOString() });
    await house.bridge.send([call.started(), call.ringing('PJSIP/102')]);
    expect(await dial(attempt)).toMatchObject(refused('on-the-line'));
    await house.bridge.send([call.answered('PJSIP/102'), call.ended()]);
    await server.idle();
    expect(await dial(attempt), 'and was talked with within the hour').toMatchObject(refused('called-recently'));
  });

  it('a colleague has just pressed call, and the PBX has not told of it yet', async () => {
    const e164 = number();
    const xenia = await house.person('Xenia', [e164]);
    await house.campaign([xenia]);
    const attempt = await next();
    const byHand = await house.firm.boris.post('/api/calls', { to: e164 });
    expect(byHand).toMatchObject({ status: 409, body: { error: { code: 'campaigns.being_called' } } });
    await server.db
      .sql`insert into call_requests (originate_id, agent_id, interface, asked_by, to_raw, to_e164, asked_at)
      values ('ori_1', ${house.firm.boris.agent.id}, 'PJSIP/102', 'x', ${e164}, ${e164}, now())`;
    expect(await dial(attempt), 'when the click came first').toMatchObject(refused('on-the-line'));
    await server.db.sql`delete from customer_holds where attempt_id = ${attempt!.id}`;
    expect(await dial(attempt), 'and without its hold nothing is dialled').toMatchObject(refused('held'));
  });

  it('the calling hours ended while the agent looked', async () => {
    const walt = await house.person('Walt', [number()]);
    await house.campaign([walt]);
    const attempt = await next();
    await server.db.sql`update attempts set allowed_until = now() - interval '1 second' where id = ${attempt!.id}`;
    expect(await dial(attempt)).toMatchObject(refused('outside-hours'));
  });

  it('[CAM-9] the campaign was paused while the agent looked', async () => {
    const vera = await house.person('Vera', [number()]);
    const { campaign } = await house.campaign([vera]);
    const attempt = await next();
    await house.firm.sveta.post(`/api/campaigns/${campaign.id}/pause`, {});
    expect(await dial(attempt)).toMatchObject({ status: 409, body: { error: { code: 'campaigns.not_running' } } });
    const [row] = await server.db.sql`select state, dialled_at from attempts where id = ${attempt!.id}`;
    expect(row).toEqual({ state: 'claimed', dialled_at: null });
  });

  it('outside the hours of the customer’s own zone nobody is given at all', async () => {
    const closed = await house.firm.admin.post<{ id: string }>('/api/calling-hours', {
      name: `Never ${numbers}`,
      week: [[], [], [], [], [], [], []],
      holidayRegion: null,
      closedDates: [],
      openDates: [],
    });
    const uma = await house.person('Uma', [number()]);
    await house.campaign([uma], { callingHoursId: closed.body.id });
    expect(await next()).toBeNull();
  });
});
