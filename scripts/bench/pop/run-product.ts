/** The whole of it at work: a hundred consoles, a million people, ten calls a second; what was stamped of each pop. */
import pg from 'pg';
import { labAgent } from '../../pbx-lab/lab-options.ts';
import { type FullStack, startFullStack } from '../../stack/full-stack.ts';
import type { ServerStack } from '../../stack/server-stack.ts';
import { waitFor } from '../../stack/wait-for.ts';
import { connectConsoles } from '../consoles/connect-consoles.ts';
import { makeOperators, type Operator } from '../consoles/make-operators.ts';
import { planCalls } from './plan-calls.ts';
import { openCallStage } from './play-calls.ts';
import { listenForRinging } from './ringing-log.ts';
import type { CardStamps } from './watch-cards.ts';
import { openWatchedConsole, type WatchedPage } from './watched-console.ts';

export type PopScale = {
  people: number;
  consoles: number;
  /** How many of them are real browsers that are watched. */
  watched: number;
  /** Each watched telephone is called once in this time. */
  watchedEverySeconds: number;
  callsPerSecond: number;
  /** Calls come this long before they count, and then this long while they do. */
  warmUpSeconds: number;
  seconds: number;
};

/** What the database knows of the fact that opened a card. */
export type StoredRinging = {
  callId: string;
  /** When the bridge wrote it down, when the server began its transaction, and told of it at the end of that. */
  journalledAt: number;
  takenAt: number;
  toldAt: number;
  payload: unknown;
};

export type PopRun = {
  /** Calls of the watched telephones that should have opened a card. */
  expected: number;
  ringingAt: ReadonlyMap<string, number>;
  stored: ReadonlyMap<string, StoredRinging>;
  cards: ReadonlyMap<string, CardStamps>;
  /** Live events all unwatched consoles were sent. */
  eventCount: number;
};

/** Starts the stack on a base that `fill` makes, before the bridge comes. */
export async function startPopStack(
  scale: PopScale,
  fill: (server: ServerStack) => Promise<void>,
  dir?: string,
): Promise<{ stack: FullStack; operators: Operator[] }> {
  let operators: Operator[] = [];
  const agents = Array.from({ length: scale.consoles }, (_, index) => labAgent(String(101 + index), `Op ${index + 1}`));
  const stack = await startFullStack({
    isThrowAway: false,
    dir,
    env: { DEFAULT_REGION: 'RU' },
    lab: { agents, queues: [] },
    prepare: async (server) => {
      await fill(server);
      operators = await makeOperators(server.databaseUrl, scale.consoles);
    },
  });
  return { stack, operators };
}

/**
 * @param beside what is measured next: while calls go on at the same pace, to the telephones that are not watched
 */
export async function runProduct<T>(
  { stack, operators }: { stack: FullStack; operators: Operator[] },
  scale: PopScale,
  say: (line: string) => void,
  beside: (product: PopRun) => Promise<T>,
): Promise<{ product: PopRun; next: T }> {
  // Telephones are called far more often than a real firm's: a desk must be free for the next call at once.
  await stack.api.patch('settings', { wrapUpSeconds: 0 });
  const [watched, others] = [operators.slice(0, scale.watched), operators.slice(scale.watched)];
  const ending: (() => unknown)[] = [];
  try {
    say(`signing in ${scale.consoles} consoles, ${scale.watched} of them in Chromium…`);
    const pages: WatchedPage[] = [];
    for (const operator of watched) {
      const page = await openWatchedConsole(stack.url, operator);
      ending.push(page.close);
      pages.push(page);
    }
    const consoles = await connectConsoles(stack.url, others);
    ending.push(consoles.close);
    const stage = await openCallStage(stack.lab, extensionsOf(operators));
    ending.push(stage.close);
    const ringing = await listenForRinging(stack.lab, 'pbx1');
    ending.push(ringing.close);
    const plan = (seconds: number, to = watched) =>
      planCalls({ ...scale, seconds, watched: extensionsOf(to), others: extensionsOf(others) });

    say(`${scale.callsPerSecond} calls a second for ${scale.seconds} s…`);
    await stage.play(plan(scale.warmUpSeconds));
    const readCards = async () => (await Promise.all(pages.map((page) => page.stamps()))).flat();
    const early = new Set((await readCards()).map(({ callId }) => callId));
    const eventsBefore = consoles.eventCount;
    const measured = plan(scale.seconds);
    await stage.play(measured);
    const expected = measured.filter(({ extension }) => extensionsOf(watched).includes(extension)).length;
    const cards = await waitFor(
      'every card has been painted',
      async () => (await readCards()).filter(({ callId }) => !early.has(callId)),
      (found) => found.length >= expected,
      3_000,
    ).catch(async () => (await readCards()).filter(({ callId }) => !early.has(callId)));
    const product = {
      expected,
      ringingAt: ringing.ringingAt,
      cards: new Map(cards.map((card) => [card.callId, card])),
      stored: await readStored(
        stack.databaseUrl,
        cards.map(({ callId }) => callId),
      ),
      eventCount: consoles.eventCount - eventsBefore,
    };
    const [next] = await Promise.all([beside(product), stage.play(plan(scale.seconds, []))]);
    return { product, next };
  } finally {
    for (const end of ending.reverse()) await end();
  }
}

const extensionsOf = (operators: readonly Operator[]) => operators.map(({ extension }) => extension);

async function readStored(databaseUrl: string, callIds: string[]): Promise<Map<string, StoredRinging>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<
      Record<'recorded' | 'received' | 'told', Date> & { id: string; payload: unknown }
    >(
      `select e.call_id as id, e.recorded_at as recorded, e.received_at as received, e.payload, f.told
       from pbx_events e
       left join lateral (select min(recorded_at) as told from outbox_facts f
         where f.subject = e.call_id and f.type = 'call.changed'
           and f.payload @? '$.desks[*] ? (@.kind == "offered")') f on true
       where e.call_id = any($1) and e.type = 'leg.ringing'`,
      [callIds],
    );
    return new Map(
      rows.map(({ id, recorded, received, told, payload }) => {
        const at = { journalledAt: recorded.getTime(), takenAt: received.getTime(), toldAt: told.getTime() };
        return [id, { callId: id, ...at, payload }];
      }),
    );
  } finally {
    await client.end();
  }
}
