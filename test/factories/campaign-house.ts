/** A firm that telemarkets: hours that never close, people with numbers, a list and a campaign, one bridge that does what it is told. */

import { withFields } from '../../server/app/field-sources.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Attempt, Campaign } from '../../server/contract/campaigns.contract.ts';
import { callListJobs } from '../../server/modules/call-lists/call-lists.jobs.ts';
import { connectBridge, type FakeBridge } from '../server/fake-bridge.ts';
import type { TestServer } from '../server/test-server.ts';
import { callFacts, type Journal, journal } from './call-facts.ts';
import { type Firm, peopleOfFirm } from './people-of-firm.ts';

export interface CampaignHouse {
  server: TestServer;
  firm: Firm;
  bridge: FakeBridge;
  book: Journal;
  /** Campaigns of other tests take part no more, and nobody looks at an entry. */
  clear(): Promise<void>;
  /** A person with these numbers; returns the id. */
  person(name: string, numbers: string[], more?: object): Promise<string>;
  /** A list of these people, filled, in a running campaign with these settings, worked by Anna unless said otherwise. */
  campaign(contactIds: string[], settings?: object, list?: object): Promise<{ campaign: Campaign; list: CallList }>;
  fill(callListId: string): Promise<void>;
  /** The customer's side of an attempt that was dialled: rings out, is busy, or talks with the agent. */
  play(attempt: Attempt, what: 'no-answer' | 'busy' | 'failed' | 'talks' | 'ends', device?: string): Promise<void>;
}

const open = [{ from: '00:00', until: '24:00' }];
export const always = {
  week: [open, open, open, open, open, open, open],
  holidayRegion: null,
  closedDates: [],
  openDates: [],
};

export async function campaignHouse(server: TestServer): Promise<CampaignHouse> {
  const firm = await peopleOfFirm(server);
  const book = journal('pbx1', 'campaigns');
  const bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
  const hours = await firm.admin.post<{ id: string }>('/api/calling-hours', { name: 'Always', ...always });
  const calls = new Map<string, ReturnType<typeof callFacts>>();
  let lists = 0;
  const fill = async (callListId: string) => {
    const [fillJob] = callListJobs(withFields(server.app.platform));
    await fillJob!.run({ callListId, source: null }, { signal: new AbortController().signal } as never);
    await server.idle();
  };
  const must = async <T>(reply: Promise<{ status: number; body: T }>): Promise<T> => {
    const { status, body } = await reply;
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    server,
    firm,
    bridge,
    book,
    fill,
    async clear() {
      const { items } = await must(firm.sveta.get<{ items: Campaign[] }>('/api/campaigns'));
      for (const { id, state } of items)
        if (state !== 'finished') await must(firm.sveta.post(`/api/campaigns/${id}/finish`, {}));
      for (const who of [firm.anna, firm.boris]) {
        const { attempt } = await must(who.get<{ attempt: Attempt | null }>('/api/attempts/current'));
        if (attempt?.state === 'claimed') await must(who.post(`/api/attempts/${attempt.id}/return`, {}));
      }
    },
    async person(name, numbers, more = {}) {
      const phones = numbers.map((raw) => ({ raw }));
      return (await must(firm.admin.post<{ id: string }>('/api/contacts', { name, phones, ...more }))).id;
    },
    async campaign(contactIds, settings = {}, list = {}) {
      lists += 1;
      const body = {
        name: `Campaign ${lists}`,
        agentIds: [firm.anna.agent.id],
        callingHoursId: hours.body.id,
        ...settings,
      };
      const made = await must(firm.sveta.post<Campaign>('/api/campaigns', body));
      const source = { kind: 'contacts', contactIds };
      const newList = { name: `List ${lists}`, campaignId: made.id, source, ...list };
      const { id } = await must(firm.admin.post<CallList>('/api/call-lists', newList));
      await fill(id);
      const campaign = await must(firm.sveta.post<Campaign>(`/api/campaigns/${made.id}/start`, {}));
      return { campaign, list: await must(firm.sveta.get<CallList>(`/api/call-lists/${id}`)) };
    },
    async play(attempt, what, device = 'PJSIP/101') {
      const call =
        calls.get(attempt.id) ??
        callFacts({
          journal: book,
          direction: 'outbound',
          from: attempt.number.e164,
          originateId: attempt.id,
          at: new Date().toISOString(),
          variables: { ATTEMPT: attempt.id, CAMPAIGN: attempt.campaignId, CONTACT: attempt.contactId, WRAP_UP: '180' },
        });
      const isNew = !calls.has(attempt.id);
      calls.set(attempt.id, call);
      if (isNew) await bridge.send([call.started(), call.dialsOut()]);
      if (what === 'talks') await bridge.send([call.answered(device)]);
      else await bridge.send([call.ended(what === 'ends' ? {} : { outcome: what })]);
      await server.idle();
    },
  };
}
