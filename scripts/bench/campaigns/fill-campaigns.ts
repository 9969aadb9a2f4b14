/**
 * Campaigns of a large firm on a base that has its people: a list each, entries in every state of a campaign that has run for
 * weeks, and the attempts of these weeks. Written by statements over sets, with the indexes made afterwards.
 */
import pg from 'pg';
import type { CampaignSettings } from '../../../server/contract/campaigns.contract.ts';
import { campaignSettingsSchema } from '../../../server/contract/campaigns.contract.ts';
import { fillWithoutIndexes } from '../people/copy-rows.ts';

export interface CampaignsSize {
  campaigns: number;
  /** People of the base, each in one list. */
  entries: number;
}

/** Each campaign has every n-th agent. */
const campaignsPerAgent = 5;

/** A tenth is finished, a tenth waits for another attempt, some were promised a call; the others were never called. */
const entriesOf = ({ campaigns }: CampaignsSize) => `
  insert into entries (id, call_list_id, contact_id, state, rank, priority, position, due_at, time_zone, next_e164, attempts,
    because, added_at, finished_at)
  select 'ent_' || lpad(n::text, 9, '0'), 'lst_bench' || n % ${campaigns}, contact_id,
    case when kind < 10 then 'finished' else 'open' end, case when kind < 10 then 3 when kind < 20 then 2 when kind < 21 then 0 else 3 end,
    1 + (hashint4(n) & 7), n, case when kind >= 10 and kind < 21 then now() + make_interval(secs => hashint4(n) % 86400) end,
    case when e164 like '+7%' then 'Europe/Moscow' else 'Europe/Paris' end, e164, case when kind < 20 then 1 else 0 end,
    '{"key":"entry.fresh","values":{}}', now() - interval '20 days', case when kind < 10 then now() - interval '2 days' end
  from (
    select row_number() over (order by p.contact_id)::int as n, p.contact_id, p.e164, (hashint4(hashtext(p.contact_id)) & 2147483647) % 100 as kind
    from phones p
  ) as people`;

/** Of the weeks before: every entry that was called has an attempt that found them busy. */
const attemptsOf = `
  insert into attempts (id, campaign_id, call_list_id, entry_id, contact_id, phone_id, e164, time_zone, mode, first, state, outcome,
    rank, because, claimed_at, dialled_at, allowed_until, gap_seconds, ended_at, finished_at)
  select 'att_' || substr(e.id, 5), l.campaign_id, l.id, e.id, e.contact_id, 'phn', e.next_e164, e.time_zone, 'preview', 'agent', 'ended',
    'busy', 3, '{"key":"entry.fresh","values":{}}', at, at, at + interval '8 hours', 3600, at + interval '30 seconds',
    at + interval '30 seconds'
  from entries e join call_lists l on l.id = e.call_list_id
  cross join lateral (select now() - interval '2 days' - make_interval(secs => (hashtext(e.id) & 2147483647) % 1000000) as at) as t
  where e.attempts > 0`;

const always = JSON.stringify(Array.from({ length: 7 }, () => [{ from: '00:00', until: '24:00' }]));

export async function fillCampaigns(
  databaseUrl: string,
  size: CampaignsSize,
  agentIds: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`insert into calling_hours (id, name, week) values ('hrs_bench', 'Always', '${always}')`);
    for (let n = 0; n < size.campaigns; n += 1) await insertCampaign(client, n, size, agentIds);
    say(`writing ${size.entries} entries…`);
    const fill = async () => {
      await client.query(entriesOf(size));
      await client.query(attemptsOf);
    };
    await fillWithoutIndexes(client, ['entries', 'attempts'], fill, say);
  } finally {
    await client.end();
  }
}

async function insertCampaign(
  client: pg.Client,
  n: number,
  { campaigns }: CampaignsSize,
  agentIds: readonly string[],
): Promise<void> {
  const {
    name,
    mode,
    priority,
    callingHoursId,
    scriptId,
    agentIds: _agents,
    teamIds: _teams,
    ...settings
  } = settingsOf(n);
  await client.query(
    `insert into campaigns (id, name, state, mode, priority, calling_hours_id, script_id, settings, started_at, created_at, updated_at)
     values ($1, $2, 'running', $3, $4, $5, $6, $7, now(), now(), now())`,
    [`cmp_bench${n}`, name, mode, priority, callingHoursId, scriptId, JSON.stringify(settings)],
  );
  const step = campaigns / campaignsPerAgent;
  const members = agentIds.filter((_, index) => index % step === n % step);
  await client.query(`insert into campaign_agents (campaign_id, agent_id) select $1, unnest($2::text[])`, [
    `cmp_bench${n}`,
    members,
  ]);
  await client.query(
    `insert into call_lists (id, name, campaign_id, source, rules, state, created_by, created_at, updated_at, built_at)
     values ($1, $2, $3, '{"kind":"contacts","contactIds":[]}', '{}', 'ready', '{}', now(), now(), now())`,
    [`lst_bench${n}`, name, `cmp_bench${n}`],
  );
}

/** Who was busy weeks ago may be called now; who does not pick up in the measure, never: taken twice is taken wrongly. */
const settingsOf = (n: number): CampaignSettings => {
  const never = {
    'no-answer': null,
    busy: { kind: 'fixed' as const, afterSeconds: 3_600, most: 5, otherNumber: false },
    declined: null,
    failed: null,
    machine: null,
    abandoned: null,
  };
  return campaignSettingsSchema.parse({ name: `Campaign ${n}`, callingHoursId: 'hrs_bench', retry: never });
};
