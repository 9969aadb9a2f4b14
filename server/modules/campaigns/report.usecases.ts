/** The report of a campaign: a few statements over its attempts, as they are this moment. */
import type { z } from 'zod';
import type { campaignReportQuerySchema, campaignReportSchema } from '../../contract/campaign-report.contract.ts';
import { type AttemptFigure, type AttemptOutcome, attemptFigures } from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { countEntriesOf } from './campaigns.repository.ts';
import { readCampaign } from './campaigns.usecases.ts';
import { figureCondition } from './report-figures.ts';
import { share } from './report-shares.ts';
import { type CountedResult, resultsTree } from './results-tree.ts';

type Query = z.output<typeof campaignReportQuerySchema>;
type Report = z.input<typeof campaignReportSchema>;

type Totals = Record<AttemptFigure | 'talk' | 'wrap_up', number>;

/** Attempts that were dialled, in the time and list asked for, each with the flags of its result. */
function dialledOf(sql: Sql, campaignId: string, { from, to, callListId }: Query) {
  return sql`attempts a left join dispositions d on d.id = a.disposition_id where ${sql.and([
    sql`a.campaign_id = ${campaignId}`,
    sql`a.dialled_at is not null`,
    from !== undefined && sql`a.claimed_at >= ${from}`,
    to !== undefined && sql`a.claimed_at < ${to}`,
    callListId !== undefined && sql`a.call_list_id = ${callListId}`,
  ])}`;
}

const counted = (figure: AttemptFigure) => `count(*) filter (where ${figureCondition[figure]})::int as ${figure}`;
const sums = `${attemptFigures.map(counted).join(', ')},
  coalesce(sum(a.talk_seconds), 0) as talk, coalesce(sum(a.wrap_up_seconds), 0) as wrap_up`;

async function readParts(sql: Sql, campaignId: string, query: Query, zone: string) {
  const rows = () => dialledOf(sql, campaignId, query);
  return Promise.all([
    sql<Totals[]>`select ${sql.unsafe(sums)} from ${rows()}`,
    sql<{ outcome: AttemptOutcome; count: number }[]>`
      select a.outcome, count(*)::int as count from ${rows()} and a.outcome is not null group by 1 order by 2 desc`,
    sql<CountedResult[]>`
      select c.*, m.label as "mainLabel" from (
        select d.id, d.label, d.main_result_id as "mainId", count(*)::int as count
        from ${rows()} and d.id is not null group by 1, 2, 3
      ) as c left join dispositions m on m.id = c."mainId"`,
    sql<(Totals & { id: string; name: string })[]>`
      select g.id, g.name, t.* from (
        select a.agent_id, ${sql.unsafe(sums)} from ${rows()} and a.agent_id is not null group by 1
      ) t join agents g on g.id = t.agent_id order by t.answered desc, g.name`,
    sql<{ hour: number; dialled: number; answered: number }[]>`
      select extract(hour from a.dialled_at at time zone ${zone})::int as hour, count(*)::int as dialled,
        count(*) filter (where a.connected_at is not null)::int as answered
      from ${rows()} group by 1 order by 1`,
    sql<(Totals & { id: string; name: string })[]>`
      select l.id, l.name, t.* from (select a.call_list_id, ${sql.unsafe(sums)} from ${rows()} group by 1) t
      join call_lists l on l.id = t.call_list_id order by t.dialled desc, l.name, l.id`,
    sql<{ count: number }[]>`
      select count(distinct a.entry_id)::int as count from ${rows()}`,
    sql<{ count: number; won: number; sum: string; won_sum: string }[]>`
      select count(*)::int as count, count(*) filter (where state = 'won')::int as won, coalesce(sum(potential), 0)::text as sum,
        coalesce(sum(potential) filter (where state = 'won'), 0)::text as won_sum
      from deals where deleted_at is null and id in (
        select unnest(k.deal_ids) from calls k where k.id in (select a.call_id from ${rows()} and a.call_id is not null)
        union
        select q.record_id from attempt_consequences q join attempts a on a.id = q.attempt_id
        where q.kind = 'deal' and q.undone_at is null and q.record_id is not null and a.campaign_id = ${campaignId}
      )`,
  ]);
}

function costOf(
  { dialled, talk, contacts, sales }: Totals,
  agentSeconds: number,
  cost: { perAttempt: number; perTalkMinute: number; perAgentHour: number } | null,
) {
  if (cost === null) return null;
  const total =
    dialled * cost.perAttempt + (talk / 60) * cost.perTalkMinute + (agentSeconds / 3600) * cost.perAgentHour;
  return { total, perContact: share(total, contacts), perSale: share(total, sales) };
}

const none = Object.fromEntries(
  [...attemptFigures, 'talk', 'wrap_up'].map((figure) => [figure, 0]),
) as unknown as Totals;

export async function campaignReport(
  platform: Pick<Platform, 'database' | 'clock' | 'config'>,
  campaignId: string,
  query: Query,
): Promise<Report> {
  const { sql } = platform.database;
  const campaign = await readCampaign(platform, campaignId);
  const { defaultTimeZone } = await readSettings(platform, sql);
  const [[totals = none], byOutcome, results, agents, hours, lists, [tried], [deals]] = await readParts(
    sql,
    campaignId,
    query,
    defaultTimeZone,
  );
  const entries = (await countEntriesOf(sql, [campaignId])).get(campaignId)!;
  return {
    asOf: platform.clock.now().toISOString(),
    entries,
    penetration: share(tried?.count ?? 0, entries.total),
    dialled: totals.dialled,
    byOutcome: [...byOutcome],
    answered: totals.answered,
    contacts: totals.contacts,
    contactRate: share(totals.contacts, totals.dialled),
    sales: totals.sales,
    declines: totals.declines,
    machines: totals.machines,
    unworkable: totals.unworkable,
    conversion: share(totals.sales, totals.contacts),
    attemptsPerContact: share(totals.dialled, totals.contacts),
    liveAnswers: totals.live,
    abandoned: totals.abandoned,
    abandonedShare: share(totals.abandoned, totals.live),
    talkSeconds: totals.talk,
    wrapUpSeconds: totals.wrap_up,
    results: resultsTree(results),
    agents: agents.map((one) => ({
      agent: { id: one.id, name: one.name },
      dialled: one.dialled,
      answered: one.answered,
      contacts: one.contacts,
      sales: one.sales,
      talkSeconds: one.talk,
      wrapUpSeconds: one.wrap_up,
    })),
    lists: lists.map(({ id, name, dialled, answered, contacts, sales }) => ({
      ...{ callListId: id, name },
      ...{ dialled, answered, contacts, sales },
    })),
    hours: [...hours],
    cost: costOf(totals, totals.talk + totals.wrap_up, campaign.cost),
    deals: { count: deals?.count ?? 0, won: deals?.won ?? 0, sum: deals?.sum ?? '0', wonSum: deals?.won_sum ?? '0' },
  };
}
