/** The server alone: facts committed, memory of consoles, and how soon it serves again after it was killed. */
import pg from 'pg';
import { type ServerStack, startServerStack } from '../stack/server-stack.ts';
import { waitFor } from '../stack/wait-for.ts';
import type { Bench, Figure } from './bench.ts';
import { connectConsoles } from './consoles/connect-consoles.ts';
import { makeOperators } from './consoles/make-operators.ts';
import { residentMb } from './resident-memory.ts';
import { makeBacklog } from './server/make-backlog.ts';
import { insertBare, pushBacklog } from './server/push-backlog.ts';

const factCount = 20_000;
const consoleCount = 500;

export const server: Bench = {
  name: 'server',
  title: 'The server: facts committed, memory with 500 consoles, from kill to serving again',
  async run(say) {
    const stack = await startServerStack({ isThrowAway: false });
    try {
      say(`pushing a backlog of ${factCount} facts…`);
      const committed = await measureCommits(stack);
      say(`connecting ${consoleCount} consoles…`);
      return [...committed, ...(await measureConsoles(stack, say))];
    } finally {
      await stack.stop();
    }
  },
};

async function measureCommits(stack: ServerStack): Promise<Figure[]> {
  const facts = makeBacklog(factCount, 'pbx1', Math.floor(Date.now() / 1_000) - 7_200);
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    const bareMs = await insertBare(client, facts);
    const pushedMs = await pushBacklog(stack, 'pbx1', facts);
    const { rows } = await client.query<{ stored: number }>('select count(*)::int as stored from pbx_events');
    const perSecond = (ms: number) => (factCount / ms) * 1_000;
    return [
      { name: 'facts committed', value: perSecond(pushedMs), unit: 'facts/s' },
      { name: 'the same as bare rows', value: perSecond(bareMs), unit: 'rows/s' },
      { name: 'of the bare rows', value: bareMs / pushedMs, unit: '×' },
      { name: 'facts missing', value: factCount - (rows[0]?.stored ?? 0), unit: '', limit: { atMost: 0 } },
    ];
  } finally {
    await client.end();
  }
}

async function measureConsoles(stack: ServerStack, say: (line: string) => void): Promise<Figure[]> {
  const operators = await makeOperators(stack.databaseUrl, consoleCount);
  const pid = () => stack.server.pid() ?? 0;
  // What the backlog left to be done is done, and the memory it took is what a server at work has.
  await waitForDeliveries(stack.databaseUrl);
  const before = residentMb(pid());
  const consoles = await connectConsoles(stack.url, operators);
  try {
    const after = residentMb(pid());
    say('killing the server…');
    const killedAt = process.hrtime.bigint();
    const sinceKill = () => Number(process.hrtime.bigint() - killedAt) / 1e6;
    const snapshot = consoles.nextSnapshot().then(sinceKill);
    stack.server.kill9();
    await waitFor('the killed server is healthy', () => fetch(`${stack.url}/healthz`).then(({ ok }) => ok));
    const healthyMs = sinceKill();
    return [
      { name: `memory before ${consoleCount} consoles`, value: before, unit: 'MB' },
      { name: `memory with ${consoleCount} consoles`, value: after, unit: 'MB' },
      { name: 'memory per console', value: ((after - before) / consoleCount) * 1_024, unit: 'kB' },
      { name: 'kill -9 to healthy', value: healthyMs, unit: 'ms' },
      { name: 'kill -9 to a console’s snapshot', value: await snapshot, unit: 'ms' },
    ];
  } finally {
    consoles.close();
  }
}

async function waitForDeliveries(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await waitFor(
      'listeners have worked the backlog',
      async () => (await client.query('select 1 from outbox_deliveries limit 1')).rowCount,
      (left) => left === 0,
      300_000,
    );
  } finally {
    await client.end();
  }
}
