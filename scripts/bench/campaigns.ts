/** Campaigns of a large firm: two hundred agents take entries, the dialler decides; a million entries, fifty campaigns. */

import { selectRunning } from '../../server/modules/campaigns/running-campaigns.usecases.ts';
import { createPlanner } from '../../server/modules/dialer/plan-round.usecases.ts';
import { takeLines } from '../../server/modules/dialer/take-lines.usecases.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { type ServerStack, startServerStack } from '../stack/server-stack.ts';
import { type Bench, type Figure, percentile } from './bench.ts';
import { platformOn } from './bench-database.ts';
import { fillCampaigns } from './campaigns/fill-campaigns.ts';
import { signIn, type Taken, type TakingAgent, takeAtOnce, takeAtPace, takeInLoop } from './campaigns/take-entries.ts';
import { makeOperators } from './consoles/make-operators.ts';
import { fillPeople } from './people/fill-people.ts';
import { residentMb } from './resident-memory.ts';

const size = { campaigns: 50, entries: Number(process.env.TRUNKLINE_BENCH_ENTRIES ?? 1_000_000) };
const agentCount = 200;
const loopCount = Number(process.env.TRUNKLINE_BENCH_TAKEN ?? 50_000);
const pace = { perSecond: 10, count: 600 };
const bursts = 5;
const rounds = 300;

export const campaigns: Bench = {
  name: 'campaigns',
  title: 'A million entries in fifty campaigns: 200 agents take 50,000 of them, the dialler decides',
  async run(say) {
    const stack = await startServerStack({ isThrowAway: false });
    const platform = platformOn(stack.databaseUrl, stack.dir);
    try {
      const agents = await prepare(stack, say);
      const taken: Taken[] = [];
      const memory: number[] = [];
      const figures = await asAgents(platform, agents, taken, {
        say,
        onTenth: () => memory.push(residentMb(stack.server.pid() ?? 0)),
      });
      const [early, late] = [Math.max(...memory.slice(0, 5)), Math.max(...memory.slice(5))];
      figures.push({ name: 'memory grown in the closed loop', value: late - early, unit: 'MB', limit: { atMost: 30 } });
      await stack.server.stop();
      say('deciding…');
      return [...figures, ...(await asDialler(platform))];
    } finally {
      await platform.database.close();
      await stack.stop();
    }
  },
};

async function prepare(stack: ServerStack, say: (line: string) => void): Promise<TakingAgent[]> {
  const operators = await makeOperators(stack.databaseUrl, agentCount);
  await fillPeople(stack.databaseUrl, size.entries, say);
  const agentIds = operators.map(({ agentId }) => agentId);
  await fillCampaigns(stack.databaseUrl, size, agentIds, say);
  return signIn(stack.url, operators);
}

const msOf = (taken: readonly Taken[]): number[] => taken.map(({ ms }) => ms);

async function asAgents(
  platform: Platform,
  agents: readonly TakingAgent[],
  all: Taken[],
  { say, onTenth }: { say: (line: string) => void; onTenth: () => void },
): Promise<Figure[]> {
  // Statements are planned and pages read before anything is measured.
  all.push(...(await takeAtPace(platform, agents, { ...pace, count: 100 })));
  say(`taking ${pace.perSecond} entries a second…`);
  const paced = await takeAtPace(platform, agents, pace);
  all.push(...paced);
  say('all agents at once…');
  const burstMs: number[] = [];
  for (let n = 0; n < bursts; n += 1) {
    const { taken, ms } = await takeAtOnce(platform, agents);
    burstMs.push(ms);
    all.push(...taken);
  }
  say(`taking ${loopCount} entries in a closed loop…`);
  const from = process.hrtime.bigint();
  all.push(...(await takeInLoop(platform, agents, loopCount, onTenth)));
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  const twice = all.length - new Set(all.map(({ entryId }) => entryId)).size;
  return [
    { name: `${pace.perSecond} a second, p50`, value: percentile(msOf(paced), 0.5), unit: 'ms' },
    {
      name: `${pace.perSecond} a second, p99`,
      value: percentile(msOf(paced), 0.99),
      unit: 'ms',
      limit: { atMost: 20 },
    },
    { name: `${agentCount} at once, median`, value: percentile(burstMs, 0.5), unit: 'ms', limit: { atMost: 500 } },
    { name: 'closed loop', value: loopCount / seconds, unit: 'entries/s' },
    { name: 'entries taken', value: all.length, unit: '' },
    { name: 'entries taken twice', value: twice, unit: '', limit: { atMost: 0 } },
  ];
}

/** The same campaigns with a dialler: what it decides each second, and how long one line takes to be found. */
async function asDialler(platform: Platform): Promise<Figure[]> {
  const { sql } = platform.database;
  await sql`update campaigns set mode = 'predictive'`;
  await sql`
    insert into agent_presence (agent_id, state, since, asked_since) select id, 'ready', now(), now() from agents
    on conflict (agent_id) do update set state = 'ready', since = now()`;
  const plan = createPlanner(platform);
  const decideMs: number[] = [];
  const takeMs: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const from = process.hrtime.bigint();
    const contexts = await selectRunning(platform, sql, ['progressive', 'power', 'predictive']);
    const decisions = await plan(contexts);
    const decidedAt = process.hrtime.bigint();
    const context = contexts[n % contexts.length]!;
    await takeLines(platform, context, 1, () => undefined);
    // The first round folds the whole window of each campaign.
    if (n === 0 || Object.keys(decisions).length !== size.campaigns) continue;
    decideMs.push(Number(decidedAt - from) / 1e6);
    takeMs.push(Number(process.hrtime.bigint() - decidedAt) / 1e6);
  }
  return [
    { name: 'decisions', value: decideMs.length, unit: '', limit: { atLeast: rounds - 1 } },
    { name: 'decision for fifty campaigns, p99', value: percentile(decideMs, 0.99), unit: 'ms', limit: { atMost: 50 } },
    { name: 'who is dialled next, p99', value: percentile(takeMs, 0.99), unit: 'ms', limit: { atMost: 50 } },
  ];
}
