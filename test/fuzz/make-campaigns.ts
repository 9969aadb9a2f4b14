/** Campaigns to ask about: drafts, one that runs with people in its list, and an attempt that an agent has. */
import { withFields } from '../../server/app/field-sources.ts';
import { callListJobs } from '../../server/modules/call-lists/call-lists.jobs.ts';
import { always } from '../factories/campaign-house.ts';
import type { TestClient, TestServer } from '../server/test-server.ts';

interface Made {
  id: string;
}
let made = 0;

const create = async (by: TestClient, path: string, body: object): Promise<string> => {
  const reply = await by.post<Made>(path, body);
  if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.id;
};

/** @param agent who works in the campaign that runs, with the id of that agent */
export async function makeCampaigns(
  server: TestServer,
  by: TestClient,
  agent: { client: TestClient; agentId: string },
): Promise<Record<string, string[]>> {
  made += 1;
  const callingHoursId = await create(by, '/api/calling-hours', { name: `Always ${made}`, ...always });
  const settings = { callingHoursId, agentIds: [agent.agentId] };
  const campaigns: string[] = [];
  for (const name of ['Runs', 'Draft', 'Spare']) {
    campaigns.push(await create(by, '/api/campaigns', { name: `${name} ${made}`, ...settings }));
  }
  const people = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      create(by, '/api/contacts', {
        name: `Called ${made} ${n}`,
        phones: [{ raw: `+7913${made % 1000}${String(n).padStart(6, '0')}`.slice(0, 12) }],
      }),
    ),
  );
  const source = { kind: 'contacts', contactIds: people };
  const lists: string[] = [];
  for (const [index, campaignId] of [campaigns[0], null, null].entries()) {
    const list = { name: `List ${made} ${index}`, campaignId, source, notInOthers: false };
    lists.push(await create(by, '/api/call-lists', list));
  }
  const [fill] = callListJobs(withFields(server.app.platform));
  for (const callListId of lists) {
    await fill!.run({ callListId, source: null }, { signal: new AbortController().signal } as never);
  }
  await by.post(`/api/campaigns/${campaigns[0]}/start`, {});
  const { body } = await agent.client.post<{ attempt: Made | null }>('/api/entries/next', {});
  const entries = await server.db.sql<Made[]>`
    select id from entries where call_list_id = any(${lists}::text[]) and state = 'open'`;
  return {
    campaigns,
    'call-lists': lists,
    entries: entries.map(({ id }) => id),
    attempts: body.attempt ? [body.attempt.id] : [],
  };
}
